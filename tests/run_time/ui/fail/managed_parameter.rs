//! A parameter that the flow gives its value.

use oauth_flow::flow::{Flow, parameter};
use oauth_flow::oauth_client;

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/callback")]
struct Frontend;

fn begin(flow: &Flow<Frontend>) {
    let _ = flow.authorize().extra(parameter!("prompt"), "login").begin();
    let _ = flow.authorize().extra(parameter!("state"), "fixed").begin();
    let _ = flow.authorize().extra(parameter!(""), "nameless").begin();
}

fn main() {}
