//! A login that was begun and is not complete yet.

use std::string::{String, ToString as _};
use std::time::{Duration, SystemTime};
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use oauth2::CsrfToken;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::flow::settings::{Issuer, Settings, seconds};
use crate::flow::stored::{ForeignLogin, Read, stored};

/// What [`Flow::complete`](crate::flow::Flow::complete) needs of an authorization request: `state`, the
/// code verifier, the redirect URI, the resources, the server and when it expires.
///
/// Keep it where only the same user agent brings it back from: in a server-side session, or in an
/// encrypted cookie (RFC 9700 section 2.1.1 binds the transaction to the user agent). It is
/// serialized in clear. A session that keeps several, one for each tab of a browser, finds them by their
/// [`key`](Self::key). It belongs to one client, and is used once:
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
///
/// One that another client or another version of this crate stored can be read, and `complete` refuses it.
#[must_use = "without it the authorization response cannot be accepted"]
#[derive(Serialize, Deserialize)]
#[serde(bound = "", transparent)]
pub struct Pending<C> {
    login: Read<Login>,
    #[serde(skip)]
    client: PhantomData<fn() -> C>,
}

stored! {
    /// What is stored of a login.
    Login, version 3 {
        redirect_uri: String,
        /// What was asked for in place of the configured resources.
        resources: Vec<String>,
        /// Whether the scope has `openid`.
        openid: bool,
        state: String,
        code_verifier: String,
        nonce: Option<String>,
        /// How many seconds ago the user may have authenticated.
        max_age: Option<u64>,
        /// By which ways the user has to authenticate.
        essential_acr: Vec<String>,
        /// Seconds since 1970-01-01T00:00:00Z.
        expires: u64,
    }
}

/// A public name of a login, by which a session keeps several and finds the one that an authorization
/// response belongs to: a hash of `state`, which does not give `state` away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PendingKey(String);

impl PendingKey {
    pub(super) fn of_state(state: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"oauth-flow: the key of a pending login\0");
        hash.update(state);
        Self(BASE64_URL_SAFE_NO_PAD.encode(hash.finalize()))
    }

    /// The key as text: 43 letters, digits, `-` and `_`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PendingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an authorization request asks for.
pub(super) struct Asked {
    pub(super) redirect_uri: String,
    pub(super) resources: Vec<String>,
    pub(super) openid: bool,
    pub(super) with_nonce: bool,
    pub(super) max_age: Option<u64>,
    pub(super) essential_acr: Vec<String>,
}

/// What is needed of a login for the request that exchanges its code.
pub(super) struct Begun {
    pub(super) redirect_uri: String,
    pub(super) resources: Vec<String>,
    pub(super) openid: bool,
    pub(super) code_verifier: Zeroizing<String>,
    pub(super) nonce: Option<String>,
    #[cfg(feature = "openid")]
    pub(super) max_age: Option<u64>,
    #[cfg(feature = "openid")]
    pub(super) essential_acr: Vec<String>,
}

impl<C> Pending<C> {
    pub(super) fn new(settings: &Settings, asked: Asked, code_verifier: String) -> Self {
        let expires = settings.now().checked_add(settings.login_lifetime);
        let login = Read::Known(Login {
            version: Login::VERSION,
            client: String::from(core::any::type_name::<C>()),
            client_id: settings.client_id.clone(),
            issuer: settings.issuer.as_ref().map(Issuer::text),
            token_endpoint: settings.token_endpoint.to_string(),
            redirect_uri: asked.redirect_uri,
            resources: asked.resources,
            openid: asked.openid,
            state: unguessable(),
            code_verifier,
            nonce: asked.with_nonce.then(unguessable),
            max_age: asked.max_age,
            essential_acr: asked.essential_acr,
            expires: expires.map_or(u64::MAX, seconds),
        });
        Self { login, client: PhantomData }
    }

    /// The key by which a session keeps the login, beside others: that of the
    /// [`Callback`](crate::flow::Callback::key) that answers it.
    #[must_use]
    pub fn key(&self) -> PendingKey {
        PendingKey::of_state(self.state())
    }

    /// When the login expires; `None` where another version stored it.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        let Read::Known(login) = &self.login else { return None };
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(login.expires))
    }

    /// Whether this version stored it.
    pub(super) const fn is_known(&self) -> bool {
        matches!(self.login, Read::Known(_))
    }

    pub(super) fn state(&self) -> &str {
        match &self.login {
            Read::Known(login) => &login.state,
            Read::OtherVersion => "",
        }
    }

    pub(super) fn nonce(&self) -> Option<&str> {
        match &self.login {
            Read::Known(login) => login.nonce.as_deref(),
            Read::OtherVersion => None,
        }
    }

    pub(super) fn redirect_uri(&self) -> &str {
        match &self.login {
            Read::Known(login) => &login.redirect_uri,
            Read::OtherVersion => "",
        }
    }

    /// That the login was begun by this client with this server, in a format that is known.
    pub(in crate::flow) fn check(&self, settings: &Settings) -> Result<(), ForeignLogin> {
        match &self.login {
            Read::Known(login) => login.binding().check::<C>(settings),
            Read::OtherVersion => Err(ForeignLogin::Version),
        }
    }

    pub(super) fn is_expired(&self, settings: &Settings) -> bool {
        let Read::Known(login) = &self.login else { return true };
        seconds(settings.now()) >= login.expires
    }

    /// What leaves the login when it is complete.
    pub(super) fn take(mut self) -> Option<Begun> {
        let Read::Known(login) = &mut self.login else { return None };
        Some(Begun {
            redirect_uri: core::mem::take(&mut login.redirect_uri),
            resources: core::mem::take(&mut login.resources),
            openid: login.openid,
            code_verifier: core::mem::take(&mut login.code_verifier).into(),
            nonce: login.nonce.take(),
            #[cfg(feature = "openid")]
            max_age: login.max_age,
            #[cfg(feature = "openid")]
            essential_acr: core::mem::take(&mut login.essential_acr),
        })
    }
}

/// A value that cannot be guessed: 160 bits, which RFC 6749 section 10.10 recommends.
fn unguessable() -> String {
    CsrfToken::new_random_len(20).into_secret()
}

/// Shows nothing that a log should not have.
impl<C> fmt::Debug for Pending<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Pending");
        if let Read::Known(login) = &self.login {
            shown.field("client_id", &login.client_id).field("expires", &login.expires);
        }
        shown.finish_non_exhaustive()
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        self.state.zeroize();
        self.code_verifier.zeroize();
        self.nonce.zeroize();
    }
}
