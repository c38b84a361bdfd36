//! What the server refuses, and what never reaches it.

use oauth_flow::flow::{BuildError, ExchangeError, Flow, RequestError, SafeHttpError, TokenType};
use oauth_flow_e2e_tests::{Server, tests};
use oauth2::basic::BasicErrorResponseType;

use crate::clients::{
    Exchange, M2m, M2mOfApi, M2mPost, M2mPrivateKeyJwt, M2mSecretJwt, Spa, Terminal, ThirdParty,
    WebPost, secret, signer,
};
use crate::kinds::assertion;
use crate::{
    SPA, WEB, assert_refused, assert_silent, closed_port, flow, http, log_in, server, tokens,
};

tests! {
    a_refresh_token_that_is_used_twice_ends_the_session
    a_wrong_secret_is_an_invalid_client_by_every_method
    a_secret_for_hs256_that_is_too_short_builds_no_flow
    a_wrong_secret_exchanges_no_code
    a_wrong_secret_revokes_nothing
    a_wrong_password_is_an_invalid_grant
    an_assertion_that_is_used_twice_is_an_invalid_grant
    a_token_that_the_server_does_not_know_is_not_exchanged
    a_scope_or_resource_that_is_not_declared_is_not_sent
    a_resource_that_the_server_does_not_know_is_an_invalid_target
    a_server_that_is_down_is_an_error_of_the_http_client
    an_endpoint_without_tls_elsewhere_builds_no_flow
}

/// Long enough for HS256.
const WRONG: &str = "not the secret, but as long as one has to be";

fn a_refresh_token_that_is_used_twice_ends_the_session() {
    let server = server();
    let flow = flow(server, &Spa);
    let used = tokens(&flow, SPA).take_refresh_token().unwrap();
    let next = flow.refresh(used.clone()).request(http()).unwrap().take_refresh_token().unwrap();
    let reused = flow.refresh(used.clone()).request(http()).unwrap_err();
    assert_silent(&reused, &[used.secret()]);
    assert_refused(Err::<(), _>(reused), 400, "invalid_grant");
    assert_refused(flow.refresh(next).request(http()), 400, "invalid_grant");
    let record = server.record();
    let reasons: Vec<_> = record
        .of("/token")
        .filter(|it| it.body("refresh_token") == Some(used.secret()))
        .map(|it| it.reason())
        .collect();
    assert_eq!(reasons, [None, Some("refresh token already used")]);
}

fn a_wrong_secret_is_an_invalid_client_by_every_method() {
    let server = server();
    let basic = flow(server, &M2mOfApi::with("m2m-api", WRONG));
    assert_invalid_client(basic.client_credentials().request(http()));
    let post = flow(server, &M2mPost::with("m2m-post", WRONG));
    assert_invalid_client(post.client_credentials().request(http()));
    let jwt = flow(server, &M2mSecretJwt::with("m2m-secret-jwt", WRONG));
    assert_invalid_client(jwt.client_credentials().request(http()));
    let key = M2mPrivateKeyJwt::signed_with(server, signer(server.partner_key(), "client"));
    assert_invalid_client(key.client_credentials().request(http()));
}

#[track_caller]
fn assert_invalid_client<T: std::fmt::Debug>(answer: Result<T, RequestError<SafeHttpError>>) {
    let error = answer.unwrap_err();
    assert_silent(&error, &[WRONG]);
    let RequestError::Exchange(ExchangeError::Server(error)) = error else {
        panic!("not refused, but {error:?}")
    };
    assert_eq!((error.status(), error.code()), (401, &BasicErrorResponseType::InvalidClient));
}

fn a_secret_for_hs256_that_is_too_short_builds_no_flow() {
    let server = server();
    let client = M2mSecretJwt::with("m2m-secret-jwt", "short");
    let built = Flow::builder().config(&client).server(&crate::metadata(server)).build();
    assert!(matches!(built, Err(BuildError::ShortSecret(_))), "{built:?}");
}

fn a_wrong_secret_exchanges_no_code() {
    let server = server();
    let flow = flow(server, &WebPost::with("web-post", WRONG));
    let (pending, query) = log_in(&flow, WEB);
    assert_invalid_client(flow.complete(pending, &query).unwrap().request(http()));
}

