//! What the feature `tracing` tells of the listener.

use std::sync::mpsc::channel;
use std::thread;

use oauth_flow_run_time_tests::Http;

use super::{Browser, LONG, TOKENS, app, block_on};
use crate::traced::collector::collected;

#[test]
fn each_request_that_is_refused_is_told_and_no_secret() {
    let (sender, receiver) = channel();
    let told = collected(|| {
        let flow = app();
        let login = flow.login_on_loopback().without_browser().on_url(|url, _| {
            let browser = Browser::sent_to(url);
            thread::spawn(move || {
                browser.get("/favicon.ico");
                browser.send(browser.request("HEAD", &browser.answer()).as_bytes());
                browser.get("/callback?code=SECRET-code&state=SECRET-state");
                browser.send(b"GET / HTTP/1.1\r\nHost: SECRET.example\r\n\r\n");
                browser.follow().assert_success();
                sender.send(browser.state)
            });
        });
        block_on(login.request_async(&Http::answering(200, TOKENS))).unwrap();
    });
    let state = receiver.recv_timeout(LONG).unwrap();
    let refused = |word: &str| {
        format!("DEBUG oauth_flow: message=a request to the listener was refused error.type={word}")
    };
    assert_eq!(
        told.events,
        [
            "DEBUG oauth_flow: message=a login began oauth.endpoint=authorization_endpoint \
             oauth.client_id=app server.address=idp.example.com"
                .to_owned(),
            "DEBUG oauth_flow: message=no browser could be opened oauth.client_id=app".to_owned(),
            refused("other_path"),
            refused("other_method"),
            refused("other_login"),
            refused("other_host"),
            "DEBUG oauth_flow: message=the authorization response was accepted oauth.client_id=app"
                .to_owned(),
        ]
    );
    for secret in [state.as_str(), "SECRET", "c0de"] {
        assert!(!told.texts.iter().any(|text| text.contains(secret)), "{secret} in {told:?}");
    }
}
