//! A mistake in a declaration is one error, and none where the client is used.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;

#[oauth_client(kind = "wob", redirect_uri = "runtime", sender_constraint = "dpop")]
struct Login {
    client_id: String,
    client_secret: String,
}

fn main() {
    let login = Login { client_id: String::new(), client_secret: String::new() };
    let flow = Flow::new(&login).unwrap();
    let (_url, pending) = flow.authorize().begin().unwrap();
    let _ = flow.complete(pending, "");
    let _ = flow.client_credentials();
}
