//! What the client refuses of what comes back through the browser, each with its own error.

use std::time::{Duration, SystemTime};

use oauth_flow::flow::{
    AuthorizationErrorCode, CompleteError, Flow, ForeignLogin, Pending, RequestError, parameter,
};
use oauth_flow_e2e_tests::{Server, tests};

use crate::clients::{Spa, Web, WebPost};
use crate::{
    SPA, WEB, answer, assert_refused, flow, http, log_in, metadata, parameter, replaced, server,
};

tests! {
    a_wrong_state_is_refused
    an_empty_state_is_refused
    a_missing_state_is_refused
    the_issuer_of_another_server_is_refused
    a_missing_issuer_is_refused_where_the_server_promises_it
    a_missing_issuer_is_accepted_where_nobody_promises_it
    a_parameter_that_is_there_twice_is_refused
    a_callback_without_its_code_is_refused
    a_callback_of_a_megabyte_is_refused
    a_parameter_that_nobody_knows_is_ignored
    the_callback_of_another_login_of_the_same_client_is_refused
    the_stored_login_of_another_client_is_refused
    the_stored_login_at_another_server_is_refused
    a_login_that_took_too_long_is_refused
    a_user_who_refuses_is_access_denied
    a_user_who_would_have_to_log_in_is_login_required
    a_resource_that_the_server_does_not_know_is_an_invalid_target
    a_refusal_with_a_wrong_state_is_no_refusal
    a_callback_that_is_replayed_is_refused_by_the_server_which_ends_the_session
    the_code_of_another_login_is_refused_by_the_server_for_its_verifier
}

/// A login of the web application up to its callback.
fn login(server: &Server) -> (Flow<Web>, Pending<Web>, String) {
    let flow = flow(server, &Web::of(server));
    let (pending, query) = log_in(&flow, WEB);
    (flow, pending, query)
}

/// The callback, changed by `change`, is refused with this error, which says nothing of its code.
#[track_caller]
fn assert_changed(change: impl Fn(&str) -> String, expected: &CompleteError) {
    let server = server();
    let (flow, pending, query) = login(server);
    let refused = flow.complete(pending, &change(&query)).unwrap_err();
    assert_eq!(&refused, expected);
    crate::assert_silent(&refused, &[&parameter(&query, "code"), &parameter(&query, "state")]);
}

fn a_wrong_state_is_refused() {
    let wrong = |query: &str| {
        let state = parameter(query, "state");
        let changed = if state.starts_with('A') { "B" } else { "A" };
        replaced(query, "state", Some(&format!("{changed}{}", &state[1..])))
    };
    assert_changed(wrong, &CompleteError::WrongState);
}

const NO_STATE: CompleteError = CompleteError::MissingState { unconfirmed: None };

fn an_empty_state_is_refused() {
    assert_changed(|query| replaced(query, "state", Some("")), &NO_STATE);
}

fn a_missing_state_is_refused() {
    assert_changed(|query| replaced(query, "state", None), &NO_STATE);
}

fn the_issuer_of_another_server_is_refused() {
    let elsewhere = |query: &str| replaced(query, "iss", Some("https://elsewhere.example"));
    let (expected, received) =
        (server().issuer().to_owned(), "https://elsewhere.example".to_owned());
    assert_changed(elsewhere, &CompleteError::WrongIssuer { expected, received });
}

fn a_missing_issuer_is_refused_where_the_server_promises_it() {
    assert_changed(|query| replaced(query, "iss", None), &CompleteError::MissingIssuer);
}

fn a_missing_issuer_is_accepted_where_nobody_promises_it() {
    let server = server();
    let flow = Flow::builder()
        .config(&Web::of(server))
        .issuer(server.issuer())
        .authorization_endpoint(server.endpoint("/auth"))
        .token_endpoint(server.endpoint("/token"))
        .build()
        .unwrap();
    let (pending, query) = log_in(&flow, WEB);
    let without = replaced(&query, "iss", None);
    flow.complete(pending, &without).unwrap().request(http()).unwrap();
}

fn a_parameter_that_is_there_twice_is_refused() {
    for name in ["code", "state", "iss"] {
        let twice = |query: &str| format!("{query}&{name}={}", parameter(query, name));
        assert_changed(twice, &CompleteError::Duplicate(Some(name)));
    }
}

fn a_callback_without_its_code_is_refused() {
    assert_changed(|query| replaced(query, "code", None), &CompleteError::MissingCode);
    assert_changed(|query| replaced(query, "code", Some("")), &CompleteError::MissingCode);
}

fn a_callback_of_a_megabyte_is_refused() {
    let server = server();
    let (flow, pending, query) = login(server);
    let long = format!("{query}&filler={}", "a".repeat(1024 * 1024));
    let length = long.len();
    let refused = flow.complete(pending, &long).unwrap_err();
    assert_eq!(refused, CompleteError::TooLong { length });
}

fn a_parameter_that_nobody_knows_is_ignored() {
    let server = server();
    let (flow, pending, query) = login(server);
    let more = format!("?{query}&session_state=xyz");
    flow.complete(pending, &more).unwrap().request(http()).unwrap();
}

fn the_callback_of_another_login_of_the_same_client_is_refused() {
    let server = server();
    let (flow, pending, _) = login(server);
    let (_, other) = log_in(&flow, WEB);
    assert_eq!(flow.complete(pending, &other).unwrap_err(), CompleteError::WrongState);
}

