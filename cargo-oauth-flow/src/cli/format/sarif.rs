//! Findings as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format).
//!
//! Written by hand: what is used of the format is these few objects, and the crates that have types
//! for all of it bring many more.

use std::collections::BTreeMap;
use std::fmt::Write;

use oauth_flow_core::rules::find;
use oauth_flow_core::{Level, Rule, explain};
use oauth_flow_syntax::code::TextRange;
use serde_json::{Value, json};

use super::fingerprint;
use crate::cli::baseline::{Identity, State};
use crate::cli::check::{Outcome, Reported};
use crate::cli::fix::Edit;
use crate::spot::Spot;

pub(crate) fn write(outcome: &Outcome<'_>) -> String {
    let mut rules: BTreeMap<&str, &'static Rule> = BTreeMap::new();
    for found in &outcome.findings {
        rules.insert(found.finding.rule.id, found.finding.rule);
    }
    for rule in outcome.gone().iter().filter_map(|gone| find(&gone.rule)) {
        rules.insert(rule.id, rule);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut results: Vec<Value> = outcome
        .findings
        .iter()
        .map(|found| {
            let index = index.get(found.finding.rule.id).copied();
            let mut result = result(outcome, found, index);
            let fix = found.edit.as_ref().and_then(|it| fix(outcome, found, it));
            if let (Some(fix), Some(result)) = (fix, result.as_object_mut()) {
                result.insert(String::from("fixes"), json!([fix]));
            }
            result
        })
        .collect();
    let gone = outcome.gone().iter();
    results.extend(gone.map(|gone| absent(outcome, gone, index.get(gone.rule.as_str()).copied())));
    let mut notes: Vec<Value> = outcome
        .gaps
        .iter()
        .map(|gap| {
            json!({
                "level": if gap.is_fault { "warning" } else { "note" },
                "message": { "text": format!("not read: {}", gap.why) },
                "locations": [location(outcome, &gap.path, gap.place.as_ref())],
            })
        })
        .collect();
    notes.extend(outcome.fixed.failed.iter().map(|(path, why)| {
        json!({
            "level": "warning",
            "message": { "text": format!("not fixed: {why}") },
            "locations": [location(outcome, path, None)],
        })
    }));
    let descriptors: Vec<Value> = rules.values().map(|rule| descriptor(rule)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-oauth-flow",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_HOMEPAGE"),
                "rules": descriptors,
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes }],
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn descriptor(rule: &Rule) -> Value {
    // A page of this project has no address of its own.
    let links = rule.citations.iter().map(oauth_flow_core::citation::Citation::link);
    let link = links.into_iter().find(|link| link.starts_with("https://"));
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why.unwrap_or(rule.summary) },
        "help": { "text": rule.help, "markdown": explain(rule) },
        "defaultConfiguration": { "level": level(rule.levels.iter().max().copied().unwrap_or(Level::Warn)) },
    });
    if let (Some(link), Some(descriptor)) = (link, descriptor.as_object_mut()) {
        descriptor.insert(String::from("helpUri"), Value::from(link));
    }
    descriptor
}

fn result(outcome: &Outcome<'_>, found: &Reported<'_>, index: Option<usize>) -> Value {
    let mut result = json!({
        "ruleId": found.finding.rule.id,
        "ruleIndex": index,
        "level": level(found.level),
        "message": { "text": found.finding.message() },
        "locations": [location(outcome, found.at.path, Some(&found.at.place))],
        "partialFingerprints": { "oauthFlow/v1": fingerprint(found) },
    });
    let Some(members) = result.as_object_mut() else { return result };
    if let Some(state) = found.state {
        members.insert(String::from("baselineState"), Value::from(baseline_state(state)));
    }
    if !found.also.is_empty() {
        let related: Vec<Value> = found.also.iter().map(|it| related(outcome, it)).collect();
        members.insert(String::from("relatedLocations"), Value::from(related));
    }
    result
}

/// Another place of a result (section 3.27.22).
fn related(outcome: &Outcome<'_>, spot: &Spot<'_>) -> Value {
    let mut location = location(outcome, spot.path, Some(&spot.place));
    if let Some(location) = location.as_object_mut() {
        location.insert(String::from("message"), json!({ "text": spot.role.words() }));
    }
    location
}

/// The state of a result (section 3.27.24).
const fn baseline_state(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Known => "unchanged",
    }
}

/// A result of the baseline that is no longer found. A reader that does not know of baselines is to see
/// no problem in it.
fn absent(outcome: &Outcome<'_>, gone: &Identity, index: Option<usize>) -> Value {
    json!({
        "ruleId": gone.rule,
        "ruleIndex": index,
        "kind": "informational",
        "level": "none",
        "message": { "text": format!("no longer found: {}", gone.fact) },
        "locations": [location(outcome, &gone.file, None)],
        "partialFingerprints": { "oauthFlow/v1": gone.fingerprint() },
        "baselineState": "absent",
    })
}

/// What `check --fix` does about it.
fn fix(outcome: &Outcome<'_>, found: &Reported<'_>, edit: &Edit) -> Option<Value> {
    let file = outcome.sources.get(edit.file)?;
    Some(json!({
        "description": { "text": found.finding.help },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&outcome.in_repository(&file.path)) },
            "replacements": [{
                "deletedRegion": region(&edit.place),
                "insertedContent": { "text": edit.text },
            }],
        }],
    }))
}

fn location(outcome: &Outcome<'_>, path: &str, at: Option<&TextRange>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&outcome.in_repository(path)) } });
    if let (Some(at), Some(physical)) = (at, physical.as_object_mut()) {
        physical.insert(String::from("region"), region(at));
    }
    json!({ "physicalLocation": physical })
}

fn region(at: &TextRange) -> Value {
    json!({
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    })
}

/// A path as a relative reference (RFC 3986 section 4.2).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Off => "none",
    }
}
