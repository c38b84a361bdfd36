//! A signer that is awaited: a fresh assertion for each request, before the request is sent.

mod blocking;

use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oauth_flow::flow::{
    AssertionClaims, AsyncSigner, BuildError, Builder, ExchangeError, Flow, Origin, RequestError,
    Retry, SignError, Signer, TokenType,
};
use oauth_flow::{AuthMethod, OAuthClient, oauth_client};
use oauth_flow_run_time_tests::{Http, clock, pass, run};
use oauth2::{AccessToken, RefreshToken};
use serde_json::Value;

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
    auth = "private_key_jwt",
    jwks_uri = "https://app.example.com/jwks",
    client_id = "portal",
    issuer = "https://idp.example.com",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    device_authorization_endpoint = "https://idp.example.com/device",
    revocation_endpoint = "https://idp.example.com/revoke",
    pushed_authorization_request_endpoint = "https://idp.example.com/par",
    redirect_uri = "https://app.example.com/callback",
    allow(kind_grant_mismatch, reason = "every request is one of a single client"),
    allow(password_grant, reason = "its request is one more"),
    allow(legacy_profile, reason = "it has the password grant")
)]
struct Portal;

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;
const PENDING: &str = r#"{"error": "authorization_pending"}"#;
const PUSHED: &str = r#"{"request_uri": "urn:x", "expires_in": 60}"#;
const STARTED: &str = r#"{"device_code": "dc", "user_code": "uc", "expires_in": 900,
    "verification_uri": "https://idp.example.com/activate"}"#;

/// A key service: it keeps the claims that it is asked to sign, and answers once it is open.
#[derive(Clone, Default)]
struct KeyService(Arc<Service>);

#[derive(Default)]
struct Service {
    asked: Mutex<Vec<Value>>,
    open: AtomicBool,
    waiting: Mutex<Option<Waker>>,
    answered: AtomicBool,
}

impl KeyService {
    fn opened() -> Self {
        let service = Self::default();
        service.open();
        service
    }

    fn open(&self) {
        self.0.open.store(true, Ordering::SeqCst);
        if let Some(waker) = self.0.waiting.lock().unwrap().take() {
            waker.wake();
        }
    }

    fn asked(&self) -> Vec<Value> {
        self.0.asked.lock().unwrap().clone()
    }
}

impl AsyncSigner for KeyService {
    async fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        self.0.asked.lock().unwrap().push(serde_json::to_value(claims).unwrap());
        poll_fn(|context: &mut Context<'_>| {
            *self.0.waiting.lock().unwrap() = Some(context.waker().clone());
            if self.0.open.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        self.0.answered.store(true, Ordering::SeqCst);
        Ok(format!("head.{}.signature", claims.jti))
    }
}

fn flow(signer: impl AsyncSigner + 'static) -> Flow<Portal> {
    Flow::<Portal>::builder().clock(clock).async_signer(signer).build().unwrap()
}

