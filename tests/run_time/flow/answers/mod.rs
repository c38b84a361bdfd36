//! What a token endpoint answers: the tokens that are taken, and every answer that is refused.

use std::time::Duration;

use oauth_flow::flow::{
    AnswerError, ErrorBody, ExchangeError, Flow, JsonType, RequestError, Retry, ServerError,
    TokenType, Tokens, UnusableReason,
};
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
    scope = "read write"
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

/// What is wrong with the answer.
#[track_caller]
fn answer_error(http: &Http) -> AnswerError {
    match refused(http) {
        RequestError::Exchange(ExchangeError::Answer(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// What the server refuses with.
#[track_caller]
fn server_error(http: &Http) -> ServerError {
    match refused(http) {
        RequestError::Exchange(ExchangeError::Server(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Why tokens that were issued are of no use, and the refresh token that is kept.
#[track_caller]
fn unusable(error: RequestError<Unreachable>) -> (UnusableReason, Option<String>) {
    let RequestError::Unusable(unusable) = error else { panic!("{error:?}") };
    let token = unusable.refresh_token().map(|token| token.secret().clone());
    (unusable.reason().clone(), token)
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
fn what_was_issued_is_kept_where_it_is_of_no_use() {
    let (reason, kept) = unusable(
        refreshed(r#"{"access_token": "at", "token_type": "DPoP", "refresh_token": "new"}"#)
            .unwrap_err(),
    );
    assert_eq!(reason, UnusableReason::TokenType("DPoP".into()));
    assert_eq!(kept.as_deref(), Some("new"));
    let error = refreshed(r#"{"token_type": "Bearer", "refresh_token": "new"}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server's answer has no `access_token`, which RFC 6749 section 5.1 requires; it has \
         `token_type` and `refresh_token`"
    );
    assert_eq!(unusable(error).1.as_deref(), Some("new"));
    let error = refreshed(r#"{"access_token": "at", "refresh_token": {"value": "new"}}"#);
    let RequestError::Unusable(unusable) = error.unwrap_err() else { panic!("tokens") };
    assert_eq!(
        unusable.to_string(),
        "`refresh_token` of the server's answer is an object, and RFC 6749 section 5.1 has a string"
    );
    assert_eq!(unusable.access_token().unwrap().secret(), "at");
    assert_eq!(unusable.refresh_token().unwrap().secret(), "old");
    let shown = format!("{unusable:?}");
    assert!(!shown.contains("\"at\"") && !shown.contains("old"), "{shown}");
}

#[test]
fn what_stays_refused_names_the_member_and_its_type() {
    let told = |json: &str| refused(&Http::answering(200, json)).to_string();
    assert_eq!(
        told(r#"{"access_token": 5, "token_type": "Bearer"}"#),
        "`access_token` of the server's answer is a number, and RFC 6749 section 5.1 has a string"
    );
    assert_eq!(
        told(r#"{"access_token": "at", "token_type": ["Bearer"]}"#),
        "`token_type` of the server's answer is an array, and RFC 6749 section 5.1 has a string"
    );
    assert_eq!(
        told(r#"{"access_token": "at", "token_type": "Bearer", "scope": true}"#),
        "`scope` of the server's answer is a boolean, and RFC 6749 section 5.1 has a string"
    );
    assert_eq!(
        told(r#"{"access_token": "at", "token_type": "Bearer", "id_token": {}}"#),
        "`id_token` of the server's answer is an object, and OpenID Connect Core section 3.1.3.3 has \
         a string"
    );
    assert_eq!(
        told("{}"),
        "the server's answer has no `access_token`, which RFC 6749 section 5.1 requires"
    );
    assert_eq!(
        told(r#"{"access_token": "", "token_type": "Bearer"}"#),
        "`access_token` of the server's answer is empty, and RFC 6749 section 5.1 requires it"
    );
    assert_eq!(
        told(r#"{"access_token": null, "token_type": "Bearer"}"#),
        "`access_token` of the server's answer is `null`, and RFC 6749 section 5.1 has a string"
    );
    assert_eq!(told("[]"), "the server's answer is an array and not a JSON object");
    assert_eq!(
        told(r#"{"access_token": "a", "token_type": "Bearer", "access\u005ftoken": "b"}"#),
        "the server's answer has the member `access_token` twice"
    );
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

#[test]
fn the_error_of_the_server_is_told() {
    let http = Http::answering(
        400,
        r#"{"error": "invalid_grant", "error_description": "code c was used",
            "error_uri": "https://idp.example.com/e"}"#,
    );
    let error = refused(&http);
    assert_eq!(error.to_string(), "the server answered `invalid_grant` (HTTP status 400)");
    assert_eq!(error.retry(), Retry::NewLogin);
    let RequestError::Exchange(ExchangeError::Server(refusal)) = error else { panic!("{error:?}") };
    assert_eq!(refusal.status(), 400);
    assert_eq!(refusal.code().as_ref(), "invalid_grant");
    assert_eq!(refusal.description(), Some("code c was used"));
    assert_eq!(refusal.uri(), Some("https://idp.example.com/e"));
    // Whatever content type an error comes with.
    let error = server_error(&Http::default().then_typed(
        400,
        "text/plain",
        r#"{"error": "invalid_scope"}"#,
    ));
    assert_eq!(error.code().as_ref(), "invalid_scope");
    assert_eq!(error.retry(), Retry::No);
}

#[test]
fn a_client_that_the_server_does_not_know_hears_how_it_is_declared() {
    // RFC 6749 section 5.2: 401 where the client authenticated in the header.
    let error = server_error(&Http::answering(401, r#"{"error": "invalid_client"}"#));
    assert_eq!(
        error.to_string(),
        "the server answered `invalid_client` (HTTP status 401); the declaration has `auth = \
         \"client_secret_basic\"`"
    );
    let described = r#"{"error": "invalid_client",
        "error_description": "the method 'client_secret_post' is registered <b>"}"#;
    let error = server_error(&Http::answering(401, described));
    assert_eq!(
        error.to_string(),
        "the server answered `invalid_client` (HTTP status 401); the declaration has `auth = \
         \"client_secret_basic\"`, and `description()` has the server's reason"
    );
    let reason = r"the method 'client_secret_post' is registered \u{3c}b\u{3e}";
    assert_eq!(error.description(), Some(reason));
}

#[test]
fn an_error_code_says_whether_to_come_back() {
    for (code, retry) in [
        ("temporarily_unavailable", Retry::Later(None)),
        ("server_error", Retry::Later(None)),
        ("slow_down", Retry::Later(None)),
        ("authorization_pending", Retry::Later(None)),
        ("invalid_grant", Retry::NewLogin),
        ("invalid_client", Retry::No),
        ("unauthorized_client", Retry::No),
    ] {
        let json = format!(r#"{{"error": "{code}", "error_description": "secret"}}"#);
        let error = server_error(&Http::answering(400, &json));
        assert_eq!(error.retry(), retry, "{code}");
        let shown = format!("{error:?}");
        assert_eq!(shown, format!(r#"ServerError {{ status: 400, code: "{code}", .. }}"#));
    }
}

#[test]
fn an_error_with_the_status_of_success_is_an_error() {
    let refusal = server_error(&Http::answering(200, r#"{"error": "bad_verification_code"}"#));
    assert_eq!((refusal.status(), refusal.code().as_ref()), (200, "bad_verification_code"));
}

#[test]
fn an_error_that_is_none_of_the_standard_is_named() {
    let object =
        r#"{"error": {"message": "Invalid code.", "type": "OAuthException", "code": 100}}"#;
    for status in [400, 200] {
        let error = answer_error(&Http::answering(status, object));
        assert_eq!(
            error.to_string(),
            format!(
                "the server answered with HTTP status {status}: `error` is an object with `message`, \
                 `type` and `code`, and RFC 6749 section 5.2 has a string"
            )
        );
    }
    let told = |http: Http| answer_error(&http).to_string();
    assert_eq!(
        told(Http::answering(400, r#"{"code": 4, "<b>": 5}"#)),
        r"the server answered with HTTP status 400: a JSON object with `code` and `\u{3c}b\u{3e}`"
    );
    assert_eq!(
        told(Http::answering(400, r#"{"code": 4}"#)),
        "the server answered with HTTP status 400: a JSON object with `code`"
    );
    assert_eq!(
        told(Http::answering(404, "{}")),
        "the server answered with HTTP status 404: an empty JSON object"
    );
    assert_eq!(
        told(Http::answering(400, r#"{"error": 7}"#)),
        "the server answered with HTTP status 400: `error` is a number, and RFC 6749 section 5.2 has \
         a string"
    );
    assert_eq!(
        told(Http::default().then_typed(503, "text/html; charset=utf-8", "<html>")),
        "the server answered with HTTP status 503: the content type is `text/html`"
    );
}

#[test]
fn what_comes_from_outside_is_bounded_and_escaped() {
    let code = format!("<script>{}", "x".repeat(100_000));
    let error = refused(&Http::answering(400, &format!(r#"{{"error": "{code}"}}"#)));
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(shown.len() < 300 && !shown.contains('<'), "{shown}");
    }
    let http = Http::default().then_typed(500, &"x".repeat(5000), "");
    assert!(answer_error(&http).to_string().len() < 200);
}

#[test]
fn a_server_that_is_down_says_when_to_come_back() {
    let after = |status: u16, header: &str| {
        let http = Http::default().then_after(status, header);
        refused(&http).retry()
    };
    let later = |seconds| Retry::Later(Some(Duration::from_secs(seconds)));
    assert_eq!(after(503, "120"), later(120));
    assert_eq!(after(429, "1"), later(1));
    // A day at most.
    assert_eq!(after(503, "99999999"), later(86_400));
    assert_eq!(after(503, "soon"), Retry::Later(None));
    assert_eq!(after(400, "120"), Retry::No);
    // A date that has passed, RFC 9110 section 5.6.7.
    assert_eq!(after(503, "Sun, 06 Nov 1994 08:49:37 GMT"), later(0));
    assert_eq!(refused(&Http::default().then_unreachable()).retry(), Retry::Later(None));
}

#[test]
fn what_is_no_answer_of_a_token_endpoint_is_named() {
    for status in [301, 302, 303, 307, 308] {
        let redirected = answer_error(&Http::answering(status, ""));
        assert_eq!(redirected, AnswerError::Redirected { status });
    }
    let html = answer_error(&Http::default().then_typed(500, "text/html", "<html>"));
    let body = ErrorBody::Other { content_type: Some("text/html".into()) };
    assert_eq!(html, AnswerError::Status { status: 500, body, retry_after: None });
    let token = r#"{"access_token": "at", "token_type": "Bearer"}"#;
    for content_type in [
        "application/json;charset=UTF-8",
        "Application/JSON",
        "application/a+json",
        "text/html",
        "text/javascript",
        "application/x-www-form-urlencoded",
    ] {
        let http = Http::default().then_typed(200, content_type, token);
        assert!(exchanged(&http).is_ok(), "{content_type}");
    }
    let with_mark = format!("\u{feff}{token}");
    assert!(exchanged(&Http::answering(200, &with_mark)).is_ok());
    let form = "access_token=at&token_type=bearer";
    let content_type = "application/x-www-form-urlencoded";
    let error = answer_error(&Http::default().then_typed(200, content_type, form));
    assert_eq!(
        error.to_string(),
        "the server's answer is not JSON: its content type is `application/x-www-form-urlencoded`"
    );
    let cut = answer_error(&Http::answering(200, "{\n\"access_token\": \"a"));
    assert_eq!(cut, AnswerError::Malformed { line: 2, column: 18 });
    let array = answer_error(&Http::answering(200, "[]"));
    assert_eq!(array, AnswerError::NotAnObject { found: JsonType::Array });
    let padded = format!("{token}{}", " ".repeat(1024 * 1024 - token.len()));
    assert!(exchanged(&Http::answering(200, &padded)).is_ok(), "one mebibyte is read");
    let large = " ".repeat(1024 * 1024 + 1);
    let length = 1_048_577;
    assert_eq!(answer_error(&Http::answering(200, &large)), AnswerError::TooLarge { length });
    assert_eq!(answer_error(&Http::answering(400, &large)), AnswerError::TooLarge { length });
}

#[test]
fn the_failure_of_the_http_client_is_the_source() {
    let error = refused(&Http::default().then_unreachable());
    assert_eq!(error.to_string(), "the request to the authorization server failed");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "no route to host");
}
