//! The scope of a code is asked for in the authorization request.

use oauth_flow::flow::{Flow, Pending};
use oauth_flow::oauth_client;

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/callback")]
struct Frontend;

fn complete(flow: &Flow<Frontend>, pending: Pending<Frontend>) {
    let Ok(request) = flow.complete(pending, "code=1&state=2") else { return };
    let _ = request.scope("admin");
}

fn main() {}
