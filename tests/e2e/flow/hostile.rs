//! Token endpoints that nobody should trust.

use std::time::Duration;

use oauth_flow::flow::{
    AnswerError, BlockingSafeHttp, DeviceError, ExchangeError, Flow, PushError, RequestError,
    SafeHttpError, SafeHttpOptions, UnusableReason,
};
use oauth_flow_e2e_tests::{Request, Server, tests};
use oauth2::RefreshToken;

use crate::clients::{Device, M2m, Spa, WebPar, secret};
use crate::{assert_silent, http, metadata, server};

tests! {
    a_redirect_is_not_followed_whatever_its_status
    no_endpoint_is_followed_where_it_redirects
    an_answer_that_takes_too_long_is_a_timeout
    a_page_is_not_json
    an_answer_of_a_hundred_megabytes_is_not_read_to_its_end
    a_token_type_that_the_client_cannot_use_is_named
    an_answer_without_a_type_is_one_of_a_bearer_token
    an_answer_without_a_token_is_named
    an_error_with_the_status_of_success_is_an_error_of_the_server
    a_status_without_an_error_code_is_the_status
    an_answer_that_repeats_the_request_is_not_repeated
    an_answer_that_is_cut_off_is_an_error_of_the_http_client
    a_refresh_that_widens_the_scope_gives_its_tokens
}

type Error = RequestError<SafeHttpError>;

/// What a machine gets from a hostile endpoint. The secret is in no text of it.
fn error(server: &Server, name: &str) -> Error {
    let client = M2m::at(server, "m2m-post", server.hostile(name));
    let error = Flow::new(&client).unwrap().client_credentials().request(http()).unwrap_err();
    assert_silent(&error, &[&secret(server, "m2m-post"), "hostile-access-token"]);
    error
}

/// The requests that a hostile path got, of all tests.
fn requests(server: &Server, name: &str) -> Vec<Request> {
    server.record().of(&format!("/hostile/{name}")).cloned().collect()
}

fn a_redirect_is_not_followed_whatever_its_status() {
    let server = server();
    for status in [301, 302, 303, 307, 308] {
        match error(server, &format!("redirect?status={status}")) {
            RequestError::Exchange(ExchangeError::Answer(error)) => {
                assert_eq!(error, AnswerError::Redirected { status });
            }
            other => panic!("not a redirect, but {other:?}"),
        }
    }
    assert!(requests(server, "redirect").len() >= 5);
    assert_eq!(requests(server, "redirected").len(), 0, "the secret was sent on");
}

fn no_endpoint_is_followed_where_it_redirects() {
    const REDIRECTED: AnswerError = AnswerError::Redirected { status: 307 };
    let server = server();
    let elsewhere = server.hostile("redirect");

    let builder = Flow::builder().config(&WebPar::of(server)).server(&metadata(server));
    let flow = builder.pushed_authorization_request_endpoint(elsewhere.clone()).build().unwrap();
    let pushed = flow.authorize().push(http());
    assert!(
        matches!(&pushed, Err(PushError::Exchange(ExchangeError::Answer(REDIRECTED)))),
        "{pushed:?}"
    );

    let builder = Flow::builder().config(&Device).server(&metadata(server));
    let flow = builder
        .device_authorization_endpoint(elsewhere.clone())
        .revocation_endpoint(elsewhere)
        .build()
        .unwrap();
    let started = flow.device().start(http());
    assert!(
        matches!(&started, Err(DeviceError::Exchange(ExchangeError::Answer(REDIRECTED)))),
        "{started:?}"
    );
    let revoked = flow.revoke(RefreshToken::new("any".to_owned())).request(http());
    assert!(matches!(&revoked, Err(ExchangeError::Answer(REDIRECTED))), "{revoked:?}");
    assert_eq!(requests(server, "redirected").len(), 0);
}

fn an_answer_that_takes_too_long_is_a_timeout() {
    let server = server();
    let options = SafeHttpOptions::new().timeout(Duration::from_millis(200));
    let hasty = BlockingSafeHttp::with_options(&options).unwrap();
    let client = M2m::at(server, "m2m-basic", server.hostile("slow"));
    let error = Flow::new(&client).unwrap().client_credentials().request(&hasty).unwrap_err();
    assert!(
        matches!(error, RequestError::Exchange(ExchangeError::Http(SafeHttpError::Timeout))),
        "{error:?}"
    );
}

