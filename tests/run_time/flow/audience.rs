//! The parameter `audience`, which several providers take in place of a resource indicator.

use oauth_flow::flow::{Flow, TokenRequest, TokenType, parameter};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, run};
use oauth2::RefreshToken;

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

#[oauth_client(
    kind = "m2m",
    grant("client_credentials", "token-exchange", "jwt-bearer"),
    client_id = "worker",
    token_endpoint = "https://idp.example.com/token",
    audience("https://api.example.com", "billing")
)]
struct Worker;

#[oauth_client(kind = "m2m", token_endpoint = "https://idp.example.com/token")]
struct Configured {
    client_id: String,
    client_secret: String,
    audience: Option<String>,
}

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    audience = "https://api.example.com"
)]
struct Portal;

#[oauth_client(
    kind = "device",
    client_id = "tv",
    device_authorization_endpoint = "https://idp.example.com/device",
    token_endpoint = "https://idp.example.com/token",
    audience = "films"
)]
struct Television;

/// The audiences of a form or a query.
fn audiences(form: &str) -> Vec<String> {
    let pairs = oauth2::url::form_urlencoded::parse(form.as_bytes());
    pairs.filter(|(name, _)| name == "audience").map(|(_, value)| value.into_owned()).collect()
}

fn sent<C, G>(request: TokenRequest<'_, C, G>) -> Vec<String> {
    let http = Http::answering(200, TOKENS);
    request.request(&http).unwrap();
    audiences(&http.request().body)
}

#[test]
fn what_is_declared_is_sent_as_it_is() {
    let flow = Flow::<Worker>::builder().client_secret("hush").build().unwrap();
    let declared = ["https://api.example.com", "billing"];
    assert_eq!(sent(flow.client_credentials()), declared);
    assert_eq!(sent(flow.client_credentials().scope("read")), declared);
    assert_eq!(sent(flow.jwt_bearer("a.b.c")), declared);
    assert_eq!(sent(flow.token_exchange("t", TokenType::AccessToken)), declared);
}

#[test]
fn what_the_caller_gives_stands_in_place_of_it() {
    let flow = Flow::<Worker>::builder().client_secret("hush").build().unwrap();
    let exchange = flow.token_exchange("t", TokenType::AccessToken);
    assert_eq!(sent(exchange.audience("orders").audience("stock")), ["orders", "stock"]);
    let extra = flow.client_credentials().extra(parameter!("audience"), "orders");
    assert_eq!(sent(extra), ["orders"]);
}

#[test]
fn a_field_holds_it_too() {
    let client = |audience: Option<&str>| Configured {
        client_id: "worker".into(),
        client_secret: "hush".into(),
        audience: audience.map(String::from),
    };
    let flow = Flow::new(&client(Some("orders"))).unwrap();
    assert_eq!(sent(flow.client_credentials()), ["orders"]);
    let flow = Flow::new(&client(None)).unwrap();
    assert_eq!(sent(flow.client_credentials()), [""; 0]);
    let flow = Flow::<Configured>::builder()
        .client_id("worker")
        .client_secret("hush")
        .audience("stock")
        .build()
        .unwrap();
    assert_eq!(sent(flow.client_credentials()), ["stock"]);
}

#[test]
fn it_is_in_the_request_that_begins_a_login_and_not_in_those_that_follow() {
    let flow = Flow::<Portal>::builder().client_secret("hush").build().unwrap();
    let (url, pending) = flow.authorize().begin().unwrap();
    assert_eq!(audiences(url.query().unwrap_or_default()), ["https://api.example.com"]);
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let request = flow.complete(pending, &format!("code=c&state={state}")[..]).unwrap();
    assert_eq!(sent(request), [""; 0]);
    assert_eq!(sent(flow.refresh(RefreshToken::new("r".into()))), [""; 0]);
    let (url, _) = flow.authorize().extra(parameter!("audience"), "orders").begin().unwrap();
    assert_eq!(audiences(url.query().unwrap_or_default()), ["orders"]);
}

#[test]
fn a_device_asks_for_it_once() {
    let flow = Flow::<Television>::builder().build().unwrap();
    let started = r#"{"device_code": "dc", "user_code": "WDJB-MJHT",
        "verification_uri": "https://idp.example.com/activate", "expires_in": 900}"#;
    let http = Http::answering(200, started);
    let login = run(flow.device().start_async(&http)).unwrap();
    assert_eq!(audiences(&http.request().body), ["films"]);
    assert_eq!(login.user_code(), "WDJB-MJHT");
}
