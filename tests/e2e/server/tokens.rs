//! What a token is good for: resources, introspection, revocation; and pushed requests.

use oauth_flow_e2e_tests::{Server, tests};
use serde_json::json;
use url::Url;

use crate::{
    Answer, CHALLENGE, SPA, WEB, code, exchange, open, parameters, payload, send_as, token,
};

tests! {
    a_resource_gets_a_jwt_of_its_own
    introspection_tells_a_live_token_from_a_revoked_one
    a_revoked_refresh_token_does_not_refresh
    a_pushed_request_is_used_once
    the_metadata_promises_what_the_tests_count_on
}

const API: &str = "https://api.example/";

fn a_resource_gets_a_jwt_of_its_own() {
    let server = Server::start().unwrap();
    let form = [("grant_type", "client_credentials"), ("scope", "read"), ("resource", API)];
    let answer = token(&server, "m2m-basic", &form).granted();
    let claims = payload(answer.text("access_token"));
    assert_eq!(claims["aud"], API);
    assert_eq!(claims["iss"], server.issuer());
    assert_eq!(claims["scope"], "read");

    let code = code(&server, "spa", SPA, &[("scope", "read"), ("resource", API)]);
    let answer = exchange(&server, "spa", SPA, &code).granted();
    assert_eq!(payload(answer.text("access_token"))["aud"], API);

    let form = [("grant_type", "client_credentials"), ("resource", "https://unknown.example/")];
    token(&server, "m2m-basic", &form).refused(400, "invalid_target");
}

fn introspect(server: &Server, token: &str) -> Answer {
    let answer = send_as(server, "web-basic", "/token/introspection", &[("token", token)]);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer
}

fn introspection_tells_a_live_token_from_a_revoked_one() {
    let server = Server::start().unwrap();
    let code = code(&server, "web-basic", WEB, &[("scope", "read")]);
    let tokens = exchange(&server, "web-basic", WEB, &code).granted();
    let access = tokens.text("access_token");
    let live = introspect(&server, access).body;
    assert_eq!(live["active"], true);
    assert_eq!(live["sub"], "alice");
    assert_eq!(live["client_id"], "web-basic");
    assert_eq!(live["scope"], "read");
    assert_eq!(introspect(&server, "made up").body, json!({ "active": false }));

    let form = [("token", access), ("token_type_hint", "access_token")];
    assert_eq!(send_as(&server, "web-basic", "/token/revocation", &form).status, 200);
    assert_eq!(introspect(&server, access).body, json!({ "active": false }));
}

fn a_revoked_refresh_token_does_not_refresh() {
    let server = Server::start().unwrap();
    let code = code(&server, "spa", SPA, &[("scope", "read")]);
    let tokens = exchange(&server, "spa", SPA, &code).granted();
    let refresh_token = tokens.text("refresh_token");
    let form = [("token", refresh_token), ("token_type_hint", "refresh_token")];
    assert_eq!(send_as(&server, "spa", "/token/revocation", &form).status, 200);
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
    token(&server, "spa", &form).refused(400, "invalid_grant");
    // RFC 7009 section 2.2: a token that is gone is no error.
    let form = [("token", "made up")];
    assert_eq!(send_as(&server, "spa", "/token/revocation", &form).status, 200);
}

fn a_pushed_request_is_used_once() {
    let server = Server::start().unwrap();
    for (client_id, uri) in [("spa", SPA), ("web-private-key-jwt", WEB)] {
        let form = [
            ("response_type", "code"),
            ("redirect_uri", uri),
            ("scope", "read"),
            ("state", "xyz"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let pushed = send_as(&server, client_id, "/request", &form);
        assert_eq!(pushed.status, 201, "{pushed:?}");
        let query = [("client_id", client_id), ("request_uri", pushed.text("request_uri"))];
        let url = Url::parse_with_params(&server.endpoint("/auth"), query).unwrap();
        let callback = parameters(&open(url.as_str(), uri).callback());
        assert_eq!(callback["state"], "xyz");
        exchange(&server, client_id, uri, &callback["code"]).granted();

        let again = open(url.as_str(), uri);
        assert!(!format!("{again:?}").contains("code="), "{again:?}");
        let without = &form[..form.len() - 2];
        send_as(&server, client_id, "/request", without).refused(400, "invalid_request");
    }
}

fn the_metadata_promises_what_the_tests_count_on() {
    let server = Server::start().unwrap();
    let url = server.endpoint("/.well-known/openid-configuration");
    let mut response = crate::agent().get(&url).call().unwrap();
    let metadata: serde_json::Value = response.body_mut().read_json().unwrap();
    assert_eq!(metadata["issuer"], server.issuer());
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(metadata["response_types_supported"], json!(["code"]));
    for (member, path) in [
        ("authorization_endpoint", "/auth"),
        ("token_endpoint", "/token"),
        ("device_authorization_endpoint", "/device/auth"),
        ("pushed_authorization_request_endpoint", "/request"),
        ("introspection_endpoint", "/token/introspection"),
        ("revocation_endpoint", "/token/revocation"),
        ("jwks_uri", "/jwks"),
        ("userinfo_endpoint", "/me"),
    ] {
        assert_eq!(metadata[member], server.endpoint(path), "{member}");
    }
}
