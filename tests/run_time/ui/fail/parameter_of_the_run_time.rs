//! A name of a parameter that is no literal, or no name.

use oauth_flow::flow::{Flow, parameter};
use oauth_flow::oauth_client;

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/callback")]
struct Frontend;

fn begin(flow: &Flow<Frontend>, name: &'static str) {
    let _ = flow.authorize().extra(parameter!(name), "any").begin();
    let _ = flow.authorize().extra("prompt", "login").begin();
}

fn main() {}
