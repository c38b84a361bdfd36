//! What a server, a browser or a session store hands in is changed at random: nothing panics, nothing is
//! taken that was not checked, and no text shows what could harm its reader.

use oauth_flow::flow::{Flow, Pending, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock};
use oauth2::RefreshToken;
use proptest::prelude::*;
use proptest::test_runner::Config;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "device_code"),
    pkce = "S256",
    client_id = "portal",
    issuer = "https://idp.example.com",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    device_authorization_endpoint = "https://idp.example.com/device",
    redirect_uri = "https://app.example.com/callback",
    allow(kind_grant_mismatch, reason = "one client for each answer")
)]
struct Portal;

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").clock(clock).build().unwrap()
}

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    Remove(usize),
    Insert(usize, &'static str),
    Repeat(usize, usize),
    Cut(usize),
}

/// Pieces of JSON, of forms and of markup, and characters that move the text around them.
const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e400",
    "0.5",
    "\\u005f",
    "\\",
    "<b>",
    "&",
    "=",
    "%",
    "%00",
    "%ff",
    "?",
    "#",
    "+",
    " ",
    "\n",
    "\u{0}",
    "\u{1b}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "http://",
    "https://evil.example",
    "error",
    "code",
    "state",
    "iss",
    "access_token",
    "expires_in",
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<usize>().prop_map(Change::Remove),
        (any::<usize>(), prop::sample::select(PIECES)).prop_map(|(at, it)| Change::Insert(at, it)),
        (any::<usize>(), 1..40_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        any::<usize>().prop_map(Change::Cut),
    ]
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 0..6)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for change in changes {
        let place = |at: &usize| at % (letters.len() + 1);
        match change {
            Change::Remove(at) => {
                let at = place(at);
                if at < letters.len() {
                    letters.remove(at);
                }
            }
            Change::Insert(at, piece) => {
                let at = place(at);
                letters.splice(at..at, piece.chars());
            }
            Change::Repeat(at, length) => {
                let at = place(at);
                let end = (at + length).min(letters.len());
                let part = letters[at..end].to_vec();
                letters.splice(at..at, part);
            }
            Change::Cut(at) => letters.truncate(place(at)),
        }
    }
    letters.into_iter().collect()
}

/// That a text can be shown to anyone.
fn harmless(text: &str) -> Result<(), TestCaseError> {
    prop_assert!(text.len() < 2000, "{} bytes", text.len());
    let harmful = |letter: char| letter == '<' || letter.is_control() || letter == '\u{202e}';
    prop_assert!(!text.contains(harmful), "{text:?}");
    Ok(())
}

const TOKENS: &str = r#"{"access_token": "at-1", "token_type": "Bearer", "expires_in": 3600,
    "refresh_token": "rt-2", "scope": "read write", "id_token": "h.p.s", "tenant": {"a": [1, 2]}}"#;

proptest! {
    #![proptest_config(Config { cases: 2000, ..Config::default() })]

    #[test]
    fn token_answers(changes in changes(), status in prop::sample::select(&[200_u16, 201, 400, 401, 500][..])) {
        let http = Http::answering(status, &changed(TOKENS, &changes));
        match flow().refresh(RefreshToken::new("rt-1".into())).request(&http) {
            Ok(tokens) => {
                prop_assert!((200..300).contains(&status));
                prop_assert!(!tokens.access_token().secret().is_empty());
                prop_assert!(tokens.refresh_token().is_some());
            }
            Err(error) => {
                harmless(&error.to_string())?;
                harmless(&format!("{error:?}"))?;
                let _ = error.retry();
            }
        }
    }

    #[test]
    fn callbacks(changes in changes()) {
        let flow = flow();
        let (_url, pending) = flow.authorize().begin().unwrap();
        let json = serde_json::to_value(&pending).unwrap();
        let state = json["state"].as_str().unwrap();
        let good = format!("code=c-1&state={state}&iss=https%3A%2F%2Fidp.example.com");
        let response = changed(&good, &changes);
        match flow.complete(pending, &response) {
            Ok(_request) => prop_assert!(response.contains(state), "{response:?}"),
            Err(error) => {
                harmless(&error.to_string())?;
                harmless(&format!("{error:?}"))?;
            }
        }
    }

    #[test]
    fn stored_logins(changes in changes()) {
        let flow = flow();
        let (_url, pending) = flow.authorize().begin().unwrap();
        let json = serde_json::to_string(&pending).unwrap();
        let state = serde_json::to_value(&pending).unwrap()["state"].as_str().unwrap().to_owned();
        let response = format!("code=c-1&state={state}&iss=https%3A%2F%2Fidp.example.com");
        if let Ok(read) = serde_json::from_str::<Pending<Portal>>(&changed(&json, &changes)) {
            let _ = (read.key(), read.expires_at(), format!("{read:?}"));
            if let Err(error) = flow.complete(read, &response) {
                harmless(&error.to_string())?;
            }
        }
    }

    #[test]
    fn device_answers(changes in changes()) {
        let good = r#"{"device_code": "dc", "user_code": "WDJB-MJHT", "expires_in": 900,
            "verification_uri": "https://idp.example.com/activate", "interval": 5,
            "verification_uri_complete": "https://idp.example.com/activate?c=WDJB-MJHT"}"#;
        let http = Http::answering(200, &changed(good, &changes));
        match flow().device().start(&http) {
            Ok(login) => {
                let hidden = |letter: char| letter.is_control() || letter == '\u{202e}';
                prop_assert!(!login.user_code().contains(hidden), "{:?}", login.user_code());
                let fit = |uri: &str| uri.starts_with("https://") || uri.starts_with("http://");
                prop_assert!(fit(login.verification_uri()), "{}", login.verification_uri());
            }
            Err(error) => harmless(&error.to_string())?,
        }
    }

    #[test]
    fn metadata(changes in changes()) {
        let good = r#"{"issuer": "https://idp.example.com", "token_endpoint":
            "https://idp.example.com/token", "authorization_endpoint":
            "https://idp.example.com/authorize", "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "authorization_response_iss_parameter_supported": true}"#;
        match ServerMetadata::read(changed(good, &changes).as_bytes(), "https://idp.example.com") {
            Ok(metadata) => {
                prop_assert_eq!(metadata.issuer(), "https://idp.example.com");
                for url in [metadata.token_endpoint(), metadata.authorization_endpoint()] {
                    prop_assert!(url.is_none_or(|url| url.starts_with("https://")), "{url:?}");
                }
                if let Err(error) = Flow::<Portal>::builder().client_secret("hush").server(&metadata).build() {
                    harmless(&error.to_string().replace('\n', " "))?;
                }
            }
            Err(error) => harmless(&error.to_string())?,
        }
    }
}
