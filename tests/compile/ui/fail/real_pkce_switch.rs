#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

/// A mailbox whose configuration decides on PKCE.
#[oauth_client(kind = "web", redirect_uri = "runtime")]
pub struct Mailbox {
    pub client_id: String,
    pub client_secret: Option<Secret>,
    pub pkce: bool,
}

pub struct Secret(String);

fn main() {}
