//! The documents of a package on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::{Documents, LARGEST, Unreadable};

/// No document can be opened: nothing says where the package is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoDocuments;

impl Documents for NoDocuments {
    fn open(&self, _: &str) -> Result<Vec<u8>, Unreadable> {
        Err(Unreadable::NoPackage)
    }
}

/// The documents of a package on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    folder: Option<PathBuf>,
}

impl Package {
    /// The package whose `Cargo.toml` is in this folder; `None` where nothing says which folder that is.
    #[must_use]
    pub fn at(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_path_buf) }
    }
}

impl Documents for Package {
    fn open(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        let folder = self.folder.as_deref().ok_or(Unreadable::NoPackage)?;
        let path = folder.join(path);
        let failed = |error: std::io::Error| Unreadable::Failed(error.to_string());
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => {
                // A file is no folder that holds others.
                let missing =
                    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
                return Err(if missing { Unreadable::Missing } else { failed(error) });
            }
        };
        if metadata.is_dir() {
            return Err(Unreadable::Folder);
        }
        // A device or a pipe may give bytes for ever.
        if !metadata.is_file() {
            return Err(Unreadable::Failed(String::from("it is no file")));
        }
        if metadata.len() > LARGEST as u64 {
            return Err(Unreadable::TooLarge);
        }
        fs::read(&path).map_err(failed)
    }

    fn is_in_workspace(&self, path: &str) -> bool {
        let Some(folder) = &self.folder else { return false };
        let root = folder.ancestors().find(|folder| is_workspace(&folder.join("Cargo.toml")));
        root.is_some_and(|root| lexical(&folder.join(path)).starts_with(root))
    }
}

/// Whether a manifest is that of a workspace.
fn is_workspace(manifest: &Path) -> bool {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    text.lines().any(|line| line.trim_start().starts_with("[workspace"))
}

/// The path without `.` and `..`, as cargo takes the path of a member.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
