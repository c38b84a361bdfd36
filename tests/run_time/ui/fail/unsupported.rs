//! Protections that are declared, and that the run time does not send yet.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", sender_constraint = "dpop")]
struct Bound;

#[allow(deprecated)] // nothing binds what is said to be bound
#[oauth_client(
    kind = "spa",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "sender_constrained",
    redirect_uri = "runtime"
)]
struct Claimed;

#[oauth_client(kind = "web", redirect_uri = "runtime", request_object = "ES256")]
struct Signed;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query.jwt")]
struct Answered;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "none",
    redirect_uri = "runtime",
    allow(missing_pkce_confidential, reason = "the server refuses a code challenge")
)]
struct WithoutPkce;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query")]
struct Plain;

fn main() {
    let _ = Flow::new(&Bound);
    let _ = Flow::new(&Claimed);
    let _ = Flow::new(&Signed);
    let _ = Flow::<Answered>::builder().build();
    let _ = Flow::new(&WithoutPkce);
    let _ = Flow::new(&Plain);
}
