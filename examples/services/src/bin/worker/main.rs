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

use std::env;
use std::error::Error;
use std::time::Duration;

use oauth_flow::flow::{ApiError, Flow, Retry, SafeHttp, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, StandInApi, log, stopped};
use oauth2::AsyncHttpClient as _;
use oauth2::http::{Request, Uri};
use tokio::time::sleep;

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

/// Calls the API. Any HTTP client will do; this one is there already.
async fn work(flow: Flow<Reports>, http: &SafeHttp, api: &Uri) -> Result<(), Box<dyn Error>> {
    let tokens = flow.token_source(http.clone()).in_background().of_client();
    let client = tokens.client(http.clone());
    for number in 1..=CALLS {
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = api.clone();
        match client.call(request).await {
            Ok(response) => {
                println!("call {number}: {}", response.status());
                sleep(PAUSE).await;
            }
            // There is no token for now, and the source says when it asks again.
            Err(ApiError::Token(error)) => {
                log(&error);
                let Retry::Later(wait) = error.retry() else { return Err(error.into()) };
                sleep(wait.unwrap_or(PAUSE)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    tokens.settled().await;
    Ok(())
}
