#![allow(dead_code)]

use oauth_flow::oauth_client;

/// A command line tool that bakes a secret in.
#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/callback")]
#[derive(Clone, Debug)]
pub struct Cli {
    pub client_id: String,
    pub client_secret: Option<String>,
}

fn main() {}
