//! Workspaces that cargo does not know, and what is read of the others.

use std::fs;

use serde_json::Value;

use crate::support::{check, command, findings, package, run};

use super::PLAIN;

#[test]
fn a_folder_without_a_manifest_is_no_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let (status, output, errors) = run(folder.path(), &["check"]);
    assert_eq!((status, output.as_str()), (2, ""));
    let start = "error: cargo does not know the workspace: could not find `Cargo.toml` in ";
    assert!(errors.starts_with(start), "{errors}");
}

#[test]
fn a_member_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\nmembers = [\"shop\"]\n").unwrap();
    let (status, output, errors) = run(folder.path(), &["list"]);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.contains("failed to load manifest for workspace member"), "{errors}");
    assert!(errors.contains("/shop`"), "{errors}");
}

#[test]
fn a_workspace_without_members_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let (status, output, errors) = run(folder.path(), &["check", "--format", "json"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let summary: Value = serde_json::from_str(&output).unwrap();
    assert_eq!((&summary["type"], &summary["files"]), (&"summary".into(), &0.into()));
}

#[test]
fn without_cargo_the_error_says_so() {
    let folder = package(&[]);
    let mut command = command();
    let output =
        command.env("PATH", "/none").env_remove("CARGO").current_dir(folder.path()).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("error: cargo could not be run: "), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_walked_once() {
    let folder = package(&[("src/lib.rs", PLAIN), ("src/x.rs/inner.rs", PLAIN)]);
    std::os::unix::fs::symlink("..", folder.path().join("src/loop")).unwrap();
    std::os::unix::fs::symlink("self.rs", folder.path().join("src/self.rs")).unwrap();
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    let expected = ["src/lib.rs", "src/x.rs/inner.rs"];
    let files: Vec<String> = findings(&lines).into_iter().map(|(file, _, _)| file).collect();
    assert_eq!(files, expected);
}

#[test]
fn what_git_leaves_out_above_the_workspace_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitignore"), "*\n").unwrap();
    let inner = folder.path().join("shop");
    fs::create_dir_all(inner.join("src")).unwrap();
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\n\n[workspace]\n";
    fs::write(inner.join("Cargo.toml"), manifest).unwrap();
    fs::write(inner.join("src/lib.rs"), "mod shop;\n").unwrap();
    fs::write(inner.join("src/shop.rs"), PLAIN).unwrap();
    let lines = check(&inner.join("Cargo.toml"), &[]);
    assert_eq!(findings(&lines), [("src/shop.rs".into(), 1, "plain_pkce".into())]);
}
