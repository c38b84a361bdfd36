#![deny(warnings)]

#[oauth_flow::oauth_client(kind = m2m, scope("orders:read", "orders:write"))]
pub struct Worker;

fn main() {
    let _worker = Worker;
}
