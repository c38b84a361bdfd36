//! The assertion of one request, which is signed before the request is made (RFC 7523 section 3).

use std::boxed::Box;
use std::string::String;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use core::future::Future;
use core::pin::Pin;

use oauth2::CsrfToken;

use super::signer::{AssertionClaims, AsyncSigner, SignError, Signer};
use crate::flow::settings::seconds;

/// How long an assertion is valid: time enough for one request between two clocks that differ.
const LIFETIME: Duration = Duration::from_secs(60);

/// What signs the assertions of a client.
#[derive(Clone)]
pub(in crate::flow) enum AnySigner {
    Blocking(Arc<dyn Signer>),
    Asynchronous(Arc<dyn BoxedSigner>),
}

/// An [`AsyncSigner`] of any type.
pub(in crate::flow) trait BoxedSigner: Send + Sync {
    fn sign<'s>(&'s self, claims: &'s AssertionClaims<'_>) -> Signing<'s>;
}

type Signing<'s> = Pin<Box<dyn Future<Output = Result<String, SignError>> + Send + 's>>;

impl<S: AsyncSigner> BoxedSigner for S {
    fn sign<'s>(&'s self, claims: &'s AssertionClaims<'_>) -> Signing<'s> {
        Box::pin(AsyncSigner::sign(self, claims))
    }
}

/// An assertion that is not signed yet. It borrows nothing, so that a request can wait for it.
pub(in crate::flow) struct Assertion {
    signer: AnySigner,
    client_id: String,
    audience: String,
    /// A value that is used once.
    identifier: CsrfToken,
    issued: SystemTime,
}

impl Assertion {
    /// An assertion of the client for the audience.
    pub(super) fn new(
        signer: &AnySigner,
        client_id: &str,
        audience: String,
        issued: SystemTime,
    ) -> Self {
        Self {
            signer: signer.clone(),
            client_id: String::from(client_id),
            audience,
            identifier: CsrfToken::new_random_len(20),
            issued,
        }
    }

    fn claims(&self) -> AssertionClaims<'_> {
        let issued = seconds(self.issued);
        AssertionClaims {
            iss: &self.client_id,
            sub: &self.client_id,
            aud: &self.audience,
            jti: self.identifier.secret(),
            iat: issued,
            exp: issued.saturating_add(LIFETIME.as_secs()),
        }
    }

    /// Signs it for a blocking request.
    pub(super) fn sign(&self) -> Result<String, SignError> {
        match &self.signer {
            AnySigner::Blocking(signer) => signer.sign(&self.claims()),
            AnySigner::Asynchronous(_) => Err(SignError::asynchronous()),
        }
    }

    /// Signs it for an asynchronous request.
    pub(super) async fn sign_async(self) -> Result<String, SignError> {
        match &self.signer {
            AnySigner::Blocking(signer) => signer.sign(&self.claims()),
            AnySigner::Asynchronous(signer) => signer.sign(&self.claims()).await,
        }
    }
}
