#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", pkce = "S256", registration = "/srv/clients/portal.json")]
struct Absolute;

#[oauth_client(kind = "web", pkce = "S256", registration = "C:/clients/portal.json")]
struct OnADrive;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/../../portal.json")]
struct Outside;

fn main() {}
