#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", registration = "clients/committed_secret.json")]
struct Client;

// The answer of a registration endpoint.
#[oauth_client(kind = "native", pkce = "S256", registration = "clients/registered_itself.json")]
struct RegisteredItself;

fn main() {}
