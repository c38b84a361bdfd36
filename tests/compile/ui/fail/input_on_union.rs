#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
pub union Bits {
    a: u32,
    b: f32,
}

fn main() {
    let _usable = Bits { a: 1 };
}
