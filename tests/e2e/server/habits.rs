//! What a test can have a server do otherwise, and what it answers by a script.

use oauth_flow_e2e_tests::{Habit, Outcome, Server, tests};
use serde_json::{Value, json};

use crate::{
    SPA, agent, authorization, basic, code, exchange, open, parameters, secret, send, token,
};

tests! {
    a_silent_server_sends_no_issuer_and_promises_none
    a_server_that_ignores_a_narrowed_scope_grants_all_of_it_and_rotates
    each_server_has_secrets_of_its_own
    a_scripted_answer_has_its_status_its_headers_and_its_text
}

fn a_silent_server_sends_no_issuer_and_promises_none() {
    let member = "authorization_response_iss_parameter_supported";
    let metadata = |server: &Server| -> Value {
        let url = server.endpoint("/.well-known/openid-configuration");
        agent().get(url).call().unwrap().body_mut().read_json().unwrap()
    };
    let form = |server: &Server| {
        let more = [("response_mode", "form_post"), ("state", "s"), ("scope", "read")];
        match open(&authorization(server, "spa", SPA, &more), SPA) {
            Outcome::Page { status: 200, body } => body,
            other => panic!("no form, but {other:?}"),
        }
    };
    let refused = [("login_hint", "deny"), ("state", "s"), ("scope", "read")];

    let usual = Server::start().unwrap();
    assert_eq!(metadata(&usual)[member], true);
    assert!(form(&usual).contains("name=\"iss\""));

    let silent = Server::start_as(&[], &[Habit::SilentAboutIssuer]).unwrap();
    assert_eq!(metadata(&silent).get(member), None);
    let page = form(&silent);
    assert!(page.contains("name=\"code\"") && !page.contains("iss"), "{page}");
    for (more, expected) in [(&refused[1..], "code"), (&refused, "error")] {
        let callback = open(&authorization(&silent, "spa", SPA, more), SPA).callback();
        let found = parameters(&callback);
        assert!(found.contains_key(expected) && found["state"] == "s", "{callback}");
        assert!(!found.contains_key("iss"), "{callback}");
    }
}

fn a_server_that_ignores_a_narrowed_scope_grants_all_of_it_and_rotates() {
    let server = Server::start_as(&[], &[Habit::IgnoresNarrowedScope]).unwrap();
    let code = code(&server, "spa", SPA, &[("scope", "read write")]);
    let first = exchange(&server, "spa", SPA, &code).granted();
    let old = first.text("refresh_token");
    let form = [("grant_type", "refresh_token"), ("refresh_token", old), ("scope", "read")];
    let second = token(&server, "spa", &form).granted();
    assert_eq!(second.text("scope"), "read write");
    assert_ne!(second.text("refresh_token"), old);
    token(&server, "spa", &form).refused(400, "invalid_grant");
    // What the client asked for is on the record.
    assert_eq!(server.record().of("/token").last().unwrap().body("scope"), Some("read"));
}

fn each_server_has_secrets_of_its_own() {
    let (one, two) = (Server::start().unwrap(), Server::start().unwrap());
    assert_ne!(one.issuer(), two.issuer());
    let form = [("grant_type", "client_credentials"), ("scope", "read")];
    let of_one = basic("m2m-basic", secret(one.client("m2m-basic")));
    send(&one.endpoint("/token"), &form, Some(&of_one)).granted();
    send(&two.endpoint("/token"), &form, Some(&of_one)).refused(401, "invalid_client");
}

fn a_scripted_answer_has_its_status_its_headers_and_its_text() {
    let server = Server::start().unwrap();
    let (headers, page) = ([("retry-after", "30")], "<html>Too many requests</html>");
    server.script_with("/token", 429, &headers, &json!(page));
    let post = || agent().post(server.endpoint("/token")).send_form([("a", "b")]).unwrap();
    let mut answer = post();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "30");
    assert_eq!(answer.body_mut().read_to_string().unwrap(), page);
    assert_eq!(post().status(), 400, "a script is used once");
}
