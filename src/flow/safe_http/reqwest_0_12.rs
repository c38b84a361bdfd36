//! The clients on reqwest 0.12, the version that the `oauth2` crate itself knows.

// The clients have one source, in which `super::reqwest` is this version.
use ::reqwest_0_12 as reqwest;

#[cfg(feature = "reqwest-blocking")]
#[allow(clippy::duplicate_mod)]
#[path = "blocking.rs"]
mod blocking;
#[allow(clippy::duplicate_mod)]
#[path = "client.rs"]
mod client;
#[allow(clippy::duplicate_mod)]
#[path = "resolver.rs"]
mod resolver;
#[allow(clippy::duplicate_mod)]
#[path = "tls.rs"]
mod tls;

#[cfg(feature = "reqwest-blocking")]
pub use blocking::BlockingSafeHttp;
pub use client::SafeHttp;

/// Leaves out the certificate authorities of the TLS backend. The two versions of reqwest have a method of
/// their own for it.
fn without_built_in_roots(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    #[allow(unused_imports, reason = "reqwest has the method itself where it has TLS")]
    use tls::WithoutTls as _;
    builder.tls_built_in_root_certs(false)
}
