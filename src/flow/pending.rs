//! A login that was begun and is not complete yet.

use std::string::{String, ToString as _};
use std::time::SystemTime;
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth2::CsrfToken;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

use super::Inner;
use super::authentication::seconds;

/// What [`Flow::complete`](super::Flow::complete) needs of an authorization request: `state`, the
/// code verifier, the redirect URI, the resources, the server and when it expires.
///
/// Keep it where only the same user agent brings it back from: in a server-side session, or in an
/// encrypted cookie (RFC 9700 section 2.1.1 binds the transaction to the user agent). It is
/// serialized in clear. It belongs to one client, and is used once:
///
/// ```compile_fail,E0308
/// # use oauth_flow::flow::{Flow, Pending};
/// # #[oauth_flow::oauth_client(kind = "spa", redirect_uri = "https://app.example.com/a")]
/// # struct A { client_id: String }
/// # #[oauth_flow::oauth_client(kind = "spa", redirect_uri = "https://app.example.com/b")]
/// # struct B { client_id: String }
/// fn mixed_up(a: &Flow<A>, pending: Pending<B>) {
///     let _ = a.complete(pending, "code=1&state=2");
/// }
/// ```
#[must_use = "without it the authorization response cannot be accepted"]
#[derive(Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct Pending<C> {
    version: u32,
    client_id: String,
    issuer: Option<String>,
    /// Where the code goes: a server has no other name where the issuer is not known.
    token_endpoint: String,
    pub(super) redirect_uri: String,
    /// What was asked for in place of the configured resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    resources: Vec<String>,
    state: String,
    code_verifier: String,
    nonce: Option<String>,
    /// Seconds since 1970-01-01T00:00:00Z.
    expires: u64,
    #[serde(skip)]
    client: PhantomData<fn() -> C>,
}

/// The format of what is serialized.
const VERSION: u32 = 1;

impl<C> Pending<C> {
    pub(super) fn new(
        inner: &Inner,
        redirect_uri: String,
        resources: Vec<String>,
        code_verifier: String,
        with_nonce: bool,
    ) -> Self {
        let expires = inner.now().checked_add(inner.login_lifetime);
        Self {
            version: VERSION,
            client_id: inner.client_id.clone(),
            issuer: inner.issuer.clone(),
            token_endpoint: inner.token_endpoint.to_string(),
            redirect_uri,
            resources,
            state: unguessable(),
            code_verifier,
            nonce: with_nonce.then(unguessable),
            expires: expires.map_or(u64::MAX, seconds),
            client: PhantomData,
        }
    }

    /// When the login expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(self.expires))
    }

    pub(super) fn state(&self) -> &str {
        &self.state
    }

    pub(super) fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// The code verifier (RFC 7636 section 4.1) and the nonce, which leave the login when it is
    /// complete.
    pub(super) fn take(&mut self) -> (zeroize::Zeroizing<String>, Option<String>) {
        (core::mem::take(&mut self.code_verifier).into(), self.nonce.take())
    }

    /// The resources of the authorization request, which leave the login when it is complete; none
    /// where they were the configured ones.
    pub(super) fn take_resources(&mut self) -> Vec<String> {
        core::mem::take(&mut self.resources)
    }

    /// Whether the login was begun by this client with this server, in a format that is known.
    pub(super) fn belongs_to(&self, inner: &Inner) -> bool {
        self.version == VERSION
            && self.client_id == inner.client_id
            && self.issuer == inner.issuer
            && inner.token_endpoint == *self.token_endpoint
    }

    pub(super) fn is_expired(&self, inner: &Inner) -> bool {
        seconds(inner.now()) >= self.expires
    }
}

/// A value that cannot be guessed: 160 bits, which RFC 6749 section 10.10 recommends.
fn unguessable() -> String {
    CsrfToken::new_random_len(20).into_secret()
}

/// Shows nothing that a log should not have.
impl<C> fmt::Debug for Pending<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("client_id", &self.client_id)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

impl<C> Drop for Pending<C> {
    fn drop(&mut self) {
        self.state.zeroize();
        self.code_verifier.zeroize();
        self.nonce.zeroize();
    }
}