/// Polls a future once.
fn polled<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn each_request_has_an_assertion_of_its_own() {
    let service = KeyService::opened();
    let flow = flow(service.clone());
    let mut http = Http::answering(201, PUSHED);
    for _ in 0..6 {
        http = http.then(200, TOKENS);
    }
    let http = http.then(200, STARTED).then(400, PENDING).then(200, TOKENS).then(200, "");
    let (_url, pending) = run(flow.authorize().push_async(&http)).unwrap();
    let state = http.request().parameter("state");
    let code = flow.complete(pending, &format!("code=c&state={state}")).unwrap();
    run(code.request_async(&http)).unwrap();
    let refresh = flow.refresh(RefreshToken::new("rt".into()));
    run(refresh.request_async(&http)).unwrap();
    run(flow.client_credentials().request_async(&http)).unwrap();
    run(flow.password("jo", "hush").request_async(&http)).unwrap();
    run(flow.jwt_bearer("a.b.c").request_async(&http)).unwrap();
    run(flow.token_exchange("st", TokenType::AccessToken).request_async(&http)).unwrap();
    let login = run(flow.device().start_async(&http)).unwrap();
    let wait = login.wait_async(&http, |time| {
        pass(time.as_secs());
        ready(())
    });
    run(wait).unwrap();
    run(flow.revoke(AccessToken::new("at".into())).request_async(&http)).unwrap();

    let (requests, asked) = (http.requests(), service.asked());
    assert_eq!(requests.len(), 11);
    assert_eq!(asked.len(), 11);
    let mut identifiers = Vec::new();
    for (request, claims) in requests.iter().zip(&asked) {
        // RFC 7523 section 3; the audience is the issuer.
        let members: Vec<_> = claims.as_object().unwrap().keys().collect();
        assert_eq!(members, ["aud", "exp", "iat", "iss", "jti", "sub"]);
        assert_eq!(claims["iss"], "portal");
        assert_eq!(claims["sub"], "portal");
        assert_eq!(claims["aud"], "https://idp.example.com");
        assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 60);
        let jti = claims["jti"].as_str().unwrap();
        // 160 bits in base64.
        assert_eq!(jti.len(), 27);
        identifiers.push(jti);
        assert!(request.authorization.is_empty());
        assert_eq!(request.parameter("client_id"), "portal");
        assert_eq!(
            request.parameter("client_assertion_type"),
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        );
        assert_eq!(request.parameter("client_assertion"), format!("head.{jti}.signature"));
    }
    identifiers.sort_unstable();
    identifiers.dedup();
    assert_eq!(identifiers.len(), 11);
    // Two polls, five seconds apart.
    let issued = asked.iter().map(|claims| claims["iat"].as_u64().unwrap() - 1_700_000_000);
    assert_eq!(issued.collect::<Vec<_>>(), [0, 0, 0, 0, 0, 0, 0, 0, 5, 10, 10]);
}

#[test]
fn a_request_waits_for_its_assertion() {
    let (service, http) = (KeyService::default(), Http::answering(200, TOKENS));
    let flow = flow(service.clone());
    let mut request = pin!(flow.client_credentials().request_async(&http));
    assert!(service.asked().is_empty());
    for _ in 0..3 {
        assert!(polled(request.as_mut()).is_pending());
    }
    // It is asked once, and nothing is sent before it answers.
    assert_eq!(service.asked().len(), 1);
    assert!(http.requests().is_empty());
    service.open();
    let Poll::Ready(tokens) = polled(request.as_mut()) else { panic!("it waits for nothing") };
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
    assert_eq!(http.requests().len(), 1);
}

#[test]
fn a_request_that_is_dropped_signs_and_sends_nothing_more() {
    let (service, http) = (KeyService::default(), Http::default());
    let flow = flow(service.clone());
    {
        let mut request = pin!(flow.client_credentials().request_async(&http));
        assert!(polled(request.as_mut()).is_pending());
    }
    service.open();
    assert_eq!(service.asked().len(), 1);
    assert!(!service.0.answered.load(Ordering::SeqCst));
    assert!(http.requests().is_empty());
    // One that is never polled does not even ask.
    drop(flow.client_credentials().request_async(&http));
    assert_eq!(service.asked().len(), 1);
    // The flow is as before.
    let http = Http::answering(200, TOKENS);
    run(flow.client_credentials().request_async(&http)).unwrap();
}

