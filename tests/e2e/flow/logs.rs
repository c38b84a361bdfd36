//! What is logged with `{:?}` on the way of a login has no secret in it.

use oauth_flow::flow::Flow;
use oauth_flow_e2e_tests::Server;

use crate::clients::{Device, WebPost, secret};
use crate::{WEB, answer, flow, http, metadata, parameter};

flows! {
    nothing_of_a_login_is_shown_in_a_log
    nothing_of_a_device_login_is_shown_in_a_log
}

fn nothing_of_a_login_is_shown_in_a_log(server: &Server) {
    let builder = Flow::builder().config(&WebPost::of(server)).server(&metadata(server));
    let mut log = vec![format!("{builder:?}")];
    let flow = builder.build().unwrap();
    let authorize = flow.authorize();
    log.push(format!("{flow:?} {authorize:?}"));
    let (url, pending) = authorize.begin().unwrap();
    log.push(format!("{pending:?}"));
    let stored: serde_json::Value = serde_json::to_value(&pending).unwrap();

    let query = answer(&url, WEB);
    let request = flow.complete(pending, &query).unwrap();
    log.push(format!("{request:?}"));
    let tokens = request.request(http()).unwrap();
    let revocation = flow.revoke(tokens.refresh_token().unwrap().clone());
    log.push(format!("{tokens:?} {revocation:?}"));
    revocation.request(http()).unwrap();

    let log = log.concat();
    assert!(log.contains("web-post"), "{log}");
    for secret in [
        &secret(server, "web-post"),
        &parameter(&query, "code"),
        &parameter(&query, "state"),
        stored["code_verifier"].as_str().unwrap(),
        stored["nonce"].as_str().unwrap(),
        tokens.access_token().secret(),
        tokens.refresh_token().unwrap().secret(),
        tokens.id_token().unwrap(),
    ] {
        assert!(!secret.is_empty() && !log.contains(secret), "{secret} is in {log}");
    }
}

fn nothing_of_a_device_login_is_shown_in_a_log(server: &Server) {
    let flow = flow(server, &Device);
    let request = flow.device();
    let mut log = vec![format!("{request:?}")];
    let login = request.start(http()).unwrap();
    log.push(format!("{login:?}"));
    let log = log.concat();
    assert!(log.contains(r#"client_id: "device""#), "{log}");
    // A URI may have the code in it.
    assert!(!log.contains(login.verification_uri()), "{log}");
    assert!(!log.contains(login.user_code()), "{log}");
    server.approve_device(login.user_code());
    login.wait(http(), |_| {}).unwrap();
    let record = server.record();
    let mine = record.values("device_code");
    assert!(!mine.is_empty() && mine.iter().all(|code| !log.contains(code)), "{log}");
}
