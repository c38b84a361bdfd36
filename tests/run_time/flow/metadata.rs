//! What the metadata of the server says is judged against the declaration when a flow is built.

use oauth_flow::flow::{BuildError, Flow, Origin, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::Http;
use oauth2::AccessToken;

const ISSUER: &str = "https://idp.example.com";

/// The metadata of a server with each endpoint, and more members.
fn metadata(members: &str) -> ServerMetadata {
    let endpoints = [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "token"),
        ("device_authorization_endpoint", "device"),
        ("revocation_endpoint", "revoke"),
        ("pushed_authorization_request_endpoint", "par"),
    ];
    let endpoints = endpoints.map(|(name, path)| format!(r#", "{name}": "{ISSUER}/{path}""#));
    let comma = if members.is_empty() { "" } else { "," };
    let json = format!(r#"{{"issuer": "{ISSUER}"{}{comma} {members}}}"#, endpoints.concat());
    ServerMetadata::read(json.as_bytes(), ISSUER).unwrap()
}

#[oauth_client(
    kind = "web",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid orders:read"
)]
struct Portal;

#[oauth_client(
    kind = "native",
    profile = "mcp",
    client_id = "cli",
    resource = "https://mcp.example.com/mcp",
    redirect_uri = "http://127.0.0.1/callback"
)]
struct Cli;

fn portal(members: &str) -> Result<Flow<Portal>, BuildError> {
    Flow::<Portal>::builder().client_secret("hush").server(&metadata(members)).build()
}

fn cli(members: &str) -> Result<Flow<Cli>, BuildError> {
    Flow::<Cli>::builder().server(&metadata(members)).build()
}

/// The rule and the origin of each error.
#[track_caller]
fn errors<C>(flow: Result<Flow<C>, BuildError>) -> Vec<(&'static str, Origin)> {
    match flow.err() {
        Some(BuildError::Values(findings)) => {
            findings.iter().map(|it| (it.rule.id, it.origin)).collect()
        }
        error => panic!("not of values: {error:?}"),
    }
}

/// The rule and the origin of each warning.
#[track_caller]
fn warnings<C: oauth_flow::OAuthClient>(
    flow: Result<Flow<C>, BuildError>,
) -> Vec<(&'static str, Origin)> {
    flow.unwrap().warnings().iter().map(|it| (it.rule.id, it.origin)).collect()
}

const METHODS: &str = "token_endpoint_auth_methods_supported";
const PKCE: &str = "code_challenge_methods_supported";
const PAR: &str = "require_pushed_authorization_requests";

