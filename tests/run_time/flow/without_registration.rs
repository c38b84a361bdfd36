//! A client that has no registration: it identifies itself by nothing (RFC 8693 section 2.1, RFC 7521
//! section 4.1).

use oauth_flow::flow::{BuildError, Flow, TokenType};
use oauth_flow::{Key, oauth_client};
use oauth_flow_run_time_tests::Http;

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer",
    "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}"#;
const TOKEN: &str = "https://sts.example.com/token";

#[test]
fn a_token_exchange_needs_no_client() {
    #[oauth_client(
        kind = "m2m",
        grant("token-exchange", "jwt-bearer"),
        auth = "none",
        scope = "cloud",
        allow(unauthenticated_assertion, reason = "the server knows no clients")
    )]
    struct Sts {
        client_id: Option<String>,
        token_endpoint: String,
    }
    let config = |client_id: Option<&str>| Sts {
        client_id: client_id.map(String::from),
        token_endpoint: TOKEN.into(),
    };
    let flow = Flow::new(&config(None)).unwrap();
    assert_eq!(flow.client_id(), "");
    let http = Http::answering(200, TOKENS);
    flow.token_exchange("subject", TokenType::Jwt).request(&http).unwrap();
    assert!(!http.request().body.contains("client_id"), "{}", http.request().body);
    assert!(http.request().authorization.is_empty());
    let http = Http::answering(200, TOKENS);
    flow.jwt_bearer("a.b.c").request(&http).unwrap();
    assert_eq!(
        http.request().body,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c&scope=cloud"
    );
    // One that has an identifier sends it.
    let flow = Flow::new(&config(Some("worker"))).unwrap();
    let http = Http::answering(200, TOKENS);
    flow.token_exchange("subject", TokenType::Jwt).request(&http).unwrap();
    assert_eq!(http.request().parameter("client_id"), "worker");
    // An empty one is a mistake, and no client without a registration.
    assert!(matches!(Flow::new(&config(Some(""))), Err(BuildError::Empty(_))));
}

#[test]
fn any_other_client_needs_an_identifier() {
    #[oauth_client(kind = "m2m", grant = "token-exchange", scope = "cloud")]
    struct Authenticated;
    #[oauth_client(kind = "device")]
    struct Television;
    let builder = Flow::<Authenticated>::builder().client_secret("hush").token_endpoint(TOKEN);
    assert_eq!(builder.build().unwrap_err(), BuildError::Missing(Key::ClientId));
    let builder = Flow::<Television>::builder().token_endpoint(TOKEN);
    assert_eq!(builder.build().unwrap_err(), BuildError::Missing(Key::ClientId));
}
