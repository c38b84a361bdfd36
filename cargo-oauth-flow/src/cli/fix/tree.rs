//! Whether the working tree is as it was committed, so that what `--fix` writes can be taken back.

use std::path::Path;
use std::process::Command;

use crate::cli::arguments::Allowed;
use crate::cli::error::Failure;

/// The folders and files by which the tools of version control know a working tree. Only git is asked what
/// has changed, as cargo does.
const MARKS: [&str; 6] = [".git", ".hg", ".jj", ".pijul", ".fslckout", ".svn"];

/// Refuses a tree with changes that are not committed, unless the user allows them.
pub(super) fn check(root: &Path, allowed: &Allowed) -> Result<(), Failure> {
    if allowed.allow_dirty {
        return Ok(());
    }
    let has = |mark: &str| root.ancestors().any(|folder| folder.join(mark).exists());
    match MARKS.into_iter().find(|mark| has(mark)) {
        None if allowed.allow_no_vcs => Ok(()),
        None => Err(Failure::NoVersionControl),
        Some(".git") => {
            let mut changed = status(root)?;
            changed.retain(|change| change.dirty || !allowed.allow_staged);
            let shown = changed.into_iter().map(|it| (it.path, it.dirty)).collect::<Vec<_>>();
            if shown.is_empty() { Ok(()) } else { Err(Failure::Dirty(shown)) }
        }
        Some(_) => Ok(()),
    }
}

/// A path that is not as it was committed.
struct Change {
    path: String,
    /// Whether the change is not even staged.
    dirty: bool,
}

fn status(root: &Path) -> Result<Vec<Change>, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args([
        "status",
        "--porcelain=v1",
        "-z",
        "--untracked-files=normal",
    ]);
    let output = command.output().map_err(|error| Failure::Git(error.to_string()))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Git(String::from(text.trim())));
    }
    Ok(changes(&String::from_utf8_lossy(&output.stdout)))
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
