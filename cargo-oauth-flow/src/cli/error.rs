//! Why a run could not be done.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use crate::cli::server::{AddressError, FetchError};
use crate::settings_error::SettingsError;

/// Why a run could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Cargo does not know the workspace.
    Workspace(cargo_metadata::Error),
    /// No package of the workspace has this name.
    NoPackage(String, Option<String>),
    /// No client has this name, with those that are declared.
    NoClient(String, Vec<String>),
    /// Several clients have this name.
    SeveralClients(String, Vec<String>),
    /// The settings are not in order.
    Settings(SettingsError),
    /// The baseline cannot be used, and why.
    Baseline(PathBuf, String),
    /// The file to write to cannot be opened.
    Output(PathBuf, io::Error),
    /// The working tree has changes that are not committed: paths, and whether they are not even staged.
    Dirty(Vec<(String, bool)>),
    /// No version control keeps what `--fix` writes over.
    NoVersionControl,
    /// Git does not say what has changed.
    Git(String),
    /// A server is not named as `server add` has to be told of it.
    Address(AddressError),
    /// The metadata of a server could not be fetched.
    Fetch(FetchError),
    /// So many packages are selected, and one is needed.
    NotOnePackage(usize),
    /// A file is not written over, and why.
    NotReplaced(PathBuf, String),
    /// What was found could not be written.
    Write(io::Error),
    /// The reader of the output has gone.
    ClosedPipe,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workspace(cargo_metadata::Error::CargoMetadata { stderr }) => {
                let text = stderr.trim();
                write!(
                    f,
                    "cargo does not know the workspace: {}",
                    text.trim_start_matches("error: ")
                )
            }
            Self::Workspace(cargo_metadata::Error::Io(error)) => {
                write!(f, "cargo could not be run: {error}")
            }
            Self::Workspace(error) => write!(f, "cargo does not know the workspace: {error}"),
            Self::NoPackage(name, meant) => {
                write!(f, "the workspace has no package `{}`", oauth_flow_core::echo(name))?;
                match meant {
                    Some(meant) => write!(f, "; did you mean `{meant}`?"),
                    None => Ok(()),
                }
            }
            Self::NoClient(name, clients) => {
                write!(f, "no client `{}` is declared", oauth_flow_core::echo(name))?;
                match clients.as_slice() {
                    [] => f.write_str(", and no other in these packages"),
                    clients => listed(f, "; these are:", clients),
                }
            }
            Self::SeveralClients(name, clients) => {
                let name = oauth_flow_core::echo(name);
                write!(f, "`{name}` is the name of {} clients", clients.len())?;
                listed(f, "; write the package or the place of one, as in `PACKAGE::NAME` or `FILE:LINE`:", clients)
            }
            Self::Settings(error) => error.fmt(f),
            Self::Baseline(path, why) => write!(f, "the baseline `{}` {why}", path.display()),
            Self::Output(path, error) => {
                write!(f, "`{}` cannot be written: {error}", path.display())
            }
            Self::Dirty(paths) => {
                f.write_str("`--fix` writes into files, and these have changes that are not committed:")?;
                for (path, dirty) in paths {
                    let state = if *dirty { "dirty" } else { "staged" };
                    write!(f, "\n  {} ({state})", oauth_flow_core::visible(path))?;
                }
                let flag =
                    if paths.iter().any(|(_, dirty)| *dirty) { "dirty" } else { "staged" };
                write!(f, "\ncommit them, or pass `--allow-{flag}`")
            }
            Self::NoVersionControl => f.write_str(
                "`--fix` writes into files, and no version control keeps these; pass `--allow-no-vcs` \
                 to write all the same",
            ),
            Self::Git(text) => {
                write!(
                    f,
                    "git does not say which files have changed; pass `--allow-dirty` to write all the \
                     same: {text}"
                )
            }
            Self::Address(error) => error.fmt(f),
            Self::Fetch(error) => error.fmt(f),
            Self::NotOnePackage(selected) => write!(
                f,
                "a snapshot is for one package, and {selected} are selected; name one with `--package`, or \
                 a folder with `--directory`"
            ),
            Self::NotReplaced(path, why) => write!(
                f,
                "`{}` is there, and is not replaced: {why}; delete it, or name another file with \
                 `--output`",
                path.display()
            ),
            Self::Write(error) => write!(f, "the output could not be written: {error}"),
            Self::ClosedPipe => f.write_str("nobody reads the output"),
        }
    }
}

/// Writes a list, a line for each element.
fn listed(f: &mut fmt::Formatter<'_>, title: &str, all: &[String]) -> fmt::Result {
    f.write_str(title)?;
    all.iter().try_for_each(|one| write!(f, "\n  {}", oauth_flow_core::visible(one)))
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Write(error),
        }
    }
}

/// Writes all of it.
pub(crate) fn write(out: &mut dyn Write, text: &[u8]) -> Result<(), Failure> {
    out.write_all(text)?;
    out.flush()?;
    Ok(())
}
