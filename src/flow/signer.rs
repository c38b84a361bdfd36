//! Stub.
#![allow(missing_docs)]
use serde::Serialize;
use std::boxed::Box;
use std::error::Error;
use std::string::String;
pub trait Signer: Send + Sync {
    fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError>;
}
#[derive(Serialize)]
pub struct AssertionClaims<'a> {
    pub iss: &'a str,
    pub sub: &'a str,
    pub aud: &'a str,
    pub jti: &'a str,
    pub iat: u64,
    pub exp: u64,
}
#[derive(Debug)]
pub struct SignError(pub Box<dyn Error + Send + Sync>);
impl core::fmt::Display for SignError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the client assertion could not be signed")
    }
}
impl Error for SignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}
