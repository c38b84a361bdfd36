//! A flow that the client does not declare.

use oauth_flow::flow::{Flow, TokenType};
use oauth_flow::oauth_client;
use oauth2::RefreshToken;

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/callback")]
struct Frontend {
    client_id: String,
}

#[oauth_client(kind = "m2m")]
struct Billing {
    client_id: String,
    client_secret: String,
}

fn start(frontend: &Flow<Frontend>, billing: &Flow<Billing>, token: RefreshToken) {
    let _ = frontend.client_credentials();
    let _ = frontend.refresh(token);
    let _ = frontend.device();
    let _ = billing.authorize();
    let _ = billing.token_exchange("subject", TokenType::Jwt);
    let _ = billing.jwt_bearer("assertion");
}

fn main() {}
