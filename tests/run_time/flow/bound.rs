//! A client whose tokens are bound to its certificate (RFC 8705 section 3), under FAPI 2.0.

use oauth_flow::flow::{BuildError, Flow, RequestError, ServerMetadata, UnusableReason};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::Http;

#[oauth_client(
    kind = "web",
    profile = "fapi2",
    auth = "tls_client_auth",
    sender_constraint = "mtls",
    par,
    client_id = "bank",
    redirect_uri = "https://app.example.com/callback"
)]
struct Bank;

/// Its credential is a key, and its tokens are bound to its certificate.
#[oauth_client(
    kind = "m2m",
    auth = "client_secret_basic",
    sender_constraint = "mtls",
    client_id = "worker"
)]
struct Worker;

fn server() -> ServerMetadata {
    let json = r#"{
        "issuer": "https://idp.example.com",
        "authorization_endpoint": "https://idp.example.com/authorize",
        "token_endpoint": "https://idp.example.com/token",
        "pushed_authorization_request_endpoint": "https://idp.example.com/par",
        "code_challenge_methods_supported": ["S256"],
        "require_pushed_authorization_requests": true,
        "tls_client_certificate_bound_access_tokens": true,
        "authorization_response_iss_parameter_supported": true,
        "mtls_endpoint_aliases": {
            "token_endpoint": "https://mtls.example.com/token",
            "pushed_authorization_request_endpoint": "https://mtls.example.com/par"
        }
    }"#;
    ServerMetadata::read(json.as_bytes(), "https://idp.example.com").unwrap()
}

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer", "expires_in": 60}"#;

#[test]
fn a_login_under_fapi_goes_through_the_aliases() {
    let flow = Flow::<Bank>::builder().server(&server()).build().unwrap();
    assert!(flow.warnings().is_empty(), "{:?}", flow.warnings());
    let http = Http::answering(201, r#"{"request_uri": "urn:example:r", "expires_in": 60}"#)
        .then(200, TOKENS);
    let (url, pending) = flow.authorize().push(&http).unwrap();
    assert!(url.as_str().starts_with("https://idp.example.com/authorize?client_id=bank&"), "{url}");
    let state = serde_json::to_value(&pending).unwrap()["state"].as_str().unwrap().to_owned();
    let query = format!("code=c&state={state}&iss=https://idp.example.com");
    flow.complete(pending, query.as_str()).unwrap().request(&http).unwrap();
    let lines: Vec<_> = http.requests().into_iter().map(|it| it.line).collect();
    assert_eq!(lines, ["POST https://mtls.example.com/par", "POST https://mtls.example.com/token"]);
    assert_eq!(http.requests()[0].parameter("client_id"), "bank");
}

#[test]
fn a_client_with_a_secret_has_its_tokens_bound_at_the_alias() {
    let builder = Flow::<Worker>::builder().client_secret("hush").server(&server());
    let flow = builder.build().unwrap();
    let http = Http::answering(200, TOKENS);
    flow.client_credentials().request(&http).unwrap();
    assert_eq!(http.request().line, "POST https://mtls.example.com/token");
    assert_eq!(http.request().authorization, ["Basic d29ya2VyOmh1c2g="]);
}

#[test]
fn a_token_of_no_type_would_be_a_downgrade() {
    let builder = Flow::<Worker>::builder().client_secret("hush").server(&server());
    let flow = builder.build().unwrap();
    for json in [r#"{"access_token": "at"}"#, r#"{"access_token": "at", "token_type": ""}"#] {
        let error = flow.client_credentials().request(&Http::answering(200, json)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the server's answer has no `token_type`, which RFC 6749 section 5.1 requires, and the \
             declared client takes no token that may be bound to nobody"
        );
        let RequestError::Unusable(unusable) = error else { panic!("{error:?}") };
        assert_eq!(unusable.reason(), &UnusableReason::MissingTokenType);
        assert_eq!(unusable.access_token().unwrap().secret(), "at");
    }
}

#[test]
fn no_token_that_is_bound_in_another_way_is_taken_for_bearer() {
    let build = |name: &str| {
        let builder = Flow::<Bank>::builder().server(&server()).bearer_token_type("Other");
        builder.bearer_token_type(name).build().map(|_| ())
    };
    assert_eq!(build("BearerToken"), Ok(()));
    // The constraint alone is enough.
    let builder = Flow::<Worker>::builder().client_secret("hush").server(&server());
    let error = builder.bearer_token_type("DPoP").build().map(|_| ()).unwrap_err();
    assert_eq!(error, BuildError::BearerTokenType("DPoP".into()));
    for name in ["DPoP", "dpop", "N_A", "n_a", " DPoP"] {
        let error = build(name).unwrap_err();
        assert_eq!(error, BuildError::BearerTokenType(name.trim().into()), "{name}");
    }
    assert_eq!(
        build("DPoP").unwrap_err().to_string(),
        "`bearer_token_type` gives `DPoP`, which is no name for `Bearer`: the declaration binds tokens \
         to the client; help: leave it out"
    );
}
