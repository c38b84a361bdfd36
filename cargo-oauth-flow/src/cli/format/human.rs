//! Findings as the compiler shows its own.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use oauth_flow_core::{Level, quoted, visible};

use crate::cli::arguments::Detail;
use crate::cli::baseline::{Compared, Identity};
use crate::cli::check::Outcome;
use crate::cli::fix::Edit;
use crate::findings::Found;

pub(crate) fn write(outcome: &Outcome<'_>, detail: &Detail) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for found in outcome.shown() {
        let _ = writeln!(text, "{}\n", renderer.render(&[group(found)]));
    }
    for gap in outcome.gaps.iter().filter(|gap| gap.is_fault || !detail.quiet) {
        let place =
            gap.place.as_ref().map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
        let title = if gap.is_fault { "warning" } else { "note" };
        let (path, why) = (visible(&gap.path), visible(&gap.why));
        let _ = writeln!(text, "{title}: not read: {path}{place}: {why}");
    }
    for (path, why) in &outcome.fixed.failed {
        let _ = writeln!(text, "warning: not fixed: {}: {}", visible(path), visible(why));
    }
    if detail.quiet {
        return text;
    }
    for (path, count) in &outcome.fixed.files {
        let _ = writeln!(text, "fixed: {}: {}", visible(path), number(*count, "mistake"));
    }
    for package in &outcome.fixed.without_facade {
        let _ = writeln!(
            text,
            "note: to let `--fix` declare the clients of `{package}`, first run \
             `cargo add oauth-flow --package {package}`"
        );
    }
    for gone in outcome.gone() {
        let _ = writeln!(text, "{}", no_longer_found(gone));
    }
    let (errors, warnings) = (outcome.count(Level::Error), outcome.count(Level::Warn));
    let _ = writeln!(
        text,
        "{}, {}, {}",
        number(outcome.clients, "declared client"),
        number(errors, "error"),
        number(warnings, "warning")
    );
    let is_open = |edit: &Edit| {
        outcome
            .sources
            .get(edit.file)
            .is_some_and(|file| !outcome.fixed.failed.contains_key(&file.path))
    };
    let fixable = outcome.shown().filter(|it| it.edit.as_ref().is_some_and(is_open)).count();
    if fixable > 0 {
        let _ = writeln!(text, "`cargo oauth-flow check --fix` mends {fixable} of these");
    }
    if let Some(compared) = &outcome.baseline {
        of_baseline(&mut text, compared);
    }
    if detail.verbose {
        let _ =
            writeln!(text, "{} under {}", number(outcome.files, "file"), outcome.root.display());
    }
    text
}

fn no_longer_found(gone: &Identity) -> String {
    let Identity { file, rule, client, fact, .. } = gone;
    let of = if client.is_empty() { String::new() } else { format!(" of `{}`", visible(client)) };
    let (file, rule, fact) = (visible(file), visible(rule), visible(fact));
    format!("note: no longer found: {file}: {rule}{of}: {fact}")
}

fn of_baseline(text: &mut String, compared: &Compared) {
    let (known, gone) = (compared.known.len(), compared.gone.len());
    let verb = |count: usize, one, several| if count == 1 { one } else { several };
    let findings = |count: usize| number(count, "finding");
    let _ = writeln!(text, "{} {} in the baseline", findings(known), verb(known, "is", "are"));
    if gone > 0 {
        let _ = writeln!(
            text,
            "{} of the baseline {} no longer found; to write the baseline anew, add `--write-baseline`",
            findings(gone),
            verb(gone, "is", "are")
        );
    }
    let not_checked = compared.not_checked.len();
    if not_checked > 0 {
        let _ = writeln!(
            text,
            "{} of the baseline {} not checked in this run",
            findings(not_checked),
            verb(not_checked, "was", "were")
        );
    }
    for rule in compared.unknown_rules() {
        let rule = quoted(rule);
        let _ = writeln!(
            text,
            "warning: the baseline names the rule {rule}, which this version of the tool does not have"
        );
    }
}

fn number(count: usize, of: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {of}{plural}")
}

/// The lines of a finding: the renderer looks at all that it is given.
fn lines<'f>(found: &'f Found<'_>) -> (&'f str, usize) {
    let text = found.file.text.as_str();
    let bytes = &found.place.bytes;
    let before = text.get(..bytes.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let behind = text.get(bytes.end..).unwrap_or_default();
    let end = bytes.end + behind.find('\n').unwrap_or(behind.len());
    (text.get(start..end).unwrap_or_default(), start)
}

fn group<'f>(found: &'f Found<'_>) -> Group<'f> {
    let title = if found.level == Level::Error { Title::ERROR } else { Title::WARNING };
    let finding = &found.finding;
    let (source, start) = lines(found);
    let bytes =
        found.place.bytes.start.saturating_sub(start)..found.place.bytes.end.saturating_sub(start);
    let snippet = Snippet::source(source)
        .line_start(found.place.line)
        .path(visible(&found.file.path))
        .annotation(AnnotationKind::Primary.span(bytes));
    let mut group = title.primary_title(finding.fact.as_str()).id(finding.rule.id).element(snippet);
    if let Some(why) = finding.rule.why {
        group = group.element(Title::NOTE.with_name("why").message(why));
    }
    group
        .element(Title::HELP.message(finding.help.as_str()))
        .element(Title::NOTE.with_name("spec").message(finding.spec()))
}
