#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
#[derive(clap::Args)]
struct Client {
    #[arg(long, env)]
    client_id: String,
    #[arg(long, env, default_value = "client-secret")]
    client_secret: String,
}

fn main() {}
