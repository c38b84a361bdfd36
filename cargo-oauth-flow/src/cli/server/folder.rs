//! The snapshots among the files of folders.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::http::MOST;
use super::snapshot::{MEMBER, Snapshot};

/// The folder of the snapshots in a package.
pub(crate) const OF_PACKAGE: &str = "oauth";

/// A file that is a snapshot, or should be one.
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// The bytes of the file and what they say, or why it cannot be read.
    pub(crate) read: Result<(Vec<u8>, Snapshot), String>,
}

impl Found {
    /// Reads a file that should be a snapshot.
    pub(crate) fn at(path: PathBuf) -> Self {
        let bytes = bytes(&path).map_err(|error| format!("the file cannot be read: {error}"));
        Self { path, read: bytes.and_then(with_snapshot) }
    }
}

fn with_snapshot(bytes: Vec<u8>) -> Result<(Vec<u8>, Snapshot), String> {
    Snapshot::read(&bytes).map(|snapshot| (bytes, snapshot))
}

/// The snapshots in a folder and below, in the order of their paths. Other files are passed over.
pub(crate) fn snapshots(folder: &Path) -> Vec<Found> {
    let mut all = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let path = match entry {
            Ok(entry) => entry.into_path(),
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                all.push(Found { path, read: Err(format!("it cannot be listed: {error}")) });
                continue;
            }
        };
        let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
        if !is_json || path.is_dir() {
            continue;
        }
        let read = match bytes(&path) {
            Ok(bytes) if !has_member(&bytes) => continue,
            Ok(bytes) => with_snapshot(bytes),
            Err(error) => Err(format!("the file cannot be read: {error}")),
        };
        all.push(Found { path, read });
    }
    all
}

/// Whether the member of snapshots is somewhere in the bytes, also where they are broken.
fn has_member(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, MEMBER.as_bytes()).is_some()
}

/// The bytes of a file. A list that the server gives in one line takes a few times more in a snapshot.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let limit = 8 * MOST;
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    // A device or a pipe may give bytes for ever.
    if !metadata.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        return Err(io::Error::other(format!("it has more than {limit} bytes")));
    }
    Ok(bytes)
}

/// A path as a message shows it: from the current folder, with slashes.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).or(path.strip_prefix(".")).unwrap_or(path);
    oauth_flow_core::visible(&path.to_string_lossy().replace('\\', "/"))
}
