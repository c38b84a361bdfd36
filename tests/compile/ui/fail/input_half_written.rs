#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", grant =)]
struct ValueMissing;

#[oauth_client(kind = "web", redirect_uri = "runtime", pkce)]
struct OnlyAKey;

#[oauth_client(kind = "web", redirect_uri = "runtime", allow)]
struct OnlyAllow;

#[oauth_client(kind = "web", redirect_uri = "runtime", scope())]
struct EmptyList;

fn main() {}
