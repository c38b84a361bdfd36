#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/cb")]
trait Login {
    fn client_id(&self) -> String;
}

fn main() {}
