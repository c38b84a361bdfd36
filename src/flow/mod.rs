//! The typed run time of a declared client.

#[cfg(feature = "jwt")]
mod jwt;
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
pub mod safe_http;
mod server;
mod signer;

#[cfg(feature = "jwt")]
pub use jwt::{JwtKeyError, JwtSigner};
#[cfg(all(feature = "reqwest", feature = "reqwest-blocking"))]
pub use safe_http::BlockingSafeHttp;
#[cfg(feature = "reqwest")]
pub use safe_http::SafeHttp;
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
pub use safe_http::{SafeHttpError, SafeHttpOptions};
pub use server::{FetchError, MetadataError, ServerMetadata};
pub use signer::{AssertionClaims, SignError, Signer};
