//! A field that `#[cfg]` may remove is there, and its type cannot be read.

use oauth_flow::flow::ClientFields;
use oauth_flow::oauth_client;

fn read<C: ClientFields>(_config: &C) {}

struct Scopes;

#[oauth_client(kind = "device")]
struct Television {
    client_id: String,
    #[cfg(all())]
    scopes: Scopes,
}

fn main() {
    read(&Television { client_id: String::new(), scopes: Scopes });
}
