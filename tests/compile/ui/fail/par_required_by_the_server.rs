#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "https://app.example.com/cb", server = "servers/par.json")]
struct Adopted;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    par = false,
    redirect_uri = "https://app.example.com/cb",
    server = "servers/par.json"
)]
struct Declared;

fn main() {}
