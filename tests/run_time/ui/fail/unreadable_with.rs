//! What the function of `with` gives cannot be read.

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
struct Billing {
    client_id: String,
    #[oauth(client_secret, with = expose)]
    client_secret: Key,
}

struct Key(Vec<u8>);

fn expose(key: &Key) -> Vec<u8> {
    key.0.clone()
}

fn main() {}
