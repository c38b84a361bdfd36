//! A web service whose users choose the server that they log in at: one client that is registered with
//! two OpenID providers.
//!
//! `cargo run -p oauth-flow-services --bin axum_two_providers` starts it with two servers of its own,
//! which log everybody in as `alice`: an Alice of each, and not the same. With `NORTH_ISSUER`,
//! `NORTH_CLIENT_ID` and `NORTH_CLIENT_SECRET` in the environment the first is another one, and with
//! `SOUTH_` the second; one that is not on this machine needs `--features tls`. `LISTEN` is the
//! address, `127.0.0.1:8080` unless given. The redirect URIs are `/callback/north` and
//! `/callback/south` there.
//!
//! This is about what two servers change. `axum_login` has the session in full, with the logout at the
//! server.

mod page;

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use oauth_flow::flow::{Flow, Flows, Identity, PendingLogins, SafeHttp, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, log, stopped};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_sessions::cookie::SameSite;
use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

/// The client at each of the servers: what differs are its values.
#[oauth_client(kind = "web", scope = "openid profile", redirect_uri = "runtime")]
struct Login {
    client_id: String,
    client_secret: String,
    redirect_uri: String,
}

/// The servers, by the names of their login buttons.
const SERVERS: [&str; 2] = ["north", "south"];

/// What the handlers share; cheap to clone.
#[derive(Clone)]
struct Service {
    flows: Flows<Login>,
    http: SafeHttp,
    accounts: Accounts,
}

/// How often each user has logged in. An account is one of an issuer and a subject: two servers may
/// give one subject to two people, and neither a name nor an email address is proof that two accounts
/// are of one person (OpenID Connect Core section 5.7).
type Accounts = Arc<Mutex<HashMap<(String, String), u32>>>;

/// The logins that were begun in this session, one for each tab, at whichever server.
const PENDING: &str = "pending";
/// The user of this session.
const USER: &str = "user";

#[derive(Serialize, Deserialize)]
struct User {
    name: String,
    identity: Identity,
    logins: u32,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let address = listener.local_addr()?;

    let http = SafeHttp::new()?;
    let mut flows = Flows::new();
    // A local server ends with its environment.
    let mut environments = Vec::new();
    for name in SERVERS {
        // Each server has a redirect URI of its own, so that the callback knows which server a
        // response is from (RFC 9700 section 4.4.2).
        let redirect_uri = format!("http://{address}/callback/{name}");
        let prefix = format!("{}_", name.to_uppercase());
        let environment =
            Environment::read_as(&prefix, &["authorization_code"], &[&redirect_uri], json!({}))?;
        let server = ServerMetadata::fetch_async(&environment.issuer, &http).await?;
        let config = Login {
            client_id: environment.client_id.clone(),
            client_secret: environment.client_secret.clone(),
            redirect_uri,
        };
        let flow = Flow::builder().config(&config).server(&server).build()?;
        flows = flows.with(name, flow);
        environments.push(environment);
    }
    for (name, warning) in flows.warnings() {
        eprintln!("{name}: warning: {warning}");
    }
    let service = Service { flows, http, accounts: Accounts::default() };
    let stopped = stopped()?;
    println!("open http://{address}/");
    axum::serve(listener, router(service)).with_graceful_shutdown(stopped).await?;
    println!("stopped");
    Ok(())
}

fn router(service: Service) -> Router {
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_name("session")
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax);
    Router::new()
        .route("/", get(home))
        .route("/login/{server}", get(login))
        .route("/callback/{server}", get(callback))
        .route("/logout", post(logout))
        .layer(sessions)
        .with_state(service)
}

async fn home(session: Session) -> Result<Response, Failure> {
    Ok(match session.get::<User>(USER).await? {
        None => page::nobody("Nobody is logged in."),
        Some(user) => page::somebody(&user.name, user.identity.issuer(), user.logins),
    })
}

async fn login(
    State(service): State<Service>,
    session: Session,
    Path(server): Path<String>,
) -> Result<Redirect, Failure> {
    let flow = service.flows.get(&server).ok_or("there is no such server")?;
    let (url, pending) = flow.authorize().begin()?;
    let mut logins = session.get::<PendingLogins<Login>>(PENDING).await?.unwrap_or_default();
    logins.insert(pending);
    session.insert(PENDING, &logins).await?;
    Ok(Redirect::to(url.as_str()))
}

async fn callback(
    State(service): State<Service>,
    session: Session,
    Path(server): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Redirect, Failure> {
    let mut logins = session.get::<PendingLogins<Login>>(PENDING).await?.unwrap_or_default();
    let pending = logins.take(query.as_deref()).ok_or("no such login is under way")?;
    session.insert(PENDING, &logins).await?;
    session.save().await?;
    // The server that began the login gets the code, whatever the response says.
    let (name, request) = service.flows.complete(pending, query.as_deref())?;
    if name != server {
        return Err("the response came to the redirect URI of another server".into());
    }
    let tokens = request.request_async(&service.http).await?;
    let claims = tokens.claims()?;
    let name = claims.name().unwrap_or(claims.subject()).to_owned();
    let identity = claims.identity();
    let logins = service.count(&identity);
    session.cycle_id().await?;
    session.insert(USER, User { name, identity, logins }).await?;
    Ok(Redirect::to("/"))
}

/// Ends the session here alone; `axum_login` has the logout at the server too.
async fn logout(session: Session) -> Result<Redirect, Failure> {
    session.flush().await?;
    Ok(Redirect::to("/"))
}

impl Service {
    /// Counts a login of a user.
    fn count(&self, identity: &Identity) -> u32 {
        let account = (identity.issuer().to_owned(), identity.subject().to_owned());
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let logins = accounts.entry(account).or_default();
        *logins = logins.saturating_add(1);
        *logins
    }
}

/// The log is told why a page could not be shown. The errors of oauth-flow have neither codes nor
/// tokens in their texts.
struct Failure(Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        log(self.0.as_ref());
        (StatusCode::BAD_REQUEST, page::nobody("That did not work; try again.")).into_response()
    }
}
