//! The baseline: the findings that a project has accepted for now. They are counted and do not fail a
//! run; what is not among them does.

mod file;
mod identity;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use oauth_flow_core::Date;
use oauth_flow_core::rules::{self, workspace as of_workspace};

use crate::cli::arguments::Check;
use crate::cli::error::Failure;
use crate::findings::{Found, findings};
use crate::levels::Levels;
use crate::reading::Reading;
use crate::workspace::Workspace;

pub(crate) use file::{read, write};
pub(crate) use identity::Identity;

/// Whether a finding is in the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is not.
    New,
    /// It is.
    Known,
}

impl State {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

/// What was looked at in a run, so that it can be told what is gone.
#[derive(Default)]
pub(crate) struct Seen {
    /// The packages of the workspace.
    pub(crate) packages: BTreeSet<String>,
    /// Those of them that were read.
    pub(crate) read: BTreeSet<String>,
    /// Those that were read in part: what a file says may matter for the findings in another one.
    pub(crate) in_part: BTreeSet<String>,
    /// The files that are there, and were not read or were read in part.
    pub(crate) unread: BTreeSet<String>,
    /// The rules that the user leaves out, each with the package.
    pub(crate) left_out: BTreeSet<(String, String)>,
    /// What is found where tests are read and this run leaves them out, or the other way round.
    pub(crate) otherwise: BTreeSet<Identity>,
}

impl Seen {
    /// Whether the entry would have been found in this run if it were still there.
    fn checks(&self, entry: &Identity) -> bool {
        if rules::find(&entry.rule).is_none() {
            return false;
        }
        // Nobody reads what is no longer there.
        if !self.packages.contains(&entry.package) {
            return true;
        }
        let needs_all = entry.rule == of_workspace::SHARED_REDIRECT_URI.id;
        let all = self.read == self.packages && self.in_part.is_empty();
        self.read.contains(&entry.package)
            && !self.in_part.contains(&entry.package)
            && !self.unread.contains(&entry.file)
            && !self.left_out.contains(&(entry.rule.clone(), entry.package.clone()))
            && !self.otherwise.contains(entry)
            && (all || !needs_all)
    }
}

/// A baseline, compared with what a run found. The lists are in the order of the entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    /// The entries that were found.
    pub(crate) known: BTreeSet<Identity>,
    /// The entries that are no longer found.
    pub(crate) gone: Vec<Identity>,
    /// The entries that this run did not check.
    pub(crate) not_checked: Vec<Identity>,
}

impl Compared {
    /// Whether the finding is in the baseline.
    pub(crate) fn state(&self, of: &Identity) -> State {
        if self.known.contains(of) { State::Known } else { State::New }
    }

    /// The rules among the entries that this version of the tool does not have.
    pub(crate) fn unknown_rules(&self) -> BTreeSet<&str> {
        let rules = self.not_checked.iter().map(|entry| entry.rule.as_str());
        rules.filter(|id| rules::find(id).is_none()).collect()
    }
}

/// Compares the entries of a baseline with the findings of a run.
pub(crate) fn compare(
    entries: &[Identity],
    findings: &BTreeSet<Identity>,
    seen: &Seen,
) -> Compared {
    let mut compared = Compared::default();
    for entry in entries {
        if findings.contains(entry) {
            compared.known.insert(entry.clone());
        } else if seen.checks(entry) {
            compared.gone.push(entry.clone());
        } else {
            compared.not_checked.push(entry.clone());
        }
    }
    compared
}

/// Compares the entries with what `check` found.
pub(crate) fn of_run(
    entries: &[Identity],
    found: &[Found<'_>],
    check: &Check,
    workspace: &Workspace,
    (levels, reading, today): (&Levels, &Reading, Date),
) -> Result<Compared, Failure> {
    let identities: BTreeSet<Identity> = found.iter().map(Identity::of).collect();
    let missing: Vec<&Identity> = entries.iter().filter(|it| !identities.contains(it)).collect();
    if missing.is_empty() {
        return Ok(compare(entries, &identities, &Seen::default()));
    }
    let mut seen = Seen {
        packages: workspace.all.iter().map(|(name, _)| name.clone()).collect(),
        read: workspace.packages.iter().map(|member| member.name.clone()).collect(),
        in_part: reading.in_part.packages.clone(),
        ..Seen::default()
    };
    for entry in &missing {
        if levels.leave_out(&entry.rule, &entry.package) {
            seen.left_out.insert((entry.rule.clone(), entry.package.clone()));
        }
    }
    // What is missing may be in the tests, or only where there are none.
    let mut selection = check.selection.clone();
    selection.tests = !selection.tests;
    let other_workspace = Workspace::find(&selection)?;
    let other_reading = Reading::of(&other_workspace, selection.tests, levels);
    let other = findings(&other_reading, levels, Some(today));
    seen.otherwise = other.iter().map(Identity::of).collect();
    let (mut read, mut cut) = (BTreeSet::new(), BTreeSet::new());
    for (workspace, reading) in [(workspace, reading), (&other_workspace, &other_reading)] {
        for member in &workspace.packages {
            let (left_out, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
                member.files.iter().partition(|it| levels.excludes(it));
            read.extend(files.into_iter().map(|it| workspace.shown(it)));
            cut.extend(left_out.first().map(|_| member.name.clone()));
        }
        let documents = reading.documents.iter().filter(|it| !levels.excludes(&it.location));
        read.extend(documents.map(|it| it.path.clone()));
        seen.unread.extend(reading.in_part.files.iter().cloned());
    }
    // A document that no client names is not read, and nothing is wrong with it any more.
    let is_nobodys = |entry: &Identity, location: &Path| {
        location.extension() != Some(OsStr::new("rs"))
            && !cut.contains(&entry.package)
            && !levels.excludes(location)
    };
    for entry in missing.iter().filter(|entry| !read.contains(&entry.file)) {
        let location = workspace.root.join(&entry.file);
        if location.exists() && !is_nobodys(entry, &location) {
            seen.unread.insert(entry.file.clone());
        }
    }
    Ok(compare(entries, &identities, &seen))
}
