//! Client credentials by every method, and what a client is refused for.

use oauth_flow_e2e_tests::{Server, tests};

use crate::{basic, claims, secret, send, sign_es256, token};

tests! {
    each_method_is_recognised
    a_secret_sent_the_other_way_shows_in_the_record
    a_wrong_secret_is_refused
    no_authentication_is_refused_where_a_method_is_registered
    an_assertion_counts_once_and_only_for_this_server
    a_grant_that_is_not_registered_is_refused
}

const CLIENT_CREDENTIALS: (&str, &str) = ("grant_type", "client_credentials");

fn each_method_is_recognised() {
    let server = Server::start().unwrap();
    for (client_id, method) in [
        ("m2m-basic", "client_secret_basic"),
        ("m2m-post", "client_secret_post"),
        ("m2m-secret-jwt", "client_secret_jwt"),
        ("m2m-private-key-jwt", "private_key_jwt"),
        ("odd:id+with space%2F", "client_secret_basic"),
    ] {
        let answer = token(&server, client_id, &[CLIENT_CREDENTIALS, ("scope", "read")]).granted();
        assert_eq!(answer.text("scope"), "read");
        let record = server.record();
        let request = record.of("/token").last().unwrap();
        assert_eq!(request.client_id.as_deref(), Some(client_id));
        assert_eq!(request.auth_method.as_deref(), Some(method));
        assert_eq!(request.registered_auth_method.as_deref(), Some(method));
    }
}

fn a_secret_sent_the_other_way_shows_in_the_record() {
    let server = Server::start().unwrap();
    let client = server.client("m2m-basic");
    let credentials = [("client_id", "m2m-basic"), ("client_secret", secret(client))];
    send(&server.endpoint("/token"), &[&[CLIENT_CREDENTIALS], &credentials[..]].concat(), None);
    let record = server.record();
    let request = record.of("/token").last().unwrap();
    assert_eq!(request.auth_method.as_deref(), Some("client_secret_post"));
    assert_eq!(request.registered_auth_method.as_deref(), Some("client_secret_basic"));
}

fn a_wrong_secret_is_refused() {
    let server = Server::start().unwrap();
    let url = server.endpoint("/token");
    let wrong = basic("m2m-basic", "wrong");
    send(&url, &[CLIENT_CREDENTIALS], Some(&wrong)).refused(401, "invalid_client");
    let form = [CLIENT_CREDENTIALS, ("client_id", "m2m-post"), ("client_secret", "wrong")];
    send(&url, &form, None).refused(401, "invalid_client");
    let reasons: Vec<_> =
        server.record().of("/token").map(|it| it.reason().unwrap().to_owned()).collect();
    assert_eq!(reasons, ["invalid secret provided", "invalid secret provided"]);
}

fn no_authentication_is_refused_where_a_method_is_registered() {
    let server = Server::start().unwrap();
    let form = [CLIENT_CREDENTIALS, ("client_id", "m2m-basic")];
    send(&server.endpoint("/token"), &form, None).refused(401, "invalid_client");
    assert_eq!(server.record().requests[0].auth_method.as_deref(), Some("none"));
}

fn an_assertion_counts_once_and_only_for_this_server() {
    let server = Server::start().unwrap();
    let client_id = "m2m-private-key-jwt";
    let send_assertion = |assertion: &str| {
        let form = [
            CLIENT_CREDENTIALS,
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ];
        send(&server.endpoint("/token"), &form, None)
    };
    let sign = |pem: &str, audience: &str| {
        sign_es256(pem, "client", &claims(client_id, client_id, audience))
    };
    let once = sign(server.client_key(), server.issuer());
    send_assertion(&once).granted();
    send_assertion(&once).refused(401, "invalid_client");
    send_assertion(&sign(server.client_key(), "https://elsewhere.example"))
        .refused(401, "invalid_client");
    send_assertion(&sign(server.partner_key(), server.issuer())).refused(401, "invalid_client");
}

fn a_grant_that_is_not_registered_is_refused() {
    let server = Server::start().unwrap();
    token(&server, "spa", &[CLIENT_CREDENTIALS]).refused(400, "invalid_request");
    token(&server, "web-basic", &[CLIENT_CREDENTIALS]).refused(400, "invalid_request");
}
