//! The arguments of `server`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::cli::arguments::Day;

#[derive(Debug, Args)]
pub(crate) struct Server {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Fetch the metadata of a server, and write a snapshot of it
    Add(Add),
    /// Fetch the metadata of each snapshot anew, or say which snapshots are stale
    Refresh(Refresh),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The issuer identifier of the server, or the URL of its metadata
    #[arg(value_name = "URL|ISSUER")]
    pub(crate) server: String,
    #[command(flatten)]
    pub(crate) manifest: clap_cargo::Manifest,
    /// The package that the snapshot is for (see `cargo help pkgid`)
    #[arg(short, long, value_name = "SPEC")]
    pub(crate) package: Option<String>,
    /// The folder to write to; else `oauth` in the package
    #[arg(long, value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// The file to write to; else one with the name of the issuer
    #[arg(long, value_name = "FILE", conflicts_with = "directory")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) timeout: Timeout,
    #[command(flatten)]
    pub(crate) day: Day,
    /// Say nothing where all went well
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Refresh {
    /// The snapshots, or folders that have some; else the folder `oauth` of each package
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) manifest: clap_cargo::Manifest,
    #[command(flatten)]
    pub(crate) workspace: clap_cargo::Workspace,
    /// Write nothing, and exit with 1 where a snapshot is stale: by its age and its form
    #[arg(long)]
    pub(crate) check: bool,
    /// Compare the snapshots with what the servers say now, too
    #[arg(long, requires = "check")]
    pub(crate) online: bool,
    /// How many days old a snapshot may be
    #[arg(long, value_name = "DAYS", default_value_t = 90, requires = "check")]
    pub(crate) max_age: u16,
    #[command(flatten)]
    pub(crate) timeout: Timeout,
    #[command(flatten)]
    pub(crate) day: Day,
    /// Say nothing of the snapshots that are in order
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// How long a server may take.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Timeout {
    /// How many seconds a request may take, from the connection to the end of the answer
    #[arg(
        long = "timeout", value_name = "SECONDS", default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=300)
    )]
    seconds: u64,
}

impl Timeout {
    pub(crate) const fn time(self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}
