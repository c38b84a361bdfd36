//! What the feature `tracing` tells of a login, and that no secret is in it.

pub(crate) mod collector;

use oauth_flow::flow::{Flow, Flows, ServerMetadata, TokenType};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, clock, run};
use oauth2::{AccessToken, RefreshToken};

use collector::{Collected, collected};

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
    authorization_endpoint = "https://idp.example.com/authorize?tenant=SECRET-query",
    token_endpoint = "https://idp.example.com:8443/token?tenant=SECRET-query",
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

/// Everything that must not be told. Those that are made at random are added.
const SECRETS: [&str; 11] = [
    "SECRET",
    // Base64 of `SECRET`, at the beginning of a text and after `portal:`.
    "U0VDUkVU",
    "cG9ydGFsOlNFQ1JFVC",
    // What else is of a user or of one request.
    "jo@example.com",
    "WDJB-MJHT",
    "urn:ietf:params:oauth:request_uri",
    "app.example.com",
    "Basic",
    "grant_type",
    "/token",
    "/authorize",
];

const TOKENS: &str = r#"{"access_token": "SECRET-access", "token_type": "Bearer",
    "refresh_token": "SECRET-refresh", "id_token": "SECRET-id-token", "sub": "jo@example.com"}"#;
const STARTED: &str = r#"{"device_code": "SECRET-device", "user_code": "WDJB-MJHT",
    "verification_uri": "https://idp.example.com/SECRET-activate", "expires_in": 900}"#;
const PUSHED: &str =
    r#"{"request_uri": "urn:ietf:params:oauth:request_uri:SECRET-request", "expires_in": 60}"#;
const REFUSED: &str = r#"{"error": "invalid_grant", "error_description": "SECRET-refresh is used",
    "error_uri": "https://idp.example.com/SECRET-uri"}"#;

fn flow() -> Flow<Portal> {
    let portal = Portal { client_secret: "SECRET-client".into() };
    Flow::<Portal>::builder().config(&portal).clock(clock).build().unwrap()
}

impl Collected {
    /// That nothing secret was told: neither what is always secret, nor what this login made.
    #[track_caller]
    fn has_no_secret(&self, made: &[String]) {
        assert!(!self.texts.is_empty(), "nothing was told");
        for secret in SECRETS.iter().copied().chain(made.iter().map(String::as_str)) {
            for text in &self.texts {
                assert!(!text.contains(secret), "`{secret}` is in: {text}");
            }
        }
    }
}

/// The values that a login made at random.
fn made<T: serde::Serialize>(pending: &T) -> Vec<String> {
    let stored = serde_json::to_value(pending).unwrap();
    let names = ["state", "code_verifier", "nonce"];
    names.map(|name| stored[name].as_str().unwrap().to_owned()).into()
}

#[test]
fn a_login_is_told_without_a_secret() {
    for asynchronous in [false, true] {
        let http = Http::answering(200, TOKENS);
        let mut secrets = Vec::new();
        let told = collected(|| {
            let flow = flow();
            let (_, pending) = flow.authorize().begin().unwrap();
            secrets = made(&pending);
            let response = format!("code=SECRET-code&state={}", secrets[0]);
            let request = flow.complete(pending, &response).unwrap();
            if asynchronous {
                run(request.request_async(&http)).unwrap();
            } else {
                request.request(&http).unwrap();
            }
        });
        told.has_no_secret(&secrets);
        assert_eq!(told.spans.len(), 1);
        assert_eq!(
            told.spans[0],
            "INFO oauth_flow oauth_exchange: otel.name=token_endpoint otel.kind=client \
             oauth.endpoint=token_endpoint oauth.client_id=portal http.request.method=POST \
             server.address=idp.example.com server.port=8443 http.response.status_code=200"
        );
        assert_eq!(
            told.events,
            [
                "DEBUG oauth_flow: message=a login began oauth.endpoint=authorization_endpoint \
                 oauth.client_id=portal server.address=idp.example.com",
                "DEBUG oauth_flow: message=the authorization response was accepted \
                 oauth.client_id=portal",
            ]
        );
    }
}

