//! A client that declares `par` begins its login by a push.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", par)]
struct Pushing;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Plain;

fn begin(plain: &Flow<Plain>, pushing: &Flow<Pushing>) {
    let _ = plain.authorize().begin();
    let _ = pushing.authorize().scope("read").begin();
}

fn main() {}
