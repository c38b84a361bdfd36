#![deny(warnings)]

use oauth_flow::{OAuthClient, oauth_client};

#[oauth_client(
    kind = "spa",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/callback",
)]
#[derive(Debug)]
pub struct Frontend {
    client_id: String,
}

fn main() {
    let frontend = Frontend { client_id: String::from("frontend") };
    assert_eq!(frontend.client_id, "frontend");
    assert_eq!(Frontend::DECLARATION.redirect_uris, ["https://app.example.com/callback"]);
}
