//! `check --fix`: what it mends, what it leaves to a person, and that it loses nothing.

mod claims;
mod declarations;
mod everything;
mod files;
mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{here, run};

/// The manifest of a package that depends on the facade.
const MANIFEST: &str = "[package]\nname = \"example\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                        [dependencies]\noauth-flow = \"0.1\"\n\n[workspace]\n";

/// A call that fixes where no version control is.
const FIX: [&str; 3] = ["check", "--fix", "--allow-no-vcs"];

/// A package with these files that depends on the facade.
fn package(files: &[(&str, &str)]) -> tempfile::TempDir {
    let mut all = vec![("Cargo.toml", MANIFEST)];
    all.extend_from_slice(files);
    crate::support::package(&all)
}

/// What `--fix` makes of a library with this text.
fn fixed(text: &str) -> String {
    let folder = package(&[("src/lib.rs", text)]);
    let (status, _, errors) = run(folder.path(), &FIX);
    assert!(status != 2, "{errors}");
    fs::read_to_string(folder.path().join("src/lib.rs")).unwrap()
}

/// The files below a folder, with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                all.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// A folder of the thirty mistakes, by the names of its files.
fn thirty(state: &str) -> Vec<(String, String)> {
    let folder = here().join("fix/thirty_mistakes").join(state);
    ["lib", "calls", "runs"]
        .map(|name| {
            let file = format!("{name}.rs");
            let text = fs::read_to_string(folder.join(&file)).unwrap();
            (format!("src/{file}"), text)
        })
        .to_vec()
}

fn as_files(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

#[test]
fn of_thirty_mistakes_those_are_mended_that_need_no_claim() {
    let folder = package(&as_files(&thirty("before")));
    let (status, text, errors) = run(folder.path(), &FIX);
    assert_eq!((status, errors.as_str()), (1, ""), "{text}");
    for line in [
        "fixed: src/calls.rs: 3 mistakes",
        "fixed: src/lib.rs: 13 mistakes",
        "fixed: src/runs.rs: 1 mistake",
        "20 declared clients, 8 errors, 6 warnings",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    for (name, expected) in thirty("after") {
        let text = fs::read_to_string(folder.path().join(&name)).unwrap();
        assert_eq!(text, expected, "{name}");
    }
    // Nothing is left beside the files, and nothing to do.
    let before = files(folder.path());
    let (_, again, _) = run(folder.path(), &FIX);
    assert!(!again.contains("fixed:"), "{again}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn each_format_has_the_fix_that_would_be_made() {
    let text = String::from(
        "#[oauth_flow::oauth_client(kind = \"m2m\", /* ä */ profil = \"rfc9700\")]\n\
         pub struct Job { client_id: String, client_secret: String }\n",
    );
    let folder = package(&[("src/lib.rs", &text)]);
    let (_, json, _) = run(folder.path(), &["check", "--format", "json"]);
    let line: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(line["rule"], "unknown_key");
    assert_eq!(line["fix"]["file"], "src/lib.rs");
    assert_eq!(line["fix"]["text"], "e");
    let place = &line["fix"]["place"];
    assert_eq!((place["line"].as_u64(), place["column"].as_u64()), (Some(1), Some(56)));
    assert_eq!(place["end_column"], 56);
    let (_, sarif, _) = run(folder.path(), &["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "src/lib.rs");
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "e");
    assert_eq!(replacement["deletedRegion"]["startLine"], 1);
    assert_eq!(replacement["deletedRegion"]["startColumn"], 56);
    assert_eq!(replacement["deletedRegion"]["endColumn"], 56);
    assert_eq!(fixed(&text), text.replace("profil", "profile"));
    let (_, json, _) =
        run(folder.path(), &["check", "--fix", "--allow-no-vcs", "--format", "json"]);
    let line: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(line["type"], "fixed");
    assert_eq!((line["file"].as_str(), line["mistakes"].as_u64()), (Some("src/lib.rs"), Some(1)));
}
