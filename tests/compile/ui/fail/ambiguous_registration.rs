#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", registration = "clients/realm.json")]
struct NotNamed;

#[oauth_client(kind = "web", client_id = "portl", registration = "clients/realm.json")]
struct Misspelt;

#[oauth_client(kind = "web", registration = "clients/realm_of_the_server.json")]
struct OfTheServerAlone;

#[oauth_client(kind = "web", pkce = "S256", client_id = "portal", registration = "clients/realms.json")]
struct OfTwoRealms;

fn main() {}
