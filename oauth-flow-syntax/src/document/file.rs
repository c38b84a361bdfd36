//! The documents of a package on disk.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
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
        bytes(&folder.join(path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unreadable::Missing,
            ErrorKind::IsADirectory => Unreadable::Folder,
            ErrorKind::FileTooLarge => Unreadable::TooLarge,
            _ => Unreadable::Failed(error.to_string()),
        })
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

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    // A device or a pipe may give bytes for ever.
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    let too_large = |length: u64| length > LARGEST as u64;
    if too_large(metadata.len()) {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may grow while it is read.
    let read = File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    if too_large(read as u64) {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
