//! An app on the user's own machine, which listens for the response itself.

use std::sync::mpsc::{Receiver, channel};
use std::thread;

use oauth_flow::flow::{
    AuthorizationErrorCode, ClientFields, CompleteError, Flow, LoopbackError, LoopbackLogin,
    SafeHttp, ServerMetadata, parameter,
};
use oauth_flow::{OAuthClient, oauth_client};
use oauth_flow_e2e_tests::{Browser, Server, tests};
use url::Url;

use crate::asynchronous::run;
use crate::clients::Native;

flows! {
    an_app_logs_the_user_in_by_one_call
}

tests! {
    an_app_knows_the_user_at_either_loopback_address
    a_user_who_would_have_to_log_in_is_told_that_the_login_failed
}

/// The same app, which wants to know the user.
#[oauth_client(
    kind = "native",
    client_id = "native",
    scope = "openid read",
    redirect_uri("http://127.0.0.1/callback", "http://[::1]/callback")
)]
struct KnownNative;

async fn flow<C>(server: &Server, client: &C, http: &SafeHttp) -> Flow<C>
where
    C: ClientFields<Unsupported = ()>,
{
    let metadata = ServerMetadata::fetch_async(server.issuer(), http).await.unwrap();
    Flow::builder().config(client).server(&metadata).build().unwrap()
}

/// Sends the user of a fresh browser; the page of the app comes out of the receiver.
fn opened<C: OAuthClient>(
    login: LoopbackLogin<'_, C>,
) -> (LoopbackLogin<'_, C>, Receiver<(u16, String)>) {
    let (sender, receiver) = channel();
    let login = login.open_browser(move |url| {
        let url = url.clone();
        thread::spawn(move || sender.send(browse(&url)));
        Ok(())
    });
    (login, receiver)
}

/// What the user sees at the end: its status and its text.
fn browse(url: &Url) -> (u16, String) {
    let redirect_uri = crate::parameter(url.query().unwrap(), "redirect_uri");
    let callback = Browser::new().open(url.as_str(), &redirect_uri).callback();
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut page = agent.get(&callback).call().unwrap();
    (page.status().as_u16(), page.body_mut().read_to_string().unwrap())
}

fn an_app_logs_the_user_in_by_one_call(server: &Server) {
    run(async {
        let http = SafeHttp::new().unwrap();
        let flow = flow(server, &Native, &http).await;
        let (login, page) = opened(flow.login_on_loopback());
        let tokens = login.request_async(&http).await.unwrap();
        assert_eq!(tokens.scopes().unwrap()[0].as_str(), "read");
        let (status, page) = page.recv().unwrap();
        assert_eq!(status, 200);
        assert!(page.contains("<h1>You are logged in</h1>"), "{page}");
    });
}

fn an_app_knows_the_user_at_either_loopback_address() {
    let server = crate::server();
    for redirect_uri in ["http://127.0.0.1/callback", "http://[::1]/callback"] {
        run(async {
            let http = SafeHttp::new().unwrap();
            let flow = flow(server, &KnownNative, &http).await;
            let authorize = flow.authorize().redirect_uri(redirect_uri);
            let (login, page) = opened(authorize.on_loopback());
            let tokens = match login.request_async(&http).await {
                // The machine has no IPv6.
                Err(LoopbackError::Bind { address, .. }) if address.is_ipv6() => return,
                tokens => tokens.unwrap(),
            };
            assert_eq!(tokens.claims().unwrap().subject(), "alice");
            assert_eq!(page.recv().unwrap().0, 200);
        });
    }
}

fn a_user_who_would_have_to_log_in_is_told_that_the_login_failed() {
    let server = crate::server();
    run(async {
        let http = SafeHttp::new().unwrap();
        let flow = flow(server, &Native, &http).await;
        let authorize = flow.authorize().extra(parameter!("prompt"), "none");
        let (login, page) = opened(authorize.on_loopback());
        let error = login.request_async(&http).await.map(|_| ()).unwrap_err();
        let LoopbackError::Complete(CompleteError::Refused(refused)) = error else {
            panic!("{error:?}")
        };
        assert_eq!(refused.code(), &AuthorizationErrorCode::LoginRequired);
        let (status, page) = page.recv().unwrap();
        assert_eq!(status, 400);
        assert!(page.contains("<h1>You are not logged in</h1>"), "{page}");
    });
}
