//! `server add`: fetches the metadata of a server, and writes a snapshot of it.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::address::Address;
use super::arguments::Add;
use super::fetch::{Fetched, fetch};
use super::folder::{self, Found, OF_PACKAGE};
use super::http::Http;
use super::names::file_name;
use super::snapshot::Snapshot;
use crate::cli::error::Failure;
use crate::cli::replace::replace;
use crate::cli::{CLEAN, cargo, check};

/// Where the snapshot is written.
enum Target {
    /// A file that the user names.
    File(PathBuf),
    /// A folder that the user names.
    Folder(PathBuf),
    /// The folder of a package.
    Package(PathBuf),
}

pub(crate) fn run(add: &Add) -> Result<u8, Failure> {
    let address = Address::read(&add.server).map_err(Failure::Address)?;
    let target = target(add)?;
    let fetched = fetch(&Http::new(add.timeout.time()), &address).map_err(Failure::Fetch)?;
    let Fetched { metadata, from, left_out } = fetched;
    let snapshot = Snapshot { metadata, retrieved: add.day.or_now(), from };
    let path = match &target {
        Target::File(path) => path.clone(),
        Target::Folder(folder) => of_issuer(folder, &snapshot),
        Target::Package(package) => of_issuer(&package.join(OF_PACKAGE), &snapshot),
    };
    write(&path, &snapshot)?;
    if !add.quiet {
        let mut text = format!(
            "`{}` has the metadata of `{}`\n  from {}\n  {} members are known; {left_out} others are left out\n",
            folder::shown(&path),
            oauth_flow_core::visible(snapshot.metadata.issuer()),
            oauth_flow_core::visible(&snapshot.from),
            snapshot.metadata.members.len(),
        );
        if let Target::Package(package) = &target {
            let path = path.strip_prefix(package).unwrap_or(&path).to_string_lossy();
            let path = path.replace('\\', "/");
            let _ = writeln!(text, "  in the attribute: server = \"{path}\"");
        }
        check::put_out(None, &text, false)?;
    }
    Ok(CLEAN)
}

fn target(add: &Add) -> Result<Target, Failure> {
    if let Some(path) = &add.output {
        return Ok(Target::File(path.clone()));
    }
    if let Some(path) = &add.directory {
        return Ok(Target::Folder(path.clone()));
    }
    let mut workspace = clap_cargo::Workspace::default();
    workspace.package.extend(add.package.clone());
    let packages = cargo::folders(&add.manifest, &workspace)?;
    match packages.as_slice() {
        [package] => Ok(Target::Package(package.clone())),
        others => Err(Failure::NotOnePackage(others.len())),
    }
}

/// The file of the issuer in a folder: the snapshot of it that is there, else a new one.
fn of_issuer(folder: &Path, snapshot: &Snapshot) -> PathBuf {
    let issuer = snapshot.metadata.issuer();
    let is_of = |found: &Found| {
        found.read.as_ref().is_ok_and(|(_, snapshot)| snapshot.metadata.issuer() == issuer)
    };
    let there = if folder.is_dir() { folder::snapshots(folder) } else { Vec::new() };
    let there = there.into_iter().find(is_of).map(|found| found.path);
    there.unwrap_or_else(|| folder.join(file_name(issuer)))
}

/// Writes the file. What is no snapshot of the same issuer is not written over.
fn write(path: &Path, snapshot: &Snapshot) -> Result<(), Failure> {
    let before = match folder::bytes(path) {
        Ok(before) => Some(before),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::Output(path.to_path_buf(), error)),
    };
    if let Some(before) = &before {
        let refused = |why| Failure::NotReplaced(path.to_path_buf(), why);
        let old = Snapshot::read(before).map_err(refused)?;
        let (old, new) = (old.metadata.issuer(), snapshot.metadata.issuer());
        if old != new {
            let why = format!("it is a snapshot of `{}`", oauth_flow_core::visible(old));
            return Err(refused(why));
        }
    }
    let written = || {
        if let (None, Some(folder)) = (&before, path.parent()) {
            fs::create_dir_all(folder)?;
        }
        let text = snapshot.text();
        if before.as_deref() == Some(text.as_bytes()) {
            return Ok(());
        }
        replace(path, before.as_deref(), text.as_bytes())
    };
    written().map_err(|error| Failure::Output(path.to_path_buf(), error))
}
