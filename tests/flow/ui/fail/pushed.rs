//! A client that declares `par` begins its login by a push.

use oauth_flow::flow::unsent::Direct;
use oauth_flow::{OAuthClient, oauth_client};

fn begin<C: OAuthClient>(_config: &C)
where
    C::Pushed: Direct<C>,
{
}

#[oauth_client(kind = "web", redirect_uri = "runtime", par)]
struct Pushing;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Plain;

fn main() {
    begin(&Plain);
    begin(&Pushing);
}
