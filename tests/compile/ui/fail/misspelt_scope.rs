#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", scope = "openId email", redirect_uri = "runtime")]
struct Client;

fn main() {}
