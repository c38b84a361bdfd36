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

#[cfg(feature = "reqwest-blocking")]
pub use blocking::BlockingSafeHttp;
pub use client::SafeHttp;
