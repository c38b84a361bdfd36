//! A web service that users log in to: `/login`, `/callback`, a page that says who is logged in,
//! `/profile`, which asks the server about the user with an access token that is renewed when it has
//! to be, `/logout`, which ends the session, revokes the tokens and logs out at the server, and
//! `/backchannel-logout`, where the server says that a user has logged out elsewhere.
//!
//! `cargo run -p oauth-flow-services --bin axum_login` starts it with an authorization server of
//! its own, which logs everybody in as `alice`. With `ISSUER`, `CLIENT_ID` and `CLIENT_SECRET` in
//! the environment it uses another one, which needs `--features tls` unless it is on this machine.
//! `LISTEN` is the address, `127.0.0.1:8080` unless given; `REDIRECT_URI` is how users reach
//! `/callback`, where that is not `http` at this address. Register it, `/` at the same place as
//! `post_logout_redirect_uris`, and `/backchannel-logout` as `backchannel_logout_uri`.
//!
//! What to copy is all here and beside this file, but for `oauth_flow_services`: a service reads its
//! own configuration, and has its own way to log and to stop.

mod failure;
mod logged_in;
mod page;

use std::env;
use std::error::Error;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use oauth_flow::flow::{
    Flow, Identity, MemoryTokenStore, PendingLogins, SafeHttp, ServerMetadata, TokenError,
};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, log, stopped};
use oauth2::StandardRevocableToken;
use oauth2::url::Url;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

use crate::failure::Failure;
use crate::logged_in::LoggedIn;

/// The client: a service with a backend, which acts for its users after the login too.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    scope = "openid profile",
    redirect_uri = "runtime",
    post_logout_redirect_uri = "runtime"
)]
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
    /// Where users come back to after a logout.
    home: Url,
    store: MemoryStore,
    logged_in: LoggedIn,
}

/// The logins that were begun in this session, one for each tab.
const PENDING: &str = "pending";
/// The user of this session.
const USER: &str = "user";

/// Stays on the server: the cookie is the number of the session and nothing else. The tokens are not in
/// it, since two requests that save a session at once would bring back a refresh token that was used.
#[derive(Serialize, Deserialize)]
struct User {
    name: String,
    /// What userinfo and a logout by the server are compared with.
    identity: Identity,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let redirect_uri =
        env::var("REDIRECT_URI").unwrap_or_else(|_| format!("http://{address}/callback"));
    let home = Url::parse(&redirect_uri)?.join("/")?;
    let registered = json!({
        "post_logout_redirect_uris": [home],
        "backchannel_logout_uri": home.join("/backchannel-logout")?,
        // A logout then names the login that ends, and not only its user.
        "backchannel_logout_session_required": true,
    });
    let grants = ["authorization_code", "refresh_token"];
    let environment = Environment::read_as("", &grants, &[&redirect_uri], registered)?;

    let service = service(&environment, redirect_uri, home).await?;
    for warning in service.flow.warnings() {
        eprintln!("warning: {warning}");
    }
    let stopped = stopped()?;
    println!("open http://{address}/");
    let logged_in = service.logged_in.clone();
    axum::serve(listener, router(service)).with_graceful_shutdown(stopped).await?;
    // A renewal that is cut off would cost a user the login, where the store outlasts the process.
    logged_in.settled().await;
    println!("stopped");
    Ok(())
}

async fn service(
    environment: &Environment,
    redirect_uri: String,
    home: Url,
) -> Result<Service, Box<dyn Error>> {
    let http = SafeHttp::new()?;
    let server = ServerMetadata::fetch_async(&environment.issuer, &http).await?;
    let config = Login {
        client_id: environment.client_id.clone(),
        client_secret: environment.client_secret.clone(),
        redirect_uri,
    };
    let flow = Flow::builder().config(&config).server(&server).build()?;
    let (store, logged_in) = (MemoryStore::default(), LoggedIn::default());
    Ok(Service { flow, http, home, store, logged_in })
}

