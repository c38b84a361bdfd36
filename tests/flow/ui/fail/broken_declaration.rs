//! A mistake in a declaration is one error, and none where the client is used.

use oauth_flow::flow::ClientFields;
use oauth_flow::flow::unsent::Sent;
use oauth_flow::oauth_client;

fn flow<C: ClientFields>(_config: &C)
where
    C::Unsent: Sent<C>,
{
}

#[oauth_client(kind = "wob", redirect_uri = "runtime", sender_constraint = "dpop")]
struct Login {
    client_id: String,
    client_secret: String,
}

fn main() {
    flow(&Login { client_id: String::new(), client_secret: String::new() });
}
