#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

// The crate denies the lint: the warning is an error.
#[oauth_client(kind = "web", grant = "authorization_code", redirect_uri = "runtime")]
struct Warned;

// The struct allows it: silence.
#[oauth_client(kind = "web", grant = "authorization_code", redirect_uri = "runtime")]
#[allow(deprecated)]
struct Allowed;

// The attribute denies the rule: an error that no lint level reaches.
#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    redirect_uri = "runtime",
    deny(missing_pkce_confidential)
)]
#[allow(deprecated)]
struct Denied;

fn main() {}
