//! The scope `openid` asks for an ID token.

use oauth_flow::flow::{Flow, RequestError, Retry, Tokens, UnusableReason};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, only, pairs};
use oauth2::RefreshToken;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid profile"
)]
struct Portal;

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").build().unwrap()
}

/// The answer to a code, in a login that asks for this scope.
fn exchanged(scope: &str, answer: &str) -> Result<Tokens, RequestError<Unreachable>> {
    let flow = flow();
    let (url, pending) = flow.authorize().scope(scope).begin().unwrap();
    let state = only(&pairs(url.query().unwrap()), "state");
    let http = Http::answering(200, answer);
    flow.complete(pending, &format!("code=c&state={state}")).unwrap().request(&http)
}

#[test]
fn a_code_of_a_login_gives_an_id_token() {
    // OpenID Connect Core section 3.1.3.3.
    for answer in [
        r#"{"access_token": "at", "token_type": "Bearer", "refresh_token": "rt"}"#,
        r#"{"access_token": "at", "token_type": "Bearer", "refresh_token": "rt", "id_token": ""}"#,
        r#"{"access_token": "at", "token_type": "Bearer", "refresh_token": "rt", "scope": "openid"}"#,
    ] {
        let error = exchanged("openid", answer).unwrap_err();
        assert_eq!(error.retry(), Retry::No);
        assert_eq!(
            error.to_string(),
            "the scope `openid` was asked for, and the server's answer has no `id_token`, which OpenID \
             Connect Core section 3.1.3.3 requires; help: leave `openid` out of the scope if the client \
             needs no ID token"
        );
        let RequestError::Unusable(unusable) = error else { panic!("{error:?}") };
        assert_eq!(unusable.reason(), &UnusableReason::MissingIdToken);
        // They can be revoked.
        assert_eq!(unusable.access_token().unwrap().secret(), "at");
        assert_eq!(unusable.refresh_token().unwrap().secret(), "rt");
    }
    let answer = r#"{"access_token": "at", "token_type": "Bearer", "id_token": "h.p.s"}"#;
    let tokens = exchanged("openid", answer).unwrap();
    assert_eq!(tokens.id_token(), Some("h.p.s"));
    assert_eq!(tokens.nonce().unwrap().len(), 27);
}

#[test]
fn a_server_may_grant_less_than_a_login() {
    for scope in ["profile", ""] {
        let answer =
            format!(r#"{{"access_token": "at", "token_type": "Bearer", "scope": "{scope}"}}"#);
        assert!(exchanged("openid profile", &answer).unwrap().id_token().is_none());
    }
}

#[test]
fn only_who_asks_for_openid_needs_an_id_token() {
    let bare = r#"{"access_token": "at", "token_type": "Bearer"}"#;
    assert!(exchanged("profile", bare).is_ok());
    // OpenID Connect Core section 12.2: a refresh may have none.
    let http = Http::answering(
        200,
        r#"{"access_token": "at", "token_type": "Bearer", "scope": "openid"}"#,
    );
    assert!(flow().refresh(RefreshToken::new("rt".into())).request(&http).is_ok());
}
