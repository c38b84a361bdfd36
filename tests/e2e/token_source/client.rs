//! The client whose tokens are shared, its clock and its login.

use std::env;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use oauth_flow::flow::{Flow, SafeHttp, ServerMetadata, Tokens};
use oauth_flow::oauth_client;
use oauth_flow_e2e_tests::Browser;
use url::Url;

const CALLBACK: &str = "http://127.0.0.1/callback";

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    client_id = "native",
    scope = "read",
    redirect_uri = "http://127.0.0.1/callback"
)]
pub(crate) struct Cli;

/// How much faster than the real one the fast clock runs: a token of an hour is due after 83 milliseconds.
pub(crate) const FACTOR: u32 = 40_000;

/// When the fast clock began, which all processes of a test know.
pub(crate) const BEGAN: &str = "OAUTH_FLOW_CLOCK_BEGAN";

/// Milliseconds since 1970-01-01T00:00:00Z.
pub(crate) static CLOCK_BEGAN: LazyLock<u64> = LazyLock::new(|| {
    let given = env::var(BEGAN).ok();
    let now =
        || SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_millis();
    given.map_or_else(|| u64::try_from(now()).expect("a time"), |it| it.parse().expect("a number"))
});

fn fast() -> SystemTime {
    let began = UNIX_EPOCH + Duration::from_millis(*CLOCK_BEGAN);
    began + SystemTime::now().duration_since(began).unwrap_or_default() * FACTOR
}

/// Which clock a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Clock {
    Real,
    Fast,
}

pub(crate) async fn flow(issuer: &str, clock: Clock, http: &SafeHttp) -> Flow<Cli> {
    let metadata = ServerMetadata::fetch_async(issuer, http).await.expect("there is metadata");
    let builder = Flow::builder().config(&Cli).server(&metadata);
    let builder = match clock {
        Clock::Real => builder,
        // A login takes days of this clock.
        Clock::Fast => builder.clock(fast).login_lifetime(Duration::from_secs(1_000_000_000)),
    };
    builder.build().expect("all is configured")
}

/// A user who was not logged in logs in.
pub(crate) async fn log_in(flow: &Flow<Cli>, http: &SafeHttp) -> Tokens {
    let (url, pending) = flow.authorize().begin().expect("the request can be made");
    let open = move || Browser::new().open(url.as_str(), CALLBACK).callback();
    let callback = tokio::task::spawn_blocking(open).await.expect("the browser works");
    let callback = Url::parse(&callback).expect("the callback is a URL");
    let request = flow.complete(pending, callback.query()).expect("the callback fits the login");
    request.request_async(http).await.expect("the server exchanges the code")
}