fn router(service: Service) -> Router {
    // - HttpOnly is on unless it is turned off: no script reads the cookie.
    // - Secure: the cookie goes over https alone. Chrome and Firefox take plain http to a loopback
    //   address for as good, so this works in development too; Safari does not.
    // - SameSite=Lax: the callback is a navigation that another site starts, to which `Strict`
    //   would bring no session; a form that another site posts, as to `/logout`, has none either.
    let sessions = SessionManagerLayer::new(service.store.clone())
        .with_name("session")
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(Duration::hours(1)));
    Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/profile", get(profile))
        .route("/logout", post(logout))
        .route("/backchannel-logout", post(backchannel_logout))
        .layer(sessions)
        .with_state(service)
}

async fn home(session: Session) -> Result<Response, Failure> {
    Ok(match session.get::<User>(USER).await? {
        None => page::nobody("Nobody is logged in."),
        Some(user) => page::somebody(&user.name),
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
    // The ID token was validated, and says who the user is.
    let claims = tokens.claims()?;
    let identity = claims.identity();
    let user = User {
        name: claims.name().unwrap_or(claims.subject()).to_owned(),
        identity: identity.clone(),
    };
    // In memory, as the sessions are. For several processes, a row of a database takes its place.
    let source = service.flow.token_source(service.http.clone()).of_user(MemoryTokenStore::new());
    source.keep(&tokens).await?;
    // A new number, since somebody else may know that of the session before the login.
    service.logged_in.remove(session.id());
    session.cycle_id().await?;
    session.insert(USER, user).await?;
    session.save().await?;
    service.logged_in.insert(session.id(), identity, source);
    Ok(Redirect::to("/"))
}

/// What the server says of the user now.
async fn profile(State(service): State<Service>, session: Session) -> Result<Response, Failure> {
    let user = session.get::<User>(USER).await?;
    let (Some(user), Some(tokens)) = (user, service.logged_in.tokens(session.id())) else {
        return Ok(page::nobody("Nobody is logged in."));
    };
    let token = match tokens.access_token().await {
        // The login is over at the server, and so it is here.
        Err(error @ TokenError::LoginNeeded(_)) => {
            log(&error);
            service.logged_in.remove(session.id());
            session.flush().await?;
            return Ok(page::nobody("Your login has ended."));
        }
        token => token?,
    };
    let userinfo = service.flow.userinfo(&token, &user.identity);
    let userinfo = userinfo.request_async(&service.http).await?;
    Ok(page::profile(userinfo.name().unwrap_or(userinfo.subject())))
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
    // The session ends first: the user is logged out, whatever the authorization server says.
    let tokens = service.logged_in.remove(session.id());
    session.flush().await?;
    let Some(tokens) = tokens else { return Ok(Redirect::to("/")) };
    let Some(tokens) = tokens.forget().await? else { return Ok(Redirect::to("/")) };
    // The refresh token first: with it, many servers revoke the access tokens that came of it.
    let refresh_token = tokens.refresh_token().map(StandardRevocableToken::from);
    let access_token = tokens.access_token().map(StandardRevocableToken::from);
    for token in refresh_token.into_iter().chain(access_token) {
        if let Err(error) = service.flow.revoke(token).request_async(&service.http).await {
            log(&error);
        }
    }
    // Last, the login at the server: else the next user of this browser is logged in as this one.
    let mut request = service.flow.end_session().post_logout_redirect_uri(service.home);
    if let Some(id_token) = tokens.id_token() {
        request = request.id_token_hint(id_token);
    }
    match request.begin() {
        // Users come back to a page that says what is true of their session, whoever sent them. So
        // `PendingLogout` has nothing to check.
        Ok((url, _pending)) => Ok(Redirect::to(url.as_str())),
        // Not every server has the endpoint.
        Err(error) => {
            log(&error);
            Ok(Redirect::to("/"))
        }
    }
}

/// The server posts here when a user has logged out elsewhere (OpenID Connect Back-Channel Logout
/// section 2.5). It sends no cookie: its token says who it is, and whose sessions end.
async fn backchannel_logout(State(service): State<Service>, form: String) -> Response {
    let status = match service.log_out(&form).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            log(error.as_ref());
            StatusCode::BAD_REQUEST
        }
    };
    (status, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

impl Service {
    async fn log_out(&self, form: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let token = self.flow.logout_token(form)?.validate_async(&self.http).await?;
        let ended = self.logged_in.log_out(&token, &self.store).await;
        // The server may send it again.
        ended.inspect_err(|_| self.flow.forget_logout(&token))?;
        Ok(())
    }
}
