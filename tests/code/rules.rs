//! The examples of each rule about code: files that it accepts, and files that it rejects. The line of a
//! finding has the comment `//~ rule`, and the first line of a rejected file is `//@ fact:` with the fact.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use oauth_flow_core::{Check, Rule, rules};

use crate::support::{check, here, package};

fn rules_of_code() -> Vec<&'static Rule> {
    rules::all().filter(|rule| matches!(rule.check, Check::Code)).collect()
}

/// The examples of a rule whose names begin like this.
fn examples(rule: &Rule, begin: &str) -> Vec<(String, String)> {
    let folder = here().join("rules").join(rule.id);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let of_kind = paths.iter().filter(|path| name(path).starts_with(begin));
    of_kind.map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The facts and lines that a rule reports of a file.
fn reported(rule: &Rule, text: &str) -> Vec<(String, usize)> {
    let folder = package(&[("src/lib.rs", text)]);
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    let own = lines.iter().filter(|line| line["type"] == "finding" && line["rule"] == rule.id);
    own.map(|line| {
        let at = usize::try_from(line["place"]["line"].as_u64().unwrap()).unwrap();
        (String::from(line["fact"].as_str().unwrap()), at)
    })
    .collect()
}

#[test]
fn an_accepted_example_is_not_reported() {
    for rule in rules_of_code() {
        let examples = examples(rule, "accepted_");
        assert!(examples.len() >= 3, "{} has {} accepted examples", rule.id, examples.len());
        for (name, text) in examples {
            assert_eq!(reported(rule, &text), [], "{}/{name}", rule.id);
        }
    }
}

#[test]
fn a_rejected_example_is_reported_once_at_its_line_with_its_fact() {
    for rule in rules_of_code() {
        let examples = examples(rule, "rejected_");
        assert!(examples.len() >= 3, "{} has {} rejected examples", rule.id, examples.len());
        for (name, text) in examples {
            let fact = text.lines().next().and_then(|line| line.strip_prefix("//@ fact: "));
            let fact = fact.unwrap_or_else(|| panic!("{}/{name} states its fact", rule.id));
            let labelled = text.lines().zip(1..).filter(|(line, _)| {
                line.split_once("//~ ")
                    .is_some_and(|(_, ids)| ids.split(' ').any(|id| id == rule.id))
            });
            let expected: Vec<_> = labelled.map(|(_, line)| (String::from(fact), line)).collect();
            assert_eq!(expected.len(), 1, "{}/{name} has one label", rule.id);
            assert_eq!(reported(rule, &text), expected, "{}/{name}", rule.id);
        }
    }
}

#[test]
fn each_fact_of_a_rule_has_a_rejected_example() {
    for rule in rules_of_code() {
        let stated: BTreeSet<String> = examples(rule, "rejected_")
            .iter()
            .filter_map(|(_, text)| {
                text.lines().next()?.strip_prefix("//@ fact: ").map(String::from)
            })
            .collect();
        for fact in rule.facts {
            // What stands before the first gap, and behind the last one.
            let (begin, end) = match (fact.split_once('{'), fact.rsplit_once('}')) {
                (Some((begin, _)), Some((_, end))) => (begin, end),
                _ => (*fact, ""),
            };
            let shown = stated.iter().any(|it| it.starts_with(begin) && it.ends_with(end));
            assert!(shown, "{}: no example states `{fact}`", rule.id);
        }
    }
}
