//! What holds of every fix: over all messages of the compiler and all labelled packages.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{FIX, files};
use crate::support::{check, here, run};

/// How often each rule is found in each file.
fn counts(lines: &[Value]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for line in lines.iter().filter(|line| line["type"] == "finding") {
        let text = |key: &str| String::from(line[key].as_str().unwrap_or_default());
        *counts.entry((text("file"), text("rule"))).or_default() += 1;
    }
    counts
}

fn unread(lines: &[Value]) -> usize {
    lines.iter().filter(|line| line["type"] == "not_read").count()
}

/// Fixes a package, and asserts that it is not worse afterwards; gives how many mistakes were mended.
fn fix(folder: &Path, is_declared_then: bool) -> u64 {
    let manifest = folder.join("Cargo.toml");
    let before = check(&manifest, &[]);
    let old = files(folder);
    let (status, text, errors) = run(folder, &[&FIX[..], &["--format", "json"]].concat());
    assert!(status != 2, "{errors}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mended = lines.iter().filter(|line| line["type"] == "fixed");
    let mended: u64 = mended.filter_map(|line| line["mistakes"].as_u64()).sum();
    assert_eq!(unread(&lines), unread(&before), "{}", folder.display());
    let known = counts(&before);
    for (key, count) in counts(&lines) {
        // A declaration that is written brings the mistakes of its client to light.
        let was = known.get(&key).copied().unwrap_or_default();
        let told = is_declared_then && key.1 != "undeclared_client";
        assert!(count <= was || told, "{}: {key:?} is found {count} times", folder.display());
    }
    let new = files(folder);
    assert_eq!(old.len(), new.len(), "{}", folder.display());
    assert_eq!(old == new, mended == 0, "{}", folder.display());
    if mended == 0 {
        return 0;
    }
    let (_, again, _) = run(folder, &FIX);
    assert!(!again.contains("fixed: ") && files(folder) == new, "{}: {again}", folder.display());
    mended
}

#[test]
fn no_fix_of_a_declaration_makes_it_worse() {
    let folder = crate::support::package(&[]);
    for entry in fs::read_dir(here().join("../compile/ui/fail")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "rs") {
            fs::copy(&path, folder.path().join("src").join(path.file_name().unwrap())).unwrap();
        }
    }
    for rule in oauth_flow_core::rules::all() {
        for (index, example) in rule.rejects.iter().enumerate() {
            let text = format!("#[oauth_client({})]\n{}\n", example.attribute, example.item);
            fs::write(folder.path().join(format!("src/{}_{index}.rs", rule.id)), text).unwrap();
        }
    }
    let mended = fix(folder.path(), false);
    assert!(mended > 20, "{mended}");
}

#[test]
fn no_fix_of_a_labelled_package_makes_it_worse() {
    let mut mended = 0;
    for entry in fs::read_dir(here().join("packages")).unwrap() {
        let package = entry.unwrap().path();
        if !package.join("Cargo.toml").is_file() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files(&package) {
            let path = folder.path().join(path.strip_prefix(&package).unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let manifest = folder.path().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        // With the facade, a client that nothing declares is declared.
        if !text.contains("oauth-flow") {
            let line = "oauth-flow = \"0.1\"\n";
            let with = match text.split_once("[dependencies]\n") {
                Some((before, behind)) => format!("{before}[dependencies]\n{line}{behind}"),
                None => format!("{text}\n[dependencies]\n{line}"),
            };
            fs::write(&manifest, with).unwrap();
        }
        mended += fix(folder.path(), true);
    }
    assert!(mended > 10, "{mended}");
}
