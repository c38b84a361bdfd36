//! A login that knows the user at a real OpenID provider, from the request to the logout.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, SystemTime};

use oauth_flow::flow::{Flow, JwtErrorReason, SafeHttp, ServerMetadata, Tokens, VerifyError};
use oauth_flow::{JwsAlgorithm, oauth_client};
use oauth_flow_e2e_tests::{Browser, Outcome, Server, tests};
use serde_json::{Value, json};

use crate::party::{CALLBACK, LOGGED_OUT, http, query};

tests! {
    a_login_its_refresh_its_userinfo_and_its_logout
    a_login_of_now_in_an_asynchronous_program
    an_answer_of_the_userinfo_endpoint_that_the_server_signs
    a_logout_that_the_server_tells
    a_device_knows_its_user
}

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    scope = "openid",
    redirect_uri = "https://web.example/callback",
    post_logout_redirect_uri = "https://web.example/logged-out"
)]
struct Login {
    client_id: String,
    client_secret: String,
}

#[oauth_client(
    kind = "device",
    grant("device_code", "refresh_token"),
    refresh = "rotate",
    client_id = "device",
    scope = "openid"
)]
struct Device;

const SECRET: &str = "a secret of the test's own, and a long one";

/// A server that knows the client with this metadata, too.
fn server(more: &Value) -> Server {
    let mut client = json!({
        "client_id": "login", "client_secret": SECRET,
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
        "redirect_uris": [CALLBACK], "post_logout_redirect_uris": [LOGGED_OUT],
    });
    let members = client.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    Server::start_with(&[client]).unwrap()
}

fn client() -> Login {
    Login { client_id: "login".to_owned(), client_secret: SECRET.to_owned() }
}

fn flow(server: &Server) -> Flow<Login> {
    let metadata = ServerMetadata::fetch(server.issuer(), http()).unwrap();
    Flow::builder().config(&client()).server(&metadata).build().unwrap()
}

fn log_in(flow: &Flow<Login>, browser: &Browser) -> Tokens {
    let (url, pending) = flow.authorize().begin().unwrap();
    let callback = browser.open(url.as_str(), CALLBACK).callback();
    flow.complete(pending, query(&callback).as_str()).unwrap().request(http()).unwrap()
}

