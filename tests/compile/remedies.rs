//! The message fixes itself: applying the remedy of each rejected example leaves no finding of its
//! rule and no error.

use oauth_flow_compile_tests::read;
use oauth_flow_compile_tests::remedy::{Text, apply};
use oauth_flow_core::{Finding, Level, Remedy, check, rules};

/// What is found in a declaration, with the text that each remedy makes of it.
fn findings(text: &Text) -> Vec<(Finding, Option<Text>)> {
    let source = read(&text.attribute, &text.item);
    source.with_subject(|subject| {
        let found = source.mistakes().iter().cloned().chain(check(subject));
        found
            .map(|finding| {
                let fixed = apply(text, &source, subject, &finding.remedy);
                (finding, fixed)
            })
            .collect()
    })
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
fn a_literal_remedy_removes_its_finding_and_adds_no_error() {
    let mut applied = 0;
    for rule in rules::all() {
        for example in rule.rejects {
            let text = Text { attribute: example.attribute.into(), item: example.item.into() };
            for (finding, fixed) in findings(&text) {
                let Some(fixed) = fixed else {
                    let decided = is_decided(&finding.remedy);
                    assert!(decided, "{}: {:?} cannot be applied", rule.id, finding.remedy);
                    continue;
                };
                applied += 1;
                let left: Vec<&str> = findings(&fixed)
                    .iter()
                    .filter(|(left, _)| left.rule.id == rule.id || left.level == Level::Error)
                    .map(|(left, _)| left.rule.id)
                    .collect();
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
            let text = Text { attribute: example.attribute.into(), item: example.item.into() };
            for (finding, _) in findings(&text) {
                if let Remedy::Decide(choices) = &finding.remedy {
                    assert!(choices.split_whitespace().count() >= 2, "{}: {choices}", rule.id);
                }
            }
        }
    }
}
