//! A flow goes wherever a service keeps it.

use std::cell::Cell;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::OnceLock;

use oauth_flow::flow::{
    Authorize, BuildError, DeviceLogin, DeviceRequest, Flow, Pending, PendingDevice, Revocation,
    ServerMetadata, TokenRequest, Tokens,
};
use oauth_flow::{Allows, OAuthClient, grant, oauth_client};
use oauth_flow_run_time_tests::{Http, run};
use oauth2::{AccessToken, RefreshToken};

/// A client that leaves no thread.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "device_code", "client_credentials"),
    pkce = "S256",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    device_authorization_endpoint = "https://idp.example.com/device",
    revocation_endpoint = "https://idp.example.com/revoke",
    pushed_authorization_request_endpoint = "https://idp.example.com/par",
    redirect_uri = "https://app.example.com/callback",
    allow(kind_grant_mismatch, reason = "one client with every future")
)]
struct Portal {
    client_secret: Rc<str>,
    hits: Cell<u32>,
    pointer: PhantomData<*const ()>,
}

fn portal() -> Portal {
    Portal { client_secret: "hush".into(), hits: Cell::new(0), pointer: PhantomData }
}

fn shared<T: Clone + Send + Sync + 'static>(value: T) -> T {
    value
}

fn send<T: Send>(value: T) -> T {
    value
}

fn send_and_sync<T: Send + Sync>() {}

/// Of any client whatsoever.
#[allow(dead_code)]
fn of_any<C: OAuthClient + 'static>(flow: Flow<C>) -> Flow<C> {
    send_and_sync::<Pending<C>>();
    send_and_sync::<Authorize<'static, C>>();
    send_and_sync::<DeviceRequest<'static, C>>();
    send_and_sync::<DeviceLogin<C>>();
    send_and_sync::<PendingDevice<C>>();
    send_and_sync::<TokenRequest<'static, C, grant::refresh_token>>();
    shared(flow)
}

#[test]
fn every_type_crosses_threads_whatever_the_client_is() {
    let portal = portal();
    portal.hits.set(1);
    let flow = shared(Flow::new(&portal).unwrap());
    drop(portal);
    send_and_sync::<Tokens>();
    send_and_sync::<Revocation<'_>>();
    send_and_sync::<BuildError>();
    send_and_sync::<ServerMetadata>();
    let other = flow.clone();
    let name = std::thread::spawn(move || other.client_id().to_owned()).join().unwrap();
    assert_eq!(name, flow.client_id());
}

#[test]
fn a_flow_fits_a_static() {
    static FLOW: OnceLock<Flow<Portal>> = OnceLock::new();
    let flow = FLOW.get_or_init(|| Flow::new(&portal()).unwrap());
    assert_eq!(flow.client_id(), "portal");
}

#[test]
fn every_future_can_move_between_threads() {
    const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;
    let flow = Flow::new(&portal()).unwrap();
    let http = Http::answering(201, r#"{"request_uri": "urn:x", "expires_in": 60}"#)
        .then(200, TOKENS)
        .then(
            200,
            r#"{"device_code": "dc", "user_code": "uc", "expires_in": 900,
                "verification_uri": "https://idp.example.com/activate"}"#,
        )
        .then(400, r#"{"error": "authorization_pending"}"#)
        .then(200, TOKENS)
        .then(200, "");
    assert!(run(send(flow.authorize().push_async(&http))).is_ok());
    let refresh = flow.refresh(RefreshToken::new("rt".into()));
    run(send(refresh.request_async(&http))).unwrap();
    let mut login = run(send(flow.device().start_async(&http))).unwrap();
    run(send(login.poll_async(&http))).unwrap();
    run(send(login.wait_async(&http, |_| std::future::ready(())))).unwrap();
    let revocation = flow.revoke(AccessToken::new("at".into()));
    run(send(revocation.request_async(&http))).unwrap();
    assert_eq!(http.requests().len(), 6);
}

#[test]
fn a_function_of_any_client_asks_for_the_flow_that_it_starts() {
    fn fetch<C: Allows<grant::client_credentials> + OAuthClient>(flow: &Flow<C>, http: &Http) {
        flow.client_credentials().request(http).unwrap();
    }
    let http = Http::answering(200, r#"{"access_token": "at", "token_type": "Bearer"}"#);
    fetch(&Flow::new(&portal()).unwrap(), &http);
    assert_eq!(http.request().body, "grant_type=client_credentials");
}
