use oauth_flow::{ConfidentialClient, oauth_client};

#[oauth_client(kind = "spa", redirect_uri = "https://app.example.com/cb")]
pub struct Frontend;

fn sign<C: ConfidentialClient>(_client: &C) {}

fn main() {
    sign(&Frontend);
}
