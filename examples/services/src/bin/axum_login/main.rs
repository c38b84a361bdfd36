//! A web service that users log in to: `/login`, `/callback`, a page that says who is logged in,
//! and `/logout`, which revokes the tokens.
//!
//! `cargo run -p oauth-flow-services --bin axum_login` starts it with an authorization server of
//! its own, which logs everybody in as `alice`. With `ISSUER`, `CLIENT_ID` and `CLIENT_SECRET` in
//! the environment it uses another one, which needs `--features tls` unless it is on this machine.
//! `LISTEN` is the address, `127.0.0.1:8080` unless given; `REDIRECT_URI` is how users reach
//! `/callback`, where that is not `http` at this address.
//!
//! What to copy is all here and beside this file, but for `oauth_flow_services`: a service reads its
//! own configuration, and has its own way to log and to stop.

mod failure;
mod page;

use std::env;
use std::error::Error;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use oauth_flow::flow::{Flow, PendingLogins, SafeHttp, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, log, stopped};
use oauth2::http::{HeaderValue, Request, Uri};
use oauth2::{AccessToken, AsyncHttpClient as _, RefreshToken};
use serde::{Deserialize, Serialize};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

use crate::failure::Failure;

/// The client: a service with a backend. It adopts the authorization code grant with PKCE.
#[oauth_client(kind = "web", scope = "openid", redirect_uri = "runtime")]
struct Login {
    client_id: String,
    client_secret: String,
    redirect_uri: String,
}

/// What the handlers share; cheap to clone.
#[derive(Clone)]
struct Service {
    flow: Flow<Login>,
    http: SafeHttp,
    userinfo: Uri,
}

/// The logins that were begun in this session, one for each tab.
const PENDING: &str = "pending";
/// The user of this session.
const USER: &str = "user";

/// Stays on the server: the cookie is the number of the session and nothing else. A session store
/// that is shared or kept on a disk has these tokens in clear, and is guarded as they are.
#[derive(Serialize, Deserialize)]
struct User {
    subject: String,
    access_token: AccessToken,
    refresh_token: Option<RefreshToken>,
}

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
    let userinfo = server.userinfo_endpoint().ok_or("the server has no userinfo endpoint")?;
    Ok(Service { flow, http, userinfo: userinfo.parse()? })
}

fn router(service: Service) -> Router {
    // - HttpOnly is on unless it is turned off: no script reads the cookie.
    // - Secure: the cookie goes over https alone. Chrome and Firefox take plain http to a loopback
    //   address for as good, so this works in development too; Safari does not.
    // - SameSite=Lax: the callback is a navigation that another site starts, to which `Strict`
    //   would bring no session; a form that another site posts, as to `/logout`, has none either.
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_name("session")
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(Duration::hours(1)));
    Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .layer(sessions)
        .with_state(service)
}

async fn home(session: Session) -> Result<Response, Failure> {
    Ok(match session.get::<User>(USER).await? {
        None => page::nobody("Nobody is logged in."),
        Some(user) => page::somebody(&user.subject),
    })
}

async fn login(State(service): State<Service>, session: Session) -> Result<Redirect, Failure> {
    let (url, pending) = service.flow.authorize().begin()?;
    let mut logins = session.get::<PendingLogins<Login>>(PENDING).await?.unwrap_or_default();
    logins.insert(pending);
    session.insert(PENDING, &logins).await?;
    Ok(Redirect::to(url.as_str()))
}

async fn callback(
    State(service): State<Service>,
    session: Session,
    RawQuery(query): RawQuery,
) -> Result<Redirect, Failure> {
    let mut logins = session.get::<PendingLogins<Login>>(PENDING).await?.unwrap_or_default();
    // Whoever sends the user here without the `state` of a login ends none.
    let pending = logins.take(query.as_deref()).ok_or(Failure::NoLogin)?;
    // Out of the session before it is used, and for good: a login is completed once, whatever
    // becomes of it.
    session.insert(PENDING, &logins).await?;
    session.save().await?;
    let tokens =
        service.flow.complete(pending, query.as_deref())?.request_async(&service.http).await?;
    let subject = service.subject(tokens.access_token()).await.map_err(Failure::UserInfo)?;
    // A new number, since somebody else may know that of the session before the login.
    session.cycle_id().await?;
    let user = User {
        subject,
        access_token: tokens.access_token().clone(),
        refresh_token: tokens.refresh_token().cloned(),
    };
    session.insert(USER, user).await?;
    Ok(Redirect::to("/"))
}

async fn logout(
    State(service): State<Service>,
    session: Session,
    headers: HeaderMap,
) -> Result<Redirect, Failure> {
    // `Lax` is about sites, and a site has many hosts. Browsers say here which it was.
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Failure::OtherOrigin);
    }
    let user = session.remove::<User>(USER).await?;
    // The session ends first: the user is logged out, whatever the authorization server says.
    session.flush().await?;
    if let Some(user) = user {
        // The refresh token first: with it, many servers revoke the access tokens that came of it.
        let revocations = user
            .refresh_token
            .map(|token| service.flow.revoke(token))
            .into_iter()
            .chain([service.flow.revoke(user.access_token)]);
        for revocation in revocations {
            if let Err(error) = revocation.request_async(&service.http).await {
                log(&error);
            }
        }
    }
    Ok(Redirect::to("/"))
}

impl Service {
    /// Who the user is, by the server's userinfo endpoint (OpenID Connect Core section 5.3), asked
    /// with a token that has just come from its token endpoint. The claims of the ID token are
    /// another way, once the `openidconnect` crate has validated them.
    async fn subject(&self, token: &AccessToken) -> Result<String, Box<dyn Error + Send + Sync>> {
        #[derive(Deserialize)]
        struct UserInfo {
            sub: String,
        }
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.secret()))?;
        bearer.set_sensitive(true);
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = self.userinfo.clone();
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        let response = self.http.call(request).await?;
        if response.status() != StatusCode::OK {
            return Err(format!("the userinfo endpoint answered {}", response.status()).into());
        }
        let user: UserInfo = serde_json::from_slice(response.body())?;
        Ok(user.sub)
    }
}