fn the_stored_login_of_another_client_is_refused() {
    let server = server();
    let (flow, _, query) = login(server);
    let (other, _) = log_in(&crate::flow(server, &Spa), SPA);
    let stored = serde_json::to_string(&other).unwrap();
    let mixed_up: Pending<Web> = serde_json::from_str(&stored).unwrap();
    assert_eq!(
        flow.complete(mixed_up, &query).unwrap_err(),
        CompleteError::Foreign(ForeignLogin::Client)
    );
}

fn the_stored_login_at_another_server_is_refused() {
    let server = server();
    let (_, pending, query) = login(server);
    let elsewhere = Flow::builder()
        .config(&Web::of(server))
        .issuer("https://elsewhere.example")
        .authorization_endpoint("https://elsewhere.example/auth")
        .token_endpoint("https://elsewhere.example/token")
        .build()
        .unwrap();
    assert_eq!(
        elsewhere.complete(pending, &query).unwrap_err(),
        CompleteError::Foreign(ForeignLogin::Server)
    );
}

fn a_login_that_took_too_long_is_refused() {
    let server = server();
    let (_, pending, query) = login(server);
    let at = |clock| {
        let builder = Flow::builder().config(&Web::of(server)).server(&metadata(server));
        builder.clock(clock).build().unwrap()
    };
    let stored = serde_json::to_string(&pending).unwrap();
    let much_later = at(|| SystemTime::now() + Duration::from_secs(10 * 60));
    assert_eq!(much_later.complete(pending, &query).unwrap_err(), CompleteError::Expired);

    let soon_enough = at(|| SystemTime::now() + Duration::from_secs(5 * 60));
    let pending: Pending<Web> = serde_json::from_str(&stored).unwrap();
    soon_enough.complete(pending, &query).unwrap().request(http()).unwrap();
}

fn a_user_who_refuses_is_access_denied() {
    let server = server();
    let flow = flow(server, &Web::of(server));
    let (url, pending) = flow.authorize().extra(parameter!("login_hint"), "deny").begin().unwrap();
    let refused = flow.complete(pending, &answer(&url, WEB)).unwrap_err();
    let CompleteError::Refused(error) = refused else { panic!("not refused, but {refused:?}") };
    assert_eq!(error.code(), &AuthorizationErrorCode::AccessDenied);
    assert_eq!(error.description(), Some("the user refused"));
    assert_eq!(error.to_string(), "the authorization request was refused: `access_denied`");
}

fn a_user_who_would_have_to_log_in_is_login_required() {
    let server = server();
    let flow = flow(server, &Web::of(server));
    let (url, pending) = flow.authorize().extra(parameter!("prompt"), "none").begin().unwrap();
    let refused = flow.complete(pending, &answer(&url, WEB)).unwrap_err();
    let CompleteError::Refused(error) = refused else { panic!("not refused, but {refused:?}") };
    assert_eq!(error.code(), &AuthorizationErrorCode::LoginRequired);
}

fn a_resource_that_the_server_does_not_know_is_an_invalid_target() {
    let server = server();
    let flow = flow(server, &Web::of(server));
    let (url, pending) = flow.authorize().resource("https://unknown.example/").begin().unwrap();
    let refused = flow.complete(pending, &answer(&url, WEB)).unwrap_err();
    let CompleteError::Refused(error) = refused else { panic!("not refused, but {refused:?}") };
    assert_eq!(error.code(), &AuthorizationErrorCode::InvalidTarget);
}

fn a_refusal_with_a_wrong_state_is_no_refusal() {
    let server = server();
    let (flow, pending, _) = login(server);
    let forged = "error=access_denied&state=forged";
    assert_eq!(flow.complete(pending, forged).unwrap_err(), CompleteError::WrongState);
}

fn a_callback_that_is_replayed_is_refused_by_the_server_which_ends_the_session() {
    let server = server();
    let flow = flow(server, &WebPost::of(server));
    let (pending, query) = log_in(&flow, WEB);
    let stored = serde_json::to_string(&pending).unwrap();
    let tokens = flow.complete(pending, &query).unwrap().request(http()).unwrap();

    let again: Pending<WebPost> = serde_json::from_str(&stored).unwrap();
    let replayed = flow.complete(again, &query).unwrap().request(http());
    let error: RequestError<_> = replayed.unwrap_err();
    crate::assert_silent(&error, &[&parameter(&query, "code")]);
    assert_refused(Err::<(), _>(error), 400, "invalid_grant");
    // RFC 6749 section 4.1.2: tokens of a code that is used twice are revoked.
    let token = tokens.refresh_token().unwrap().clone();
    assert_refused(flow.refresh(token).request(http()), 400, "invalid_grant");
}

fn the_code_of_another_login_is_refused_by_the_server_for_its_verifier() {
    let server = server();
    let flow = flow(server, &Web::of(server));
    let (pending, query) = log_in(&flow, WEB);
    let (_, stolen) = log_in(&flow, WEB);
    let code = parameter(&stolen, "code");
    let injected = replaced(&query, "code", Some(&code));
    let answer = flow.complete(pending, &injected).unwrap().request(http());
    assert_refused(answer, 400, "invalid_grant");
    let record = server.record();
    let request = record.of("/token").find(|it| it.body("code") == Some(&code)).unwrap();
    assert_eq!(request.reason(), Some("code_verifier does not match code_challenge"));
}
