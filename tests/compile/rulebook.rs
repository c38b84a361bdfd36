//! The rulebook holds what it says of itself: its examples, its ids, its wording, its UI tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use oauth_flow_core::{Check, Example, Finding, Level, Rule, rules};
use oauth_flow_syntax::text::Text;

/// What is found in an example, with each message.
fn findings(example: &Example) -> Vec<(Finding, String)> {
    let text = |finding: Finding| {
        let message = finding.message();
        (finding, message)
    };
    Text::from(example).read().findings().into_iter().map(text).collect()
}

fn ids(example: &Example) -> Vec<&'static str> {
    findings(example).iter().map(|(finding, _)| finding.rule.id).collect()
}

fn every_rule() -> Vec<&'static Rule> {
    rules::all().collect()
}

/// The rules that the compiler reports.
fn every_compiled_rule() -> Vec<&'static Rule> {
    let elsewhere = |rule: &&Rule| {
        use Check::{Code, RunTime, Values, Workspace};
        matches!(rule.check, Values(_) | RunTime | Workspace | Code)
    };
    rules::all().filter(|rule| !elsewhere(rule)).collect()
}

#[test]
fn an_accepted_example_gives_no_finding() {
    for rule in every_compiled_rule() {
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
    for rule in every_compiled_rule() {
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
        assert!(!rule.facts.is_empty(), "{} states no fact", rule.id);
        assert!(!rule.citations.is_empty(), "{} cites nothing", rule.id);
        for other in rule.yields_to {
            assert_eq!(rules::find(other.id), Some(*other), "{} is not registered", other.id);
        }
        for other in rule.uncovered_by_waiver {
            assert!(rule.yields_to.contains(other), "{} does not yield to {other:?}", rule.id);
        }
    }
}

#[test]
fn a_rule_of_values_that_arrive_at_run_time_says_of_which() {
    let chapters =
        [rules::redirect_uris::RULES, rules::scopes::RULES, rules::server_metadata::urls::RULES];
    for rule in chapters.into_iter().flatten() {
        // No key set of a client arrives at run time.
        let never = rule.id == "insecure_metadata_uri";
        assert_eq!(rule.values.is_empty(), never, "{}", rule.id);
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

/// The lines of the function of this name, its signature and its end included.
fn function_lines(text: &str, name: &str) -> usize {
    let Some((_, after)) = text.split_once(&format!("fn {name}(")) else { return 0 };
    after.split("\n}\n").next().map_or(0, |body| body.lines().count() + 1)
}

#[test]
fn a_rule_fits_on_a_screen_with_its_check() {
    let mut long = Vec::new();
    for (path, text) in chapters() {
        for rule in text.split(": Rule = Rule {").skip(1) {
            let rule = rule.split("\n};").next().unwrap_or_default();
            let check = rule.split_once("check: Check::Subject(").map_or("", |(_, it)| it);
            let named = check.split(')').next().unwrap_or_default();
            let id = rule.split("id: \"").nth(1).and_then(|it| it.split('"').next());
            let of_code = format!("find_{}", id.unwrap_or_default());
            let is_of_code = rule.contains("check: Check::Code,");
            let named = if is_of_code { &*of_code } else { named };
            // The examples of a rule are its documentation: they may be as many as it needs.
            let texts = rule.split_once("    accepts:").and_then(|(before, rest)| {
                rest.split_once("    citations:").map(|(_, after)| (before, after))
            });
            let (before, after) = texts.unwrap_or((rule, ""));
            let lines = before.lines().count() + after.lines().count() + 1;
            let lines = lines + function_lines(&text, named);
            if lines > 40 {
                long.push(format!("{}: {id:?} has {lines} lines", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Whether `text` is what the template states, with something in each of its gaps.
fn states(template: &str, text: &str) -> bool {
    let mut parts = template.split('{').map(|part| part.split_once('}').map_or(part, |it| it.1));
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let at = if last { rest.strip_suffix(part).map(str::len) } else { rest.find(part) };
        let Some(at) = at else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[test]
fn a_template_states_what_fills_its_gaps() {
    assert!(states("a `{x}` and {y}", "a `b c` and d"));
    assert!(states("nothing", "nothing"));
    assert!(!states("nothing", "nothing more"));
    assert!(!states("a `{x}`", "a b"));
    assert!(!states("the {x} end", "the end of it"));
}

/// The facts that no UI test can show, each with the reason. The tests of
/// `oauth-flow-syntax/src/document/` show them.
const ELSEWHERE: [(&str, &str); 3] = [
    (rules::documents::NO_FEATURE, "the UI tests are built with the feature `documents`"),
    (rules::documents::NO_PACKAGE, "cargo, which runs each UI test, says where the package is"),
    (rules::documents::PATH_IN_WORKSPACE, "the package of the UI tests is a workspace of its own"),
];

#[test]
fn every_fact_has_a_ui_test() {
    let snapshots: Vec<String> = snapshots("ui/fail").into_iter().map(|(_, text)| text).collect();
    let mut missing = Vec::new();
    for rule in every_compiled_rule() {
        let (error, warning) =
            (format!("error: {}: ", rule.id), format!("deprecated macro `{}`: ", rule.id));
        let facts: Vec<&str> = snapshots
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| {
                line.split_once(&error).or(line.split_once(&warning)).map(|(_, fact)| fact)
            })
            .collect();
        // A fact that ends in a gap could state any other one: the one with the fewest gaps is meant.
        let gaps = |template: &&&str| template.matches('{').count();
        let stated: Vec<&&str> = facts
            .iter()
            .filter_map(|fact| {
                let all = rule.facts.iter().filter(|template| states(template, fact));
                all.min_by_key(gaps)
            })
            .collect();
        for template in rule.facts {
            let elsewhere = ELSEWHERE.iter().any(|(fact, _)| fact == template);
            assert!(!elsewhere || !stated.contains(&template), "a UI test shows `{template}`");
            if !elsewhere && !stated.contains(&template) {
                missing.push(format!("{}: {template}", rule.id));
            }
        }
    }
    assert!(missing.is_empty(), "no snapshot in ui/fail shows:\n{}", missing.join("\n"));
}

/// The snapshots of a folder, with their texts.
fn snapshots(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("UI tests") {
        let path = entry.expect("a readable entry").path();
        if path.extension().is_some_and(|it| it == "stderr") {
            let text = std::fs::read_to_string(&path).expect("a snapshot");
            found.push((path, text));
        }
    }
    found
}

#[test]
fn every_rule_has_a_ui_test_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    for rule in every_compiled_rule() {
        let snapshot = folder.join(rule.id).with_extension("stderr");
        let text = std::fs::read_to_string(&snapshot)
            .unwrap_or_else(|_| panic!("{} has no ui/fail/{0}.stderr", rule.id));
        assert!(text.contains(rule.id), "{0}.stderr does not show {0}", rule.id);
        let why = rule.why.map_or(String::from("why: "), |why| format!("why: {why}\n"));
        assert_eq!(text.contains(&why), rule.why.is_some(), "{}.stderr: {why}", rule.id);
    }
}

#[test]
fn a_rule_reports_in_every_profile_in_which_it_is_on() {
    use oauth_flow_core::vocabulary::{Profile, Word};
    for rule in every_rule().into_iter().filter(|rule| rule.can_be_waived()) {
        for example in rule.rejects.iter().filter(|it| !it.attribute.contains("profile")) {
            for profile in Profile::ALL {
                let attribute = format!("profile = \"{profile}\", {}", example.attribute);
                let text = Text { attribute, ..Text::from(example) };
                let findings = text.read().client().unfiltered();
                let found = findings.iter().find(|finding| finding.rule == rule);
                let found = found.map_or(Level::Off, |finding| finding.level);
                assert_eq!(found, rule.level(*profile), "{} under {profile}", rule.id);
            }
        }
    }
}
