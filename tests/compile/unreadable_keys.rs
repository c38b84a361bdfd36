//! A key that could not be read is one mistake: a rule that its value decides says nothing more.

use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, Kind, Pkce, Refresh, ResponseMode, ResponseType, SenderConstraint, Word,
};
use oauth_flow_core::{Check, Key, Place, Remedy, Rule, rules};
use oauth_flow_syntax::text::{Text, apply};

fn words<T: Word>() -> Vec<&'static str> {
    T::ALL.iter().map(|word| word.word()).collect()
}

/// Values that a key may have had. The profile is left out: it decides the level of each rule.
fn values(key: Key) -> Vec<&'static str> {
    match key {
        Key::Kind => words::<Kind>(),
        Key::Grant => words::<Grant>(),
        Key::ResponseType => words::<ResponseType>(),
        Key::ResponseMode => words::<ResponseMode>(),
        Key::Pkce => words::<Pkce>(),
        Key::Auth => words::<AuthMethod>(),
        Key::Refresh => words::<Refresh>(),
        Key::SenderConstraint => words::<SenderConstraint>(),
        Key::RedirectUri => {
            vec!["https://app.example.com/cb", "http://127.0.0.1/cb", "com.example.app:/cb"]
        }
        Key::PostLogoutRedirectUri => vec!["https://app.example.com/bye"],
        Key::Scope => vec!["orders:read", "openid orders:read"],
        Key::Par => vec!["true", "false"],
        Key::RequestObject => vec!["ES256"],
        Key::Resource => vec!["https://api.example.com"],
        Key::ClientId => vec!["portal"],
        Key::JwksUri => vec!["https://app.example.com/jwks.json"],
        Key::Issuer => vec!["https://as.example.com"],
        key if key.endpoint().is_some() => vec!["https://as.example.com/endpoint"],
        _ => vec![],
    }
}

/// Whether the rule reports something in the text.
fn reports(rule: &Rule, text: &Text) -> bool {
    let found = text.read().client().unfiltered();
    found.iter().any(|finding| finding.rule.id == rule.id)
}

fn edited(text: &Text, remedy: &Remedy) -> Option<Text> {
    apply(text, &text.read(), remedy)
}

/// Rules that judge a key that is written twice by its first value. What the first four find is
/// there, whatever else is; the grants of the last one are those that its kind brings.
const BY_THE_FIRST_VALUE: [(&str, Key); 6] = [
    ("secret_in_uri", Key::RedirectUri),
    ("secret_in_uri", Key::TokenEndpoint),
    ("invalid_redirect_uri", Key::RedirectUri),
    ("insecure_endpoint", Key::TokenEndpoint),
    ("loopback_issuer", Key::Issuer),
    ("missing_openid_scope", Key::Kind),
];

#[test]
fn a_rule_is_silent_while_a_key_that_decides_it_could_not_be_read() {
    let mut silenced = 0;
    let mut loud = Vec::new();
    let checked = rules::all().filter(|rule| matches!(rule.check, Check::Subject(_)));
    for (rule, example) in checked.flat_map(|rule| rule.rejects.iter().map(move |it| (rule, it))) {
        let text = Text::from(example);
        assert!(reports(rule, &text), "{}: {text:?}", rule.id);
        // As edits write it.
        let text = edited(&text, &Remedy::All(Vec::new())).expect("there is nothing to decide");
        for key in Key::ALL.iter().copied().filter(|_| reports(rule, &text)) {
            let decides = || {
                values(key).into_iter().any(|value| {
                    let other = edited(&text, &Remedy::Set(key, value.into()));
                    other.is_some_and(|other| !reports(rule, &other))
                })
            };
            let without = edited(&text, &Remedy::Remove(Place::Key(key)));
            let without = without.unwrap_or_else(|| text.clone()).attribute;
            // A number is no value of any key, and a key that is written twice has none.
            let mut cases = vec![(&without, false)];
            if without != text.attribute {
                cases.push((&text.attribute, BY_THE_FIRST_VALUE.contains(&(rule.id, key))));
            }
            for (before, excepted) in cases {
                let attribute = format!("{before}, {key} = 5");
                let broken = Text { attribute, ..text.clone() };
                if reports(rule, &broken) && !excepted {
                    if decides() {
                        loud.push(format!("{} reports `{key}`: {}", rule.id, broken.attribute));
                    }
                } else {
                    silenced += 1;
                }
            }
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
    assert!(silenced >= 350, "only {silenced} cases");
}