/// The user confirms the logout, and comes back with this query.
fn log_out(url: &str, browser: &Browser) -> String {
    let Outcome::Page { status: 200, body } = browser.open(url, LOGGED_OUT) else {
        panic!("no page that asks");
    };
    let part = |after: &str| {
        let (_, rest) = body.split_once(after).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let (action, xsrf) = (part("action=\""), part("name=\"xsrf\" value=\""));
    let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
    query(&browser.submit_form(&action, &form, LOGGED_OUT).callback())
}

fn a_login_its_refresh_its_userinfo_and_its_logout() {
    let server = server(&json!({}));
    let (flow, browser) = (flow(&server), Browser::new());
    let mut first = log_in(&flow, &browser);
    let claims = first.claims().unwrap();
    assert_eq!((claims.issuer(), claims.subject()), (server.issuer(), "alice"));
    assert_eq!(claims.audiences(), ["login"]);
    assert!(claims.nonce().is_some());
    assert!(claims.expires_at() > SystemTime::now());
    let identity = claims.identity();
    let userinfo = flow.userinfo(first.access_token(), &identity);
    assert_eq!(userinfo.request(http()).unwrap().subject(), "alice");

    let refresh = flow.refresh(first.take_refresh_token().unwrap()).identity(&identity);
    let second = refresh.request(http()).unwrap();
    assert_eq!(second.claims().unwrap().identity(), identity);
    let userinfo = flow.userinfo(second.access_token(), &identity);
    assert_eq!(userinfo.request(http()).unwrap().subject(), "alice");

    let request = flow.end_session().id_token_hint(second.id_token().unwrap());
    let (url, pending) = request.begin().unwrap();
    assert_eq!(pending.check(&log_out(url.as_str(), &browser)), Ok(()));
    assert_eq!(server.record().of("/jwks").count(), 1);
}

fn a_login_of_now_in_an_asynchronous_program() {
    let server = server(&json!({}));
    let run_time = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    run_time.block_on(async {
        let http = SafeHttp::new().unwrap();
        let metadata = ServerMetadata::fetch_async(server.issuer(), &http).await.unwrap();
        let builder = Flow::builder().config(&client()).server(&metadata);
        let builder = builder.id_token_signed_response_alg(JwsAlgorithm::Es256);
        let flow = builder.build().unwrap();
        let within = Duration::from_secs(600);
        let (url, pending) = flow.authorize().max_age(within).begin().unwrap();
        let callback = Browser::new().open(url.as_str(), CALLBACK).callback();
        let request = flow.complete(pending, query(&callback).as_str()).unwrap();
        let tokens = request.request_async(&http).await.unwrap();
        let claims = tokens.claims().unwrap();
        let since = SystemTime::now().duration_since(claims.auth_time().unwrap()).unwrap();
        assert!(since < within, "{since:?}");
        let identity = claims.identity();
        let userinfo = flow.userinfo(tokens.access_token(), &identity);
        assert_eq!(userinfo.request_async(&http).await.unwrap().subject(), "alice");
    });
}

fn an_answer_of_the_userinfo_endpoint_that_the_server_signs() {
    let server = server(&json!({ "userinfo_signed_response_alg": "ES256" }));
    let metadata = ServerMetadata::fetch(server.issuer(), http()).unwrap();
    let builder = Flow::builder().config(&client()).server(&metadata);
    let flow = builder.userinfo_signed_response_alg(JwsAlgorithm::Es256).build().unwrap();
    let tokens = log_in(&flow, &Browser::new());
    let identity = tokens.claims().unwrap().identity();
    let userinfo = flow.userinfo(tokens.access_token(), &identity).request(http()).unwrap();
    assert_eq!(userinfo.subject(), "alice");
    assert!(userinfo.get("iss").is_some(), "the answer was not signed");
}

fn a_logout_that_the_server_tells() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/logout", listener.local_addr().unwrap());
    let server = server(&json!({
        "backchannel_logout_uri": address, "backchannel_logout_session_required": true,
    }));
    let (flow, browser) = (flow(&server), Browser::new());
    let tokens = log_in(&flow, &browser);
    let identity = tokens.claims().unwrap().identity();
    assert!(identity.sid().is_some());

    // One request is all that comes.
    let service = thread::spawn(move || received(&listener));
    let request = flow.end_session().id_token_hint(tokens.id_token().unwrap());
    let (url, pending) = request.begin().unwrap();
    assert_eq!(pending.check(&log_out(url.as_str(), &browser)), Ok(()));
    let body = service.join().unwrap();

    let logout = flow.logout_token(&body).unwrap().validate(http()).unwrap();
    assert!(logout.is_of(&identity));
    assert_eq!(logout.sid(), identity.sid());
    match flow.logout_token(&body).unwrap().validate(http()) {
        Err(VerifyError::Token(error)) => assert_eq!(error.reason(), &JwtErrorReason::Replayed),
        other => panic!("not refused, but {other:?}"),
    }
}

/// The body of the first request, which is answered.
fn received(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let (mut request, mut part) = (String::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut part).unwrap();
        request.push_str(std::str::from_utf8(&part[..length]).unwrap());
        if let Some((head, body)) = request.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let (_, rest) = head.split_once("content-length: ").unwrap();
            let expected: usize = rest.lines().next().unwrap().parse().unwrap();
            if body.len() >= expected {
                let answer =
                    "HTTP/1.1 200 OK\r\ncache-control: no-store\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(answer.as_bytes()).unwrap();
                return body.to_owned();
            }
        }
        assert!(length > 0, "the request was cut off");
    }
}

/// Nobody sends a nonce from a device; all else is validated.
fn a_device_knows_its_user() {
    let server = Server::start().unwrap();
    let metadata = ServerMetadata::fetch(server.issuer(), http()).unwrap();
    let flow = Flow::builder().config(&Device).server(&metadata).build().unwrap();
    let login = flow.device().start(http()).unwrap();
    server.approve_device(login.user_code());
    let mut tokens = login.wait(http(), |_| {}).unwrap();
    let claims = tokens.claims().unwrap();
    assert_eq!((claims.subject(), claims.nonce()), ("alice", None));
    let identity = claims.identity();
    let token = tokens.take_refresh_token().unwrap();
    let new = flow.refresh(token).identity(&identity).request(http()).unwrap();
    assert_eq!(new.claims().unwrap().subject(), "alice");
}
