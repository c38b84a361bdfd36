//! Finds the source files of a package.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The files of a package, and the folders that cannot be listed in full, each with the reason.
pub(crate) type Files = (Vec<PathBuf>, Vec<(PathBuf, String)>);

/// The files of the targets of the package in this folder, and those of the modules beside them.
pub(crate) fn files(home: &Path, targets: Vec<PathBuf>, tests: bool) -> Files {
    let mut files = BTreeSet::new();
    let mut roots = BTreeSet::new();
    for path in targets {
        let path = plain(&path);
        // Outside of the package, the folder of a target is that of others too.
        let inside = path.starts_with(home);
        roots.extend(path.parent().filter(|_| inside).map(Path::to_path_buf));
        files.insert(path);
    }
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for root in roots {
        let folder = Folder { at_home: home == root, root };
        let (files, gaps) = walk(&folder);
        let is_build_script =
            |path: &PathBuf| folder.at_home && path.file_name() == Some(OsStr::new("build.rs"));
        found.extend(files.into_iter().filter(|path| tests || !is_build_script(path)));
        unread.extend(gaps);
    }
    let mut files: Vec<PathBuf> = files.into_iter().collect();
    files.append(&mut found);
    files.sort();
    files.dedup();
    (files, unread)
}

/// A folder that is read with all that is below it.
#[derive(Clone)]
struct Folder {
    root: PathBuf,
    /// Whether it is that of the manifest.
    at_home: bool,
}

impl Folder {
    /// Whether a folder or a file below it is read.
    fn takes(&self, path: &Path, is_folder: bool) -> bool {
        let left_out = ["tests", "benches", "examples", "target"];
        let left_out = left_out.iter().any(|it| path.file_name() == Some(OsStr::new(it)));
        // A folder with a manifest is a package of its own, of this workspace or of none.
        let is_other = is_folder && path.join("Cargo.toml").is_file();
        path == self.root || !(is_other || (self.at_home && left_out))
    }
}

fn is_rust(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("rs"))
}

/// The files below a folder, but for those that are hidden or that a `.gitignore` names.
#[cfg(feature = "cli")]
fn walk(folder: &Folder) -> Files {
    use std::sync::{Mutex, PoisonError};

    use ignore::{WalkBuilder, WalkState};

    let (found, unread) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let own = folder.clone();
    let walk = WalkBuilder::new(&folder.root)
        .follow_links(true)
        .require_git(false)
        // What lies above a package says nothing of its sources.
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            own.takes(entry.path(), is_folder)
        })
        .build_parallel();
    walk.run(|| {
        Box::new(|entry| {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // A loop of links is read once already.
                    if !is_loop(&error) {
                        let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
                        unread.push((folder.root.clone(), error.to_string()));
                    }
                    return WalkState::Continue;
                }
            };
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if is_file && is_rust(entry.path()) {
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                found.push(entry.into_path());
            }
            WalkState::Continue
        })
    });
    let unread = unread.into_inner().unwrap_or_else(PoisonError::into_inner);
    (found.into_inner().unwrap_or_else(PoisonError::into_inner), unread)
}

/// The files below a folder, but for those that are hidden. The compiler reads what a `.gitignore` names too.
#[cfg(not(feature = "cli"))]
fn walk(folder: &Folder) -> Files {
    use walkdir::WalkDir;

    let (mut found, mut unread) = (Vec::new(), Vec::new());
    let is_hidden =
        |name: &OsStr| name.as_encoded_bytes().first().is_some_and(|first| *first == b'.');
    let walk = WalkDir::new(&folder.root).follow_links(true).into_iter().filter_entry(|entry| {
        let hidden = entry.depth() > 0 && is_hidden(entry.file_name());
        !hidden && folder.takes(entry.path(), entry.file_type().is_dir())
    });
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_rust(entry.path()) => {
                found.push(entry.into_path());
            }
            Ok(_) => {}
            // A loop of links is read once already.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => unread.push((folder.root.clone(), error.to_string())),
        }
    }
    (found, unread)
}

/// A path without `..` in it.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// Whether the walk met a link to a folder around it.
#[cfg(feature = "cli")]
fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}
