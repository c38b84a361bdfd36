//! Protections that are declared, and that the run time does not send yet.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", sender_constraint = "dpop")]
struct Bound;

#[oauth_client(kind = "web", redirect_uri = "runtime", request_object = "ES256")]
struct Signed;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query.jwt")]
struct Answered;

#[oauth_client(kind = "web", redirect_uri = "runtime", response_mode = "query")]
struct Plain;

fn main() {
    let _ = Flow::new(&Bound);
    let _ = Flow::new(&Signed);
    let _ = Flow::<Answered>::builder().build();
    let _ = Flow::new(&Plain);
}
