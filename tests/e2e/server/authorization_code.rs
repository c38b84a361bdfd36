//! Authorization code with PKCE, and refresh tokens.

use oauth_flow_e2e_tests::{Outcome, Server, tests};

use crate::{SPA, VERIFIER, WEB, authorization, code, exchange, open, parameters, payload, token};

tests! {
    the_callback_carries_state_and_issuer
    every_authentication_method_exchanges_a_code
    an_installed_app_comes_back_to_any_port_of_the_loopback
    no_client_goes_without_pkce
    a_verifier_that_does_not_fit_is_refused_with_its_reason
    a_user_who_refuses_is_access_denied
    a_refresh_token_rotates_and_its_reuse_ends_the_family
    a_refresh_can_ask_for_less_and_not_for_more
}

fn the_callback_carries_state_and_issuer() {
    let server = Server::start().unwrap();
    let url = authorization(&server, "spa", SPA, &[("state", "af0ifjsldkj"), ("scope", "openid")]);
    let callback = open(&url, SPA).callback();
    assert!(callback.starts_with("https://spa.example/callback?"), "{callback}");
    let parameters = parameters(&callback);
    assert_eq!(parameters["state"], "af0ifjsldkj");
    assert_eq!(parameters["iss"], server.issuer());

    let answer = exchange(&server, "spa", SPA, &parameters["code"]).granted();
    assert_eq!(payload(answer.text("id_token"))["sub"], "alice");
    exchange(&server, "spa", SPA, &parameters["code"]).refused(400, "invalid_grant");
}

fn every_authentication_method_exchanges_a_code() {
    let server = Server::start().unwrap();
    for method in ["basic", "post", "secret-jwt", "private-key-jwt"] {
        let client_id = format!("web-{method}");
        let code = code(&server, &client_id, WEB, &[("scope", "read")]);
        let answer = exchange(&server, &client_id, WEB, &code).granted();
        assert_eq!(answer.text("scope"), "read");
    }
}

fn an_installed_app_comes_back_to_any_port_of_the_loopback() {
    let server = Server::start().unwrap();
    for uri in ["http://127.0.0.1:49152/callback", "http://[::1]:1/callback"] {
        let code = code(&server, "native", uri, &[("scope", "read")]);
        exchange(&server, "native", uri, &code).granted();
    }
    let uri = "com.example.app:/callback";
    let code = code(&server, "native", uri, &[("scope", "read")]);
    exchange(&server, "native", uri, &code).granted();

    let elsewhere = "http://127.0.0.1:49152/other";
    let url = authorization(&server, "native", elsewhere, &[]);
    let Outcome::Page { status, .. } = open(&url, elsewhere) else { panic!("went elsewhere") };
    assert_eq!(status, 400);
}

fn no_client_goes_without_pkce() {
    let server = Server::start().unwrap();
    for (client_id, uri) in [("spa", SPA), ("web-basic", WEB)] {
        let with = authorization(&server, client_id, uri, &[("scope", "read")]);
        let (without, _) = with.split_once("&code_challenge=").unwrap();
        let callback = parameters(&open(&format!("{without}&scope=read"), uri).callback());
        assert_eq!(callback["error"], "invalid_request");

        let plain = with.replace("=S256", "=plain");
        let callback = parameters(&open(&plain, uri).callback());
        assert_eq!(callback["error"], "invalid_request");
    }
}

fn a_verifier_that_does_not_fit_is_refused_with_its_reason() {
    let server = Server::start().unwrap();
    let wrong = VERIFIER.to_uppercase();
    for (verifier, reason) in [
        (&[("code_verifier", wrong.as_str())][..], "code_verifier does not match code_challenge"),
        (&[], "code_verifier must be provided"),
    ] {
        let code = code(&server, "spa", SPA, &[("scope", "read")]);
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", SPA)];
        token(&server, "spa", &[&form, verifier].concat()).refused(400, "invalid_grant");
        let record = server.record();
        assert_eq!(record.of("/token").last().unwrap().reason(), Some(reason));
    }
}

fn a_user_who_refuses_is_access_denied() {
    let server = Server::start().unwrap();
    let more = [("scope", "read"), ("state", "xyz"), ("login_hint", "deny")];
    let callback = open(&authorization(&server, "web-basic", WEB, &more), WEB).callback();
    let parameters = parameters(&callback);
    assert_eq!(parameters["error"], "access_denied");
    assert_eq!(parameters["state"], "xyz");
    assert_eq!(parameters["iss"], server.issuer());
    assert!(!parameters.contains_key("code"));
}

fn a_refresh_token_rotates_and_its_reuse_ends_the_family() {
    let server = Server::start().unwrap();
    for (client_id, uri) in [("spa", SPA), ("web-post", WEB)] {
        let code = code(&server, client_id, uri, &[("scope", "read write")]);
        let first = exchange(&server, client_id, uri, &code).granted();
        let refresh = |refresh_token: &str| {
            token(
                &server,
                client_id,
                &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)],
            )
        };
        let old = first.text("refresh_token");
        let second = refresh(old).granted();
        let new = second.text("refresh_token");
        assert_ne!(old, new);

        refresh(old).refused(400, "invalid_grant");
        let record = server.record();
        assert_eq!(
            record.of("/token").last().unwrap().reason(),
            Some("refresh token already used")
        );
        refresh(new).refused(400, "invalid_grant");
    }
}

fn a_refresh_can_ask_for_less_and_not_for_more() {
    let server = Server::start().unwrap();
    let code = code(&server, "spa", SPA, &[("scope", "read")]);
    let first = exchange(&server, "spa", SPA, &code).granted();
    let refresh = |refresh_token: &str, scope: &str| {
        token(
            &server,
            "spa",
            &[("grant_type", "refresh_token"), ("refresh_token", refresh_token), ("scope", scope)],
        )
    };
    refresh(first.text("refresh_token"), "read write").refused(400, "invalid_scope");
    let second = refresh(first.text("refresh_token"), "read").granted();
    assert_eq!(second.text("scope"), "read");
}
