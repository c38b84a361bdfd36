//! Files of all sorts: what is not touched is the same byte for byte.

use std::fs;

use super::{FIX, files, fixed, package};
use crate::support::run;

/// An attribute with a misspelt key and a scope twice, in these surroundings.
fn client(start: &str, line: &str, end: &str) -> String {
    format!(
        "{start}#[oauth_flow::oauth_client({line}knid = \"m2m\",{line}scope = \"a b a\"{end})]\
         {line}pub struct Job {{ client_id: String, client_secret: String }}{line}"
    )
}

fn mended(text: &str) -> String {
    text.replace("knid", "kind").replace("a b a", "a b")
}

#[test]
fn line_ends_tabs_and_marks_stay() {
    for (start, line, end) in [
        ("", "\r\n\t", "\r\n"),
        ("\u{feff}", "\n    ", "\n"),
        ("\u{feff}// ä\r\n", "\r\n", ", "),
        ("#!/usr/bin/env cargo\n", " ", ""),
        ("/* \u{1f980} */ ", "\n\t /* b */ ", ", // c\n"),
    ] {
        let text = client(start, line, end);
        assert_eq!(fixed(&text), mended(&text));
    }
}

#[test]
fn what_a_macro_makes_is_not_touched() {
    let text = format!(
        "macro_rules! client {{ ($name:ident) => {{ {} }}; }}\nclient!(Other);\n",
        client("", " ", "").replace("Job", "$name")
    );
    assert_eq!(fixed(&text), text);
    let text = format!("wrap! {{ {} }}\n", client("", " ", ""));
    assert_eq!(fixed(&text), text);
}

#[test]
fn a_read_only_file_is_named_and_the_others_are_mended() {
    let text = client("", " ", "");
    let folder =
        package(&[("src/lib.rs", "mod a;\nmod b;\n"), ("src/a.rs", &text), ("src/b.rs", &text)]);
    let path = folder.path().join("src/a.rs");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions.clone()).unwrap();
    let (status, said, errors) = run(folder.path(), &FIX);
    assert_eq!((status, errors.as_str()), (1, ""));
    assert!(said.contains("warning: not fixed: src/a.rs: the file is read-only\n"), "{said}");
    assert!(said.contains("fixed: src/b.rs: 2 mistakes\n"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert!(fs::metadata(&path).unwrap().permissions().readonly());
    assert_eq!(fs::read_to_string(folder.path().join("src/b.rs")).unwrap(), mended(&text));
    let arguments = ["check", "--fix", "--allow-no-vcs", "--format", "sarif"];
    let (_, sarif, _) = run(folder.path(), &arguments);
    assert!(sarif.contains("not fixed: the file is read-only"), "{sarif}");
    #[expect(clippy::permissions_set_readonly_false, reason = "the folder is taken away")]
    permissions.set_readonly(false);
    fs::set_permissions(&path, permissions).unwrap();
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_and_a_mode_stays_the_same() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let text = client("", " ", "");
    let folder = package(&[("shared/job.txt", &text), ("src/lib.rs", "mod job;\n")]);
    let target = folder.path().join("shared/job.txt");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("src/job.rs");
    symlink("../shared/job.txt", &link).unwrap();
    run(folder.path(), &FIX);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), mended(&text));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_file_that_is_no_rust_is_not_touched() {
    let text = format!("{}fn broken( {{\n", client("", " ", ""));
    assert_eq!(fixed(&text), text);
}

#[test]
fn a_check_alone_writes_nothing() {
    let folder = package(&[("src/lib.rs", &client("", " ", ""))]);
    let before = files(folder.path());
    let (status, said, _) = run(folder.path(), &["check"]);
    assert_eq!(status, 1);
    assert!(said.ends_with("`cargo oauth-flow check --fix` mends 2 of these\n"), "{said}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_file_that_is_nested_deeply_is_mended() {
    let nested = format!("fn f() {{ let x = {}1{}; }}\n", "(".repeat(1200), ")".repeat(1200));
    let text = format!("{}{nested}", client("", "\n", ""));
    assert_eq!(fixed(&text), mended(&text));
}
