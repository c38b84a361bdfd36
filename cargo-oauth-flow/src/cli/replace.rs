//! Writes a file in one step.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

/// Puts `new` in the place of what a file has, which is `before`; `None` where there is no file. Whoever
/// looks, also after an interrupt, sees one or the other. A link stays a link, and permissions stay.
///
/// # Errors
///
/// The file is read-only, has other bytes than `before`, or cannot be written.
pub(crate) fn replace(path: &Path, before: Option<&[u8]>, new: &[u8]) -> io::Result<()> {
    let path = match fs::canonicalize(path) {
        Ok(path) => path,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_path_buf(),
        Err(error) => return Err(error),
    };
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oauth-flow-");
    // Others may read a new file, as any other of the project.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(new)?;
    if before.is_some() {
        let permissions = fs::metadata(&path)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::other("the file is read-only"));
        }
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    let now = match fs::read(&path) {
        Ok(now) => Some(now),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if now.as_deref() != before {
        return Err(io::Error::other("the file has changed since it was read"));
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes the file, unless it says the same already.
///
/// # Errors
///
/// The file cannot be read, is read-only, or cannot be written.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    let before = match fs::read(path) {
        Ok(before) => Some(before),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // Git may write lines with the ends of Windows.
    let old = before.as_deref().map(|it| String::from_utf8_lossy(it).replace("\r\n", "\n"));
    if old.is_some_and(|old| old == text) {
        return Ok(());
    }
    replace(path, before.as_deref(), text.as_bytes())
}
