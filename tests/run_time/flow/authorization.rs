//! The authorization request, parameter by parameter.

use std::collections::HashSet;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use oauth_flow::flow::{BeginError, Flow, Origin, ParameterName, Pending, parameter};
use oauth_flow::{ResponseType, oauth_client};
use oauth_flow_run_time_tests::{Http, Pairs, only, pairs};
use oauth2::url::Url;
use sha2::{Digest as _, Sha256};

#[oauth_client(
    kind = "web",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize?tenant=blue",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri("https://app.example.com/callback", "https://app.example.com/second"),
    scope = "openid profile",
    resource = "https://api.example.com",
    response_mode = "form_post"
)]
struct Portal;

#[oauth_client(
    kind = "spa",
    client_id = "spa",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback"
)]
struct Plain;

fn portal() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").build().unwrap()
}

fn plain() -> Flow<Plain> {
    Flow::new(&Plain).unwrap()
}

fn query(url: &Url) -> Pairs {
    pairs(url.query().unwrap())
}

/// What the login keeps, as a store sees it.
fn kept<C>(pending: &Pending<C>) -> serde_json::Value {
    serde_json::to_value(pending).unwrap()
}

#[test]
fn every_parameter_is_there_once_and_in_its_place() {
    let (url, pending) = portal().authorize().begin().unwrap();
    let kept = kept(&pending);
    let challenge = Sha256::digest(kept["code_verifier"].as_str().unwrap());
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(challenge);
    let expected = [
        ("tenant", "blue"),
        ("client_id", "portal"),
        ("response_type", "code"),
        ("redirect_uri", "https://app.example.com/callback"),
        ("scope", "openid profile"),
        ("state", kept["state"].as_str().unwrap()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("nonce", kept["nonce"].as_str().unwrap()),
        ("response_mode", "form_post"),
        ("resource", "https://api.example.com"),
    ];
    let expected: Pairs = expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    assert_eq!(query(&url), expected);
    assert!(url.as_str().starts_with("https://idp.example.com/authorize?tenant=blue&client_id="));
    assert_eq!(url.fragment(), None);
}

#[test]
fn what_is_not_declared_is_not_sent() {
    let (url, pending) = plain().authorize().begin().unwrap();
    let names: Vec<_> = query(&url).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "response_type",
            "redirect_uri",
            "state",
            "code_challenge",
            "code_challenge_method"
        ]
    );
    assert_eq!(kept(&pending)["nonce"], serde_json::Value::Null);
}

#[test]
fn the_verifier_is_as_long_as_the_standard_asks() {
    let (_, pending) = plain().authorize().begin().unwrap();
    // RFC 7636 section 4.1: 43 to 128 unreserved characters.
    let kept = kept(&pending);
    let verifier = kept["code_verifier"].as_str().unwrap();
    assert!((43..=128).contains(&verifier.len()));
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    assert!(verifier.bytes().all(unreserved));
}

#[test]
fn state_nonce_and_verifier_have_160_bits_and_never_repeat() {
    let flow = portal();
    let mut seen = HashSet::new();
    for _ in 0..10_000 {
        let (_, pending) = flow.authorize().begin().unwrap();
        let kept = kept(&pending);
        for name in ["state", "nonce", "code_verifier"] {
            let value = kept[name].as_str().unwrap();
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(value).unwrap();
            assert!(bytes.len() * 8 >= 160, "{name}");
            assert!(seen.insert(bytes), "{name} came twice");
        }
    }
    assert_eq!(seen.len(), 30_000);
}

#[test]
fn a_nonce_goes_with_openid_alone() {
    let flow = portal();
    let (url, _pending) = flow.authorize().scope("profile").begin().unwrap();
    let query = query(&url);
    assert_eq!(only(&query, "scope"), "profile");
    assert!(!query.iter().any(|(name, _)| name == "nonce"));
    let (url, _pending) = plain().authorize().scope("email openid").begin().unwrap();
    assert_eq!(only(&self::query(&url), "nonce").len(), 27);
}

#[test]
fn scope_and_resource_stand_in_place_of_the_configured_ones() {
    let flow = plain();
    let request = flow.authorize().scope("a  b").scope("c");
    let request = request.resource("https://one.example").resource("https://two.example");
    let (url, _pending) = request.begin().unwrap();
    let query = query(&url);
    assert_eq!(only(&query, "scope"), "a b c");
    let resources: Vec<_> = query.iter().filter(|(name, _)| name == "resource").collect();
    assert_eq!(resources.len(), 2);
    assert_eq!(resources[1].1, "https://two.example");
}

/// The rule and the method of each finding.
#[track_caller]
fn findings<C>(result: Result<(Url, Pending<C>), BeginError>) -> Vec<(&'static str, Origin)> {
    match result.map(|_| ()).unwrap_err() {
        BeginError::Values(findings) => findings.iter().map(|it| (it.rule.id, it.origin)).collect(),
        other => panic!("not of values: {other:?}"),
    }
}

#[test]
fn a_value_that_is_not_declared_or_breaks_a_rule_is_refused() {
    let (portal, plain) = (portal(), plain());
    let scope = Origin::Method("scope");
    let resource = Origin::Method("resource");
    let redirect_uri = Origin::Method("redirect_uri");
    assert_eq!(
        findings(portal.authorize().scope("profile admin").begin()),
        [("undeclared_value", scope)]
    );
    assert_eq!(
        findings(portal.authorize().resource("https://other.example").begin()),
        [("undeclared_value", resource)]
    );
    assert_eq!(findings(plain.authorize().scope("a\"b").begin()), [("invalid_scope", scope)]);
    assert_eq!(
        findings(plain.authorize().resource("api.example.com#x").begin()),
        [("invalid_resource", resource)]
    );
    for other in ["https://app.example.com/callback/", "https://app.example.com:443/callback"] {
        assert_eq!(
            findings(plain.authorize().redirect_uri(other).begin()),
            [("undeclared_value", redirect_uri)],
            "{other}"
        );
    }
}

