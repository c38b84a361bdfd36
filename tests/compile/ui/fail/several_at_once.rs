#![allow(dead_code)]

use oauth_flow::oauth_client;

// Six mistakes of four kinds: one build shows them all.
#[oauth_client(
    kind = "spa",
    grant("implicit", "password"),
    colour = "blue",
    auth = "client_secret_post",
    redirect_uri("/cb", "http://app.example.com/cb"),
    scope("a b"),
)]
pub struct Frontend {
    client_id: String,
}

fn main() {}
