//! A field that `#[cfg]` may remove is there, and its type cannot be read.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;

struct Scopes;

#[oauth_client(kind = "device")]
struct Television {
    client_id: String,
    #[cfg(all())]
    scopes: Scopes,
}

fn main() {
    let _ = Flow::new(&Television { client_id: String::new(), scopes: Scopes });
}
