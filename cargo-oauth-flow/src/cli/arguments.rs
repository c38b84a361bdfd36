//! The arguments of the command line.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use oauth_flow_core::Date;

use crate::cli::server::arguments::Server;

/// Checks the OAuth 2.0 clients of a workspace, and lists them
#[derive(Debug, Parser)]
#[command(
    name = "cargo-oauth-flow",
    bin_name = "cargo oauth-flow",
    version,
    args_conflicts_with_subcommands = true,
    styles = clap_cargo::style::CLAP_STYLING
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) check: Check,
    /// When to use colors
    #[arg(long, value_enum, default_value_t, global = true)]
    pub(crate) color: Color,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    pub(crate) fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with the clients: what the compiler says, and what only a tool can tell
    Check(Check),
    /// List the clients, with what each relies on
    List(List),
    /// Write the registration that a declaration means
    Export(Export),
    /// Explain a rule
    Explain(Explain),
    /// Keep snapshots of the metadata of servers
    Server(Server),
    /// Print a script that completes the command line in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// How to write what is found
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Make a rule an error; `warnings` are all that warn
    #[arg(short = 'D', long, value_name = "RULE")]
    pub(crate) deny: Vec<String>,
    /// Make a rule a warning
    #[arg(short = 'W', long, value_name = "RULE")]
    pub(crate) warn: Vec<String>,
    /// Leave out what a rule finds
    #[arg(short = 'A', long, value_name = "RULE")]
    pub(crate) allow: Vec<String>,
    /// Make the edits that are true whatever the code does, or that the code shows to be true; then check
    #[arg(long)]
    pub(crate) fix: bool,
    #[command(flatten)]
    pub(crate) allowed: Allowed,
    #[command(flatten)]
    pub(crate) baseline: Baseline,
    /// Exit with 0 also where errors were found
    #[arg(long)]
    pub(crate) no_fail: bool,
    #[command(flatten)]
    pub(crate) day: Day,
    #[command(flatten)]
    pub(crate) detail: Detail,
}

/// The day by which dates are judged.
#[derive(Debug, Args)]
pub(crate) struct Day {
    /// The day by which dates are judged, such as `2027-06-30`; else today
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
}

impl Day {
    /// The day that was given, else the one that it is now in the universal time.
    pub(crate) fn or_now(&self) -> Date {
        self.today.unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            Date::of_days(now.map_or(0, |it| it.as_secs()) / 86_400)
        })
    }
}

/// How much is said beside what is found.
#[derive(Debug, Args)]
pub(crate) struct Detail {
    /// Say nothing but what is found
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Say how many files were read, and where
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

/// The findings that are accepted for now.
#[derive(Debug, Args)]
pub(crate) struct Baseline {
    /// Count the findings that are in this file, and do not fail on them
    #[arg(id = "baseline", long = "baseline", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write all findings to the file of `--baseline`
    #[arg(id = "write_baseline", long = "write-baseline", requires = "baseline")]
    pub(crate) is_to_be_written: bool,
}

fn date(text: &str) -> Result<Date, String> {
    Date::read(text)
        .ok_or_else(|| String::from("write a day of the calendar, such as `2027-06-30`"))
}

/// Which working trees may be written to.
#[derive(Debug, Args)]
pub(crate) struct Allowed {
    /// Fix also where the working tree has changes that are not committed
    #[arg(long, requires = "fix")]
    pub(crate) allow_dirty: bool,
    /// Fix also where changes are staged and not committed
    #[arg(long, requires = "fix")]
    pub(crate) allow_staged: bool,
    /// Fix also where there is no version control
    #[arg(long, requires = "fix")]
    pub(crate) allow_no_vcs: bool,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListFormat,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    pub(crate) day: Day,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The client: the name of its struct; where several have it, `PACKAGE::NAME` or `FILE:LINE`
    #[arg(value_name = "CLIENT", required_unless_present = "all")]
    pub(crate) client: Option<String>,
    /// The format of the registration
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExportFormat,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Write the registration of each client to a file in this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["client", "output"])]
    pub(crate) all: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) packages: Packages,
}

/// Which files are read, where `--all` is about clients and not about packages.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Packages {
    #[command(flatten)]
    manifest: clap_cargo::Manifest,
    /// Package to process (see `cargo help pkgid`)
    #[arg(short, long, value_name = "SPEC")]
    package: Vec<String>,
    /// Process all packages in the workspace
    #[arg(long)]
    workspace: bool,
    /// Exclude packages from being processed
    #[arg(long, value_name = "SPEC")]
    exclude: Vec<String>,
    /// Read tests, benches and examples too, and what is under `#[cfg(test)]`
    #[arg(long)]
    tests: bool,
    /// Ask cargo not to change the lock file; nothing here reads it
    #[arg(long)]
    locked: bool,
    /// Ask cargo not to use the network; nothing here does
    #[arg(long)]
    offline: bool,
}

impl Packages {
    pub(crate) fn selection(&self) -> Selection {
        let mut workspace = clap_cargo::Workspace::default();
        workspace.package.clone_from(&self.package);
        workspace.workspace = self.workspace;
        workspace.exclude.clone_from(&self.exclude);
        Selection {
            manifest: self.manifest.clone(),
            workspace,
            tests: self.tests,
            locked: self.locked,
            offline: self.offline,
        }
    }
}

/// The format of a registration.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Client metadata of RFC 7591
    #[default]
    Rfc7591,
    /// A client of Keycloak
    Keycloak,
    /// An application of Gravitee Access Management
    Gravitee,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The id of the rule, with which its message begins
    #[arg(required_unless_present = "list")]
    pub(crate) rule: Option<String>,
    /// Print a table of all rules
    #[arg(long, conflicts_with = "rule")]
    pub(crate) list: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// The file to write to; else standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Which files are read.
#[derive(Clone, Debug, Args)]
pub(crate) struct Selection {
    #[command(flatten)]
    pub(crate) manifest: clap_cargo::Manifest,
    #[command(flatten)]
    pub(crate) workspace: clap_cargo::Workspace,
    /// Read tests, benches and examples too, and what is under `#[cfg(test)]`
    #[arg(long)]
    pub(crate) tests: bool,
    /// Ask cargo not to change the lock file; nothing here reads it
    #[arg(long)]
    pub(crate) locked: bool,
    /// Ask cargo not to use the network; nothing here does
    #[arg(long)]
    pub(crate) offline: bool,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// As the compiler does
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Commands of GitHub Actions
    Github,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For a terminal
    #[default]
    Human,
    /// One JSON document
    Json,
    /// Tables of Markdown
    Markdown,
    /// A page for a security review, in one file
    Html,
}
