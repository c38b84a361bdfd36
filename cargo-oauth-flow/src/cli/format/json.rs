//! Findings as JSON, one object a line. `type` says what the object is: `finding`, `gone`, `not_read`,
//! and `summary` as the last one. Lines and columns count from 1, columns in characters; the end is the
//! place behind the last character.

use oauth_flow_core::Level;
use oauth_flow_core::vocabulary::Word;
use oauth_flow_syntax::code::TextRange;
use serde_json::{Value, json};

use super::{fingerprint, sources};
use crate::cli::baseline::{Identity, State};
use crate::cli::check::{Outcome, Reported};
use crate::cli::fix::Edit;
use crate::reading::Source;

pub(crate) fn write(outcome: &Outcome<'_>) -> String {
    let findings = outcome.findings.iter();
    let mut lines: Vec<Value> = findings.map(|it| finding(it, outcome.sources)).collect();
    lines.extend(outcome.gone().iter().map(gone));
    for gap in outcome.gaps {
        lines.push(json!({
            "type": "not_read",
            "file": gap.path,
            "place": gap.place.as_ref().map(place),
            "why": gap.why,
            "is_fault": gap.is_fault,
        }));
    }
    for (path, count) in &outcome.fixed.files {
        lines.push(json!({ "type": "fixed", "file": path, "mistakes": count }));
    }
    for (path, why) in &outcome.fixed.failed {
        lines.push(json!({ "type": "not_fixed", "file": path, "why": why }));
    }
    let baseline = outcome.baseline.as_ref();
    lines.push(json!({
        "type": "summary",
        "clients": outcome.clients,
        "files": outcome.files,
        "errors": outcome.count(Level::Error),
        "warnings": outcome.count(Level::Warn),
        "known": baseline.map(|it| it.known.len()),
        "gone": baseline.map(|it| it.gone.len()),
        "not_checked": baseline.map(|it| it.not_checked.len()),
    }));
    let mut text = String::new();
    for line in lines {
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}

fn finding(found: &Reported<'_>, files: &[Source]) -> Value {
    let finding = &found.finding;
    let sources: Vec<Value> = sources(finding)
        .into_iter()
        .map(|(text, link)| json!({ "text": text, "link": link }))
        .collect();
    let related: Vec<Value> = found
        .also
        .iter()
        .map(|it| json!({ "what": it.role.words(), "file": it.path, "place": place(&it.place) }))
        .collect();
    json!({
        "type": "finding",
        "rule": finding.rule.id,
        "level": found.level.word(),
        "fact": finding.fact,
        "why": finding.rule.why,
        "help": finding.help,
        "spec": finding.spec(),
        "sources": sources,
        "profile": finding.profile.word(),
        "package": found.package,
        "client": found.client,
        "file": found.at.path,
        "place": place(&found.at.place),
        "related": related,
        "fix": found.edit.as_ref().and_then(|edit| fix(edit, files)),
        "fingerprint": fingerprint(found),
        "baseline": found.state.map(State::word),
    })
}

fn gone(gone: &Identity) -> Value {
    json!({
        "type": "gone",
        "rule": gone.rule,
        "package": gone.package,
        "client": gone.client,
        "file": gone.file,
        "fact": gone.fact,
        "fingerprint": gone.fingerprint(),
    })
}

fn fix(edit: &Edit, files: &[Source]) -> Option<Value> {
    let file = files.get(edit.file)?;
    Some(json!({ "file": file.path, "place": place(&edit.place), "text": edit.text }))
}

fn place(at: &TextRange) -> Value {
    json!({
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    })
}
