//! No text of anything public holds a secret.

use std::error::Error;
use std::fmt::Debug;

use oauth_flow::flow::{
    AssertionClaims, Callback, Flow, ParameterName, SignError, Signer, TokenType,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock};
use oauth2::{AccessToken, RefreshToken};

#[oauth_client(
    kind = "trusted",
    profile = "rfc6749",
    grant(
        "authorization_code",
        "refresh_token",
        "password",
        "client_credentials",
        "jwt-bearer",
        "token-exchange",
        "device_code"
    ),
    pkce = "S256",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    device_authorization_endpoint = "https://idp.example.com/device",
    revocation_endpoint = "https://idp.example.com/revoke",
    pushed_authorization_request_endpoint = "https://idp.example.com/par",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid",
    allow(kind_grant_mismatch, reason = "every secret is in one client"),
    allow(password_grant, reason = "its secret is one more"),
    allow(legacy_profile, reason = "it has the password grant")
)]
struct Portal {
    client_secret: String,
}

/// Everything that must not be read anywhere. Those that are made at random are added.
const SECRETS: [&str; 12] = [
    "SECRET-client",
    // Base64 of `portal:SECRET-client`.
    "cG9ydGFsOlNFQ1JFVC1jbGllbnQ=",
    "SECRET-code",
    "SECRET-access",
    "SECRET-refresh",
    "SECRET-id-token",
    "SECRET-extra",
    "SECRET-password",
    "SECRET-assertion",
    "SECRET-subject",
    "SECRET-device",
    "SECRET-user-code",
];

struct Seen {
    secrets: Vec<String>,
    texts: usize,
}

impl Seen {
    fn new() -> Self {
        Self { secrets: SECRETS.map(String::from).into(), texts: 0 }
    }

    #[track_caller]
    fn text(&mut self, text: &str) {
        self.texts += 1;
        for secret in &self.secrets {
            assert!(!text.contains(secret.as_str()), "`{secret}` is in: {text}");
        }
    }

    #[track_caller]
    fn debug(&mut self, value: &impl Debug) {
        self.text(&format!("{value:?}"));
        self.text(&format!("{value:#?}"));
    }

    #[track_caller]
    fn error(&mut self, error: &impl Error) {
        self.debug(error);
        self.text(&error.to_string());
        let mut source = error.source();
        while let Some(error) = source {
            self.debug(&error);
            self.text(&error.to_string());
            source = error.source();
        }
    }
}

fn flow() -> Flow<Portal> {
    let portal = Portal { client_secret: "SECRET-client".into() };
    Flow::<Portal>::builder().config(&portal).clock(clock).build().unwrap()
}

