//! The clients on reqwest 0.13, the current version.

// The clients have one source, in which `super::reqwest` is this version.
use ::reqwest;

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
