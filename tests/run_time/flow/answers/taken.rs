//! The tokens that are taken.

use std::time::Duration;

use oauth_flow::flow::{Flow, TokenType, UnusableReason};
use oauth_flow_run_time_tests::Http;

use super::{Portal, exchanged, flow, old, refreshed, refused, unusable};

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
    for token_type in ["DPoP", "mac", "N_A", "BearerToken"] {
        let json = format!(r#"{{"access_token": "at", "token_type": "{token_type}"}}"#);
        let (reason, _) = unusable(refused(&Http::answering(200, &json)));
        assert_eq!(reason, UnusableReason::TokenType(token_type.into()));
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
    assert_eq!(unusable(error).0, UnusableReason::TokenType("DPoP".into()));
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
fn the_granted_scope_is_the_word_of_the_server() {
    // RFC 6749 section 3.3: the server may ignore the scope that is asked for, and says what it granted.
    let refresh = |scope: &str| {
        let json = format!(
            r#"{{"access_token": "at", "token_type": "Bearer", "refresh_token": "new", "scope": {scope}}}"#
        );
        let tokens = flow().refresh(old()).scope("read").request(&Http::answering(200, &json));
        let tokens = tokens.unwrap();
        assert_eq!(tokens.refresh_token().unwrap().secret(), "new", "{scope}");
        let granted = tokens.scopes()?.iter().map(|scope| scope.to_string());
        Some(granted.collect::<Vec<String>>())
    };
    let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
    for (scope, granted) in [
        (r#""read""#, words(&["read"])),
        (r#""read write""#, words(&["read", "write"])),
        (r#""write""#, words(&["write"])),
        (r#""READ""#, words(&["READ"])),
        (r#""read ""#, words(&["read"])),
        (r#"" openid  read""#, words(&["openid", "read"])),
        (
            r#""https://www.googleapis.com/auth/userinfo.email""#,
            words(&["https://www.googleapis.com/auth/userinfo.email"]),
        ),
        (r#""read,write""#, words(&["read,write"])),
        (r#"["read", "write admin"]"#, words(&["read", "write", "admin"])),
        (r#""""#, words(&[])),
        ("[]", words(&[])),
        ("null", None),
    ] {
        assert_eq!(refresh(scope), granted, "{scope}");
    }
}

#[test]
fn an_empty_refresh_token_is_none() {
    // RFC 6749 appendix A.17: a refresh token has at least one character.
    for empty in [r#""""#, r#"" ""#, "null"] {
        let json = format!(
            r#"{{"access_token": "at", "token_type": "Bearer", "refresh_token": {empty}}}"#
        );
        let kept = refreshed(&json).unwrap();
        assert_eq!(kept.refresh_token().unwrap().secret(), "old", "{empty}");
        let tokens = exchanged(&Http::answering(200, &json)).unwrap();
        assert!(tokens.refresh_token().is_none(), "{empty}");
    }
}

#[test]
fn a_lifetime_is_read_in_any_form_that_has_one() {
    let lifetime = |json: &str| {
        let json = format!(
            r#"{{"access_token": "at", "token_type": "Bearer", "refresh_token": "new", "expires_in": {json}}}"#
        );
        let tokens = refreshed(&json).unwrap();
        assert_eq!(tokens.refresh_token().unwrap().secret(), "new");
        tokens.expires_in().map(|lifetime| lifetime.as_secs())
    };
    for (json, seconds) in [
        ("3600", Some(3600)),
        (r#""3599""#, Some(3599)),
        (r#"" 3599 ""#, Some(3599)),
        ("3600.0", Some(3600)),
        ("3599.9", Some(3599)),
        (r#""3599.9""#, Some(3599)),
        ("36e2", Some(3600)),
        ("0", Some(0)),
        // A century, and one second more.
        ("3155760000", Some(3_155_760_000)),
        ("3155760001", None),
        ("-1", None),
        (r#""-1""#, None),
        ("1e400", None),
        ("18446744073709551616", None),
        ("9223372036854775807", None),
        ("null", None),
        ("true", None),
        (r#""soon""#, None),
        (r#""inf""#, None),
        (r#""NaN""#, None),
        (r#""""#, None),
        ("[3600]", None),
        (r#"{"seconds": 3600}"#, None),
    ] {
        assert_eq!(lifetime(json), seconds, "{json}");
    }
}

#[test]
fn an_answer_without_token_type_is_one_of_a_bearer_token() {
    for json in [
        r#"{"access_token": "at", "expires_in": 43200, "user_id": 1}"#,
        r#"{"access_token": "at", "token_type": null}"#,
        r#"{"access_token": "at", "token_type": ""}"#,
    ] {
        let tokens = exchanged(&Http::answering(200, json)).unwrap();
        assert_eq!(tokens.access_token().secret(), "at", "{json}");
    }
}

#[test]
fn a_token_type_of_the_server_is_a_bearer_token_where_the_user_says_so() {
    let flow = |names: &[&str]| {
        let mut builder = Flow::<Portal>::builder().client_secret("hush");
        for name in names {
            builder = builder.bearer_token_type(*name);
        }
        builder.build().unwrap()
    };
    let refresh = |flow: &Flow<Portal>, name: &str| {
        let json = format!(r#"{{"access_token": "at", "token_type": "{name}"}}"#);
        flow.refresh(old()).request(&Http::answering(200, &json))
    };
    let both = flow(&["BearerToken", "bot"]);
    assert!(refresh(&both, "BearerToken").is_ok());
    assert!(refresh(&both, "bearertoken").is_ok());
    assert!(refresh(&both, "bot").is_ok());
    assert!(refresh(&both, "Bearer").is_ok());
    assert!(refresh(&both, "DPoP").is_err());
    let error = refresh(&flow(&[]), "bot").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the token type `bot` is not `Bearer`; help: if the server means `Bearer` by it, call \
         `bearer_token_type` of the builder"
    );
    assert_eq!(unusable(error).1.as_deref(), Some("old"));
}

#[test]
fn every_other_member_is_at_hand() {
    let tokens = exchanged(&Http::answering(
        200,
        r#"{"access_token": "at", "token_type": "Bearer", "tenant": {"id": 1}, "quota": 1e400}"#,
    ))
    .unwrap();
    assert_eq!(tokens.extra("tenant").unwrap()["id"], 1);
    // No number of the library can be this one, so its text is handed out.
    assert_eq!(tokens.extra("quota").unwrap(), "1e400");
}
