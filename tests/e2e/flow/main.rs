//! From the declaration to the token: annotated structs and `Flow` against the authorization
//! server, and what a caller gets where the server, the browser or the network is not to be
//! trusted.

/// Makes `FLOWS` of the functions of a module that go through a flow on a server: each is a test on
/// the server of this program, and the record tells of all of them.
macro_rules! flows {
    ($($flow:ident)+) => {
        pub(crate) const FLOWS: &[crate::NamedFlow] =
            &[$((concat!(module_path!(), "::", stringify!($flow)), $flow)),+];
    };
}

mod asynchronous;
mod callbacks;
mod client_authentication;
mod clients;
mod devices;
mod hostile;
mod kinds;
mod logs;
mod native_logins;
mod pushed_requests;
mod record;
mod refusals;
mod registration;
mod server_metadata;
mod tokens;
mod two_servers;

use std::error::Error;
use std::fmt::Debug;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::LazyLock;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use oauth_flow::flow::delivery::Direct;
use oauth_flow::flow::unsupported::Supported;
use oauth_flow::flow::{
    BlockingSafeHttp, ClientFields, ExchangeError, Flow, Pending, RequestError, ServerMetadata,
    Tokens,
};
use oauth_flow::{Allows, OAuthClient, grant};
use oauth_flow_e2e_tests::{Browser, Run, Server, Test};
use serde_json::{Value, json};
use url::Url;

const WEB: &str = "https://web.example/callback";
const SPA: &str = "https://spa.example/callback";

/// A flow on a server, by its name.
type NamedFlow = (&'static str, fn(&Server));

const TESTS: [&[Test]; 12] = [
    asynchronous::TESTS,
    callbacks::TESTS,
    devices::TESTS,
    hostile::TESTS,
    native_logins::TESTS,
    pushed_requests::TESTS,
    record::TESTS,
    refusals::TESTS,
    registration::TESTS,
    server_metadata::TESTS,
    tokens::TESTS,
    two_servers::TESTS,
];

const FLOWS: [&[NamedFlow]; 7] = [
    asynchronous::FLOWS,
    client_authentication::FLOWS,
    kinds::FLOWS,
    logs::FLOWS,
    native_logins::FLOWS,
    pushed_requests::FLOWS,
    tokens::FLOWS,
];

fn main() -> ExitCode {
    let tests = TESTS.concat().into_iter().map(|(name, test)| (name, Box::new(test) as Run));
    let flows = FLOWS.concat().into_iter();
    let flows = flows.map(|(name, flow)| (name, Box::new(move || flow(server())) as Run));
    oauth_flow_e2e_tests::run(tests.chain(flows))
}

/// The server of this program, which ends with it. A test that scripts answers or reads the whole
/// record starts one of its own.
fn server() -> &'static Server {
    static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(try_start);
    SERVER.as_ref().unwrap()
}

/// Another server that knows the clients of this program, too.
fn start() -> Server {
    try_start().unwrap()
}

fn try_start() -> Result<Server, String> {
    let code = |client_id: &str| {
        json!({
            "client_id": client_id, "client_secret": format!("{client_id}: 100%+odd&secret=~"),
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"], "redirect_uris": [WEB],
        })
    };
    let mut pushing = code("web-par");
    pushing["require_pushed_authorization_requests"] = json!(true);
    let machine = json!({
        "client_id": "m2m-api", "client_secret": "a secret of the test's own",
        "token_endpoint_auth_method": "client_secret_basic", "grant_types": ["client_credentials"],
        "response_types": [], "redirect_uris": [],
    });
    Server::start_with(&[code("trusted-code"), code("odd:web+id%2F &="), pushing, machine])
}

fn http() -> &'static BlockingSafeHttp {
    static HTTP: LazyLock<BlockingSafeHttp> =
        LazyLock::new(|| BlockingSafeHttp::new().expect("the client can be made"));
    &HTTP
}

fn metadata(server: &Server) -> ServerMetadata {
    ServerMetadata::fetch(server.issuer(), http()).expect("the server has metadata")
}

/// The origin of a server that is down.
fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    format!("http://{}", listener.local_addr().expect("it is bound"))
}

/// The flow of a client whose endpoints are those that the server publishes.
fn flow<C: ClientFields>(server: &Server, client: &C) -> Flow<C>
where
    C::Unsupported: Supported<C>,
{
    Flow::builder().config(client).server(&metadata(server)).build().expect("all is configured")
}

/// A user who was not logged in opens the URL; what comes back is the query of the callback.
fn answer(url: &Url, redirect_uri: &str) -> String {
    answer_in(&Browser::new(), url, redirect_uri)
}

/// The same in a browser that may have been somewhere before.
fn answer_in(browser: &Browser, url: &Url, redirect_uri: &str) -> String {
    let callback = browser.open(url.as_str(), redirect_uri).callback();
    let callback = Url::parse(&callback).expect("the callback is a URL");
    callback.query().expect("the callback has a query").to_owned()
}

/// A login up to its callback.
fn log_in<C>(flow: &Flow<C>, redirect_uri: &str) -> (Pending<C>, String)
where
    C: OAuthClient<Delivery: Direct<C>> + Allows<grant::authorization_code>,
{
    let (url, pending) = flow.authorize().begin().expect("the request can be made");
    (pending, answer(&url, redirect_uri))
}

/// A whole login.
fn tokens<C>(flow: &Flow<C>, redirect_uri: &str) -> Tokens
where
    C: OAuthClient<Delivery: Direct<C>> + Allows<grant::authorization_code>,
{
    let (pending, query) = log_in(flow, redirect_uri);
    let request = flow.complete(pending, &query).expect("the callback fits the login");
    request.request(http()).expect("the server exchanges the code")
}

/// A parameter of a query that has it once.
fn parameter(query: &str, name: &str) -> String {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let mut values = pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let value = values.next().unwrap_or_else(|| panic!("no `{name}` in {query}"));
    assert_eq!(values.next(), None, "`{name}` is in {query} twice");
    value
}

/// The query with another value for a parameter, or without it.
fn replaced(query: &str, name: &str, value: Option<&str>) -> String {
    parameter(query, name);
    let mut changed = url::form_urlencoded::Serializer::new(String::new());
    for (key, old) in url::form_urlencoded::parse(query.as_bytes()) {
        match value {
            _ if key != name => drop(changed.append_pair(&key, &old)),
            Some(value) => drop(changed.append_pair(name, value)),
            None => {}
        }
    }
    changed.finish()
}

/// The claims of a JWT, whose signature the caller does not judge.
fn payload(jwt: &str) -> Value {
    let part = jwt.split('.').nth(1).expect("a JWT has three parts");
    let json = BASE64_URL_SAFE_NO_PAD.decode(part).expect("base64url");
    serde_json::from_slice(&json).expect("a claim set")
}

#[track_caller]
fn assert_refused<T: Debug, E: Debug>(answer: Result<T, RequestError<E>>, status: u16, code: &str) {
    match answer {
        Err(RequestError::Exchange(ExchangeError::Server(error))) => {
            assert_eq!((error.status(), error.code().as_ref()), (status, code));
        }
        other => panic!("not refused by the server, but {other:?}"),
    }
}

/// Neither what is logged of an error nor what is shown of it has one of these texts.
#[track_caller]
fn assert_silent(error: &(dyn Error + 'static), secrets: &[&str]) {
    let mut said = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        said.push_str(&error.to_string());
        next = error.source();
    }
    for secret in secrets {
        assert!(!secret.is_empty() && !said.contains(secret), "{secret} is in {said}");
    }
}
