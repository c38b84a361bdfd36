//! What errors show of a token: who reads a log or a page gets a bounded text that controls nothing.

use oauth_flow::flow::{RequestError, VerifyError};
use oauth_flow_e2e_tests::tests;
use serde_json::{Value, json};

use crate::party::{Web, http, log_in, logged_in, planned};

tests! {
    what_an_id_token_says_is_shown_bounded_and_escaped
    what_a_logout_token_says_is_shown_bounded_and_escaped
}

/// The longest text of an error. A terminal has a few lines of it.
const LONGEST: usize = 1000;

/// A text that would rewrite a terminal, begin a line of its own in a log, and fill a disk.
fn hostile() -> String {
    format!("\u{1b}[2J\n\u{202e}<script>{}", "a".repeat(20_000))
}

/// Plans for a token, each with the text where an error may show it.
fn plans() -> Vec<Value> {
    let text = hostile();
    vec![
        json!({ "header": { "kid": text } }),
        json!({ "header": { "alg": text } }),
        json!({ "header": { "typ": format!("at+jwt{text}") } }),
        json!({ "claims": { "iss": text } }),
        json!({ "claims": { "azp": text } }),
        json!({ "claims": { "aud": ["relying-party", text] } }),
        json!({ "claims": { "exp": text } }),
        json!({ "text": text }),
        json!({ "payload": text }),
    ]
}

#[track_caller]
fn assert_tame(said: &str) {
    assert!(said.len() < LONGEST, "{} characters: {}", said.len(), &said[..LONGEST]);
    let wild = |it: char| it.is_control() || it == '\u{202e}';
    assert!(!said.contains(wild), "{said:?}");
}

fn what_an_id_token_says_is_shown_bounded_and_escaped() {
    for plan in plans() {
        let (_provider, flow) = planned::<Web>(json!({ "id_token": plan }));
        match log_in(&flow) {
            Err(error @ RequestError::Unusable(_)) => {
                assert_tame(&error.to_string());
                assert_tame(&format!("{error:?}"));
            }
            // A type that is not known is that of no other token.
            Ok(_) => assert!(plan["header"]["typ"].is_string()),
            other => panic!("not refused, but {other:?}"),
        }
    }
}

fn what_a_logout_token_says_is_shown_bounded_and_escaped() {
    let (provider, flow, ..) = logged_in();
    for plan in plans() {
        let claims = json!({ "iss": provider.issuer(), "aud": provider.client_id() });
        let token = provider.sign(&plan, &claims);
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("logout_token", &token)
            .finish();
        match flow.logout_token(&body).map(|request| request.validate(http())) {
            Ok(Err(error @ (VerifyError::Token(_) | VerifyError::Keys(_)))) => {
                assert_tame(&error.to_string());
                assert_tame(&format!("{error:?}"));
            }
            other => panic!("not refused, but {other:?}"),
        }
    }
}
