#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    client_id = "https://app.example.com/client.json",
    pkce = "S256",
    registration = "clients/metadata_document_without_id.json"
)]
struct Client;

fn main() {}
