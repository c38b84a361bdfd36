#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", dynamic_registration, redirect_uri = "runtime")]
struct Client;

fn main() {}
