#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Clients {
    github: u8,
    google: u8,
}

fn main() {}
