//! What is declared, and what the run time does not do yet.

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

#[allow(deprecated)] // what the browser brings is a warning of its own
#[oauth_client(
    kind = "web",
    grant("authorization_code", "implicit"),
    pkce = "S256",
    response_type = "code id_token",
    scope = "openid",
    redirect_uri = "runtime",
    allow(implicit_grant, reason = "a test of the hybrid flow")
)]
struct Hybrid;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query")]
struct Plain;

#[oauth_client(
    profile = "fapi2",
    kind = "web",
    auth = "tls_client_auth",
    sender_constraint = "mtls",
    redirect_uri = "runtime"
)]
struct BoundByCertificate;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    auth = "tls_client_auth",
    sender_constraint = "mtls",
    refresh = "sender_constrained",
    redirect_uri = "runtime"
)]
struct RefreshedByCertificate;

fn main() {
    let _ = Flow::new(&Bound);
    let _ = Flow::new(&Claimed);
    let _ = Flow::new(&Signed);
    let _ = Flow::<Answered>::builder().build();
    let _ = Flow::new(&WithoutPkce);
    let _ = Flow::new(&Hybrid);
    let _ = Flow::new(&Plain);
    let _ = Flow::new(&BoundByCertificate);
    let _ = Flow::new(&RefreshedByCertificate);
}
