//! How the run time talks to the authorization server: each of its requests goes through [`send`] or
//! [`send_async`].

pub(super) mod answer;
pub(super) mod authentication;
pub(super) mod body;
pub(super) mod error;
#[cfg(feature = "jwt")]
pub(super) mod jwt;
pub(super) mod members;
pub(super) mod send;
pub(super) mod signer;

use super::settings::Settings;
use authentication::Credential;

/// A client with its credential: what sends requests.
pub(super) struct Client {
    pub(super) settings: Settings,
    pub(super) credential: Credential,
}
