//! A store in a file, for the programs of one user on one machine.

use std::borrow::ToOwned as _;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::string::String;
use std::sync::Arc;

use core::error::Error;
use core::fmt;
use core::time::Duration;

use fs4::TryLockError;
use tempfile::Builder;
use tokio::time::sleep;

use super::store::{Saved, TokenStore};
use super::stored_tokens::StoredTokens;

/// The pause between two attempts to lock.
const PAUSE: Duration = Duration::from_millis(20);

/// More than any tokens take, in bytes.
const MOST: u64 = 1024 * 1024;

/// Keeps tokens in a file, which the processes of one user share, such as the commands of a command line tool.
///
/// - The file can be read by its owner alone; on Windows it has the rights of its folder. It has the tokens in
///   clear.
/// - It is written beside its place and renamed, so that a process that is killed leaves the old one or the new
///   one. Both the file and its folder are synchronized with the disk.
/// - Who changes it holds a lock on a file of the same name with `.lock` added, which stays there. The lock of a
///   process that ends is free at once.
///
/// The folder is made if there is none, for its owner alone. A symbolic link is followed. The file system has to
/// know locks: some shared ones of a network do not.
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    path: Arc<Path>,
}

/// The lock of a [`FileTokenStore`].
#[derive(Debug)]
pub struct FileLock {
    /// The lock goes when the file is closed.
    _file: File,
}

/// Why the file cannot be used. Its text has the path, and nothing of what is in the file.
#[derive(Debug)]
pub struct FileTokenError {
    path: PathBuf,
    what: What,
    source: Option<io::Error>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Folder,
    Lock,
    Read,
    NotTokens { line: usize, column: usize },
    OtherVersion,
    Write,
    Remove,
    Ended,
}

impl FileTokenStore {
    /// The store in this file, which need not be there yet: such as `tokens.json` in the folder of the
    /// program's own data.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: Arc::from(path.into()) }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does something that may block.
    async fn blocking<T: Send + 'static>(
        &self,
        task: impl FnOnce(&Path) -> Result<T, FileTokenError> + Send + 'static,
    ) -> Result<T, FileTokenError> {
        let path = Arc::clone(&self.path);
        let ended = error(&self.path, What::Ended);
        let task = tokio::task::spawn_blocking(move || task(&of_link(&path)));
        task.await.unwrap_or_else(|_| Err(ended(None)))
    }
}

impl TokenStore for FileTokenStore {
    type Error = FileTokenError;
    type Lock = FileLock;

    async fn load(&self) -> Result<Option<StoredTokens>, FileTokenError> {
        self.blocking(load).await
    }

    async fn lock(&self, _at_most: Duration) -> Result<FileLock, FileTokenError> {
        loop {
            if let Some(file) = self.blocking(try_lock).await? {
                return Ok(FileLock { _file: file });
            }
            sleep(PAUSE).await;
        }
    }

    async fn save(
        &self,
        _lock: &mut FileLock,
        tokens: &StoredTokens,
    ) -> Result<Saved, FileTokenError> {
        let tokens = tokens.clone();
        self.blocking(move |path| save(path, &tokens)).await
    }

    async fn remove(&self, _lock: &mut FileLock) -> Result<(), FileTokenError> {
        self.blocking(remove).await
    }
}

fn error(path: &Path, what: What) -> impl Fn(Option<io::Error>) -> FileTokenError {
    let path = PathBuf::from(path);
    move |source| FileTokenError { path: path.clone(), what, source }
}

fn load(path: &Path) -> Result<Option<StoredTokens>, FileTokenError> {
    let unreadable = error(path, What::Read);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(Some(error))),
    };
    let mut text = String::new();
    match file.take(MOST).read_to_string(&mut text) {
        Ok(_) => {}
        Err(error) => return Err(unreadable(Some(error))),
    }
    // What the parser says may have a token in it.
    serde_json::from_str(&text).map(Some).map_err(|reason| {
        let (line, column) = (reason.line(), reason.column());
        let what = if StoredTokens::is_of_another_version(&text) {
            What::OtherVersion
        } else {
            What::NotTokens { line, column }
        };
        error(path, what)(None)
    })
}

/// The file that a symbolic link leads to: it is replaced, and locked, by whatever name it is reached.
fn of_link(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    match (fs::canonicalize(folder(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(|| OsString::from("tokens"), OsString::from);
    name.push(end);
    folder(path).join(name)
}

/// Locks the file beside the tokens, unless somebody else has.
fn try_lock(path: &Path) -> Result<Option<File>, FileTokenError> {
    let folder = folder(path);
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|reason| error(folder, What::Folder)(Some(reason)))?;
    let lock = beside(path, ".lock");
    let unlockable = error(&lock, What::Lock);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&lock).map_err(|reason| unlockable(Some(reason)))?;
    // By its path: the standard library has a method of this name from Rust 1.89 on.
    match fs4::FileExt::try_lock(&file) {
        Ok(()) if is_at(&file, &lock) => Ok(Some(file)),
        // Somebody removed it after it was opened.
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(reason)) => Err(unlockable(Some(reason))),
    }
}

