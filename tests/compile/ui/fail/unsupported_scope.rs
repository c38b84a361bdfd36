#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    scope("orders:reed", "invoices"),
    server = "servers/login.example.com.json"
)]
struct Client;

fn main() {}
