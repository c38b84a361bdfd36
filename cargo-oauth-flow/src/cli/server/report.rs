//! What is said of each snapshot.

use std::fmt::Write as _;

use super::fetch::FetchError;
use crate::cli::{CLEAN, FAILED, FOUND};

/// What became of a snapshot, or what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// It is in order.
    Fresh,
    /// The server says what it said; the day is the new one.
    Unchanged,
    /// The file was written anew.
    Renewed,
    /// It is to be written anew.
    Stale,
    /// The server gives no document.
    Unreachable,
    /// The document of the server, or the file, is none that can be used.
    Broken,
}

impl State {
    /// All of them, as the last line counts them.
    const ALL: [Self; 6] =
        [Self::Fresh, Self::Unchanged, Self::Renewed, Self::Stale, Self::Unreachable, Self::Broken];

    /// What a snapshot is for whose metadata cannot be fetched.
    pub(crate) fn of(error: &FetchError) -> Self {
        if error.is_unreachable() { Self::Unreachable } else { Self::Broken }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Unchanged => "unchanged",
            Self::Renewed => "renewed",
            Self::Stale => "stale",
            Self::Unreachable => "unreachable",
            Self::Broken => "broken",
        }
    }

    const fn is_in_order(self) -> bool {
        matches!(self, Self::Fresh | Self::Unchanged)
    }
}

/// What is said of one snapshot.
pub(crate) struct Report {
    /// The path as it is shown.
    pub(crate) path: String,
    pub(crate) state: State,
    /// Why, a line each.
    pub(crate) lines: Vec<String>,
}

/// The text about all snapshots.
pub(crate) fn text(reports: &[Report], quiet: bool) -> String {
    let mut text = String::new();
    for report in reports.iter().filter(|it| !(quiet && it.state.is_in_order())) {
        let _ = writeln!(text, "{}: {}", report.state.word(), report.path);
        for line in &report.lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    if quiet {
        return text;
    }
    if reports.is_empty() {
        return String::from(
            "there are no snapshots; `cargo oauth-flow server add ISSUER` writes one\n",
        );
    }
    let counts = State::ALL.map(|state| (count(reports, state), state.word()));
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    let plural = if reports.len() == 1 { "" } else { "s" };
    let _ = writeln!(text, "{} snapshot{plural}: {}", reports.len(), counts.join(", "));
    if count(reports, State::Stale) > 0 {
        text += "`cargo oauth-flow server refresh` writes what is stale anew\n";
    }
    text
}

fn count(reports: &[Report], state: State) -> usize {
    reports.iter().filter(|report| report.state == state).count()
}

/// The exit status: what is stale is sure, whatever else could not be looked at.
pub(crate) fn status(reports: &[Report]) -> u8 {
    if count(reports, State::Stale) > 0 {
        FOUND
    } else if count(reports, State::Unreachable) + count(reports, State::Broken) > 0 {
        FAILED
    } else {
        CLEAN
    }
}
