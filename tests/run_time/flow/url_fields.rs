//! A URL that a parser has rewritten is compared as text, by the server and by the flow.

use oauth_flow::flow::{BuildError, Flow, Origin, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{only, pairs};
use oauth2::url::Url;

#[oauth_client(
    kind = "web",
    client_id = "portal",
    resource = "https://mcp.example.com",
    issuer = "https://idp.example.com",
    redirect_uri = "https://app.example.com",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token"
)]
struct Portal {
    issuer: Option<Url>,
    resource: Vec<Url>,
    redirect_uri: Box<Url>,
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn sent(flow: &Flow<Portal>, name: &str) -> String {
    let (url, _pending) = flow.authorize().begin().unwrap();
    only(&pairs(url.query().unwrap()), name)
}

#[test]
fn what_is_declared_is_sent_as_it_is_declared() {
    let config = Portal {
        issuer: Some(url("https://idp.example.com")),
        resource: vec![url("https://mcp.example.com")],
        redirect_uri: Box::new(url("https://app.example.com")),
    };
    assert_eq!(config.resource[0].as_str(), "https://mcp.example.com/");
    let builder = Flow::<Portal>::builder().config(&config).client_secret("hush");
    let flow = builder.build().unwrap();
    assert!(flow.warnings().is_empty(), "{:?}", flow.warnings());
    assert_eq!(sent(&flow, "resource"), "https://mcp.example.com");
    assert_eq!(sent(&flow, "redirect_uri"), "https://app.example.com");
    // Another URL is another one.
    let other = Portal { resource: vec![url("https://mcp.example.com/x")], ..config };
    let error = Flow::<Portal>::builder().config(&other).client_secret("hush").build();
    assert!(matches!(error.unwrap_err(), BuildError::Values(_)));
}

#[oauth_client(
    kind = "web",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback"
)]
struct Discovered {
    issuer: Url,
}

#[test]
fn the_issuer_is_that_of_the_metadata() {
    let json = r#"{"issuer": "https://idp.example.com",
        "authorization_endpoint": "https://idp.example.com/authorize",
        "token_endpoint": "https://idp.example.com/token"}"#;
    let metadata = ServerMetadata::read(json.as_bytes(), "https://idp.example.com").unwrap();
    let build = |issuer: &str| {
        let builder = Flow::<Discovered>::builder().config(&Discovered { issuer: url(issuer) });
        builder.client_secret("hush").server(&metadata).build()
    };
    let flow = build("https://idp.example.com").unwrap();
    assert!(flow.warnings().is_empty(), "{:?}", flow.warnings());
    let (_url, pending) = flow.authorize().begin().unwrap();
    let state = serde_json::to_value(&pending).unwrap()["state"].as_str().unwrap().to_owned();
    let query = format!("code=c&state={state}&iss=https://idp.example.com");
    assert!(flow.complete(pending, query.as_str()).is_ok());
    assert!(matches!(build("https://idp.example.com/t1").unwrap_err(), BuildError::Several(_)));
}

#[test]
fn a_slash_that_the_type_added_is_a_warning() {
    #[oauth_client(
        kind = "native",
        profile = "mcp",
        client_id = "cli",
        resource = "runtime",
        redirect_uri = "http://127.0.0.1/callback",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Cli {
        resource: Option<Vec<Url>>,
    }
    let warned = |resource: &str| {
        let flow = Flow::new(&Cli { resource: Some(vec![url(resource)]) }).unwrap();
        let warnings = flow.warnings().iter();
        warnings.map(|it| (it.rule.id, it.origin)).collect::<Vec<_>>()
    };
    let field = Origin::Field("resource");
    assert_eq!(warned("https://mcp.example.com"), [("added_slash", field)]);
    assert_eq!(warned("https://mcp.example.com/mcp"), []);
    // A method says it as it is meant.
    let builder = Flow::<Cli>::builder().config(&Cli { resource: None });
    let flow = builder.resource("https://mcp.example.com/").build().unwrap();
    assert!(flow.warnings().is_empty());
}

/// Whether a resource in a field of this type is warned of.
macro_rules! is_warned {
    ($type:ty, $value:expr) => {{
        #[oauth_client(
            kind = "m2m",
            client_id = "worker",
            token_endpoint = "https://idp.example.com/token"
        )]
        struct Worker {
            client_secret: String,
            resource: $type,
        }
        let flow = Flow::new(&Worker { client_secret: "hush".into(), resource: $value }).unwrap();
        flow.warnings().iter().any(|finding| finding.rule.id == "added_slash")
    }};
}

#[test]
fn a_slash_is_warned_of_where_a_parser_wrote_it() {
    use std::borrow::Cow;
    const SLASH: &str = "https://mcp.example.com/";
    assert!(is_warned!(Url, url(SLASH)));
    assert!(is_warned!(Option<Url>, Some(url(SLASH))));
    assert!(is_warned!([Url; 1], [url(SLASH)]));
    assert!(is_warned!(Cow<'static, Url>, Cow::Owned(url(SLASH))));
    assert!(!is_warned!(String, SLASH.into()));
    assert!(!is_warned!(Option<String>, Some(SLASH.into())));
    assert!(!is_warned!([String; 1], [SLASH.into()]));
    assert!(!is_warned!(Cow<'static, str>, SLASH.into()));
    assert!(!is_warned!(Vec<String>, vec![SLASH.into()]));
    assert!(!is_warned!(Option<Url>, None));
}
