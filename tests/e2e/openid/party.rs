//! The relying parties of these tests, and their logins.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use oauth_flow::flow::delivery::Direct;
use oauth_flow::flow::unsupported::Supported;
use oauth_flow::flow::{
    BlockingSafeHttp, Builder, ClientFields, Flow, Identity, JwtErrorReason, RequestError,
    SafeHttpError, ServerMetadata, SignedToken, Tokens, UnusableReason,
};
use oauth_flow::{Allows, OAuthClient, grant, oauth_client};
use oauth_flow_e2e_tests::{Browser, Outcome, Provider};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

pub(crate) const CALLBACK: &str = "https://web.example/callback";
pub(crate) const LOGGED_OUT: &str = "https://web.example/logged-out";

pub(crate) type Error = RequestError<SafeHttpError>;

/// A web application that gets its callback as a query.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    scope = "openid profile email phone address",
    redirect_uri = "https://web.example/callback",
    post_logout_redirect_uri = "https://web.example/logged-out"
)]
pub(crate) struct Web {
    client_id: String,
    client_secret: String,
}

/// One that gets it as a form.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    response_mode = "form_post",
    scope = "openid profile email phone address",
    redirect_uri = "https://web.example/callback",
    post_logout_redirect_uri = "https://web.example/logged-out"
)]
pub(crate) struct WebForm {
    client_id: String,
    client_secret: String,
}

/// What the two have in common, so that a test of the certification is one of both.
pub(crate) trait Party:
    OAuthClient<Delivery: Direct<Self>>
    + ClientFields<Unsupported: Supported<Self>>
    + Allows<grant::authorization_code>
    + Allows<grant::refresh_token>
{
    /// The client of a provider.
    fn of(provider: &Provider) -> Self;
    /// What comes back of an authorization request.
    fn answer(url: &Url) -> String;
}

impl Party for Web {
    fn of(provider: &Provider) -> Self {
        let (id, secret) = (provider.client_id(), provider.client_secret());
        Self { client_id: id.to_owned(), client_secret: secret.to_owned() }
    }

    fn answer(url: &Url) -> String {
        query(&Browser::new().open(url.as_str(), CALLBACK).callback())
    }
}

impl Party for WebForm {
    fn of(provider: &Provider) -> Self {
        let (id, secret) = (provider.client_id(), provider.client_secret());
        Self { client_id: id.to_owned(), client_secret: secret.to_owned() }
    }

    fn answer(url: &Url) -> String {
        let Outcome::Page { status: 200, body } = Browser::new().open(url.as_str(), CALLBACK)
        else {
            panic!("no page with a form");
        };
        // What the script of the page submits.
        let mut form = form_urlencoded::Serializer::new(String::new());
        for input in body.split("<input type=\"hidden\" name=\"").skip(1) {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            let (value, _) = rest.split_once('"').unwrap();
            form.append_pair(name, value);
        }
        form.finish()
    }
}

pub(crate) fn http() -> &'static BlockingSafeHttp {
    static HTTP: LazyLock<BlockingSafeHttp> =
        LazyLock::new(|| BlockingSafeHttp::new().expect("the client can be made"));
    &HTTP
}

pub(crate) fn query(url: &str) -> String {
    let url = Url::parse(url).expect("it is a URL");
    url.query().unwrap_or_default().to_owned()
}

/// Seconds since 1970, so many later.
pub(crate) fn seconds_from_now(seconds: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("1970 is over");
    i64::try_from(now.as_secs()).expect("a time") + seconds
}

pub(crate) fn provider() -> Provider {
    Provider::start().unwrap()
}

/// A builder that has the client and the metadata of the provider.
pub(crate) fn builder<C: Party>(provider: &Provider) -> Builder<C> {
    let metadata = ServerMetadata::fetch(provider.issuer(), http()).expect("it has metadata");
    Flow::builder().config(&C::of(provider)).server(&metadata)
}

pub(crate) fn flow<C: Party>(provider: &Provider) -> Flow<C> {
    builder(provider).build().expect("all is configured")
}

/// A whole login.
pub(crate) fn log_in<C: Party>(flow: &Flow<C>) -> Result<Tokens, Error> {
    let (url, pending) = flow.authorize().begin().expect("the request can be made");
    let request = flow.complete(pending, C::answer(&url).as_str()).expect("the callback fits");
    request.request(http())
}

/// A provider that follows a plan, and a flow that has logged in nobody yet.
pub(crate) fn planned<C: Party>(plan: Value) -> (Provider, Flow<C>) {
    let provider = provider();
    provider.plan(plan);
    let flow = flow(&provider);
    (provider, flow)
}

/// A login at a provider that follows a plan: it gives the claims of Alice.
#[track_caller]
pub(crate) fn accepted<C: Party>(plan: Value) -> (Provider, Flow<C>, Tokens) {
    let (provider, flow) = planned(plan);
    let tokens = log_in(&flow).unwrap();
    let claims = tokens.claims().unwrap();
    assert_eq!((claims.issuer(), claims.subject()), (provider.issuer(), "alice"));
    assert_eq!(claims.audiences(), [provider.client_id()]);
    (provider, flow, tokens)
}

/// Why the ID token of a login is refused, at a provider that follows a plan.
#[track_caller]
pub(crate) fn refused<C: Party>(plan: Value) -> JwtErrorReason {
    let (_provider, flow) = planned::<C>(plan);
    reason(log_in(&flow))
}

/// Why an ID token is refused, of one that this plan makes.
#[track_caller]
pub(crate) fn refused_token(id_token: Value) -> JwtErrorReason {
    refused::<Web>(json!({ "id_token": id_token }))
}

/// Why an ID token is refused. The tokens beside it are not lost, and what is said has none of them.
#[track_caller]
pub(crate) fn reason(answer: Result<Tokens, Error>) -> JwtErrorReason {
    let error = answer.expect_err("nobody logs in");
    let said = format!("{error} {error:?}");
    let RequestError::Unusable(unusable) = error else { panic!("not refused, but {said}") };
    for secret in
        [unusable.access_token().unwrap().secret(), unusable.refresh_token().unwrap().secret()]
    {
        assert!(!said.contains(secret), "{secret} is in {said}");
    }
    assert!(!said.contains("alice"), "the user is in {said}");
    let UnusableReason::IdToken(error) = unusable.reason() else {
        panic!("not for its ID token, but {said}")
    };
    assert_eq!(error.token(), SignedToken::IdToken);
    error.reason().clone()
}

/// A login of Alice at an honest provider, for what comes after it.
pub(crate) fn logged_in() -> (Provider, Flow<Web>, Tokens, Identity) {
    let (provider, flow, tokens) = accepted(json!({}));
    let identity = tokens.claims().unwrap().identity();
    (provider, flow, tokens, identity)
}

/// How often the keys were asked for.
pub(crate) fn key_requests(provider: &Provider) -> usize {
    provider.record().of("/jwks").count()
}
