//! Device, password, jwt-bearer and token exchange.

use oauth_flow_e2e_tests::{Server, tests};
use serde_json::json;

use crate::{
    ACCESS_TOKEN_TYPE, Answer, JWT_TYPE, SPA, claims, code, exchange, payload, send_as, sign_es256,
    token,
};

tests! {
    a_device_waits_until_the_user_approves
    a_device_is_told_that_the_user_refused
    a_device_can_be_told_to_slow_down
    a_password_is_checked
    an_assertion_of_the_partner_is_a_grant
    a_token_is_exchanged_for_one_at_another_resource
    an_actor_is_named_in_the_exchanged_token
}

const PARTNER: &str = "https://partner.example";

fn poll(server: &Server, device_code: &str) -> Answer {
    token(
        server,
        "device",
        &[
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device_code),
        ],
    )
}

fn device_authorization(server: &Server) -> Answer {
    let answer = send_as(server, "device", "/device/auth", &[("scope", "read")]);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.text("verification_uri").starts_with(server.issuer()));
    answer
}

fn a_device_waits_until_the_user_approves() {
    let server = Server::start().unwrap();
    let device = device_authorization(&server);
    poll(&server, device.text("device_code")).refused(400, "authorization_pending");
    server.approve_device(device.text("user_code"));
    let answer = poll(&server, device.text("device_code")).granted();
    assert_eq!(answer.text("scope"), "read");
    assert!(!answer.text("refresh_token").is_empty());
    poll(&server, device.text("device_code")).refused(400, "invalid_grant");
}

fn a_device_is_told_that_the_user_refused() {
    let server = Server::start().unwrap();
    let device = device_authorization(&server);
    server.deny_device(device.text("user_code"));
    poll(&server, device.text("device_code")).refused(400, "access_denied");
}

fn a_device_can_be_told_to_slow_down() {
    let server = Server::start().unwrap();
    let device = device_authorization(&server);
    server.script("/token", 400, &json!({ "error": "slow_down" }));
    poll(&server, device.text("device_code")).refused(400, "slow_down");
    poll(&server, device.text("device_code")).refused(400, "authorization_pending");
    let record = server.record();
    assert_eq!(record.of("/token").count(), 2, "a scripted answer is on the record, too");
}

fn a_password_is_checked() {
    let server = Server::start().unwrap();
    let right = server.password("alice");
    let form = [("grant_type", "password"), ("username", "alice"), ("scope", "read")];
    let answer = token(&server, "trusted", &[&form[..], &[("password", right)]].concat());
    let answer = answer.granted();
    assert_eq!(answer.text("scope"), "read");
    assert!(!answer.text("refresh_token").is_empty());
    let public = token(&server, "trusted-public", &[&form[..], &[("password", right)]].concat());
    assert_eq!(public.granted().body.get("refresh_token"), None);

    let wrong = [&form[..], &[("password", "wrong")]].concat();
    token(&server, "trusted", &wrong).refused(400, "invalid_grant");
    token(&server, "trusted", &form).refused(400, "invalid_request");
    let record = server.record();
    let reasons: Vec<_> = record.of("/token").filter_map(|it| it.reason()).collect();
    assert_eq!(reasons, ["wrong user name or password"]);
}

fn bearer(server: &Server, client_id: &str, assertion: &str) -> Answer {
    token(
        server,
        client_id,
        &[
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("assertion", assertion),
            ("scope", "read"),
        ],
    )
}

fn an_assertion_of_the_partner_is_a_grant() {
    let server = Server::start().unwrap();
    let sign = |pem: &str, issuer: &str, audience: &str| {
        sign_es256(pem, "partner", &claims(issuer, "bob", audience))
    };
    for client_id in ["third-party", "third-party-basic"] {
        let assertion = sign(server.partner_key(), PARTNER, server.issuer());
        bearer(&server, client_id, &assertion).granted();
        bearer(&server, client_id, &assertion).refused(400, "invalid_grant");
    }
    for assertion in [
        sign(server.client_key(), PARTNER, server.issuer()),
        sign(server.partner_key(), "https://stranger.example", server.issuer()),
        sign(server.partner_key(), PARTNER, "https://elsewhere.example"),
    ] {
        bearer(&server, "third-party", &assertion).refused(400, "invalid_grant");
    }
}

fn a_token_is_exchanged_for_one_at_another_resource() {
    let server = Server::start().unwrap();
    let code = code(&server, "spa", SPA, &[("scope", "read")]);
    let own = exchange(&server, "spa", SPA, &code).granted();
    let partners =
        sign_es256(server.partner_key(), "partner", &claims(PARTNER, "bob", server.issuer()));
    let exchange = |subject_token: &str, subject_token_type: &str| {
        token(
            &server,
            "third-party",
            &[
                ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                ("subject_token", subject_token),
                ("subject_token_type", subject_token_type),
                ("resource", "https://reports.example/"),
                ("scope", "read"),
            ],
        )
    };
    let mut issued = Vec::new();
    for (subject, kind, name) in
        [(own.text("access_token"), ACCESS_TOKEN_TYPE, "alice"), (&partners, JWT_TYPE, "bob")]
    {
        let answer = exchange(subject, kind).granted();
        assert_eq!(answer.text("issued_token_type"), ACCESS_TOKEN_TYPE);
        let claims = payload(answer.text("access_token"));
        assert_eq!(
            (&claims["sub"], &claims["aud"]),
            (&json!(name), &json!("https://reports.example/"))
        );
        issued.push(answer.text("access_token").to_owned());
    }
    // A JWT of this server is a subject token, too.
    let again = exchange(&issued[0], ACCESS_TOKEN_TYPE).granted();
    assert_eq!(payload(again.text("access_token"))["sub"], "alice");

    exchange("made up", ACCESS_TOKEN_TYPE).refused(400, "invalid_grant");
    exchange(own.text("access_token"), "urn:ietf:params:oauth:token-type:saml2")
        .refused(400, "invalid_request");
}

fn an_actor_is_named_in_the_exchanged_token() {
    let server = Server::start().unwrap();
    let sign = |subject: &str| {
        sign_es256(server.partner_key(), "partner", &claims(PARTNER, subject, server.issuer()))
    };
    let (subject, actor) = (sign("bob"), sign("robot"));
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", subject.as_str()),
        ("subject_token_type", JWT_TYPE),
        ("audience", "https://reports.example/"),
        ("actor_token", actor.as_str()),
    ];
    token(&server, "third-party", &form).refused(400, "invalid_request");
    let form = [&form[..], &[("actor_token_type", JWT_TYPE)]].concat();
    let answer = token(&server, "third-party", &form).granted();
    assert_eq!(payload(answer.text("access_token"))["act"], json!({ "sub": "robot" }));
}
