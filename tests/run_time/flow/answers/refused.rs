//! The answers that are refused.

use std::time::Duration;

use oauth_flow::flow::{
    AnswerError, ErrorBody, ExchangeError, JsonType, RequestError, Retry, UnusableReason,
};
use oauth_flow_run_time_tests::Http;

use super::{answer_error, exchanged, refreshed, refused, server_error, unusable};

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
