//! Runs the command line, and reads what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The folder of these tests.
pub(crate) fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A call of the command line.
pub(crate) fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_under_test"))
}

/// A package with these files, in a new folder.
pub(crate) fn package(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest =
        "[package]\nname = \"example\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The exit status, the standard output and the standard error of a call in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = command().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What `check` says of a package, an object a line.
pub(crate) fn check(manifest: &Path, more: &[&str]) -> Vec<Value> {
    let mut command = command();
    command.args(["check", "--format", "json", "--manifest-path"]).arg(manifest).args(more);
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() != Some(2), "{}: {errors}", manifest.display());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A finding: the file, the line and the rule.
pub(crate) fn findings(lines: &[Value]) -> Vec<(String, u64, String)> {
    let found = lines.iter().filter(|line| line["type"] == "finding");
    let mut found: Vec<_> = found
        .map(|line| {
            let text = |key: &str| String::from(line[key].as_str().unwrap_or_default());
            (text("file"), line["place"]["line"].as_u64().unwrap_or_default(), text("rule"))
        })
        .collect();
    found.sort();
    found
}
