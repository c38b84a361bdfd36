//! A worker that calls an API on its own: it gets a token by its client credentials, and keeps it
//! fresh.
//!
//! `cargo run -p oauth-flow-services --bin worker` starts it with an authorization server and an
//! API of its own. With `ISSUER`, `CLIENT_ID` and `CLIENT_SECRET` in the environment it uses
//! another server, which needs `--features tls` unless it is on this machine; with `API`, it calls
//! that URL.
//!
//! What to copy is all here and beside this file, but for `oauth_flow_services`: a service reads its
//! own configuration, and has its own way to log and to stop.

mod token_cache;

use std::env;
use std::error::Error;
use std::time::Duration;

use oauth_flow::flow::{Flow, RequestError, SafeHttp, SafeHttpError, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, StandInApi, log, stopped};
use oauth2::http::header::AUTHORIZATION;
use oauth2::http::{HeaderValue, Request, StatusCode, Uri};
use oauth2::{AccessToken, AsyncHttpClient as _};
use tokio::time::{sleep, sleep_until};

use crate::token_cache::{Fetched, TokenCache};

/// The client: a machine. It adopts the client credentials grant.
#[oauth_client(kind = "m2m", scope = "read")]
struct Reports {
    client_id: String,
    client_secret: String,
}

/// How often the API is called, and the pause between two calls.
const CALLS: usize = 5;
const PAUSE: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = Environment::read("client_credentials", &[])?;
    let stand_in = StandInApi::start().await?;
    let api: Uri = env::var("API").as_deref().unwrap_or(stand_in.url()).parse()?;
    let http = SafeHttp::new()?;
    let flow = flow(&environment, &http).await?;
    tokio::select! {
        done = work(flow, &http, &api) => done?,
        () = stopped()? => (),
    }
    println!("stopped");
    Ok(())
}

async fn flow(environment: &Environment, http: &SafeHttp) -> Result<Flow<Reports>, Box<dyn Error>> {
    let server = ServerMetadata::fetch_async(&environment.issuer, http).await?;
    let config = Reports {
        client_id: environment.client_id.clone(),
        client_secret: environment.client_secret.clone(),
    };
    Ok(Flow::builder().config(&config).server(&server).build()?)
}

async fn work(flow: Flow<Reports>, http: &SafeHttp, api: &Uri) -> Result<(), Box<dyn Error>> {
    let fetcher = (flow, http.clone());
    let tokens = TokenCache::new(move || fetch(fetcher.clone()));
    for number in 1..=CALLS {
        match tokens.get().await {
            Ok(token) => {
                let status = call(api, http, &token).await?;
                if status == StatusCode::UNAUTHORIZED {
                    tokens.refused(&token);
                }
                println!("call {number}: {status}");
                sleep(PAUSE).await;
            }
            Err(error) => {
                log(&error);
                sleep_until(error.retry_at).await;
            }
        }
    }
    Ok(())
}

async fn fetch(
    (flow, http): (Flow<Reports>, SafeHttp),
) -> Result<Fetched, RequestError<SafeHttpError>> {
    let tokens = flow.client_credentials().request_async(&http).await?;
    Ok(Fetched { token: tokens.access_token().clone(), expires_in: tokens.expires_in() })
}

/// Calls the API (RFC 6750 section 2.1). Any HTTP client will do; this one is there already.
async fn call(
    api: &Uri,
    http: &SafeHttp,
    token: &AccessToken,
) -> Result<StatusCode, Box<dyn Error>> {
    let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.secret()))?;
    bearer.set_sensitive(true);
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = api.clone();
    request.headers_mut().insert(AUTHORIZATION, bearer);
    Ok(http.call(request).await?.status())
}