#[cfg(feature = "http")]
#[test]
fn a_signature_that_takes_a_while_lets_others_go_on() {
    let (service, http) = (KeyService::default(), Http::answering(200, TOKENS));
    let flow = flow(service.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let tokens = runtime.block_on(async {
        // It has its turns on the same thread, while the request waits.
        let other = tokio::spawn(async move {
            while service.asked().is_empty() {
                tokio::task::yield_now().await;
            }
            for _ in 0..10 {
                tokio::task::yield_now().await;
                assert!(!service.0.answered.load(Ordering::SeqCst));
            }
            service.open();
        });
        let tokens = flow.client_credentials().request_async(&http).await;
        other.await.unwrap();
        tokens
    });
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
}

#[test]
fn every_future_can_move_between_threads() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    let flow = flow(KeyService::opened());
    let http = Http::answering(201, PUSHED)
        .then(200, TOKENS)
        .then(200, STARTED)
        .then(400, PENDING)
        .then(200, TOKENS)
        .then(200, "");
    assert!(run(send(flow.authorize().push_async(&http))).is_ok());
    run(send(flow.client_credentials().request_async(&http))).unwrap();
    let mut login = run(send(flow.device().start_async(&http))).unwrap();
    run(send(login.poll_async(&http))).unwrap();
    run(send(login.wait_async(&http, |_| ready(())))).unwrap();
    run(send(flow.revoke(AccessToken::new("at".into())).request_async(&http))).unwrap();
}

/// A key service that fails at first, in one way after the other.
struct Shaky(Mutex<Vec<SignError>>);

impl Shaky {
    fn failing<const N: usize>(errors: [SignError; N]) -> Self {
        Self(Mutex::new(errors.into()))
    }
}

impl AsyncSigner for Shaky {
    async fn sign(&self, _: &AssertionClaims<'_>) -> Result<String, SignError> {
        let mut errors = self.0.lock().unwrap();
        if errors.is_empty() { Ok("a.b.c".into()) } else { Err(errors.remove(0)) }
    }
}

#[test]
fn nothing_is_sent_without_a_signature() {
    let http = Http::default();
    let down = || SignError::new("the key service is down");
    let asked = Retry::Later(Some(Duration::from_secs(30)));
    let flow =
        flow(Shaky::failing([down(), down().with_retry(asked), down().with_retry(Retry::No)]));
    for retry in [Retry::Later(None), asked, Retry::No] {
        let error = run(flow.client_credentials().request_async(&http)).unwrap_err();
        assert!(matches!(error, RequestError::Exchange(ExchangeError::Sign(_))), "{error:?}");
        assert_eq!(error.to_string(), "the client assertion could not be signed");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the key service is down");
        assert_eq!(error.retry(), retry);
    }
    assert!(http.requests().is_empty());
}

/// How a wait went, and how long it slept.
fn waited<const N: usize>(errors: [SignError; N]) -> (Result<String, Retry>, Vec<u64>) {
    let http = Http::answering(200, STARTED).then(200, TOKENS);
    let login = run(flow(KeyService::opened()).device().start_async(&http)).unwrap();
    let stored = serde_json::to_value(login.pending()).unwrap();
    let pending = serde_json::from_value(stored).unwrap();
    let login = flow(Shaky::failing(errors)).resume_device(pending).unwrap();
    let mut slept = Vec::new();
    let tokens = run(login.wait_async(&http, |time| {
        slept.push(time.as_secs());
        ready(())
    }));
    let tokens = tokens.map(|tokens| tokens.access_token().secret().clone());
    (tokens.map_err(|error| error.retry()), slept)
}

#[test]
fn a_wait_bears_a_key_service_that_may_be_back() {
    let down = || SignError::new("the key service is down");
    assert_eq!(waited([down()]), (Ok("at".into()), vec![5, 10]));
    let busy = down().with_retry(Retry::Later(Some(Duration::from_secs(40))));
    assert_eq!(waited([busy]), (Ok("at".into()), vec![5, 40]));
    // What the signer says will not pass ends it.
    let disabled = SignError::new("the key is disabled").with_retry(Retry::No);
    assert_eq!(waited([disabled]), (Err(Retry::No), vec![5]));
}

/// A signer that does not wait.
struct Stamp;

impl Signer for Stamp {
    fn sign(&self, _: &AssertionClaims<'_>) -> Result<String, SignError> {
        Ok("a.b.c".into())
    }
}