#[test]
fn each_exchange_has_a_span_of_its_endpoint() {
    let http = Http::answering(201, PUSHED)
        .then(200, TOKENS)
        .then(200, TOKENS)
        .then(200, TOKENS)
        .then(200, TOKENS)
        .then(200, STARTED)
        .then(400, r#"{"error": "authorization_pending"}"#)
        .then(400, r#"{"error": "slow_down"}"#)
        .then(200, TOKENS)
        .then(200, "");
    let mut secrets = Vec::new();
    let told = collected(|| {
        let flow = flow();
        let (_, pending) = flow.authorize().push(&http).unwrap();
        secrets = made(&pending);
        flow.refresh(RefreshToken::new("SECRET-refresh".into())).request(&http).unwrap();
        flow.password("jo@example.com", "SECRET-password").request(&http).unwrap();
        flow.jwt_bearer("SECRET-assertion").request(&http).unwrap();
        let exchange = flow.token_exchange("SECRET-subject", TokenType::AccessToken);
        exchange.request(&http).unwrap();
        let mut login = flow.device().start(&http).unwrap();
        login.poll(&http).unwrap();
        login.poll(&http).unwrap();
        login.poll(&http).unwrap();
        flow.revoke(AccessToken::new("SECRET-access".into())).request(&http).unwrap();
    });
    told.has_no_secret(&secrets);
    assert_eq!(
        told.outcomes(),
        [
            "pushed_authorization_request_endpoint 201",
            "token_endpoint 200",
            "token_endpoint 200",
            "token_endpoint 200",
            "token_endpoint 200",
            "device_authorization_endpoint 200",
            "token_endpoint 400 authorization_pending",
            "token_endpoint 400 slow_down",
            "token_endpoint 200",
            "revocation_endpoint 200",
        ]
    );
    // A user who has not decided yet is no failure.
    assert_eq!(told.events.len(), 1, "{:?}", told.events);
    assert!(told.spans.iter().all(|span| !span.contains("otel.status_code")));
}

#[test]
fn an_asynchronous_exchange_is_told_like_a_blocking_one() {
    let http = || {
        Http::answering(201, PUSHED)
            .then(400, REFUSED)
            .then(200, STARTED)
            .then(400, r#"{"error": "access_denied"}"#)
            .then(503, "SECRET-access")
            .then_unreachable()
    };
    let (blocking, asynchronous) = (http(), http());
    let first = collected(|| {
        let flow = flow();
        let (_url, _pending) = flow.authorize().push(&blocking).unwrap();
        let refresh = flow.refresh(RefreshToken::new("SECRET-refresh".into()));
        refresh.request(&blocking).unwrap_err();
        let login = flow.device().start(&blocking).unwrap();
        login.wait(&blocking, |_| ()).unwrap_err();
        flow.revoke(AccessToken::new("SECRET".into())).request(&blocking).unwrap_err();
        flow.client_credentials().request(&blocking).unwrap_err();
    });
    let second = collected(|| {
        let flow = flow();
        let (_url, _pending) = run(flow.authorize().push_async(&asynchronous)).unwrap();
        let refresh = flow.refresh(RefreshToken::new("SECRET-refresh".into()));
        run(refresh.request_async(&asynchronous)).unwrap_err();
        let login = run(flow.device().start_async(&asynchronous)).unwrap();
        run(login.wait_async(&asynchronous, |_| std::future::ready(()))).unwrap_err();
        let revocation = flow.revoke(AccessToken::new("SECRET".into()));
        run(revocation.request_async(&asynchronous)).unwrap_err();
        run(flow.client_credentials().request_async(&asynchronous)).unwrap_err();
    });
    first.has_no_secret(&[]);
    assert_eq!(first, second);
    assert_eq!(
        first.outcomes(),
        [
            "pushed_authorization_request_endpoint 201",
            "token_endpoint 400 invalid_grant",
            "device_authorization_endpoint 200",
            "token_endpoint 400 access_denied",
            "revocation_endpoint 503 503",
            "token_endpoint http_client",
        ]
    );
    assert!(first.spans[1].contains(" otel.status_code=ERROR"), "{}", first.spans[1]);
    assert_eq!(
        first.events[1..],
        [
            "WARN oauth_flow: message=the exchange failed: the server answered `invalid_grant` \
             (HTTP status 400) error.type=invalid_grant, in oauth_exchange",
            "WARN oauth_flow: message=the exchange failed: the server answered `access_denied` \
             (HTTP status 400) error.type=access_denied, in oauth_exchange",
            "WARN oauth_flow: message=the exchange failed: the server answered with HTTP status \
             503: the content type is `application/json` error.type=503, in oauth_exchange",
            // What the HTTP client says may have the URL in it.
            "WARN oauth_flow: message=the exchange failed: the request to the authorization \
             server failed error.type=http_client, in oauth_exchange",
        ]
    );
}

#[test]
fn a_code_of_the_server_is_escaped_and_bounded() {
    let code = format!("<b>\\u001b[2J{}", "x".repeat(100));
    let http = Http::answering(400, &format!(r#"{{"error": "{code}"}}"#));
    let told = collected(|| {
        flow().client_credentials().request(&http).unwrap_err();
    });
    let escaped = format!(r"\u{{3c}}b\u{{3e}}\u{{1b}}[2J{}...", "x".repeat(53));
    assert_eq!(told.outcomes(), [format!("token_endpoint 400 {escaped}")]);
}

#[test]
fn an_answer_that_cannot_be_used_is_told_by_a_word() {
    for (answer, word) in [
        ("SECRET", "invalid_answer"),
        (r#"{"access_token": "SECRET-access", "token_type": "DPoP"}"#, "unusable_tokens"),
        (r#"{"error": "server_error"}"#, "server_error"),
    ] {
        let http = Http::answering(200, answer);
        let told = collected(|| {
            flow().client_credentials().request(&http).unwrap_err();
        });
        told.has_no_secret(&[]);
        assert_eq!(told.outcomes(), [format!("token_endpoint 200 {word}")]);
    }
}

#[test]
fn a_refused_authorization_response_is_told_without_its_parameters() {
    for (response, word) in [
        ("code=SECRET-code&state=SECRET-state", "wrong_state"),
        ("code=SECRET-code", "missing_state"),
        ("state={state}", "missing_code"),
        ("code=SECRET-code&code=SECRET-code&state={state}", "duplicate_parameter"),
        (
            "error=access_denied&error_description=SECRET&error_uri=SECRET&state={state}",
            "access_denied",
        ),
    ] {
        let mut secrets = Vec::new();
        let told = collected(|| {
            let flow = flow();
            let (_, pending) = flow.authorize().begin().unwrap();
            secrets = made(&pending);
            let response = response.replace("{state}", &secrets[0]);
            flow.complete(pending, &response).unwrap_err();
            // The same by the flows of several servers.
            let (_, pending) = flow.authorize().begin().unwrap();
            let mut more = made(&pending);
            let response = response.replace(&secrets[0], &more[0]);
            secrets.append(&mut more);
            Flows::new().with("one", flow).complete(pending, &response).unwrap_err();
        });
        told.has_no_secret(&secrets);
        assert_eq!(told.events.len(), 4, "{:?}", told.events);
        let refused = &told.events[1];
        assert_eq!(told.events[3], *refused);
        assert!(refused.starts_with("WARN oauth_flow: message=the authorization response was "));
        assert!(
            refused.ends_with(&format!(" oauth.client_id=portal error.type={word}")),
            "{refused}"
        );
    }
}

#[test]
fn each_address_of_the_metadata_has_a_span_without_a_client() {
    let document = r#"{"issuer": "https://idp.example.com/tenant",
        "authorization_endpoint": "https://idp.example.com/authorize",
        "token_endpoint": "https://idp.example.com/token"}"#;
    let http = Http::answering(404, "{}").then(200, document).then(404, "").then_unreachable();
    let told = collected(|| {
        ServerMetadata::fetch("https://idp.example.com/tenant", &http).unwrap();
        run(ServerMetadata::fetch_async("https://idp.example.com/tenant", &http)).unwrap_err();
        // On the loopback interface, for development.
        let gone = Http::default().then_unreachable();
        ServerMetadata::fetch("http://localhost", &gone).unwrap_err();
    });
    told.has_no_secret(&[]);
    assert_eq!(
        told.outcomes(),
        [
            "metadata 404",
            "metadata 200",
            "metadata 404",
            "metadata http_client",
            "metadata http_client",
        ]
    );
    assert!(
        told.spans[4].contains(" server.address=localhost server.port=80 "),
        "{:?}",
        told.spans
    );
    assert_eq!(
        told.spans[0],
        "INFO oauth_flow oauth_exchange: otel.name=metadata otel.kind=client \
         oauth.endpoint=metadata http.request.method=GET server.address=idp.example.com \
         server.port=443 http.response.status_code=404"
    );
}

#[test]
fn what_the_http_client_tells_is_a_part_of_the_exchange_and_what_comes_between_is_not() {
    let told = collected(|| {
        let flow = flow();
        run(async {
            let waiting = collector::Waiting::default();
            let request = flow.client_credentials();
            let mut exchange = std::pin::pin!(request.request_async(&waiting));
            std::future::poll_fn(|context| {
                if exchange.as_mut().poll(context).is_ready() {
                    return std::task::Poll::Ready(());
                }
                // Another task on the same thread, while the first one waits.
                tracing::info!("elsewhere");
                let ready = exchange.as_mut().poll(context).is_ready();
                assert!(ready, "it waits once");
                std::task::Poll::Ready(())
            })
            .await;
        });
    });
    let events: Vec<&str> =
        told.events.iter().filter(|event| !event.starts_with("WARN")).map(String::as_str).collect();
    let target = "flow::traced";
    assert_eq!(
        events,
        [
            format!("INFO {target}::collector: message=called, in oauth_exchange"),
            format!("INFO {target}::collector: message=polled, in oauth_exchange"),
            format!("INFO {target}: message=elsewhere"),
            format!("INFO {target}::collector: message=polled, in oauth_exchange"),
        ]
    );
}
