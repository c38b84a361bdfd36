//! A web service that users log in to and that keeps nothing itself: the logins that are under way, and who is
//! logged in, are in encrypted cookies. It has no session store, and any of its processes can answer any
//! request.
//!
//! `cargo run -p oauth-flow-services --bin axum_cookie` starts it with an authorization server of
//! its own, which logs everybody in as `alice`. The environment is that of `axum_login`, and `COOKIE_KEY`: the
//! key of the cookies, 64 characters or more, such as `openssl rand -hex 64` writes. Without it, each start has
//! a key of its own and knows no cookie of the last one.
//!
//! What to copy is all here and beside this file, but for `oauth_flow_services`: a service reads its
//! own configuration, and has its own way to log and to stop.

mod page;
mod user;

use std::env;
use std::error::Error;

use axum::Router;
use axum::extract::{FromRef, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::PrivateCookieJar;
use axum_extra::extract::cookie::Key;
use oauth_flow::flow::{Flow, LoginCookies, Pending, SafeHttp, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, log, stopped};

use crate::user::User;

/// The client: a service with a backend. It adopts the authorization code grant with PKCE.
#[oauth_client(kind = "web", scope = "openid profile", redirect_uri = "runtime")]
struct Login {
    client_id: String,
    client_secret: String,
    redirect_uri: String,
}

/// What the handlers share; cheap to clone.
#[derive(Clone)]
struct Service {
    flow: Flow<Login>,
    logins: LoginCookies<Login>,
    /// Of the cookie that says who is logged in.
    key: Key,
    http: SafeHttp,
}

impl FromRef<Service> for Key {
    fn from_ref(service: &Service) -> Self {
        service.key.clone()
    }
}

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let redirect_uri =
        env::var("REDIRECT_URI").unwrap_or_else(|_| format!("http://{address}/callback"));
    let environment = Environment::read("authorization_code", &[&redirect_uri])?;

    let service = service(&environment, redirect_uri).await?;
    for warning in service.flow.warnings() {
        eprintln!("warning: {warning}");
    }
    let stopped = stopped()?;
    println!("open http://{address}/");
    axum::serve(listener, router(service)).with_graceful_shutdown(stopped).await?;
    println!("stopped");
    Ok(())
}

async fn service(
    environment: &Environment,
    redirect_uri: String,
) -> Result<Service, Box<dyn Error>> {
    let http = SafeHttp::new()?;
    let server = ServerMetadata::fetch_async(&environment.issuer, &http).await?;
    let config = Login {
        client_id: environment.client_id.clone(),
        client_secret: environment.client_secret.clone(),
        redirect_uri,
    };
    let flow = Flow::builder().config(&config).server(&server).build()?;
    let key = match env::var("COOKIE_KEY") {
        Ok(key) => key.into_bytes(),
        Err(_) => Key::generate().master().to_vec(),
    };
    // Checks the length of the key too.
    let logins = flow.login_cookies(&key)?;
    Ok(Service { flow, logins, key: Key::derive_from(&key), http })
}

fn router(service: Service) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .with_state(service)
}

async fn home(jar: PrivateCookieJar) -> Response {
    match user::of(&jar) {
        None => page::nobody("Nobody is logged in."),
        Some(user) => page::somebody(user.name()),
    }
}

async fn login(State(service): State<Service>, headers: HeaderMap) -> Response {
    match begin(&service, &headers) {
        Ok((url, cookies)) => {
            let cookies = cookies.into_iter().map(|it| (header::SET_COOKIE, it));
            (AppendHeaders(cookies), Redirect::to(&url)).into_response()
        }
        Err(error) => {
            log(error.as_ref());
            let page = page::nobody("This is our fault; try again later.");
            (StatusCode::INTERNAL_SERVER_ERROR, page).into_response()
        }
    }
}

fn begin(service: &Service, headers: &HeaderMap) -> Result<(String, Vec<String>), Failure> {
    let (url, pending) = service.flow.authorize().begin()?;
    let cookies = service.logins.seal(&pending, headers.get_all(header::COOKIE))?;
    Ok((url.into(), cookies))
}

async fn callback(
    State(service): State<Service>,
    jar: PrivateCookieJar,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.as_deref();
    // Whoever sends the user here without the `state` of a login ends none.
    let Some((pending, removal)) = service.logins.open(headers.get_all(header::COOKIE), query)
    else {
        let page = page::nobody("No such login is under way.");
        return (StatusCode::BAD_REQUEST, page).into_response();
    };
    let answer = match service.complete(pending, query).await {
        Ok(user) => (jar.add(user.cookie()), Redirect::to("/")).into_response(),
        Err(error) => {
            // The errors of oauth-flow have neither codes nor tokens in their texts.
            log(error.as_ref());
            let page = page::nobody("The login could not be completed; try again.");
            (StatusCode::BAD_REQUEST, page).into_response()
        }
    };
    // The browser forgets the login, whatever became of it.
    (AppendHeaders([(header::SET_COOKIE, removal)]), answer).into_response()
}

async fn logout(jar: PrivateCookieJar, headers: HeaderMap) -> Response {
    // `SameSite` is about sites, and a site has many hosts. Browsers say here which it was.
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        let page = page::nobody("The request came from another site.");
        return (StatusCode::FORBIDDEN, page).into_response();
    }
    // The login at the server goes on: `axum_login` ends that too.
    (jar.remove(user::cookie(String::new())), Redirect::to("/")).into_response()
}

impl Service {
    async fn complete(
        &self,
        pending: Pending<Login>,
        query: Option<&str>,
    ) -> Result<User, Failure> {
        let tokens = self.flow.complete(pending, query)?.request_async(&self.http).await?;
        // The tokens end here. A service that calls an API for the user needs a place to keep them.
        // The ID token was validated, and says who the user is.
        Ok(User::new(tokens.claims()?))
    }
}
