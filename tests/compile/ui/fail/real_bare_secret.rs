#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

/// A row of a database model.
#[oauth_client(kind = "web", redirect_uri = "runtime")]
#[derive(Clone, Debug)]
pub struct Forge<I = ()> {
    pub id: I,
    pub client_id: String,
    pub client_secret: String,
}

fn main() {}
