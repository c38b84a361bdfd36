//! The future of a signature goes where the request goes, which may be another thread.

use std::rc::Rc;

use oauth_flow::flow::{AssertionClaims, AsyncSigner, SignError};

struct Local;

impl AsyncSigner for Local {
    async fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        let held = Rc::new(String::new());
        std::future::ready(()).await;
        Ok(held.to_string())
    }
}

fn main() {}
