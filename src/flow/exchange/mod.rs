//! How the run time talks to the authorization server: each of its requests goes through [`send::send`] or
//! [`send::send_async`].

pub(super) mod answer;
pub(super) mod assertion;
mod authentication;
pub(super) mod body;
pub(super) mod client;
pub(super) mod credential;
pub(super) mod error;
#[cfg(feature = "jwt")]
pub(super) mod jwt;
pub(super) mod send;
pub(super) mod signer;
