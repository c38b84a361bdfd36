#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/missing.json")]
struct Missing;

#[oauth_client(kind = "web", redirect_uri = "https://app.example.com/cb", server = "servers/missing.json")]
struct MissingServer;

#[oauth_client(
    kind = "web",
    redirect_uri = "https://app.example.com/cb",
    server = "https://login.example.com/.well-known/openid-configuration"
)]
struct Fetched;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients")]
struct Folder;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/a\0b.json")]
struct NotReadable;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/too_large.json")]
struct TooLarge;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/latin_1.json")]
struct NotUtf8;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/empty.json")]
struct Empty;

#[oauth_client(kind = "web", pkce = "S256", registration = r"clients\portal.json")]
struct Backslash;

fn main() {}