fn a_page_is_not_json() {
    let server = server();
    let error = error(server, "not-json");
    let RequestError::Exchange(ExchangeError::Answer(AnswerError::NotJson { content_type })) =
        error
    else {
        panic!("not a page, but {error:?}")
    };
    assert_eq!(content_type.as_deref(), Some("text/html"));
}

fn an_answer_of_a_hundred_megabytes_is_not_read_to_its_end() {
    let server = server();
    let limit = 1024 * 1024;
    match error(server, "huge") {
        RequestError::Exchange(ExchangeError::Http(SafeHttpError::BodyTooLarge {
            limit: found,
        })) => {
            assert_eq!(found, limit);
        }
        other => panic!("not too large, but {other:?}"),
    }
    for request in requests(server, "huge") {
        assert!(request.bytes_sent < 50 * 1024 * 1024, "{} bytes were sent", request.bytes_sent);
    }
}

fn a_token_type_that_the_client_cannot_use_is_named() {
    let server = server();
    match error(server, "token-type") {
        RequestError::Unusable(unusable) => {
            assert_eq!(unusable.reason(), &UnusableReason::TokenType("mac".to_owned()));
        }
        other => panic!("not of another type, but {other:?}"),
    }
}

fn an_answer_without_a_type_is_one_of_a_bearer_token() {
    let server = server();
    let client = M2m::at(server, "m2m-post", server.hostile("no-token-type"));
    let tokens = Flow::new(&client).unwrap().client_credentials().request(http()).unwrap();
    assert_eq!(tokens.access_token().secret(), "hostile-access-token");
}

fn an_answer_without_a_token_is_named() {
    let error = error(server(), "no-token");
    let RequestError::Exchange(ExchangeError::Answer(AnswerError::Member(wrong))) = &error else {
        panic!("not a member, but {error:?}")
    };
    assert_eq!((wrong.member(), wrong.found()), ("access_token", None));
}

fn an_error_with_the_status_of_success_is_an_error_of_the_server() {
    let server = server();
    crate::assert_refused(Err::<(), _>(error(server, "error-in-success")), 200, "invalid_grant");
}

fn a_status_without_an_error_code_is_the_status() {
    let server = server();
    let error = error(server, "server-error");
    let RequestError::Exchange(ExchangeError::Answer(AnswerError::Status { status, .. })) = error
    else {
        panic!("not a status, but {error:?}")
    };
    assert_eq!(status, 503);
}

fn an_answer_that_repeats_the_request_is_not_repeated() {
    let server = server();
    let token = RefreshToken::new("a-refresh-token-of-the-test".to_owned());
    let flow = Flow::builder()
        .config(&Spa)
        .server(&metadata(server))
        .token_endpoint(server.hostile("echo"))
        .build()
        .unwrap();
    let error = flow.refresh(token.clone()).request(http()).unwrap_err();
    assert_silent(&error, &[token.secret()]);
    let RequestError::Exchange(ExchangeError::Answer(AnswerError::Status { status, .. })) = error
    else {
        panic!("not a status, but {error:?}")
    };
    assert_eq!(status, 400);
    let [request] = &requests(server, "echo")[..] else { panic!("not one request") };
    assert_eq!(request.body("refresh_token"), Some(token.secret().as_str()));
}

fn an_answer_that_is_cut_off_is_an_error_of_the_http_client() {
    let server = server();
    let error = error(server, "cut");
    assert!(
        matches!(error, RequestError::Exchange(ExchangeError::Http(SafeHttpError::Reqwest(_)))),
        "{error:?}"
    );
}

fn a_refresh_that_widens_the_scope_gives_its_tokens() {
    let server = server();
    let flow = Flow::builder()
        .config(&Spa)
        .server(&metadata(server))
        .token_endpoint(server.hostile("wider-scope"))
        .build()
        .unwrap();
    let token = RefreshToken::new("any".to_owned());
    let tokens = flow.refresh(token).scope("read write").request(http()).unwrap();
    // RFC 6749 section 3.3: what was granted is what the server says.
    assert!(tokens.scopes().unwrap().len() > 2, "{tokens:?}");
}
