//! The ID token of a refresh is one of the login that it continues (OpenID Connect Core section 12.2).

use oauth_flow::flow::{Identity, JwtErrorReason, NoClaims, RequestError, Tokens, UnusableReason};
use oauth_flow_run_time_tests::{Http, Unreachable};
use oauth2::RefreshToken;
use serde_json::{Value, json};

use super::provider::{NOW, claims, flow, key_set, login_claiming, p256, tokens, with};

fn identity(changed: &Value) -> Identity {
    login_claiming(changed).unwrap().claims().unwrap().identity()
}

fn refreshed(identity: &Identity, changed: &Value) -> Result<Tokens, RequestError<Unreachable>> {
    let new = with(claims("x"), &json!({"nonce": null, "iat": NOW + 1}));
    let token = p256().sign(&with(new, changed));
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    flow().refresh(RefreshToken::new("rt-0".into())).identity(identity).request(&http)
}

#[test]
fn a_refreshed_id_token_is_of_the_same_login() {
    let login = identity(&json!({"auth_time": NOW - 60, "sid": "s-1"}));
    let tokens = refreshed(&login, &json!({"auth_time": NOW - 60, "name": "Jane"})).unwrap();
    assert_eq!(tokens.claims().unwrap().subject(), "248289761001");
    assert_eq!(tokens.claims().unwrap().name(), Some("Jane"));
    // The server need not repeat when that was.
    assert!(refreshed(&login, &json!({})).is_ok());
    for (claim, value) in [
        ("sub", json!("another")),
        ("auth_time", json!(NOW)),
        ("nonce", json!("x")),
        ("azp", json!("portal")),
    ] {
        let error = refreshed(&login, &json!({ claim: value })).unwrap_err();
        let RequestError::Unusable(unusable) = &error else { panic!("{error:?}") };
        // The refresh token that was issued is kept.
        assert_eq!(unusable.refresh_token().unwrap().secret(), "rt-1");
        let UnusableReason::IdToken(reason) = unusable.reason() else { panic!("{error:?}") };
        assert_eq!(*reason.reason(), JwtErrorReason::OtherLogin { claim });
        assert_eq!(
            error.to_string(),
            format!(
                "`{claim}` of the ID token is not that of the login that it continues (OpenID Connect \
                 Core section 12.2)"
            )
        );
    }
}

#[test]
fn a_refreshed_id_token_is_validated_like_any_other() {
    let login = identity(&json!({}));
    for (changed, expected) in [
        (json!({"aud": "other"}), JwtErrorReason::Audience),
        (json!({"exp": NOW - 100}), JwtErrorReason::Expired),
        (
            json!({"iss": "https://evil.example"}),
            JwtErrorReason::Issuer {
                expected: "https://idp.example.com".into(),
                received: "https://evil.example".into(),
            },
        ),
        (json!({"at_hash": "AAAA"}), JwtErrorReason::AccessTokenHash),
    ] {
        let error = refreshed(&login, &changed).unwrap_err();
        let RequestError::Unusable(unusable) = error else { panic!("{changed}") };
        let UnusableReason::IdToken(reason) = unusable.reason() else { panic!("{changed}") };
        assert_eq!(*reason.reason(), expected);
    }
}

#[test]
fn the_nonce_of_the_login_may_be_repeated() {
    let token = login_claiming(&json!({})).unwrap();
    let login = token.claims().unwrap().identity();
    let nonce = token.claims().unwrap().nonce().unwrap();
    assert!(refreshed(&login, &json!({ "nonce": nonce })).is_ok());
}

#[test]
fn a_refresh_without_an_id_token_is_no_error() {
    let answer = r#"{"access_token": "at", "token_type": "Bearer"}"#;
    let http = Http::answering(200, &key_set(&[])).then(200, answer);
    let login = identity(&json!({}));
    let request = flow().refresh(RefreshToken::new("rt".into())).identity(&login).request(&http);
    assert_eq!(request.unwrap().claims().unwrap_err(), NoClaims::NoIdToken);
}

#[test]
fn nothing_is_claimed_where_the_login_is_not_known() {
    let http = Http::answering(200, &tokens("h.p.s"));
    let tokens = flow().refresh(RefreshToken::new("rt".into())).request(&http).unwrap();
    assert_eq!(
        tokens.claims().unwrap_err().to_string(),
        "it is not known which login the refresh continues; help: call `identity` of the request with \
         the identity of the login"
    );
    assert_eq!(http.requests().len(), 1);
}
