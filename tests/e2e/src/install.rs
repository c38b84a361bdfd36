//! The folder in which the server runs: a copy of `node/` in the build directory, with its
//! packages. Nothing is ever written into the source tree.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node.js that has every function the server calls.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Gives the folder, after `npm ci` if the lock file has changed since the last time.
///
/// # Errors
/// In words, what is missing on this machine.
pub(crate) fn folder() -> Result<PathBuf, String> {
    check_node()?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    // Beside the test program, and so in the build directory, wherever that is.
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let home = program.with_file_name("oauth-flow-e2e");
    install(&source, &home).map_err(|error| format!("the server is not installed: {error}"))
}

fn check_node() -> Result<(), String> {
    let output = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|error| format!("`node` does not start: {error}"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|it| it.parse().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < OLDEST_NODE {
        let (major, minor) = OLDEST_NODE;
        return Err(format!("`node` is {version}, older than {major}.{minor}"));
    }
    Ok(())
}

fn install(source: &Path, home: &Path) -> Result<PathBuf, String> {
    let target = home.join("server");
    fs::create_dir_all(&target).map_err(|error| error.to_string())?;
    // Test programs run side by side; one installs, the others wait. Dropping the file unlocks it.
    let lock = File::create(home.join("lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;

    copy_changed(source, &target)?;
    let wanted = fs::read(source.join("package-lock.json")).map_err(|error| error.to_string())?;
    let stamp = home.join("installed");
    if fs::read(&stamp).ok().as_deref() != Some(wanted.as_slice()) {
        npm_ci(&target)?;
        fs::write(&stamp, wanted).map_err(|error| error.to_string())?;
    }
    Ok(target)
}

/// Copies files, not folders. A file that a running server may be reading is replaced whole.
fn copy_changed(source: &Path, target: &Path) -> Result<(), String> {
    for entry in fs::read_dir(source).map_err(|error| error.to_string())? {
        let entry = entry.map_err(|error| error.to_string())?;
        if !entry.file_type().is_ok_and(|it| it.is_file()) {
            continue;
        }
        let wanted = fs::read(entry.path()).map_err(|error| error.to_string())?;
        let path = target.join(entry.file_name());
        if fs::read(&path).ok().as_ref() == Some(&wanted) {
            continue;
        }
        let partial = path.with_extension("partial");
        fs::write(&partial, wanted).map_err(|error| error.to_string())?;
        fs::rename(&partial, &path).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn npm_ci(folder: &Path) -> Result<(), String> {
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("`npm` does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    Err(format!("`npm ci` failed: {}", reason.split_whitespace().collect::<Vec<_>>().join(" ")))
}
