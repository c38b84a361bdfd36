//! Clients that declare `par`: their authorization requests go to the server first (RFC 9126).

use oauth_flow::flow::{CompleteError, ExchangeError, Flow, Pending, PushError, parameter};
use oauth_flow_e2e_tests::{Server, tests};
use oauth2::basic::BasicErrorResponseType;

use crate::clients::{WebPar, WebPrivateKeyJwt, signer};
use crate::{WEB, answer, assert_silent, closed_port, flow, http, metadata, parameter, payload};

flows! {
    a_pushed_request_logs_a_user_in_where_the_server_takes_no_other
    a_pushed_request_is_signed_for_by_the_key_of_the_client
    the_browser_sees_nothing_of_a_pushed_request_but_its_reference
}

tests! {
    the_reference_to_a_pushed_request_is_used_once
    a_user_who_refuses_a_pushed_request_is_access_denied
    a_request_that_is_signed_with_another_key_is_not_taken
    a_wrong_secret_pushes_no_request
    a_server_that_is_down_takes_no_pushed_request
}

fn a_pushed_request_logs_a_user_in_where_the_server_takes_no_other(server: &Server) {
    let flow = flow(server, &WebPar::of(server));
    let (url, pending) = flow.authorize().push(http()).unwrap();
    let request = flow.complete(pending, &answer(&url, WEB)).unwrap();
    let tokens = request.request(http()).unwrap();
    assert_eq!(payload(tokens.id_token().unwrap())["nonce"].as_str(), tokens.nonce());
    assert!(tokens.nonce().is_some());
}

fn a_pushed_request_is_signed_for_by_the_key_of_the_client(server: &Server) {
    let flow = WebPrivateKeyJwt::flow(server);
    let (url, pending) = flow.authorize().push(http()).unwrap();
    let request = flow.complete(pending, &answer(&url, WEB)).unwrap();
    let tokens = request.request(http()).unwrap();
    let claims = payload(tokens.access_token().secret());
    assert_eq!(claims["aud"], "https://api.example/");
    let token = tokens.refresh_token().unwrap().clone();
    let tokens = flow.refresh(token).request(http()).unwrap();
    assert_eq!(payload(tokens.access_token().secret())["aud"], "https://api.example/");
}

fn the_browser_sees_nothing_of_a_pushed_request_but_its_reference(server: &Server) {
    let flow = WebPrivateKeyJwt::flow(server);
    let (url, _) = flow.authorize().push(http()).unwrap();
    let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["client_id", "request_uri"]);
    assert_eq!(parameter(url.query().unwrap(), "client_id"), "web-private-key-jwt");
}

fn the_reference_to_a_pushed_request_is_used_once() {
    let server = crate::server();
    let flow = WebPrivateKeyJwt::flow(server);
    let (url, pending) = flow.authorize().push(http()).unwrap();
    let stored = serde_json::to_string(&pending).unwrap();
    flow.complete(pending, &answer(&url, WEB)).unwrap().request(http()).unwrap();
    let again = answer(&url, WEB);
    assert_eq!(parameter(&again, "error"), "invalid_request_uri");
    // The server has forgotten the request, and its `state` with it: the answer is nobody's.
    let pending: Pending<WebPrivateKeyJwt> = serde_json::from_str(&stored).unwrap();
    assert_eq!(
        flow.complete(pending, &again).unwrap_err(),
        CompleteError::MissingState { unconfirmed: None }
    );
}

fn a_user_who_refuses_a_pushed_request_is_access_denied() {
    let server = crate::server();
    let flow = flow(server, &WebPar::of(server));
    let (url, pending) =
        flow.authorize().extra(parameter!("login_hint"), "deny").push(http()).unwrap();
    let refused = flow.complete(pending, &answer(&url, WEB)).unwrap_err();
    assert!(matches!(refused, CompleteError::Refused(_)), "{refused:?}");
}

fn a_request_that_is_signed_with_another_key_is_not_taken() {
    let server = crate::server();
    let flow = WebPrivateKeyJwt::signed_with(server, signer(server.partner_key(), "client"));
    let error = flow.authorize().push(http()).unwrap_err();
    let PushError::Exchange(ExchangeError::Server(error)) = error else {
        panic!("not refused, but {error:?}")
    };
    assert_eq!((error.status(), error.code()), (401, &BasicErrorResponseType::InvalidClient));
}

fn a_wrong_secret_pushes_no_request() {
    let server = crate::server();
    let flow = flow(server, &WebPar::with("web-par", "not the secret"));
    let error = flow.authorize().push(http()).unwrap_err();
    assert_silent(&error, &["not the secret"]);
    assert!(matches!(error, PushError::Exchange(ExchangeError::Server(_))), "{error:?}");
}

fn a_server_that_is_down_takes_no_pushed_request() {
    let server = crate::server();
    let flow = Flow::builder()
        .config(&WebPar::of(server))
        .server(&metadata(server))
        .pushed_authorization_request_endpoint(format!("{}/request", closed_port()))
        .build()
        .unwrap();
    let error = flow.authorize().push(http()).unwrap_err();
    assert!(matches!(error, PushError::Exchange(ExchangeError::Http(_))), "{error:?}");
}
