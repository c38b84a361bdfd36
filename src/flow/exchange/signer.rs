//! What signs the assertion by which a client authenticates (RFC 7523 section 2.2).

use std::boxed::Box;
use std::error::Error;
use std::fmt;
use std::string::String;

use serde::Serialize;

/// Makes the JWT of `private_key_jwt` and `client_secret_jwt` (`OpenID` Connect Core 1.0
/// section 9).
///
/// `JwtSigner` (feature `jwt`) holds a key in memory; implement the trait for a key that stays in
/// a hardware module or a key service. A call may block: `Flow` makes it before it sends a request,
/// on the thread that asked for the request.
pub trait Signer: Send + Sync {
    /// Signs the claims, and gives the whole JWT in the compact serialization (RFC 7515
    /// section 3.1), with the `alg` and, where the server needs it, the `kid` of the key in its
    /// header.
    ///
    /// # Errors
    ///
    /// The reason why there is no signature. The text of the error must not contain the key.
    fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError>;
}

/// The claims of a client assertion (RFC 7523 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AssertionClaims<'a> {
    /// Who issues the assertion: the client identifier.
    pub iss: &'a str,
    /// Who the assertion is about: the client identifier.
    pub sub: &'a str,
    /// Who the assertion is for: the issuer identifier of the authorization server.
    pub aud: &'a str,
    /// A value that no other assertion of the client has.
    pub jti: &'a str,
    /// When it was issued, in seconds since 1970-01-01 UTC.
    pub iat: u64,
    /// When it expires, in seconds since 1970-01-01 UTC.
    pub exp: u64,
}

/// A [`Signer`] gave no signature.
#[derive(Debug)]
pub struct SignError(Box<dyn Error + Send + Sync>);

impl SignError {
    /// Wraps the reason, an error or a text.
    pub fn new(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the client assertion could not be signed")
    }
}

impl Error for SignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.0.as_ref())
    }
}