/// Whether the file that is locked is the one that others find.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let (Ok(here), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    here.dev() == there.dev() && here.ino() == there.ino()
}

/// A file that is open cannot be removed.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

fn save(path: &Path, tokens: &StoredTokens) -> Result<Saved, FileTokenError> {
    // Where the file of the lock was removed, somebody else may hold one.
    if let Some(revision) = tokens.follows()
        && load(path)?.is_none_or(|stored| stored.revision() != revision)
    {
        return Ok(Saved::Superseded);
    }
    let write = || -> io::Result<()> {
        let (prefix, folder) = (beside(path, "."), folder(path));
        let prefix = prefix.file_name().unwrap_or_default();
        remove_unfinished(folder, prefix);
        let mut builder = Builder::new();
        builder.prefix(prefix).rand_bytes(RANDOM).suffix(UNFINISHED);
        let mut file = builder.tempfile_in(folder)?;
        serde_json::to_writer_pretty(&mut file, tokens)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        synchronize(folder)
    };
    write().map_err(|reason| error(path, What::Write)(Some(reason)))?;
    Ok(Saved::Yes)
}

/// How the name of a file ends that is not renamed yet.
const UNFINISHED: &str = ".unfinished";

/// How many random letters and digits come before.
const RANDOM: usize = 12;

/// Removes what a process has left that was killed before it renamed its file: it may have a token in it.
fn remove_unfinished(folder: &Path, prefix: &std::ffi::OsStr) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        let random = name
            .strip_prefix(prefix.as_encoded_bytes())
            .and_then(|rest| rest.strip_suffix(UNFINISHED.as_bytes()));
        let is_random =
            |random: &[u8]| random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric);
        if random.is_some_and(is_random) {
            // The next save tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn remove(path: &Path) -> Result<(), FileTokenError> {
    let removed = match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        removed => removed.and_then(|()| synchronize(folder(path))),
    };
    removed.map_err(|reason| error(path, What::Remove)(Some(reason)))
}

/// Has the disk know the names in a folder.
#[cfg(unix)]
fn synchronize(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems know no more than files.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(())
        }
        synchronized => synchronized,
    }
}

/// Windows opens no folder for this.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "it may fail elsewhere")]
fn synchronize(_folder: &Path) -> io::Result<()> {
    Ok(())
}

impl FileTokenError {
    fn is_denied(&self) -> bool {
        self.source.as_ref().is_some_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    }
}

impl fmt::Display for FileTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.what {
            What::Folder => write!(f, "the folder `{path}` of the tokens cannot be made"),
            What::Lock if self.is_denied() => write!(
                f,
                "the file `{path}` cannot be locked, since it belongs to another user; help: make the \
                 folder and its files those of the user who runs the program"
            ),
            What::Lock => write!(
                f,
                "the file `{path}` cannot be locked, so that two processes could use one refresh token; \
                 help: keep the tokens on a disk of this machine, in a folder that the user can write to"
            ),
            What::Read => write!(f, "the tokens in `{path}` cannot be read"),
            What::NotTokens { line, column } => write!(
                f,
                "the file `{path}` has no tokens: line {line}, column {column} is not what was written; \
                 help: log in again, which writes it anew"
            ),
            What::OtherVersion => write!(
                f,
                "another version of `oauth-flow` stored the tokens in `{path}`; help: log in again"
            ),
            What::Write => write!(f, "the tokens cannot be written to `{path}`"),
            What::Remove => write!(f, "the tokens in `{path}` cannot be removed"),
            What::Ended => write!(f, "the work on `{path}` was cut off"),
        }
    }
}

impl Error for FileTokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|error| error as &(dyn Error + 'static))
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs::{self, File};
    use std::path::Path;

    use super::{folder, is_at};

    #[test]
    fn a_name_alone_is_in_the_folder_of_the_process() {
        assert_eq!(folder(Path::new("tokens.json")), Path::new("."));
        assert_eq!(folder(Path::new("app/tokens.json")), Path::new("app"));
    }

    #[test]
    fn a_lock_file_that_was_removed_is_not_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json.lock");
        let first = File::create(&path).unwrap();
        assert!(is_at(&first, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&first, &path));
        let second = File::create(&path).unwrap();
        assert!(!is_at(&first, &path));
        assert!(is_at(&second, &path));
    }
}
