#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "spa", pkce = "S256", registration = "clients/secret_in_spa.json")]
struct InPublicClient;

#[oauth_client(kind = "third_party", registration = "clients/secret_without_method.json")]
struct WithoutMethod;

fn main() {}
