//! The token request of each grant: its body, byte for byte.

use oauth_flow::flow::{Flow, Origin, RequestError, TokenRequest, TokenType, parameter};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, run};
use oauth2::RefreshToken;

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

/// The body of a request that is answered with tokens.
fn body<C, G>(request: TokenRequest<'_, C, G>) -> String {
    let http = Http::answering(200, TOKENS);
    request.request(&http).unwrap();
    http.request().body
}

#[oauth_client(
    kind = "m2m",
    grant("client_credentials", "token-exchange", "jwt-bearer"),
    client_id = "worker",
    token_endpoint = "https://idp.example.com/token",
    scope = "read write",
    resource("https://api.example.com", "https://data.example.com")
)]
struct Worker;

fn worker() -> Flow<Worker> {
    Flow::<Worker>::builder().client_secret("hush").build().unwrap()
}

#[oauth_client(
    kind = "trusted",
    profile = "rfc6749",
    grant("authorization_code", "password", "refresh_token"),
    pkce = "S256",
    client_id = "terminal",
    redirect_uri = "https://app.example.com/callback",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    scope = "read write",
    allow(password_grant, reason = "to see its request"),
    allow(legacy_profile, reason = "it has the password grant")
)]
struct Terminal;

fn terminal() -> Flow<Terminal> {
    Flow::<Terminal>::builder().client_secret("hush").build().unwrap()
}

const RESOURCES: &str =
    "&resource=https%3A%2F%2Fapi.example.com&resource=https%3A%2F%2Fdata.example.com";

#[test]
fn client_credentials() {
    let flow = worker();
    assert_eq!(
        body(flow.client_credentials()),
        format!("grant_type=client_credentials&scope=read+write{RESOURCES}")
    );
    let request = flow.client_credentials().scope("read").resource("https://data.example.com");
    assert_eq!(
        body(request),
        "grant_type=client_credentials&scope=read&resource=https%3A%2F%2Fdata.example.com"
    );
    let request = flow.client_credentials().extra(parameter!("audience"), "a&b").scope("read");
    assert_eq!(
        body(request.scope("write")),
        format!("grant_type=client_credentials&scope=read+write{RESOURCES}&audience=a%26b")
    );
}

#[test]
fn a_scope_without_a_token_does_not_take_the_place_of_the_configured_ones() {
    let expected = format!("grant_type=client_credentials&scope=read+write{RESOURCES}");
    for nothing in ["", " "] {
        assert_eq!(body(worker().client_credentials().scope(nothing)), expected);
        let flow = Flow::<Worker>::builder().client_secret("hush").scope(nothing).build().unwrap();
        assert_eq!(body(flow.client_credentials()), expected);
    }
    let narrowed = body(worker().client_credentials().scope("read").scope(""));
    assert_eq!(narrowed, format!("grant_type=client_credentials&scope=read{RESOURCES}"));
}

#[test]
fn a_jwt_as_a_grant() {
    assert_eq!(
        body(worker().jwt_bearer("a.b.c")),
        format!(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c\
             &scope=read+write{RESOURCES}"
        )
    );
}

#[test]
fn token_exchange() {
    let flow = worker();
    let request = flow.token_exchange("subject", TokenType::AccessToken);
    let request = request
        .actor("actor", TokenType::Jwt)
        .requested_token_type(TokenType::RefreshToken)
        .audience("one")
        .audience("two")
        .scope("read");
    assert_eq!(
        body(request),
        format!(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange\
             &subject_token=subject\
             &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token\
             &actor_token=actor&actor_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt\
             &requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Arefresh_token\
             &audience=one&audience=two&scope=read{RESOURCES}"
        )
    );
    // A parameter is sent once (RFC 6749 section 3.2), and an audience may be several.
    let request = flow.token_exchange("subject", TokenType::AccessToken);
    let request = request.actor("first", TokenType::Jwt).actor("second", TokenType::Saml2);
    let request = request.requested_token_type(TokenType::Jwt);
    let sent = body(request.requested_token_type(TokenType::AccessToken));
    for once in [
        "&actor_token=second&",
        "&actor_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Asaml2&",
        "&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token&",
    ] {
        assert_eq!(sent.matches(once).count(), 1, "{sent}");
    }
    assert!(!sent.contains("first") && sent.matches("requested_token_type").count() == 1, "{sent}");
    let urn = |name: &str| format!("urn:ietf:params:oauth:token-type:{name}");
    assert_eq!(TokenType::IdToken.urn(), urn("id_token"));
    assert_eq!(TokenType::Saml1.urn(), urn("saml1"));
    assert_eq!(TokenType::Saml2.urn(), urn("saml2"));
}

