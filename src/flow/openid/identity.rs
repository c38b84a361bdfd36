//! Who logged in, as a session keeps it.

use std::string::String;
use std::vec::Vec;

use core::fmt;

use serde::{Deserialize, Serialize};

/// Who logged in, and in which login: what a session keeps of an ID token, so that what comes later is
/// compared with it. A refreshed ID token and an answer of the userinfo endpoint have to be of the same user
/// (`OpenID` Connect Core sections 5.3.2 and 12.2), and a logout token names the user or the login.
///
/// An issuer and a subject together are the identifier of a user: they never change, and no other user gets
/// them (`OpenID` Connect Core section 5.7). [`IdTokenClaims::identity`](crate::flow::IdTokenClaims::identity)
/// makes one; keep that of the login, also after a refresh. It is serialized in clear, and has no secret in it but who the user is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) audiences: Vec<String>,
    pub(super) authorized_party: Option<String>,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(super) auth_time: Option<u64>,
    pub(super) sid: Option<String>,
    pub(super) nonce: Option<String>,
}

impl Identity {
    /// The issuer that knows the user (`iss`).
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The identifier of the user at the issuer (`sub`).
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The identifier of the login at the server (`sid`, `OpenID` Connect Front-Channel Logout section 3),
    /// if the server has one.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }
}

/// Shows the issuer, and not who the user is.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}
