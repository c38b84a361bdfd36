//! What the feature `tracing` tells of a user: nothing.

use oauth_flow_run_time_tests::{Http, run};
use oauth2::AccessToken;
use serde_json::{Value, json};

use super::provider::{claims, flow, key_set, login_at, login_claiming, p256, with};
use crate::traced::collector::{Collected, collected};

/// What is of the user or of one login. What a login makes at random is added.
const SECRETS: [&str; 8] = [
    "248289761001",
    "248289761002",
    "Jane",
    "eyJ",
    "at-1",
    "rt-1",
    "c-1",
    "a secret of more than thirty-two bytes",
];

/// The outcome of each exchange, and the failures.
#[track_caller]
fn told(collected: &Collected) -> (Vec<String>, Vec<&str>) {
    for secret in SECRETS {
        for text in &collected.texts {
            assert!(!text.contains(secret), "`{secret}` is in: {text}");
        }
    }
    let failures = collected.events.iter().filter(|event| event.starts_with("WARN "));
    (collected.outcomes(), failures.map(String::as_str).collect())
}

#[test]
fn the_keys_are_an_exchange_of_their_own() {
    let mut nonce = String::new();
    let collected = collected(|| {
        let keys = |http: Http| http.then(200, &key_set(&[p256().published()]));
        let (tokens, _) = login_at(&flow(), keys, |made| {
            made.clone_into(&mut nonce);
            p256().sign(&with(claims(made), &json!({"name": "Jane Doe"})))
        });
        assert_eq!(tokens.unwrap().claims().unwrap().name(), Some("Jane Doe"));
    });
    let (outcomes, failures) = told(&collected);
    assert_eq!(outcomes, ["jwks_uri 200", "token_endpoint 200"]);
    assert!(failures.is_empty(), "{failures:?}");
    assert!(collected.texts.iter().all(|text| !text.contains(&nonce)));
    assert_eq!(
        collected.spans[0],
        "INFO oauth_flow oauth_exchange: otel.name=jwks_uri otel.kind=client \
         oauth.endpoint=jwks_uri oauth.client_id=portal http.request.method=GET \
         server.address=idp.example.com server.port=443 http.response.status_code=200"
    );
}

#[test]
fn keys_that_cannot_be_fetched_are_a_failure() {
    let collected = collected(|| {
        let (tokens, _) = login_at(&flow(), |http| http.then(503, ""), |_| String::new());
        tokens.unwrap_err();
    });
    let (outcomes, failures) = told(&collected);
    assert_eq!(outcomes, ["jwks_uri 503 503"]);
    assert_eq!(failures.len(), 1, "{failures:?}");
}

#[test]
fn a_refused_id_token_is_told_without_its_claims() {
    let collected = collected(|| {
        login_claiming(&json!({"aud": "another", "name": "Jane Doe"})).unwrap_err();
    });
    let (outcomes, failures) = told(&collected);
    assert_eq!(outcomes, ["jwks_uri 200", "token_endpoint 200"]);
    assert_eq!(
        failures,
        ["WARN oauth_flow: message=the ID token is for another client (`aud`) \
          error.type=invalid_id_token"]
    );
}

#[test]
fn userinfo_is_told_without_the_user() {
    let identity = login_claiming(&json!({})).unwrap().claims().unwrap().identity();
    let token = AccessToken::new("at-1".into());
    let of = |subject: &str| json!({"sub": subject, "name": "Jane Doe"}).to_string();
    let http = Http::answering(200, &of("248289761001"))
        .then(200, &of("248289761002"))
        .then(401, "")
        .then_typed(200, "application/jwt", "eyJ.eyJ.eyJ");
    let collected = collected(|| {
        let flow = flow();
        run(flow.userinfo(&token, &identity).request_async(&http)).unwrap();
        for _ in 0..3 {
            flow.userinfo(&token, &identity).request(&http).unwrap_err();
        }
    });
    let (outcomes, failures) = told(&collected);
    assert_eq!(
        outcomes,
        [
            "userinfo_endpoint 200",
            "userinfo_endpoint 200",
            "userinfo_endpoint 401 401",
            "userinfo_endpoint 200",
        ]
    );
    assert_eq!(
        failures,
        [
            "WARN oauth_flow: message=`sub` of the answer of the userinfo endpoint is not that of \
             the ID token (OpenID Connect Core section 5.3.2) error.type=invalid_userinfo",
            "WARN oauth_flow: message=the exchange failed: the server answered with HTTP status \
             401: the content type is `application/json` error.type=401, in oauth_exchange",
            "WARN oauth_flow: message=the signed answer of the userinfo endpoint is not a JWS in \
             the compact serialization (RFC 7515 section 3.1) error.type=invalid_userinfo",
        ]
    );
}

#[test]
fn a_refused_logout_token_is_told_without_the_user() {
    let signed: Value = json!({"sub": "248289761001"});
    let http = Http::answering(200, &key_set(&[p256().published()]));
    let collected = collected(|| {
        let body = format!("logout_token={}", p256().sign(&signed));
        flow().logout_token(&body).unwrap().validate(&http).unwrap_err();
    });
    let (outcomes, failures) = told(&collected);
    assert_eq!(outcomes, ["jwks_uri 200"]);
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(failures[0].ends_with(" error.type=invalid_logout_token"), "{failures:?}");
}
