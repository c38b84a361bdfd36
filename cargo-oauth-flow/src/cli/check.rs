//! `check`: what is wrong with the clients of a workspace.

use std::borrow::Cow;
use std::io::Write;
use std::ops::Deref;
use std::path::Path;

use oauth_flow_core::Level;

use super::{CLEAN, FOUND, format};
use crate::cli::arguments::{Check, Format};
use crate::cli::baseline::{self, Compared, Identity, State};
use crate::cli::error;
use crate::cli::error::Failure;
use crate::cli::fix::{self, Edit, Fixed};
use crate::findings::{Found, findings};
use crate::reading::{Gap, Reading, Source};
use crate::workspace::Workspace;

/// What a run found.
pub(crate) struct Outcome<'r> {
    pub(crate) findings: Vec<Reported<'r>>,
    pub(crate) gaps: &'r [Gap],
    pub(crate) clients: usize,
    pub(crate) files: usize,
    pub(crate) root: &'r Path,
    /// The path from the root of the repository to that of the workspace, with a slash at its end.
    pub(crate) prefix: String,
    pub(crate) fixed: &'r Fixed,
    /// The files, by the indexes in edits.
    pub(crate) sources: &'r [Source],
    /// The baseline, where there is one.
    pub(crate) baseline: Option<Compared>,
}

impl<'r> Outcome<'r> {
    /// The path of a file from the root of the repository: what a service that shows the repository
    /// knows it by.
    pub(crate) fn in_repository(&self, path: &str) -> String {
        if Path::new(path).is_absolute() {
            return String::from(path);
        }
        format!("{}{path}", self.prefix)
    }

    /// The findings that are not in the baseline.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Reported<'r>> {
        self.findings.iter().filter(|found| found.state != Some(State::Known))
    }

    /// How many findings of this level are not in the baseline.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.shown().filter(|found| found.level == level).count()
    }

    /// What is in the baseline and no longer found.
    pub(crate) fn gone(&self) -> &[Identity] {
        self.baseline.as_ref().map_or(&[], |compared| &compared.gone)
    }
}

/// A finding, and what becomes of it.
pub(crate) struct Reported<'r> {
    found: Found<'r>,
    /// What `--fix` does about it.
    pub(crate) edit: Option<Edit>,
    /// Whether it is in the baseline, where there is one.
    pub(crate) state: Option<State>,
}

impl<'r> Deref for Reported<'r> {
    type Target = Found<'r>;

    fn deref(&self) -> &Found<'r> {
        &self.found
    }
}

pub(crate) fn run(check: &Check) -> Result<u8, Failure> {
    let file = check.baseline.file.as_deref();
    let entries = match file {
        Some(path) if check.output.output.as_deref().is_some_and(|it| is_same(it, path)) => {
            let why = String::from("is the file of `--output` too; name two files");
            return Err(Failure::Baseline(path.to_path_buf(), why));
        }
        Some(path) => Some(baseline::read(path, check.baseline.is_to_be_written)?),
        None => None,
    };
    let workspace = Workspace::find(&check.selection)?;
    let levels = workspace
        .levels()?
        .with(&check.allow, Level::Off)?
        .with(&check.warn, Level::Warn)?
        .with(&check.deny, Level::Error)?;
    let today = check.day.or_now();
    let fixed =
        if check.fix { fix::all(check, &workspace, &levels, today)? } else { Fixed::default() };
    let reading = Reading::of(&workspace, check.selection.tests, &levels);
    let findings = findings(&reading, &levels, Some(today));
    let mut compared = match entries {
        Some(entries) => {
            let run = (&levels, &reading, today);
            Some(baseline::of_run(&entries, &findings, check, &workspace, run)?)
        }
        None => None,
    };
    if let (Some(path), Some(compared), true) =
        (file, &mut compared, check.baseline.is_to_be_written)
    {
        let found = findings.iter().map(Identity::of).collect();
        let written = baseline::write(path, found, compared)?;
        if !check.detail.quiet {
            // Nobody is left to be told where the terminal is gone.
            let _ = writeln!(anstream::stderr(), "`{}` has {written}", path.display());
        }
    }
    let reported = findings.into_iter().map(|found| Reported {
        edit: fix::edit(&found, &reading),
        state: compared.as_ref().map(|it| it.state(&Identity::of(&found))),
        found,
    });
    let findings = reported.collect();
    let outcome = Outcome {
        findings,
        gaps: &reading.gaps,
        clients: reading.clients.len(),
        files: reading.looked_at,
        root: &workspace.root,
        prefix: prefix(&workspace.root),
        fixed: &fixed,
        sources: &reading.files,
        baseline: compared,
    };
    let text = match check.format {
        Format::Human => format::human::write(&outcome, &check.detail),
        Format::Json => format::json::write(&outcome),
        Format::Sarif => format::sarif::write(&outcome),
        Format::Github => format::github::write(&outcome),
    };
    match put_out(check.output.output.as_deref(), &text, check.format == Format::Human) {
        // Whoever reads has seen enough, and the status is that of the run all the same.
        Ok(()) | Err(Failure::ClosedPipe) => {}
        Err(failure) => return Err(failure),
    }
    // A file that cannot be read may have anything in it.
    let faults = outcome.gaps.iter().any(|gap| gap.is_fault) && levels.denies_warnings();
    let errors = faults || outcome.count(Level::Error) > 0;
    let may_fail = !check.no_fail && !check.baseline.is_to_be_written;
    Ok(if errors && may_fail { FOUND } else { CLEAN })
}

/// Whether two paths are of one file, also where it is not there yet.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let folder = std::fs::canonicalize(folder.unwrap_or(Path::new(".")));
        let written = || Some(folder.ok()?.join(path.file_name()?));
        std::fs::canonicalize(path).ok().or_else(written)
    };
    one == other || real(one).is_some_and(|it| Some(it) == real(other))
}

/// The path from the root of the repository to a folder; empty where there is no repository.
fn prefix(root: &Path) -> String {
    let is_repository = |folder: &&Path| folder.join(".git").exists();
    let top = root.ancestors().find(is_repository).unwrap_or(root);
    let below = root.strip_prefix(top).unwrap_or(Path::new("")).to_string_lossy();
    if below.is_empty() { String::new() } else { format!("{}/", below.replace('\\', "/")) }
}

/// Writes the text to the file, else to standard output. Text for a person may have colors, which only a
/// terminal shows.
pub(crate) fn put_out(file: Option<&Path>, text: &str, colored: bool) -> Result<(), Failure> {
    if let Some(path) = file {
        let plain = if colored {
            Cow::Owned(anstream::adapter::strip_str(text).to_string())
        } else {
            Cow::Borrowed(text)
        };
        return std::fs::write(path, plain.as_bytes())
            .map_err(|error| Failure::Output(path.to_path_buf(), error));
    }
    if colored {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        return error::write(&mut out, b"");
    }
    error::write(&mut std::io::stdout().lock(), text.as_bytes())
}
