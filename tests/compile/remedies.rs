//! The message fixes itself: applying the remedy of each rejected example leaves no finding.

use oauth_flow_core::{Finding, Remedy, rules};
use oauth_flow_syntax::text::{Text, apply};

/// What is found in a declaration, with the text that each remedy makes of it.
fn findings(text: &Text) -> Vec<(Finding, Option<Text>)> {
    let source = text.read();
    let fixed = |finding: Finding| {
        let fixed = apply(text, &source, &finding.remedy);
        (finding, fixed)
    };
    source.findings().into_iter().map(fixed).collect()
}

/// Rules whose remedy is for a person to decide, whatever the case: each names its choices.
fn is_decided(remedy: &Remedy) -> bool {
    match remedy {
        Remedy::Decide(_) => true,
        Remedy::All(all) => all.iter().any(is_decided),
        _ => false,
    }
}

#[test]
fn a_literal_remedy_removes_its_finding_and_adds_no_other() {
    let mut applied = 0;
    for rule in rules::all() {
        for example in rule.rejects {
            let text = Text::from(example);
            for (finding, fixed) in findings(&text) {
                let Some(fixed) = fixed else {
                    let decided = is_decided(&finding.remedy);
                    assert!(decided, "{}: {:?} cannot be applied", rule.id, finding.remedy);
                    continue;
                };
                applied += 1;
                let left: Vec<&str> =
                    findings(&fixed).iter().map(|(left, _)| left.rule.id).collect();
                assert!(left.is_empty(), "{}: {text:?} became {fixed:?}: {left:?}", rule.id);
            }
        }
    }
    assert!(applied >= 50, "only {applied} remedies were literal");
}

#[test]
fn a_decision_names_a_choice() {
    for rule in rules::all() {
        for example in rule.rejects {
            let text = Text::from(example);
            for (finding, _) in findings(&text) {
                if let Remedy::Decide(choices) = &finding.remedy {
                    assert!(choices.split_whitespace().count() >= 2, "{}: {choices}", rule.id);
                }
            }
        }
    }
}
