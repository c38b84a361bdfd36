//! Findings as the compiler shows its own.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level as Title, Origin, Renderer, Snippet,
};
use oauth_flow_core::{Level, quoted, visible};

use crate::cli::arguments::Detail;
use crate::cli::baseline::{Compared, Identity};
use crate::cli::check::Outcome;
use crate::cli::excerpt::{Excerpt, Secrets};
use crate::cli::fix::Edit;
use crate::findings::Found;
use crate::spot::Spot;

pub(crate) fn write(outcome: &Outcome<'_>, detail: &Detail) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    let secrets = Secrets::default();
    for found in outcome.shown() {
        let _ = writeln!(text, "{}\n", shown(&renderer, found, &secrets));
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

/// How many places of a finding are shown beside the first.
const PLACES: usize = 3;

/// A finding with the lines of its places.
fn shown<'r>(renderer: &Renderer, found: &Found<'r>, secrets: &Secrets<'r>) -> String {
    let title = if found.level == Level::Error { Title::ERROR } else { Title::WARNING };
    let finding = &found.finding;
    let title = title.primary_title(finding.fact.as_str()).id(finding.rule.id);
    let mut group = Group::with_title(title);
    let spots: Vec<&Spot<'r>> = std::iter::once(&found.at).chain(&found.also).collect();
    let cut: Vec<Option<Excerpt>> = spots
        .iter()
        .take(PLACES + 1)
        .map(|it| Excerpt::of(it, secrets).filter(|_| it.is_in_document()))
        .collect();
    for (index, (spot, cut)) in spots.iter().zip(&cut).enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = (spots.len() > 1).then(|| spot.role.words());
        group = group.element(lines(spot, cut.as_ref(), kind, label));
    }
    if let Some(more) = spots.len().checked_sub(PLACES + 1).filter(|more| *more > 0) {
        group = group.element(Title::NOTE.message(number(more, "more place")));
    }
    if let Some(why) = finding.rule.why {
        group = group.element(Title::NOTE.with_name("why").message(why));
    }
    group = group
        .element(Title::HELP.message(finding.help.as_str()))
        .element(Title::NOTE.with_name("spec").message(finding.spec()));
    let mut text = renderer.render(&[group]);
    let mut from = 0;
    for (spot, cut) in spots.iter().zip(&cut) {
        let Some(cut) = cut else { continue };
        // The renderer counts columns in what it is given, which is a part of the line.
        let before = format!("{}:{}:", visible(spot.path), spot.place.line);
        let counted = format!("{before}{}\n", cut.column());
        let Some(at) = text.get(from..).and_then(|rest| rest.find(&counted)) else { continue };
        let (start, end) = (from + at + before.len(), from + at + counted.len());
        text.replace_range(start..end - 1, &spot.place.column.to_string());
        from = start;
    }
    text
}

/// The lines of a place.
fn lines<'e>(
    spot: &'e Spot<'_>,
    cut: Option<&'e Excerpt>,
    kind: AnnotationKind,
    label: Option<&'static str>,
) -> Element<'e> {
    let path = visible(spot.path);
    let (source, mark) = match cut {
        Some(Excerpt { text, mark }) => (text.as_str(), mark.clone()),
        None if spot.is_in_document() => {
            let at = Origin::path(path).line(spot.place.line).char_column(spot.place.column);
            return at.into();
        }
        None => whole_lines(spot),
    };
    Snippet::source(source)
        .line_start(spot.place.line)
        .path(path)
        .annotation(kind.span(mark).label(label))
        .into()
}

/// The lines of a place in code, and which part of them it is: the renderer looks at all that it is given.
fn whole_lines<'e>(spot: &Spot<'e>) -> (&'e str, Range<usize>) {
    let (text, bytes) = (spot.text, &spot.place.bytes);
    let before = text.get(..bytes.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let behind = text.get(bytes.end..).unwrap_or_default();
    let end = bytes.end + behind.find('\n').unwrap_or(behind.len());
    let mark = bytes.start.saturating_sub(start)..bytes.end.saturating_sub(start);
    (text.get(start..end).unwrap_or_default(), mark)
}
