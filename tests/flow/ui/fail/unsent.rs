//! Protections that are declared, and that the run time does not send yet.

use oauth_flow::flow::unsent::Sent;
use oauth_flow::{OAuthClient, oauth_client};

fn flow<C: OAuthClient>(_config: &C)
where
    C::Unsent: Sent<C>,
{
}

#[oauth_client(kind = "web", redirect_uri = "runtime", sender_constraint = "dpop")]
struct Bound;

#[oauth_client(kind = "web", redirect_uri = "runtime", request_object = "ES256")]
struct Signed;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query.jwt")]
struct Answered;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query")]
struct Plain;

fn main() {
    flow(&Bound);
    flow(&Signed);
    flow(&Answered);
    flow(&Plain);
}
