//! What a token endpoint answers: the tokens that are taken, and every answer that is refused.

use std::time::Duration;

use oauth_flow::flow::{Flow, RequestError, TokenType, Tokens, TransportError};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable};
use oauth2::RefreshToken;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "token-exchange"),
    pkce = "S256",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid read write"
)]
struct Portal;

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").build().unwrap()
}

fn old() -> RefreshToken {
    RefreshToken::new("old".into())
}

/// The answer of a refresh.
fn refreshed(json: &str) -> Result<Tokens, RequestError<Unreachable>> {
    flow().refresh(old()).request(&Http::answering(200, json))
}

/// The answer to a code.
fn exchanged(http: &Http) -> Result<Tokens, RequestError<Unreachable>> {
    let flow = flow();
    let (_url, pending) = flow.authorize().begin().unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    let response = format!("code=c&state={}", stored["state"].as_str().unwrap());
    flow.complete(pending, &response).unwrap().request(http)
}

#[track_caller]
fn refused(http: &Http) -> RequestError<Unreachable> {
    exchanged(http).expect_err("no tokens")
}

#[test]
fn everything_of_a_response_is_at_hand() {
    let flow = flow();
    let (_url, pending) = flow.authorize().begin().unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    let response = format!("code=c&state={}", stored["state"].as_str().unwrap());
    let http = Http::answering(
        200,
        r#"{"access_token": "at", "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": "rt", "scope": "openid read", "id_token": "h.p.s", "tenant": "blue"}"#,
    );
    let mut tokens = flow.complete(pending, &response).unwrap().request(&http).unwrap();
    assert_eq!(tokens.access_token().secret(), "at");
    assert_eq!(tokens.expires_in(), Some(Duration::from_secs(3600)));
    let scopes: Vec<_> = tokens.scopes().unwrap().iter().map(|it| it.as_str()).collect();
    assert_eq!(scopes, ["openid", "read"]);
    assert_eq!(tokens.id_token(), Some("h.p.s"));
    assert_eq!(tokens.nonce(), stored["nonce"].as_str());
    assert!(tokens.nonce().is_some());
    assert_eq!(tokens.extra("tenant").unwrap(), "blue");
    assert_eq!(tokens.extra("id_token"), None);
    assert_eq!(tokens.refresh_token().unwrap().secret(), "rt");
    assert_eq!(tokens.take_refresh_token().unwrap().secret(), "rt");
    assert!(tokens.refresh_token().is_none());
}

