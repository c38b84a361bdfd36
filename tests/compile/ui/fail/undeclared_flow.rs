use oauth_flow::{Allows, grant, oauth_client};

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/cb")]
pub struct Frontend;

fn fetch_token<C: Allows<grant::client_credentials>>(_client: &C) {}

fn main() {
    fetch_token(&Frontend);
}
