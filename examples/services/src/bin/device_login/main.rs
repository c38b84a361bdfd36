//! A login on a device without a browser, such as a TV: the user opens a page on another device, and enters the
//! code that this one shows.
//!
//! `cargo run -p oauth-flow-services --bin device_login` starts it with an authorization server of its own, which
//! logs everybody in as `alice`. With `ISSUER` and `CLIENT_ID` in the environment it uses another server, which
//! needs `--features tls` unless it is on this machine.
//!
//! What to copy is all here, but for `oauth_flow_services`: a program reads its own configuration, and has its own
//! way to log and to stop.

use std::error::Error;
use std::process::ExitCode;

use oauth_flow::flow::{DeviceError, DeviceLogin, Flow, SafeHttp, ServerMetadata};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, log, stopped};
use serde_json::json;
use tokio::time::sleep;

/// The client: a device, which keeps no secret. It adopts the device authorization grant.
#[oauth_client(kind = "device", scope = "openid profile")]
struct Television {
    client_id: String,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let environment = Environment::read_as(
        "",
        &["urn:ietf:params:oauth:grant-type:device_code"],
        &[],
        json!({ "token_endpoint_auth_method": "none" }),
    )?;
    let http = SafeHttp::new()?;
    let server = ServerMetadata::fetch_async(&environment.issuer, &http).await?;
    let config = Television { client_id: environment.client_id.clone() };
    let flow = Flow::builder().config(&config).server(&server).build()?;
    for warning in flow.warnings() {
        eprintln!("warning: {warning}");
    }
    tokio::select! {
        user = log_in(&flow, &http) => match user {
            Ok(user) => println!("logged in as {user}"),
            Err(error) => {
                log(error.as_ref());
                return Ok(ExitCode::FAILURE);
            }
        },
        () = stopped()? => println!("stopped"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Who logged in. A user who is late gets a new code.
async fn log_in(flow: &Flow<Television>, http: &SafeHttp) -> Result<String, Box<dyn Error>> {
    loop {
        let login = flow.device().start_async(http).await?;
        show(&login);
        match login.wait_async(http, sleep).await {
            Ok(tokens) => {
                // The tokens end here. A program that calls an API for the user keeps them.
                let claims = tokens.claims()?;
                return Ok(shown(claims.name().unwrap_or(claims.subject())));
            }
            Err(DeviceError::Expired) => println!("the code has expired"),
            Err(error) => return Err(error.into()),
        }
    }
}

/// The library has checked what is shown: each character of the code is visible, and both are URLs to send a user
/// to.
fn show(login: &DeviceLogin<Television>) {
    println!("open {} and enter {}", login.verification_uri(), login.user_code());
    if let Some(uri) = login.verification_uri_complete() {
        println!("or open {uri} and compare the code"); // or show it as a QR code
    }
}

/// A name comes from outside, and a terminal obeys its control characters.
fn shown(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).collect()
}