#[test]
fn what_the_server_does_not_support_is_an_error() {
    let s256 = r#""code_challenge_methods_supported": ["S256"]"#;
    assert_eq!(warnings(portal(s256)), []);
    assert_eq!(warnings(cli(s256)), []);
    for (members, rule, origin) in [
        (
            r#""token_endpoint_auth_methods_supported": ["client_secret_post"]"#,
            "unsupported_auth_method",
            Origin::Metadata(METHODS),
        ),
        (
            r#""token_endpoint_auth_methods_supported": ["private_key_jwt"]"#,
            "unsupported_auth_method",
            Origin::Metadata(METHODS),
        ),
        (
            r#""code_challenge_methods_supported": ["plain"]"#,
            "unsupported_pkce_method",
            Origin::Metadata(PKCE),
        ),
        (r#""require_pushed_authorization_requests": true"#, "par_required", Origin::Metadata(PAR)),
        (
            r#""require_signed_request_object": true"#,
            "request_object_required",
            Origin::Metadata("require_signed_request_object"),
        ),
        (
            r#""grant_types_supported": ["client_credentials"]"#,
            "unsupported_grant_type",
            Origin::Metadata("grant_types_supported"),
        ),
        (
            r#""response_types_supported": ["id_token"]"#,
            "unsupported_response_type",
            Origin::Metadata("response_types_supported"),
        ),
    ] {
        assert_eq!(errors(portal(members)), [(rule, origin)], "{members}");
    }
    for (members, rule, origin) in [
        (r#""code_challenge_methods_supported": ["plain"]"#, "unsupported_pkce_method", PKCE),
        (
            r#""code_challenge_methods_supported": ["S256"],
               "require_pushed_authorization_requests": true"#,
            "par_required",
            PAR,
        ),
    ] {
        assert_eq!(errors(cli(members)), [(rule, Origin::Metadata(origin))], "{members}");
    }
}

#[test]
fn an_error_says_what_the_server_has() {
    let members = r#""token_endpoint_auth_methods_supported": ["client_secret_post"]"#;
    assert_eq!(
        portal(members).unwrap_err().to_string(),
        "unsupported_auth_method: the server does not support the authentication method \
         `client_secret_basic` (`token_endpoint_auth_methods_supported` of the server's metadata); \
         help: use `auth = \"client_secret_post\"`, which the server supports; spec: RFC 8414 section \
         2, RFC 6749 section 5.2"
    );
}

#[test]
fn an_error_has_no_markup_of_the_server() {
    let members = r#""code_challenge_methods_supported": ["<b>S256&lt;\u001b"]"#;
    let text = portal(members).unwrap_err().to_string();
    assert!(
        text.starts_with(
            "unsupported_pkce_method: the server supports the PKCE methods \
             `\\u{3c}b\\u{3e}S256\\u{26}lt;\\u{1b}`, and not `S256`"
        ),
        "{text}"
    );
}

#[test]
fn a_list_that_is_left_out_says_nothing() {
    for members in [
        "",
        r#""code_challenge_methods_supported": null, "scopes_supported": null"#,
        r#""code_challenge_methods_supported": [], "scopes_supported": []"#,
        r#""code_challenge_methods_supported": "S256""#,
        r#""token_endpoint_auth_methods_supported": [1]"#,
        r#""require_pushed_authorization_requests": false"#,
    ] {
        assert_eq!(warnings(portal(members)), [], "{members}");
        // But the profile requires the list of PKCE methods.
        assert_eq!(errors(cli(members)), [("unadvertised_pkce", Origin::Server)], "{members}");
    }
}

#[test]
fn what_is_only_a_doubt_is_a_warning() {
    let flow = portal(r#""scopes_supported": ["openid", "orders"]"#).unwrap();
    let found: Vec<_> = flow.warnings().iter().map(|it| (it.rule.id, it.fact.as_str())).collect();
    assert_eq!(found, [("unsupported_scope", "the server does not list the scope `orders:read`")]);
}

#[test]
fn a_waiver_holds_for_the_metadata_too() {
    #[oauth_client(
        kind = "m2m",
        client_id = "worker",
        allow(unsupported_auth_method, reason = "the server lists one of its methods")
    )]
    struct Worker;
    let metadata = metadata(r#""token_endpoint_auth_methods_supported": ["client_secret_post"]"#);
    let builder = Flow::<Worker>::builder().client_secret("hush").server(&metadata);
    assert_eq!(warnings(builder.build()), []);
}

const ALIASES: &str = r#""mtls_endpoint_aliases": {
    "authorization_endpoint": "https://mtls.example.com/authorize",
    "token_endpoint": "https://mtls.example.com/token",
    "device_authorization_endpoint": "https://mtls.example.com/device",
    "revocation_endpoint": "https://mtls.example.com/revoke",
    "pushed_authorization_request_endpoint": "https://mtls.example.com/par"
}"#;

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

#[test]
fn a_client_with_a_certificate_sends_its_requests_to_the_aliases() {
    #[oauth_client(
        kind = "web",
        grant("authorization_code", "device_code", "client_credentials"),
        pkce = "S256",
        auth = "tls_client_auth",
        client_id = "portal",
        redirect_uri = "https://app.example.com/callback",
        par,
        allow(kind_grant_mismatch, reason = "one client with every endpoint")
    )]
    struct Certified;
    let flow = Flow::<Certified>::builder().server(&metadata(ALIASES)).build().unwrap();
    let sent = |http: Http| http.request().line;
    let http = Http::answering(200, TOKENS);
    flow.client_credentials().request(&http).unwrap();
    assert_eq!(sent(http), "POST https://mtls.example.com/token");
    let http = Http::answering(200, "");
    flow.revoke(AccessToken::new("at".into())).request(&http).unwrap();
    assert_eq!(sent(http), "POST https://mtls.example.com/revoke");
    let http = Http::answering(
        200,
        r#"{"device_code": "d", "user_code": "u", "expires_in": 60,
            "verification_uri": "https://idp.example.com/device"}"#,
    );
    let _login = flow.device().start(&http).unwrap();
    assert_eq!(sent(http), "POST https://mtls.example.com/device");
    let http = Http::answering(201, r#"{"request_uri": "urn:example:r", "expires_in": 60}"#);
    let (url, _pending) = flow.authorize().push(&http).unwrap();
    assert_eq!(sent(http), "POST https://mtls.example.com/par");
    // The browser of the user has no certificate of the client.
    assert!(url.as_str().starts_with("https://idp.example.com/authorize?"), "{url}");
}

#[test]
fn the_aliases_are_for_a_client_with_a_certificate_and_for_no_other() {
    #[oauth_client(kind = "m2m", client_id = "worker")]
    struct Secret;
    #[oauth_client(
        kind = "m2m",
        client_id = "worker",
        auth = "self_signed_tls_client_auth",
        jwks_uri = "https://app.example.com/jwks.json"
    )]
    struct SelfSigned;
    #[oauth_client(
        kind = "m2m",
        client_id = "worker",
        auth = "tls_client_auth",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Declared;
    let metadata = metadata(ALIASES);
    let line = |flow: &dyn Fn(&Http)| {
        let http = Http::answering(200, TOKENS);
        flow(&http);
        http.request().line
    };
    let secret = Flow::<Secret>::builder().client_secret("hush").server(&metadata).build().unwrap();
    let sent = line(&|http| drop(secret.client_credentials().request(http).unwrap()));
    assert_eq!(sent, "POST https://idp.example.com/token");
    let own = Flow::<SelfSigned>::builder().server(&metadata).build().unwrap();
    let sent = line(&|http| drop(own.client_credentials().request(http).unwrap()));
    assert_eq!(sent, "POST https://mtls.example.com/token");
    // The declaration has the endpoint of the metadata, whose alias is meant.
    let declared = Flow::<Declared>::builder().server(&metadata).build().unwrap();
    let sent = line(&|http| drop(declared.client_credentials().request(http).unwrap()));
    assert_eq!(sent, "POST https://mtls.example.com/token");
    // What the user gives in its place is what the user means.
    let builder = Flow::<SelfSigned>::builder().server(&metadata);
    let given = builder.token_endpoint("https://proxy.example.com/token").build().unwrap();
    let sent = line(&|http| drop(given.client_credentials().request(http).unwrap()));
    assert_eq!(sent, "POST https://proxy.example.com/token");
}

#[test]
fn an_endpoint_that_has_no_alias_stays_as_it_is() {
    #[oauth_client(kind = "m2m", client_id = "worker", auth = "tls_client_auth")]
    struct Worker;
    let one = r#""mtls_endpoint_aliases": {"revocation_endpoint": "https://mtls.example.com/r"}"#;
    let flow = Flow::<Worker>::builder().server(&metadata(one)).build().unwrap();
    let http = Http::answering(200, TOKENS);
    flow.client_credentials().request(&http).unwrap();
    assert_eq!(http.request().line, "POST https://idp.example.com/token");
}
