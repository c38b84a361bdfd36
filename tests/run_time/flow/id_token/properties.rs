//! Tokens, headers and key sets are changed at random: nothing panics, and nobody logs in with what the
//! server did not sign.

use std::sync::LazyLock;

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{Flow, RequestError, UnusableReason};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::json;

use super::provider::{
    Portal, SECRET, builder, claims, flow, key_set, login_at, p256, p384, rsa, shared, tokens,
};

/// Pieces of JSON, of base64url and of what they are taken apart by.
const PIECES: &[&str] = &[
    ".", "..", "=", "-", "_", "A", "eyJ", "\"", "{", "}", "[", "]", ":", ",", "null", "true", "-1",
    "1e400", "0.5", "\\u0000", "\\", "<b>", " ", "\n", "\u{1b}", "\u{202e}", "é", "none", "HS256",
    "ES256", "RS256", "kid", "alg", "crit", "keys", "p256", "iss", "aud", "portal",
];

#[derive(Clone, Debug)]
enum Change {
    Remove(usize),
    Insert(usize, &'static str),
    Replace(usize, &'static str),
    Repeat(usize, usize),
    Cut(usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let piece = || prop::sample::select(PIECES);
    let change = prop_oneof![
        any::<usize>().prop_map(Change::Remove),
        (any::<usize>(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<usize>(), piece()).prop_map(|(at, piece)| Change::Replace(at, piece)),
        (any::<usize>(), 1..40_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        any::<usize>().prop_map(Change::Cut),
    ];
    prop::collection::vec(change, 0..5)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for change in changes {
        let place = |at: &usize| at % (letters.len() + 1);
        match change {
            Change::Remove(at) => {
                let at = place(at);
                letters.drain(at..(at + 1).min(letters.len()));
            }
            Change::Insert(at, piece) => {
                let at = place(at);
                letters.splice(at..at, piece.chars());
            }
            Change::Replace(at, piece) => {
                let at = place(at);
                let end = (at + piece.chars().count()).min(letters.len());
                letters.splice(at..end, piece.chars());
            }
            Change::Repeat(at, length) => {
                let at = place(at);
                let part = letters[at..(at + length).min(letters.len())].to_vec();
                letters.splice(at..at, part);
            }
            Change::Cut(at) => letters.truncate(place(at)),
        }
    }
    letters.into_iter().collect()
}

fn harmless(
    error: &RequestError<oauth_flow_run_time_tests::Unreachable>,
) -> Result<(), TestCaseError> {
    for text in [error.to_string(), format!("{error:?}")] {
        prop_assert!(text.len() < 2000, "{} bytes", text.len());
        let harmful = |letter: char| letter == '<' || letter.is_control() || letter == '\u{202e}';
        prop_assert!(!text.contains(harmful), "{text:?}");
    }
    Ok(())
}

/// What the provider publishes; to read the keys takes a while.
static KEYS: LazyLock<String> = LazyLock::new(|| key_set(&[p256().published(), rsa().published()]));

/// A flow whose ID tokens are signed with the client secret, which is fast.
fn by_secret() -> Flow<Portal> {
    builder().id_token_signed_response_alg(JwsAlgorithm::Hs256).build().unwrap()
}

proptest! {
    #![proptest_config(Config { cases: 1000, ..Config::default() })]

    /// A token that was changed is refused, and no token is lost.
    #[test]
    fn a_token_that_was_changed_is_refused(changes in changes()) {
        let mut signed = String::new();
        let mut sent = String::new();
        let (login, _) = login_at(
            &by_secret(),
            |http| http,
            |nonce| {
                signed = shared(SECRET.as_bytes()).sign(&claims(nonce));
                sent = changed(&signed, &changes);
                sent.clone()
            },
        );
        match login {
            Ok(tokens) => {
                prop_assert_eq!(&sent, &signed);
                prop_assert!(tokens.claims().is_ok());
            }
            Err(RequestError::Unusable(unusable)) => {
                let is_missing = matches!(unusable.reason(), UnusableReason::MissingIdToken);
                prop_assert_eq!(is_missing, sent.is_empty());
                prop_assert_eq!(unusable.refresh_token().unwrap().secret(), "rt-1");
                harmless(&RequestError::Unusable(unusable))?;
            }
            Err(error) => prop_assert!(false, "{error:?}"),
        }
    }

    /// Whatever a header and the claims say, the signature of the key that fits is what counts.
    #[test]
    fn what_the_server_signs_is_read_without_a_panic(
        header in changes(),
        payload in changes(),
    ) {
        let (login, _) = login_at(
            &by_secret(),
            |http| http,
            |nonce| {
                let text = json!({"alg": "HS256", "kid": "p256", "typ": "JWT"}).to_string();
                let key = shared(SECRET.as_bytes());
                let payload = changed(&claims(nonce).to_string(), &payload);
                key.sign_text(&changed(&text, &header), &payload)
            },
        );
        match login {
            Ok(tokens) => {
                let claims = tokens.claims().unwrap();
                prop_assert_eq!(claims.issuer(), "https://idp.example.com");
                prop_assert!(claims.audiences().iter().any(|it| it == "portal"));
                prop_assert_eq!(claims.nonce(), tokens.nonce());
            }
            Err(error) => harmless(&error)?,
        }
    }

}

proptest! {
    // Signatures of key pairs are slow where nothing is optimized.
    #![proptest_config(Config { cases: 100, ..Config::default() })]

    /// A key set that was changed gives no key but those that are in it.
    #[test]
    fn a_key_set_that_was_changed_lets_nobody_else_in(changes in changes()) {
        let keys = changed(&KEYS, &changes);
        let flow = flow();
        let (url, pending) = flow.authorize().begin().unwrap();
        let query = oauth_flow_run_time_tests::pairs(url.query().unwrap());
        let only = |name| oauth_flow_run_time_tests::only(&query, name);
        // Another key of the same name signs.
        let header = r#"{"alg":"ES384","kid":"p256"}"#;
        let token = p384().sign_text(header, &claims(&only("nonce")).to_string());
        let http = oauth_flow_run_time_tests::Http::answering(200, &keys)
            .then(200, &tokens(&token))
            .then(200, &keys);
        let callback = format!("code=c&state={}", only("state"));
        let error = flow.complete(pending, &callback).unwrap().request(&http).unwrap_err();
        harmless(&error)?;
    }
}
