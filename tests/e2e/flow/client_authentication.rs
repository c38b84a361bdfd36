//! Every declared client authentication method: the server takes it, and the requests have what
//! belongs to it and nothing else.

use std::collections::HashSet;

use oauth_flow::flow::Flow;
use oauth_flow_e2e_tests::{Request, Server};

use crate::clients::{
    M2m, M2mPost, M2mPrivateKeyJwt, M2mSecretJwt, Spa, Web, WebPost, WebSecretJwt, secret,
};
use crate::{SPA, WEB, flow, http, payload, tokens};

flows! {
    none_names_the_client_and_sends_no_credential
    basic_sends_a_header_and_nothing_in_the_body
    basic_encodes_odd_characters_of_identifier_and_secret
    basic_encodes_them_for_a_login_too
    post_sends_the_secret_in_the_body
    post_exchanges_a_code
    client_secret_jwt_sends_an_assertion_and_not_the_secret
    client_secret_jwt_exchanges_a_code
    private_key_jwt_sends_an_assertion_of_its_key
    each_assertion_is_for_the_issuer_and_is_used_once
}

const ASSERTION: [&str; 3] = ["client_id", "client_assertion_type", "client_assertion"];

/// Every token request of the client so far, also those of other tests, authenticates by this
/// method and has these parameters of client authentication in its body.
#[track_caller]
fn assert_sent(server: &Server, client_id: &str, method: &str, expected: &[&str]) -> Vec<Request> {
    const KNOWN: [&str; 4] =
        ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
    let record = server.record();
    let of_client = record.of("/token").filter(|it| it.client_id.as_deref() == Some(client_id));
    let requests: Vec<_> = of_client.cloned().collect();
    assert!(requests.iter().any(|it| it.status == Some(200)), "{client_id} got no token");
    for it in &requests {
        assert_eq!(it.auth_method.as_deref(), Some(method));
        assert_eq!(it.registered_auth_method.as_deref(), Some(method));
        assert_eq!(it.authorization.is_some(), method == "client_secret_basic");
        let sent = it.body.iter().map(|(name, _)| name.as_str());
        assert_eq!(sent.filter(|name| KNOWN.contains(name)).collect::<Vec<_>>(), expected);
    }
    requests
}

fn none_names_the_client_and_sends_no_credential(server: &Server) {
    tokens(&flow(server, &Spa), SPA);
    assert_sent(server, "spa", "none", &["client_id"]);
}

fn basic_sends_a_header_and_nothing_in_the_body(server: &Server) {
    tokens(&flow(server, &Web::of(server)), WEB);
    assert_sent(server, "web-basic", "client_secret_basic", &[]);
}

fn basic_encodes_odd_characters_of_identifier_and_secret(server: &Server) {
    let client_id = "odd:id+with space%2F";
    let secret = secret(server, client_id);
    assert!([':', '%', '+', '&', '=', ' '].iter().all(|&it| secret.contains(it)), "{secret}");
    let client = M2m::at(server, client_id, server.endpoint("/token"));
    Flow::new(&client).unwrap().client_credentials().request(http()).unwrap();
    assert_sent(server, client_id, "client_secret_basic", &[]);
}

fn basic_encodes_them_for_a_login_too(server: &Server) {
    let client_id = "odd:web+id%2F &=";
    tokens(&flow(server, &Web::named(server, client_id)), WEB);
    assert_sent(server, client_id, "client_secret_basic", &[]);
}

fn post_sends_the_secret_in_the_body(server: &Server) {
    let flow = flow(server, &M2mPost::of(server));
    flow.client_credentials().request(http()).unwrap();
    assert_sent(server, "m2m-post", "client_secret_post", &["client_id", "client_secret"]);
}

fn post_exchanges_a_code(server: &Server) {
    tokens(&flow(server, &WebPost::of(server)), WEB);
    assert_sent(server, "web-post", "client_secret_post", &["client_id", "client_secret"]);
}

fn client_secret_jwt_sends_an_assertion_and_not_the_secret(server: &Server) {
    let flow = flow(server, &M2mSecretJwt::of(server));
    flow.client_credentials().request(http()).unwrap();
    assert_sent(server, "m2m-secret-jwt", "client_secret_jwt", &ASSERTION);
}

fn client_secret_jwt_exchanges_a_code(server: &Server) {
    tokens(&flow(server, &WebSecretJwt::of(server)), WEB);
    assert_sent(server, "web-secret-jwt", "client_secret_jwt", &ASSERTION);
}

fn private_key_jwt_sends_an_assertion_of_its_key(server: &Server) {
    M2mPrivateKeyJwt::flow(server).client_credentials().request(http()).unwrap();
    assert_sent(server, "m2m-private-key-jwt", "private_key_jwt", &ASSERTION);
}

fn each_assertion_is_for_the_issuer_and_is_used_once(server: &Server) {
    let client_id = "m2m-private-key-jwt";
    let flow = M2mPrivateKeyJwt::flow(server);
    for _ in 0..2 {
        flow.client_credentials().request(http()).unwrap();
    }
    let requests = assert_sent(server, client_id, "private_key_jwt", &ASSERTION);
    assert!(requests.len() >= 2);
    let mut identifiers = HashSet::new();
    for it in &requests {
        let claims = payload(it.body("client_assertion").unwrap());
        assert_eq!(
            (claims["iss"].as_str(), claims["sub"].as_str()),
            (Some(client_id), Some(client_id))
        );
        assert_eq!(claims["aud"], server.issuer());
        assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 60);
        assert!(identifiers.insert(claims["jti"].as_str().unwrap().to_owned()));
    }
}