#[test]
fn the_least_response_is_enough() {
    let tokens = exchanged(&Http::answering(200, r#"{"access_token":"at","token_type":"bearer"}"#));
    let tokens = tokens.unwrap();
    assert_eq!(tokens.expires_in(), None);
    assert_eq!(tokens.scopes(), None);
    assert!(tokens.refresh_token().is_none());
    assert_eq!(tokens.id_token(), None);
}

#[test]
fn the_token_type_is_compared_in_any_case() {
    // RFC 6749 section 5.1: case insensitive.
    for token_type in ["Bearer", "bearer", "BEARER"] {
        let json = format!(r#"{{"access_token": "at", "token_type": "{token_type}"}}"#);
        assert!(exchanged(&Http::answering(200, &json)).is_ok(), "{token_type}");
    }
    for (token_type, shown) in [("DPoP", "dpop"), ("mac", "mac"), ("N_A", "n_a"), ("", "")] {
        let json = format!(r#"{{"access_token": "at", "token_type": "{token_type}"}}"#);
        let error = refused(&Http::answering(200, &json));
        assert!(matches!(&error, RequestError::TokenType(name) if name == shown), "{error:?}");
    }
}

#[test]
fn a_token_that_is_exchanged_may_be_of_no_type() {
    // RFC 8693 section 2.2.1.
    let http = Http::answering(
        200,
        r#"{"access_token": "rt", "token_type": "N_A",
            "issued_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}"#,
    );
    let flow = flow();
    let tokens = flow.token_exchange("subject", TokenType::Jwt).request(&http).unwrap();
    assert_eq!(tokens.access_token().secret(), "rt");
    let issued = "urn:ietf:params:oauth:token-type:refresh_token";
    assert_eq!(tokens.issued_token_type(), Some(issued));
    let bound = Http::answering(200, r#"{"access_token": "at", "token_type": "DPoP"}"#);
    let error = flow.token_exchange("subject", TokenType::Jwt).request(&bound).unwrap_err();
    assert!(matches!(&error, RequestError::TokenType(name) if name == "dpop"), "{error:?}");
}

#[test]
fn a_refresh_keeps_the_old_token_where_no_new_one_comes() {
    // RFC 6749 section 6.
    let kept = refreshed(r#"{"access_token": "at", "token_type": "Bearer"}"#).unwrap();
    assert_eq!(kept.refresh_token().unwrap().secret(), "old");
    let rotated =
        refreshed(r#"{"access_token": "at", "token_type": "Bearer", "refresh_token": "new"}"#);
    assert_eq!(rotated.unwrap().refresh_token().unwrap().secret(), "new");
}

#[test]
fn a_refresh_that_asked_for_less_gets_no_more() {
    let refresh = |asked: &str, granted: &str| {
        let json =
            format!(r#"{{"access_token": "at", "token_type": "Bearer", "scope": "{granted}"}}"#);
        flow().refresh(old()).scope(asked).request(&Http::answering(200, &json))
    };
    assert!(refresh("read", "read").is_ok());
    assert!(refresh("read write", "write").is_ok());
    for granted in ["read write", "write", "READ"] {
        let error = refresh("read", granted).unwrap_err();
        assert!(matches!(error, RequestError::WidenedScope), "{granted}: {error:?}");
    }
    // Whatever was granted before may come back where nothing was asked for.
    let all = r#"{"access_token": "at", "token_type": "Bearer", "scope": "read write"}"#;
    assert!(refreshed(all).is_ok());
}

#[test]
fn an_empty_token_is_none() {
    let error = refused(&Http::answering(200, r#"{"access_token": "", "token_type": "Bearer"}"#));
    assert!(matches!(error, RequestError::EmptyToken), "{error:?}");
}

#[test]
fn the_error_of_the_server_is_told() {
    let http = Http::answering(
        400,
        r#"{"error": "invalid_grant", "error_description": "code c was used",
            "error_uri": "https://idp.example.com/e"}"#,
    );
    let error = refused(&http);
    assert_eq!(error.to_string(), "the server answered `invalid_grant` (HTTP status 400)");
    let RequestError::Server(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.status(), 400);
    assert_eq!(refusal.code().as_ref(), "invalid_grant");
    assert_eq!(refusal.description(), Some("code c was used"));
    assert_eq!(refusal.uri(), Some("https://idp.example.com/e"));
    // RFC 6749 section 5.2: 401 where the client authenticated in the header.
    let error = refused(&Http::answering(401, r#"{"error": "invalid_client"}"#));
    assert!(matches!(&error, RequestError::Server(it) if it.status() == 401), "{error:?}");
    // Whatever content type an error comes with.
    let error =
        refused(&Http::default().then_typed(400, "text/plain", r#"{"error": "invalid_scope"}"#));
    assert!(matches!(&error, RequestError::Server(_)), "{error:?}");
}

#[test]
fn an_error_with_the_status_of_success_is_an_error() {
    let http = Http::answering(200, r#"{"error": "bad_verification_code"}"#);
    let error = refused(&http);
    let RequestError::Server(refusal) = &error else { panic!("{error:?}") };
    assert_eq!((refusal.status(), refusal.code().as_ref()), (200, "bad_verification_code"));
}

#[test]
fn what_is_no_answer_of_a_token_endpoint_is_named() {
    let transport = |http: &Http| match refused(http) {
        RequestError::Transport(error) => error,
        other => panic!("{other:?}"),
    };
    for status in [301, 302, 303, 307, 308] {
        let redirected = transport(&Http::answering(status, ""));
        assert_eq!(redirected, TransportError::Redirected { status });
    }
    assert_eq!(transport(&Http::answering(500, "<html>")), TransportError::Status(500));
    assert_eq!(transport(&Http::answering(404, "{}")), TransportError::Status(404));
    let token = r#"{"access_token": "at", "token_type": "Bearer"}"#;
    for content_type in ["text/html", "application/x-www-form-urlencoded", "application/jsonp"] {
        let http = Http::default().then_typed(200, content_type, token);
        assert_eq!(transport(&http), TransportError::NotJson, "{content_type}");
    }
    for content_type in ["application/json;charset=UTF-8", "Application/JSON", "application/a+json"]
    {
        let http = Http::default().then_typed(200, content_type, token);
        assert!(exchanged(&http).is_ok(), "{content_type}");
    }
    let cut = transport(&Http::answering(200, "{\n\"access_token\": \"a"));
    assert_eq!(cut, TransportError::Malformed { line: 2, column: 18 });
    let large = " ".repeat(1024 * 1024 + 1);
    let length = 1_048_577;
    assert_eq!(transport(&Http::answering(200, &large)), TransportError::TooLarge { length });
    assert_eq!(transport(&Http::answering(400, &large)), TransportError::TooLarge { length });
}

#[test]
fn the_failure_of_the_http_client_is_the_source() {
    let error = refused(&Http::default().then_unreachable());
    assert_eq!(error.to_string(), "the request to the authorization server failed");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "no route to host");
}