#[test]
fn a_token_type_is_any_absolute_uri() {
    // RFC 8693 section 3.
    let aws = TokenType::of_uri("urn:ietf:params:aws:token-type:aws4_request").unwrap();
    let sent = body(worker().token_exchange("subject", aws.clone()).actor("actor", aws));
    let encoded = "urn%3Aietf%3Aparams%3Aaws%3Atoken-type%3Aaws4_request";
    assert!(sent.contains(&format!("&subject_token_type={encoded}&")), "{sent}");
    assert!(sent.contains(&format!("&actor_token_type={encoded}&")), "{sent}");
    let of_uri = |uri| TokenType::of_uri(uri);
    assert_eq!(of_uri("urn:ietf:params:oauth:token-type:jwt"), Ok(TokenType::Jwt));
    let own = of_uri("https://idp.example.com/types/legacy").unwrap();
    assert_eq!(own.urn(), "https://idp.example.com/types/legacy");
    for bad in ["", "jwt", "access_token", "/types/legacy", "a b:c"] {
        assert!(of_uri(bad).is_err(), "{bad}");
    }
    assert_eq!(
        of_uri("jwt").unwrap_err().to_string(),
        "`jwt` is no absolute URI, which the type of a token is (RFC 8693 section 3); help: write the \
         URI that the server documents"
    );
}

#[test]
fn refresh_sends_a_scope_only_to_narrow_it() {
    let flow = terminal();
    let token = || RefreshToken::new("r/t".into());
    assert_eq!(body(flow.refresh(token())), "grant_type=refresh_token&refresh_token=r%2Ft");
    assert_eq!(
        body(flow.refresh(token()).scope("read")),
        "grant_type=refresh_token&refresh_token=r%2Ft&scope=read"
    );
}

#[test]
fn password() {
    assert_eq!(
        body(terminal().password("jo@example.com", "a b&c+ö")),
        "grant_type=password&username=jo%40example.com&password=a+b%26c%2B%C3%B6&scope=read+write"
    );
}

#[test]
fn a_public_client_names_itself() {
    #[oauth_client(
        kind = "native",
        grant("authorization_code", "refresh_token"),
        pkce = "S256",
        refresh = "rotate",
        client_id = "app",
        redirect_uri = "http://127.0.0.1/callback",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct App;
    let flow = Flow::new(&App).unwrap();
    assert_eq!(
        body(flow.refresh(RefreshToken::new("rt".into()))),
        "grant_type=refresh_token&refresh_token=rt&client_id=app"
    );
}

#[test]
fn what_is_not_declared_is_not_sent() {
    let flow = worker();
    let http = Http::default();
    let rejected = |request: TokenRequest<'_, Worker, _>| match request.request(&http) {
        Err(RequestError::Values(findings)) => {
            findings.iter().map(|it| (it.rule.id, it.origin)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let undeclared = |method| vec![("undeclared_value", Origin::Method(method))];
    assert_eq!(rejected(flow.client_credentials().scope("read admin")), undeclared("scope"));
    let other = flow.client_credentials().resource("https://other.example");
    assert_eq!(rejected(other), undeclared("resource"));
    let error = terminal().refresh(RefreshToken::new("rt".into())).scope("admin").request(&http);
    assert!(matches!(error.unwrap_err(), RequestError::Values(_)));
    assert!(http.requests().is_empty());
}

#[test]
fn an_asynchronous_request_is_the_same() {
    let http = Http::answering(200, TOKENS);
    let flow = worker();
    let tokens = run(flow.client_credentials().request_async(&http)).unwrap();
    assert_eq!(tokens.access_token().secret(), "at");
    assert_eq!(http.request().body, body(flow.client_credentials()));
}

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    post_logout_redirect_uri = "https://app.example.com/bye",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    scope = "openid orders:read"
)]
struct Portal;

#[test]
fn a_narrower_scope_need_not_ask_for_an_id_token() {
    let flow = Flow::<Portal>::builder().client_secret("hush").build().unwrap();
    assert_eq!(
        body(flow.refresh(RefreshToken::new("rt".into())).scope("orders:read")),
        "grant_type=refresh_token&refresh_token=rt&scope=orders%3Aread"
    );
}
