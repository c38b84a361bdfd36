//! Whether the working tree is as it was committed, so that what `--fix` writes can be taken back.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cli::arguments::Allowed;
use crate::cli::error::Failure;

/// The folders and files by which the tools of version control know a working tree. Only git is asked what
/// has changed, as cargo does.
const MARKS: [&str; 6] = [".git", ".hg", ".jj", ".pijul", ".fslckout", ".svn"];

/// What keeps the old text of a file.
enum Keeper {
    Git,
    Other,
    Nothing,
}

impl Keeper {
    /// What keeps the files of a folder.
    fn of(folder: &Path) -> Self {
        let has = |mark: &str| folder.ancestors().any(|folder| folder.join(mark).exists());
        match MARKS.into_iter().find(|mark| has(mark)) {
            Some(".git") => Self::Git,
            Some(_) => Self::Other,
            None => Self::Nothing,
        }
    }
}

/// Refuses a tree with changes that are not committed, unless the user allows them.
pub(super) fn check(root: &Path, allowed: &Allowed) -> Result<(), Failure> {
    if allowed.allow_dirty {
        return Ok(());
    }
    match Keeper::of(root) {
        Keeper::Nothing if !allowed.allow_no_vcs => Err(Failure::NoVersionControl),
        Keeper::Nothing | Keeper::Other => Ok(()),
        Keeper::Git => {
            let arguments = ["--untracked-files=normal", "--ignore-submodules=none"];
            let mut changed = changes(&status(root, &arguments)?);
            changed.retain(|change| change.dirty || !allowed.allow_staged);
            let shown = changed.into_iter().map(|it| (it.path, it.dirty)).collect::<Vec<_>>();
            if shown.is_empty() { Ok(()) } else { Err(Failure::Dirty(shown)) }
        }
    }
}

/// Why the text of a file could not be taken back: the tree may be another one than that of the workspace,
/// or leave the file out.
pub(super) fn unkept(file: &Path, allowed: &Allowed) -> Option<String> {
    if allowed.allow_dirty {
        return None;
    }
    let no_vcs = || {
        let why = "no version control keeps the file; pass `--allow-no-vcs` to write all the same";
        (!allowed.allow_no_vcs).then(|| String::from(why))
    };
    // A path that leads nowhere cannot be written either, and that is said then.
    let path = fs::canonicalize(file).ok()?;
    let (folder, name) = (path.parent()?, path.file_name()?);
    match Keeper::of(folder) {
        Keeper::Nothing => no_vcs(),
        Keeper::Other => None,
        Keeper::Git => {
            let mut command = git(folder);
            let known = command.args(["ls-files", "--error-unmatch", "--"]).arg(name).output();
            if !known.is_ok_and(|output| output.status.success()) {
                return no_vcs();
            }
            let changed = match status(folder, &["--".as_ref(), name]) {
                Ok(text) => changes(&text),
                Err(failure) => return Some(failure.to_string()),
            };
            let refused = changed.iter().any(|it| it.dirty || !allowed.allow_staged);
            let why = "the file has changes that are not committed; commit them, or pass \
                       `--allow-dirty`";
            refused.then(|| String::from(why))
        }
    }
}

/// A path that is not as it was committed.
struct Change {
    path: String,
    /// Whether the change is not even staged.
    dirty: bool,
}

/// Git in a folder, and not in the tree that a hook of another one may name.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

fn status<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Result<String, Failure> {
    let mut command = git(folder);
    command.args(["status", "--porcelain=v1", "-z"]).args(arguments);
    let output = command.output().map_err(|error| Failure::Git(error.to_string()))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Git(String::from(text.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The changes in the output of `git status --porcelain=v1 -z`.
fn changes(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut entries = text.split('\0').filter(|it| !it.is_empty());
    while let Some(entry) = entries.next() {
        let mut letters = entry.chars();
        let (index, tree) = (letters.next(), letters.next());
        // A renamed file has its old path behind it.
        if matches!(index, Some('R' | 'C')) {
            entries.next();
        }
        let path = entry.get(3..).unwrap_or_default();
        changes.push(Change { path: String::from(path), dirty: tree != Some(' ') });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_change_is_dirty_unless_all_of_it_is_staged() {
        let text =
            "M  staged.rs\0 M dirty.rs\0MM both.rs\0?? new.rs\0R  to.rs\0from.rs\0A  a b.rs\0";
        let read: Vec<(String, bool)> =
            changes(text).into_iter().map(|it| (it.path, it.dirty)).collect();
        let expected = [
            ("staged.rs", false),
            ("dirty.rs", true),
            ("both.rs", true),
            ("new.rs", true),
            ("to.rs", false),
            ("a b.rs", false),
        ];
        assert_eq!(read, expected.map(|(path, dirty)| (String::from(path), dirty)));
    }
}
