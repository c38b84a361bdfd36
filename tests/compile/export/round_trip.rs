//! What is exported is read again.

use std::collections::BTreeMap;

use oauth_flow_core::members::Shape;
use oauth_flow_core::vocabulary::{Kind, Profile, Word};
use oauth_flow_core::{Key, rules};
use oauth_flow_syntax::Source;
use oauth_flow_syntax::document::InMemory;
use oauth_flow_syntax::text::Text;

use super::{FORMATS, Moved, as_document, expected, found};

/// Asserts that the declaration and its export in each format are the same, and have the same findings.
#[track_caller]
fn survives(text: &Text) {
    let source = text.read();
    for moved in is_same(text, &source) {
        let shown = format!("{}\n{}", moved.text.attribute, moved.document);
        assert_eq!(found(&moved.text.read()), expected(&source, &moved), "{shown}");
    }
}

/// Asserts that the declaration and its export in each format are the same.
#[track_caller]
fn is_same(text: &Text, source: &Source) -> Vec<Moved> {
    let mut all = Vec::new();
    for format in FORMATS {
        let moved = as_document(text, source, format);
        let again = moved.text.read();
        let shown = format!(
            "{} on {}\n{} in {}",
            text.attribute, text.item, moved.text.attribute, moved.document
        );
        let (client, other) = (source.client(), again.client());
        assert_eq!(client.pack(), other.pack(), "{shown}");
        assert_eq!(client.waivers(), other.waivers(), "{shown}");
        all.push(moved);
    }
    all
}

fn on_unit(attribute: &str) -> Text {
    Text {
        attribute: attribute.to_owned(),
        item: "struct Client;".to_owned(),
        documents: InMemory::default(),
    }
}

#[test]
fn each_kind_under_each_profile() {
    for kind in Kind::ALL {
        for profile in Profile::ALL {
            survives(&on_unit(&format!("kind = \"{kind}\", profile = \"{profile}\"")));
        }
    }
}

#[test]
fn each_accepted_example_of_each_rule() {
    let mut seen = 0;
    for rule in rules::all() {
        for example in rule.accepts {
            let text = Text::from(example);
            // Examples of rules about code and of the run time are no declarations of their own.
            if text.read().findings().is_empty() {
                survives(&text);
                seen += 1;
            }
        }
    }
    assert!(seen >= 160, "only {seen} examples");
}

/// Values of each key that a registration or the attribute states.
fn values(key: Key) -> Vec<String> {
    let member = key.member();
    if let Some(set) = member.shape.words() {
        return set.entries.iter().map(|it| format!("{key} = {:?}", it.word)).collect();
    }
    let texts: &[&str] = match member.shape {
        Shape::UrisOrRunTime => &[
            " = runtime",
            " = \"https://app.example.com/cb\"",
            "(\"https://app.example.com/b\", \"https://app.example.com/a\")",
            "(\"https://app.example.com/a\", runtime)",
        ],
        Shape::ScopeTokens => &[" = \"b a\"", "(\"a\")"],
        Shape::Texts => &["(\"b\", \"a\")"],
        Shape::Uri => &[" = \"https://app.example.com/a\""],
        Shape::Text => &[" = \"gr\u{f6}\u{df}e\\\"\\\\\""],
        Shape::Flag => &["", " = false"],
        Shape::Waiver => &["(pkce_switch, reason = \"a \\\"test\\\"\", until = \"2027-06-30\")"],
        Shape::Rules => &["(pkce_switch, unused_allow)"],
        _ => &[],
    };
    texts.iter().map(|text| format!("{key}{text}")).collect()
}

#[test]
fn each_value_of_each_key_for_each_kind() {
    let mut seen = BTreeMap::new();
    for key in Key::ALL.iter().filter(|key| !matches!(key, Key::Kind | Key::Registration)) {
        for value in values(*key) {
            for kind in Kind::ALL {
                // Lists, and the grant that fits the kind beside another one.
                survives(&on_unit(&format!("kind = \"{kind}\", {value}")));
                *seen.entry(key.word()).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(seen.get("auth"), Some(&(7 * Kind::ALL.len())));
}

#[test]
fn grants_in_any_order_and_extensions_among_them() {
    for grants in [
        "\"refresh_token\", \"authorization_code\"",
        "\"ciba\", \"authorization_code\", \"token-exchange\"",
        "\"saml2-bearer\", \"jwt-bearer\"",
        "\"urn:example:a\", \"authorization_code\", \"urn:example:b\"",
        "\"implicit\", \"password\", \"client_credentials\", \"device_code\"",
    ] {
        for kind in Kind::ALL {
            // Most of these break rules, and which one is shown depends on where the method is written.
            let text = on_unit(&format!("kind = \"{kind}\", grant({grants})"));
            is_same(&text, &text.read());
        }
    }
}

#[test]
fn response_types_in_any_order() {
    let types = "response_type(\"code id_token token\", \"code\", \"id_token\")";
    survives(&on_unit(&format!("kind = \"web\", grant = \"authorization_code\", {types}")));
    survives(&on_unit(&format!(
        "kind = \"web\", grant(\"authorization_code\", \"implicit\"), {types}"
    )));
}

#[test]
fn what_a_field_holds_is_in_no_document() {
    let item = "struct Client { client_id: String, client_secret: Secret, redirect_uri: String, scope: String }";
    for attribute in
        ["kind = \"web\"", "kind = \"web\", redirect_uri = \"https://app.example.com/cb\""]
    {
        survives(&Text { item: item.to_owned(), ..on_unit(attribute) });
    }
}

#[test]
fn what_the_server_says_stays_with_the_server() {
    let metadata = r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "code_challenge_methods_supported": ["S256"]
}"#;
    let mut text = on_unit(
        "kind = \"web\", redirect_uri = \"https://app.example.com/cb\", server = \"server.json\"",
    );
    text.documents = text.documents.with("server.json", metadata);
    assert_eq!(
        text.read().client().server_metadata().map(|it| it.statement.texts(Key::Issuer).count()),
        Some(1)
    );
    survives(&text);
    let moved = as_document(&text, &text.read(), FORMATS[0]);
    assert!(!moved.text.attribute.contains("issuer"), "{}", moved.text.attribute);
}

#[test]
fn the_export_of_an_export_is_the_same() {
    for kind in Kind::ALL {
        let text =
            on_unit(&format!("kind = \"{kind}\", client_id = \"portal\", scope(\"a\", \"b\")"));
        for format in FORMATS {
            let once = as_document(&text, &text.read(), format).text;
            let source = once.read();
            let twice = as_document(&once, &source, format).text;
            assert_eq!(once, twice, "{kind} {format:?}");
        }
    }
}
