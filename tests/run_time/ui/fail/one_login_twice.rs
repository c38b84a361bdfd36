//! A pending login is used once, by the client that began it.

use oauth_flow::flow::{Flow, Pending};
use oauth_flow::oauth_client;

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/a")]
struct A;

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/b")]
struct B;

fn twice(a: &Flow<A>, pending: Pending<A>) {
    let _ = a.complete(pending, "code=1&state=2");
    let _ = a.complete(pending, "code=1&state=2");
}

fn copied(a: &Flow<A>, pending: &Pending<A>) {
    let _ = a.complete(pending.clone(), "code=1&state=2");
}

fn mixed_up(a: &Flow<A>, pending: Pending<B>) {
    let _ = a.complete(pending, "code=1&state=2");
}

fn bare_code(a: &Flow<A>) {
    let _ = a.exchange_code("SplxlOBeZQQYbYS6WxSbIA");
}

fn main() {}
