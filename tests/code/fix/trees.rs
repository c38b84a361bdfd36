//! Working trees: what `--fix` writes can be taken back, unless its user says otherwise.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::package;
use crate::support::run;

const CLIENT: &str = "#[oauth_flow::oauth_client(knid = \"m2m\")]\n\
                      pub struct Job { client_id: String, client_secret: String }\n";

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A package all of whose files are committed.
fn committed() -> tempfile::TempDir {
    let folder = package(&[("src/lib.rs", CLIENT), ("README.md", "a")]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--message", "a"]);
    folder
}

/// Asserts that nothing is written, and what is said.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], message: &str) {
    let (status, output, errors) = run(folder, arguments);
    assert_eq!((status, output.as_str()), (2, ""), "{errors}");
    assert_eq!(errors, format!("error: {message}\n"));
    assert_eq!(fs::read_to_string(folder.join("src/lib.rs")).unwrap(), CLIENT);
}

#[track_caller]
fn mended(folder: &Path, arguments: &[&str]) {
    let (status, _, errors) = run(folder, arguments);
    assert_eq!((status, errors.as_str()), (0, ""));
    let text = fs::read_to_string(folder.join("src/lib.rs")).unwrap();
    assert_eq!(text, CLIENT.replace("knid", "kind"));
}

#[test]
fn a_clean_tree_is_written_to() {
    let folder = committed();
    mended(folder.path(), &["check", "--fix"]);
}

#[test]
fn a_dirty_tree_is_refused_unless_it_is_allowed() {
    let folder = committed();
    fs::write(folder.path().join("README.md"), "b").unwrap();
    fs::write(folder.path().join("new file.txt"), "").unwrap();
    let message = "`--fix` writes into files, and these have changes that are not committed:\n  \
                   README.md (dirty)\n  \
                   new file.txt (dirty)\n\
                   commit them, or pass `--allow-dirty`";
    refused(folder.path(), &["check", "--fix"], message);
    refused(folder.path(), &["check", "--fix", "--allow-staged"], message);
    mended(folder.path(), &["check", "--fix", "--allow-dirty"]);
}

#[test]
fn a_staged_change_is_refused_unless_it_is_allowed() {
    let folder = committed();
    fs::write(folder.path().join("README.md"), "b").unwrap();
    git(folder.path(), &["add", "--all"]);
    let message = "`--fix` writes into files, and these have changes that are not committed:\n  \
                   README.md (staged)\n\
                   commit them, or pass `--allow-staged`";
    refused(folder.path(), &["check", "--fix"], message);
    mended(folder.path(), &["check", "--fix", "--allow-staged"]);
}

#[test]
fn files_without_version_control_are_refused_unless_that_is_allowed() {
    let folder = package(&[("src/lib.rs", CLIENT)]);
    let message = "`--fix` writes into files, and no version control keeps these; pass \
                   `--allow-no-vcs` to write all the same";
    refused(folder.path(), &["check", "--fix"], message);
    mended(folder.path(), &["check", "--fix", "--allow-no-vcs"]);
}

#[test]
fn a_tree_that_git_cannot_read_is_refused() {
    let folder = package(&[("src/lib.rs", CLIENT), (".git", "gitdir: /none/such\n")]);
    let (status, _, errors) = run(folder.path(), &["check", "--fix"]);
    assert_eq!(status, 2);
    let start = "error: git does not say which files have changed; pass `--allow-dirty` to write \
                 all the same: ";
    assert!(errors.starts_with(start), "{errors}");
    mended(folder.path(), &["check", "--fix", "--allow-dirty"]);
}

#[test]
fn what_allows_a_tree_needs_a_fix() {
    let folder = package(&[("src/lib.rs", CLIENT)]);
    let (status, _, errors) = run(folder.path(), &["check", "--allow-dirty"]);
    assert_eq!(status, 2);
    assert!(errors.contains("--fix"), "{errors}");
}

#[test]
fn a_file_that_nothing_keeps_is_left_alone() {
    // In a folder that the repository around it ignores.
    let outer = tempfile::tempdir().unwrap();
    fs::write(outer.path().join(".gitignore"), "inner\n").unwrap();
    git(outer.path(), &["init", "--quiet"]);
    git(outer.path(), &["add", "--all"]);
    git(outer.path(), &["commit", "--quiet", "--message", "a"]);
    let inner = outer.path().join("inner");
    fs::rename(package(&[("src/lib.rs", CLIENT)]).keep(), &inner).unwrap();
    let (status, said, _) = run(&inner, &["check", "--fix"]);
    let why = "warning: not fixed: src/lib.rs: no version control keeps the file; pass \
               `--allow-no-vcs` to write all the same\n";
    assert!(status == 1 && said.contains(why), "{said}");
    assert!(!said.contains("--fix` mends"), "{said}");
    assert_eq!(fs::read_to_string(inner.join("src/lib.rs")).unwrap(), CLIENT);
    mended(&inner, &["check", "--fix", "--allow-no-vcs"]);
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_tree_is_a_file_of_another_one() {
    let other = package(&[("src/lib.rs", CLIENT)]);
    let target = other.path().join("src/lib.rs");
    let folder = committed();
    fs::remove_file(folder.path().join("src/lib.rs")).unwrap();
    std::os::unix::fs::symlink(&target, folder.path().join("src/lib.rs")).unwrap();
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--message", "b"]);
    let (_, said, _) = run(folder.path(), &["check", "--fix"]);
    assert!(said.contains("not fixed: src/lib.rs: no version control keeps the file"), "{said}");
    assert_eq!(fs::read_to_string(target).unwrap(), CLIENT);
}

#[test]
fn the_tree_is_that_of_the_files_and_not_that_of_a_hook() {
    let (clean, dirty) = (committed(), committed());
    fs::write(dirty.path().join("README.md"), "b").unwrap();
    let mut call = crate::support::command();
    call.current_dir(dirty.path()).args(["check", "--fix"]);
    call.env("GIT_DIR", clean.path().join(".git")).env("GIT_WORK_TREE", clean.path());
    let output = call.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("README.md (dirty)"));
}