#[test]
fn a_client_has_one_signer() {
    let builder = || Flow::<Portal>::builder().async_signer(KeyService::opened());
    let error = builder().signer(Stamp).build().unwrap_err();
    let BuildError::Several(several) = &error else { panic!("{error:?}") };
    let (first, second) = (Origin::Method("signer"), Origin::Method("async_signer"));
    assert_eq!((several.first, several.second), (first, second));
    assert_eq!(several.shown, None);
    assert_eq!(
        error.to_string(),
        "`signer` and `async_signer` give two values where a client has one; help: leave the wrong \
         one out, or correct it"
    );
    // One that is given again takes the place of the first, as with the other values of the builder.
    let flow = builder().async_signer(Shaky::failing([])).build().unwrap();
    let http = Http::answering(200, TOKENS);
    run(flow.client_credentials().request_async(&http)).unwrap();
    assert_eq!(http.request().parameter("client_assertion"), "a.b.c");
}

#[test]
fn a_signer_that_the_declared_method_does_not_use_is_refused() {
    #[oauth_client(kind = "m2m")]
    struct Forgetful;
    #[oauth_client(kind = "m2m", auth = "tls_client_auth")]
    struct Mutual;
    fn refused<C: OAuthClient<Unsupported = ()>>(builder: Builder<C>) -> BuildError {
        let builder = builder.client_id("worker").token_endpoint("https://idp.example.com/token");
        builder.async_signer(KeyService::opened()).build().map(|_| ()).unwrap_err()
    }
    let error = refused(Flow::<Forgetful>::builder().client_secret("hush"));
    assert_eq!(error, BuildError::UnusedSigner(AuthMethod::ClientSecretBasic));
    let error = refused(Flow::<Mutual>::builder());
    assert_eq!(error, BuildError::UnusedSigner(AuthMethod::TlsClientAuth));
}

#[test]
fn it_takes_the_place_of_the_secret_of_client_secret_jwt() {
    #[oauth_client(
        kind = "m2m",
        auth = "client_secret_jwt",
        client_id = "worker",
        issuer = "https://idp.example.com",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Shared;
    let builder = Flow::<Shared>::builder().async_signer(Shaky::failing([]));
    let http = Http::answering(200, TOKENS);
    run(builder.build().unwrap().client_credentials().request_async(&http)).unwrap();
    assert_eq!(http.request().parameter("client_assertion"), "a.b.c");
}

#[test]
fn a_signer_that_does_not_wait_serves_asynchronous_requests_too() {
    let flow = Flow::<Portal>::builder().signer(Stamp).build().unwrap();
    let http = Http::answering(200, TOKENS).then(200, TOKENS);
    run(flow.client_credentials().request_async(&http)).unwrap();
    flow.client_credentials().request(&http).unwrap();
    for request in http.requests() {
        assert_eq!(request.parameter("client_assertion"), "a.b.c");
    }
}

#[cfg(feature = "tracing")]
#[test]
fn what_the_signer_tells_is_in_the_span_of_the_exchange() {
    use super::traced::collector::collected;

    struct Telling;
    impl AsyncSigner for Telling {
        async fn sign(&self, _: &AssertionClaims<'_>) -> Result<String, SignError> {
            tracing::info!("asked");
            let mut again = false;
            poll_fn(|_| {
                tracing::info!("polled");
                if std::mem::replace(&mut again, true) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            Err(SignError::new("the key is disabled"))
        }
    }
    let (flow, http) = (flow(Telling), Http::default());
    let told = collected(|| {
        let mut request = pin!(flow.client_credentials().request_async(&http));
        assert!(polled(request.as_mut()).is_pending());
        tracing::info!("meanwhile");
        assert!(polled(request.as_mut()).is_ready());
    });
    let events: Vec<_> = told.events.iter().map(|it| it.split_once(": ").unwrap().1).collect();
    assert_eq!(
        events,
        [
            "message=asked, in oauth_exchange",
            "message=polled, in oauth_exchange",
            "message=meanwhile",
            "message=polled, in oauth_exchange",
            "message=the exchange failed: the client assertion could not be signed \
             error.type=client_assertion, in oauth_exchange",
        ]
    );
    assert_eq!(told.outcomes(), ["token_endpoint client_assertion"]);
}
