#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "native", pkce = "S256", registration = "clients/large_metadata_document.json")]
struct Client;

fn main() {}