fn a_wrong_secret_revokes_nothing() {
    let server = server();
    let right = flow(server, &WebPost::of(server));
    let wrong = flow(server, &WebPost::with("web-post", WRONG));
    let token = tokens(&right, WEB).take_refresh_token().unwrap();
    let error = wrong.revoke(token.clone()).request(http()).unwrap_err();
    assert_silent(&error, &[WRONG, token.secret()]);
    let ExchangeError::Server(error) = error else { panic!("not refused, but {error:?}") };
    assert_eq!((error.status(), error.code()), (401, &BasicErrorResponseType::InvalidClient));
    right.refresh(token).request(http()).unwrap();
}

fn a_wrong_password_is_an_invalid_grant() {
    let server = server();
    let flow = flow(server, &Terminal::of(server));
    let error = flow.password("alice", "hunter2").request(http()).unwrap_err();
    assert_silent(&error, &["hunter2", &secret(server, "trusted")]);
    assert_refused(Err::<(), _>(error), 400, "invalid_grant");
}

fn an_assertion_that_is_used_twice_is_an_invalid_grant() {
    let server = server();
    let flow = flow(server, &ThirdParty::of(server));
    let once = assertion(server, "carol");
    flow.jwt_bearer(&once).request(http()).unwrap();
    let error = flow.jwt_bearer(&once).request(http()).unwrap_err();
    assert_silent(&error, &[&once]);
    assert_refused(Err::<(), _>(error), 400, "invalid_grant");
}

fn a_token_that_the_server_does_not_know_is_not_exchanged() {
    let server = server();
    let flow = Exchange::flow(server);
    let unknown = flow.token_exchange("made up", TokenType::AccessToken).request(http());
    assert_refused(unknown, 400, "invalid_grant");
    let unsupported = flow.token_exchange("made up", TokenType::Saml2).request(http());
    assert_refused(unsupported, 400, "invalid_request");
}

fn a_scope_or_resource_that_is_not_declared_is_not_sent() {
    let server = server();
    let flow = flow(server, &M2mOfApi::of(server));
    let scope = flow.client_credentials().scope("read admin").request(http());
    assert_undeclared(scope);
    let resource = flow.client_credentials().resource("https://reports.example/").request(http());
    assert_undeclared(resource);
    let record = server.record();
    for request in record.of("/token").filter(|it| it.client_id.as_deref() == Some("m2m-api")) {
        assert_ne!(request.body("scope"), Some("read admin"));
        assert_eq!(request.body("resource"), Some("https://api.example/"));
    }
}

#[track_caller]
fn assert_undeclared<T: std::fmt::Debug>(answer: Result<T, RequestError<SafeHttpError>>) {
    match answer {
        Err(RequestError::Values(findings)) => {
            let rules: Vec<_> = findings.iter().map(|it| it.rule.id).collect();
            assert_eq!(rules, ["undeclared_value"]);
        }
        other => panic!("sent, and answered with {other:?}"),
    }
}

fn a_resource_that_the_server_does_not_know_is_an_invalid_target() {
    let server = server();
    let client = M2m::at(server, "m2m-basic", server.endpoint("/token"));
    let flow = Flow::new(&client).unwrap();
    let answer = flow.client_credentials().resource("https://unknown.example/").request(http());
    assert_refused(answer, 400, "invalid_target");
}

fn a_server_that_is_down_is_an_error_of_the_http_client() {
    let server = server();
    let endpoint = format!("{}/token", closed_port());
    let flow = Flow::new(&M2m::at(server, "m2m-basic", endpoint)).unwrap();
    let error = flow.client_credentials().request(http()).unwrap_err();
    assert_silent(&error, &[&secret(server, "m2m-basic")]);
    assert!(
        matches!(error, RequestError::Exchange(ExchangeError::Http(SafeHttpError::Reqwest(_)))),
        "{error:?}"
    );
}

fn an_endpoint_without_tls_elsewhere_builds_no_flow() {
    fn built(server: &Server, endpoint: &str) -> Result<Flow<M2m>, BuildError> {
        Flow::new(&M2m::at(server, "m2m-basic", endpoint.to_owned()))
    }
    let server = server();
    let refused = built(server, "http://as.example.com/token").unwrap_err();
    let BuildError::Values(findings) = refused else { panic!("not refused, but {refused:?}") };
    assert_eq!(findings.iter().map(|it| it.rule.id).collect::<Vec<_>>(), ["insecure_endpoint"]);
    built(server, "https://as.example.com/token").unwrap();
}
