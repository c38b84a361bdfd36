//! Logins in encrypted cookies, for a service that has no sessions.

mod changed;
mod many;
mod random;
mod sealed;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use oauth_flow::flow::{Flow, LoginCookies, Pending};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{clock, only, pairs};
use oauth2::url::Url;

#[oauth_client(
    kind = "web",
    scope = "openid",
    client_id = "portal",
    issuer = "https://idp.example.com",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback",
    resource = "runtime"
)]
struct Portal;

const KEY: [u8; 64] = [7; 64];
const OTHER_KEY: [u8; 64] = [8; 64];
const PREFIX: &str = "__Host-oauth-flow.login.";

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").clock(clock).build().unwrap()
}

fn cookies() -> LoginCookies<Portal> {
    flow().login_cookies(&KEY).unwrap()
}

/// A request that has no cookie.
const NONE: Option<&str> = None;

/// A login, sealed for a browser that has no other.
struct Begun {
    url: Url,
    pending: Pending<Portal>,
    set_cookie: String,
}

impl Begun {
    fn new() -> Self {
        Self::sealed_by(&cookies())
    }

    #[track_caller]
    fn sealed_by(cookies: &LoginCookies<Portal>) -> Self {
        let (url, pending) = flow().authorize().begin().unwrap();
        let set_cookie = cookies.seal(&pending, NONE).unwrap();
        let [set_cookie] = set_cookie.try_into().expect("one header");
        Self { url, pending, set_cookie }
    }

    fn state(&self) -> String {
        only(&pairs(self.url.query().unwrap()), "state")
    }

    /// The answer of the server.
    fn response(&self) -> String {
        format!("code=c-1&state={}&iss=https%3A%2F%2Fidp.example.com", self.state())
    }

    /// The name and the value of the cookie, as a browser sends them.
    fn cookie(&self) -> &str {
        pair(&self.set_cookie)
    }

    fn name(&self) -> &str {
        self.cookie().split_once('=').unwrap().0
    }

    fn value(&self) -> &str {
        self.cookie().split_once('=').unwrap().1
    }

    fn bytes(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(self.value()).unwrap()
    }
}

/// What a browser keeps of a `Set-Cookie` header.
fn pair(set_cookie: &str) -> &str {
    set_cookie.split(';').next().unwrap()
}
