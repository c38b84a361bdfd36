//! The rulebook holds what it says of itself: its examples, its ids, its wording, its UI tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use oauth_flow_compile_tests::read_example;
use oauth_flow_core::{Example, Finding, Level, Rule, check, rules};

/// What is found in an example, with each message.
fn findings(example: &Example) -> Vec<(Finding, String)> {
    let source = read_example(example);
    source.with_subject(|subject| {
        let mut findings = source.mistakes().to_vec();
        findings.extend(check(subject));
        let text = |finding: Finding| {
            let message = finding.message(subject);
            (finding, message)
        };
        findings.into_iter().map(text).collect()
    })
}

fn ids(example: &Example) -> Vec<&'static str> {
    findings(example).iter().map(|(finding, _)| finding.rule.id).collect()
}

fn every_rule() -> Vec<&'static Rule> {
    rules::all().collect()
}

#[test]
fn an_accepted_example_gives_no_finding() {
    for rule in every_rule() {
        assert!(!rule.accepts.is_empty(), "{} has no accepted example", rule.id);
        for example in rule.accepts {
            assert!(
                ids(example).is_empty(),
                "{}: {} {:?}",
                rule.id,
                example.attribute,
                ids(example)
            );
        }
    }
}

#[test]
fn a_rejected_example_gives_one_finding_of_its_rule() {
    for rule in every_rule() {
        assert!(!rule.rejects.is_empty(), "{} has no rejected example", rule.id);
        for example in rule.rejects {
            assert_eq!(ids(example), [rule.id], "{} on {}", example.attribute, example.item);
        }
    }
}

#[test]
fn a_message_is_fact_why_remedy_source() {
    for rule in every_rule() {
        for (finding, message) in rule.rejects.iter().flat_map(findings) {
            let lines: Vec<&str> = message.lines().collect();
            let labels: Vec<&str> = lines
                .iter()
                .skip(1)
                .map(|line| line.split_once(": ").map_or(*line, |(label, _)| label))
                .collect();
            let expected: &[&str] =
                if rule.why.is_some() { &["why", "help", "spec"] } else { &["help", "spec"] };
            assert_eq!(labels, expected, "{message}");
            let columns = finding.fact.chars().count();
            assert!((1..100).contains(&columns), "{columns} columns: {}", finding.fact);
            for line in lines {
                let text = line.split_once(": ").map_or(line, |(_, text)| text);
                let first = text.chars().next();
                let named = ["spec"].iter().any(|label| line.starts_with(label))
                    || ["PKCE", "FAPI", "MCP", "RFC", "OpenID"]
                        .iter()
                        .any(|it| text.starts_with(it));
                let lower = first.is_some_and(|it| it.is_lowercase() || it == '`');
                assert!(named || lower, "{}: starts with {first:?}: {line}", rule.id);
                assert!(!line.ends_with('.'), "{}: ends in a full stop: {line}", rule.id);
                assert_eq!(line.matches('`').count() % 2, 0, "{}: open backtick: {line}", rule.id);
            }
        }
    }
}

#[test]
fn a_rule_has_texts_and_a_source() {
    for rule in every_rule() {
        assert!(!rule.summary.is_empty() && !rule.help.is_empty(), "{}", rule.id);
        assert!(!rule.sources.is_empty(), "{} cites nothing", rule.id);
        for other in rule.yields_to {
            assert!(rules::find(other).is_some(), "{} yields to the unknown {other}", rule.id);
        }
        for other in rule.uncovered_by_waiver {
            assert!(rule.yields_to.contains(other), "{} does not yield to {other}", rule.id);
        }
    }
}

#[test]
fn rule_ids_are_unique_and_reviewed() {
    let ids: Vec<&str> = every_rule().iter().map(|rule| rule.id).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "an id is used twice");
    let reviewed: Vec<&str> = include_str!("snapshots/rule_ids.txt").lines().collect();
    assert_eq!(
        ids, reviewed,
        "ids are stable for ever: review tests/compile/snapshots/rule_ids.txt"
    );
}

/// The files of the chapters, with their texts.
fn chapters() -> Vec<(PathBuf, String)> {
    let mut folders =
        vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../oauth-flow-core/src/rules")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the chapters are there") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).expect("a readable chapter");
                files.push((path, text));
            }
        }
    }
    files
}

#[test]
fn every_rule_that_is_written_is_registered() {
    let written = chapters().iter().map(|(_, text)| text.matches(": Rule = Rule {").count()).sum();
    assert_eq!(every_rule().len(), written, "a rule is missing from the list of its chapter");
}

#[test]
fn a_rule_fits_on_a_screen() {
    for (path, text) in chapters() {
        for rule in text.split(": Rule = Rule {").skip(1) {
            let lines = rule.split("\n};").next().map_or(0, |it| it.lines().count() + 1);
            let id = rule.lines().nth(1).unwrap_or_default();
            assert!(lines <= 40, "{}: {id} has {lines} lines", path.display());
        }
    }
}

#[test]
fn every_rule_has_a_ui_test_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    for rule in every_rule() {
        let snapshot = folder.join(rule.id).with_extension("stderr");
        let text = std::fs::read_to_string(&snapshot)
            .unwrap_or_else(|_| panic!("{} has no ui/fail/{0}.stderr", rule.id));
        assert!(text.contains(rule.id), "{0}.stderr does not show {0}", rule.id);
        let why = rule.why.map_or(String::from("why: "), |why| format!("why: {why}\n"));
        assert_eq!(text.contains(&why), rule.why.is_some(), "{}.stderr: {why}", rule.id);
    }
}

#[test]
fn a_rule_fires_in_every_profile_in_which_it_is_on() {
    use oauth_flow_core::vocabulary::{Profile, Word};
    for rule in every_rule().into_iter().filter(|rule| rule.can_be_waived()) {
        for example in rule.rejects.iter().filter(|it| !it.attribute.contains("profile")) {
            for profile in Profile::ALL {
                let attribute = format!("profile = \"{profile}\", {}", example.attribute);
                let source = oauth_flow_compile_tests::read(&attribute, example.item);
                let found = source.with_subject(|subject| {
                    oauth_flow_core::unfiltered(subject)
                        .into_iter()
                        .find(|finding| finding.rule.id == rule.id)
                        .map_or(Level::Off, |finding| finding.level)
                });
                assert_eq!(found, rule.level(*profile), "{} under {profile}", rule.id);
            }
        }
    }
}
