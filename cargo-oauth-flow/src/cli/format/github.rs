//! Findings as commands of GitHub Actions, which show them beside the lines of a change.

use std::fmt::Write;

use oauth_flow_core::{Level, visible};

use crate::cli::check::Outcome;
use crate::findings::Found;

pub(crate) fn write(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    for found in outcome.shown() {
        let command = if found.level == Level::Error { "error" } else { "warning" };
        let (finding, at) = (&found.finding, &found.at.place);
        let _ = writeln!(
            text,
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(&outcome.in_repository(found.at.path)),
            at.line,
            at.end_line,
            at.column,
            at.end_column,
            property(finding.rule.id),
            data(&message(outcome, found))
        );
    }
    for gone in outcome.gone() {
        let _ = writeln!(
            text,
            "::notice file={},title={}::no longer found: {}",
            property(&visible(&outcome.in_repository(&gone.file))),
            property(&gone.rule),
            data(&visible(&gone.fact))
        );
    }
    for gap in outcome.gaps.iter().filter(|gap| gap.is_fault) {
        let line = gap.place.as_ref().map_or(1, |at| at.line);
        let _ = writeln!(
            text,
            "::warning file={},line={line}::{}",
            property(&outcome.in_repository(&gap.path)),
            data(&gap.why)
        );
    }
    text
}

/// The message, with the other places in lines of their own.
fn message(outcome: &Outcome<'_>, found: &Found<'_>) -> String {
    let mut text = found.finding.message();
    for spot in &found.also {
        let written = outcome.in_repository(&spot.written());
        let _ = write!(text, "\n{}: {written}", spot.role.words());
    }
    text
}

/// Text as the value of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