/// Answers that repeat what they were sent, in every place that there is.
fn answers() -> Vec<Http> {
    let all = SECRETS.join(" ");
    let refusal = format!(
        r#"{{"error": "invalid_grant", "error_description": "{all}", "error_uri": "https://a/{all}"}}"#
    );
    let odd = format!(r#"{{"access_token": "SECRET-access", "token_type": 1, "x": "{all}"}}"#);
    let text = format!(r#""{all}""#);
    vec![
        Http::answering(400, &refusal),
        Http::answering(200, &refusal),
        Http::answering(200, &odd),
        Http::answering(200, &all),
        Http::answering(200, &text),
        Http::answering(500, &all),
        Http::answering(302, &all),
        Http::default().then_typed(200, "text/html", &all),
        Http::default().then_unreachable(),
        Http::answering(200, r#"{"access_token": "", "token_type": "Bearer"}"#),
        Http::answering(200, r#"{"access_token": "SECRET-access", "token_type": "DPoP"}"#),
        Http::answering(
            200,
            r#"{"access_token": "SECRET-access", "token_type": "Bearer", "scope": "SECRET-extra"}"#,
        ),
    ]
}

const TOKENS: &str = r#"{"access_token": "SECRET-access", "token_type": "Bearer",
    "refresh_token": "SECRET-refresh", "id_token": "SECRET-id-token", "tenant": "SECRET-extra"}"#;

#[test]
fn of_a_login() {
    let mut seen = Seen::new();
    let flow = flow();
    seen.debug(&flow);
    let (_url, pending) = flow.authorize().begin().unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    for name in ["state", "code_verifier", "nonce"] {
        seen.secrets.push(stored[name].as_str().unwrap().to_owned());
    }
    seen.debug(&pending);
    let response = format!("code=SECRET-code&state={}", stored["state"].as_str().unwrap());
    seen.debug(&Callback::from(&response));
    let http = Http::answering(200, TOKENS);
    let tokens = flow.complete(pending, &response).unwrap().request(&http).unwrap();
    seen.debug(&tokens);
    assert_eq!(tokens.extra("tenant").unwrap(), "SECRET-extra");
    let response = tokens.into_response();
    seen.debug(response.extra_fields());
    seen.debug(&response);
    assert!(seen.texts >= 12);
}

#[test]
fn of_every_refused_response() {
    let mut seen = Seen::new();
    let flow = flow();
    for response in [
        "code=SECRET-code&state=SECRET-state",
        "code=SECRET-code",
        "code=SECRET-code&code=SECRET-code&state={state}",
        "state={state}&state={state}",
        "error=access_denied&error_description=SECRET-code&error_uri=SECRET-code&state={state}",
        "code=SECRET-code&state={state}&iss=a&iss=SECRET-code",
        "state={state}",
    ] {
        let (_url, pending) = flow.authorize().begin().unwrap();
        let stored = serde_json::to_value(&pending).unwrap();
        let state = stored["state"].as_str().unwrap();
        seen.secrets.push(state.to_owned());
        seen.secrets.push(stored["code_verifier"].as_str().unwrap().to_owned());
        let response = response.replace("{state}", state);
        seen.error(&flow.complete(pending, &response).map(|_| ()).unwrap_err());
    }
}

#[test]
fn of_every_refused_token_request() {
    let mut seen = Seen::new();
    let flow = flow();
    for make in [
        (|flow: &Flow<Portal>, http: &Http| {
            let token = RefreshToken::new("SECRET-refresh".into());
            flow.refresh(token).scope("openid").request(http).err()
        }) as fn(&_, &_) -> _,
        |flow, http| flow.password("jo", "SECRET-password").request(http).err(),
        |flow, http| flow.client_credentials().request(http).err(),
        |flow, http| flow.jwt_bearer("SECRET-assertion").request(http).err(),
        |flow, http| flow.token_exchange("SECRET-subject", TokenType::Jwt).request(http).err(),
        |flow, http| {
            let (_url, pending) = flow.authorize().begin().unwrap();
            let stored = serde_json::to_value(&pending).unwrap();
            let state = stored["state"].as_str().unwrap();
            let response = format!("code=SECRET-code&state={state}");
            flow.complete(pending, &response).unwrap().request(http).err()
        },
    ] {
        let mut errors = 0;
        for http in answers() {
            if let Some(error) = make(&flow, &http) {
                seen.error(&error);
                errors += 1;
            }
        }
        assert!(errors >= 10, "{errors}");
    }
}

#[test]
fn of_a_push_a_device_and_a_revocation() {
    let mut seen = Seen::new();
    let flow = flow();
    for http in answers() {
        if let Err(error) = flow.authorize().push(&http).map(|_| ()) {
            seen.error(&error);
        }
    }
    for http in answers() {
        if let Err(error) = flow.device().start(&http).map(|_| ()) {
            seen.error(&error);
        }
    }
    for http in answers() {
        let token = AccessToken::new("SECRET-access".into());
        if let Err(error) = flow.revoke(token).request(&http) {
            seen.error(&error);
        }
    }
    let started = Http::answering(
        200,
        r#"{"device_code": "SECRET-device", "user_code": "SECRET-user-code",
            "verification_uri": "https://idp.example.com/activate", "expires_in": 900,
            "verification_uri_complete": "https://idp.example.com/activate?c=SECRET-user-code"}"#,
    );
    let mut login = flow.device().start(&started).unwrap();
    seen.debug(&login);
    for http in answers() {
        if let Err(error) = login.poll(&http) {
            seen.error(&error);
        }
    }
    let done = login.poll(&Http::answering(200, TOKENS)).unwrap();
    seen.debug(&done);
    assert!(seen.texts >= 100, "{}", seen.texts);
}

#[test]
fn of_every_refused_build() {
    let mut seen = Seen::new();
    let with = |secret: &str| Flow::<Portal>::builder().client_secret(secret);
    for builder in [
        with("SECRET-client\n"),
        with("SECRET-client").client_secret("SECRET-password"),
        with("SECRET-client").token_endpoint("http://idp.example.com"),
        with("SECRET-client").token_endpoint("https://jo:SECRET-password@idp.example.com/token"),
        with("SECRET-client").issuer("https://jo:SECRET-password@idp.example.com"),
        with("SECRET-client").redirect_uri("https://jo:SECRET-password@app.example.com/callback"),
        with("SECRET-client").token_endpoint("https://idp.example.com/t?password=SECRET-password"),
    ] {
        seen.error(&builder.build().unwrap_err());
    }
}

#[test]
fn of_every_refused_authorization_request() {
    #[oauth_client(
        kind = "web",
        client_id = "portal",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "runtime"
    )]
    struct Tenants;
    let mut seen = Seen::new();
    let uri = "https://jo:SECRET-password@app.example.com/callback";
    let undeclared = flow().authorize().redirect_uri(uri).begin().map(|_| ());
    seen.error(&undeclared.unwrap_err());
    let builder = Flow::<Tenants>::builder().client_secret("SECRET-client");
    let flow = builder.redirect_uri("https://app.example.com/callback").build().unwrap();
    for uri in [
        uri,
        "https://jo:SECRET-password@app.example.com:99999/callback",
        "https://app.example.com/callback?access_token=SECRET-access",
    ] {
        seen.error(&flow.authorize().redirect_uri(uri).begin().map(|_| ()).unwrap_err());
    }
    assert_eq!(seen.texts, 12);
}

#[test]
fn of_a_signer_that_fails() {
    #[oauth_client(
        kind = "m2m",
        auth = "private_key_jwt",
        jwks_uri = "https://app.example.com/jwks",
        client_id = "worker",
        issuer = "https://idp.example.com",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Worker;
    struct Locked;
    impl Signer for Locked {
        fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
            Err(SignError::new("locked"))
        }
    }
    let mut seen = Seen::new();
    let flow = Flow::<Worker>::builder().signer(Locked).build().unwrap();
    seen.error(&flow.client_credentials().request(&Http::default()).unwrap_err());
    assert_eq!(seen.texts, 6);
}

#[test]
fn of_a_name_that_is_managed() {
    let mut seen = Seen::new();
    seen.debug(&ParameterName::read("login_hint").unwrap());
    seen.error(&ParameterName::read("state").unwrap_err());
}