#[test]
fn one_of_the_declared_redirect_uris_can_be_chosen() {
    let flow = portal();
    let second = "https://app.example.com/second";
    let (url, pending) = flow.authorize().redirect_uri(second).begin().unwrap();
    assert_eq!(only(&query(&url), "redirect_uri"), second);
    assert_eq!(kept(&pending)["redirect_uri"], second);
}

#[test]
fn a_redirect_uri_of_the_run_time_is_one_that_is_configured() {
    #[oauth_client(
        kind = "web",
        client_id = "portal",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "runtime"
    )]
    struct Tenants;
    let flow = Flow::<Tenants>::builder()
        .client_secret("hush")
        .redirect_uri("https://a.example.com/callback")
        .redirect_uri("https://b.example.com/callback")
        .build()
        .unwrap();
    let second = flow.authorize().redirect_uri("https://b.example.com/callback").begin();
    assert_eq!(kept(&second.unwrap().1)["redirect_uri"], "https://b.example.com/callback");
    let origin = Origin::Method("redirect_uri");
    assert_eq!(
        findings(flow.authorize().redirect_uri("https://c.example.com/callback").begin()),
        [("undeclared_value", origin)]
    );
    assert_eq!(
        findings(flow.authorize().redirect_uri("http://b.example.com/callback").begin()),
        [("insecure_redirect_uri", origin), ("undeclared_value", origin)]
    );
}

#[test]
fn a_native_client_begins_with_the_port_that_it_got() {
    #[oauth_client(
        kind = "native",
        client_id = "cli",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "http://127.0.0.1/callback"
    )]
    struct Cli;
    let flow = Flow::new(&Cli).unwrap();
    let given = "http://127.0.0.1:49152/callback";
    let (url, pending) = flow.authorize().redirect_uri(given).begin().unwrap();
    assert_eq!(only(&query(&url), "redirect_uri"), given);
    assert_eq!(kept(&pending)["redirect_uri"], given);
}

#[test]
fn a_response_type_is_one_that_is_declared_and_has_a_code() {
    let flow = plain();
    assert!(flow.authorize().response_type(ResponseType::Code).begin().is_ok());
    for other in [ResponseType::CodeIdToken, ResponseType::Token, ResponseType::IdToken] {
        let error = flow.authorize().response_type(other).begin().map(|_| ()).unwrap_err();
        assert_eq!(error, BeginError::ResponseType(other));
    }
}

#[test]
fn other_parameters_are_added_and_encoded() {
    let flow = plain();
    let request = flow.authorize().extra(parameter!("prompt"), "login consent");
    let request = request.extra(ParameterName::read("login_hint").unwrap(), "ö&a=b");
    let (url, _pending) = request.begin().unwrap();
    assert!(url.as_str().ends_with("&prompt=login+consent&login_hint=%C3%B6%26a%3Db"), "{url}");
}

#[test]
fn a_parameter_that_is_added_again_is_sent_once() {
    let flow = plain();
    let request = flow.authorize().extra(parameter!("prompt"), "login");
    let (url, _pending) = request.extra(parameter!("prompt"), "consent").begin().unwrap();
    assert!(url.as_str().ends_with("&prompt=consent"), "{url}");
    assert_eq!(url.as_str().matches("prompt").count(), 1, "{url}");
}

#[test]
fn the_token_request_asks_for_the_resources_of_the_authorization_request() {
    #[oauth_client(
        kind = "web",
        client_id = "portal",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/callback",
        resource("https://one.example", "https://two.example")
    )]
    struct Two;
    let flow = Flow::<Two>::builder().client_secret("hush").build().unwrap();
    let asked = |begin: &dyn Fn() -> Pending<Two>, further: Option<&str>| {
        let json = serde_json::to_string(&begin()).unwrap();
        let pending: Pending<Two> = serde_json::from_str(&json).unwrap();
        let response = format!("code=c&state={}", kept(&pending)["state"].as_str().unwrap());
        let http = Http::answering(200, r#"{"access_token": "at", "token_type": "Bearer"}"#);
        let mut request = flow.complete(pending, &response).unwrap();
        if let Some(further) = further {
            request = request.resource(further);
        }
        request.request(&http).unwrap();
        let form = http.request().form().into_iter();
        form.filter(|(name, _)| name == "resource").map(|(_, value)| value).collect::<Vec<_>>()
    };
    let both = || flow.authorize().begin().unwrap().1;
    let second = || flow.authorize().resource("https://two.example").begin().unwrap().1;
    assert_eq!(asked(&both, None), ["https://one.example", "https://two.example"]);
    assert_eq!(asked(&second, None), ["https://two.example"]);
    assert_eq!(asked(&both, Some("https://one.example")), ["https://one.example"]);
}

#[test]
fn a_parameter_that_the_flow_gives_its_value_is_none_to_add() {
    for managed in [
        "state",
        "STATE",
        "nonce",
        "client_id",
        "client_secret",
        "redirect_uri",
        "response_type",
        "response_mode",
        "scope",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "resource",
        "request",
        "request_uri",
        "grant_type",
        "client_assertion",
        "actor_token",
        "requested_token_type",
    ] {
        let error = ParameterName::read(managed).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "`{managed}` is a parameter that the flow gives its value: leave it out, or call \
                 the method of that name where there is one"
            )
        );
    }
    let nameless = ParameterName::read("").unwrap_err();
    assert_eq!(nameless.to_string(), "the name of a parameter is empty");
}
