#![allow(dead_code)]

use oauth_flow::oauth_client;

macro_rules! client {
    ($name:ident, $kind:literal, $uri:expr) => {
        #[oauth_client(kind = $kind, redirect_uri = $uri)]
        struct $name;
    };
}

client!(Sound, "web", "https://app.example.com/cb");
client!(Broken, "web", "http://app.example.com/cb");

fn main() {}
