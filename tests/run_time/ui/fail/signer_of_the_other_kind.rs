//! A signer that is awaited and one that blocks are given by two methods.

use oauth_flow::flow::{AssertionClaims, AsyncSigner, Builder, SignError, Signer};
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks")]
struct Worker;

struct Awaited;
impl AsyncSigner for Awaited {
    async fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        Ok(String::new())
    }
}

struct Blocking;
impl Signer for Blocking {
    fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        Ok(String::new())
    }
}

fn awaited(builder: Builder<Worker>) -> Builder<Worker> {
    builder.signer(Awaited)
}

fn blocking(builder: Builder<Worker>) -> Builder<Worker> {
    builder.async_signer(Blocking)
}

fn main() {}
