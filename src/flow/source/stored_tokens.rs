//! The tokens as a store has them.

use std::string::{String, ToString as _};
use std::time::{Duration, SystemTime};
use std::vec::Vec;

use core::fmt;

use oauth2::{AccessToken, CsrfToken, RefreshToken};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::flow::settings::{Issuer, Settings, seconds};
use crate::flow::token::error::Unusable;
use crate::flow::token::tokens::Tokens;

/// The version of the format. It changes where an older version of this crate would misread a newer one;
/// a member that an older one does not know is no such change.
const VERSION: u32 = 1;

/// The tokens of a user, or of a client itself, as a [`TokenStore`](crate::flow::TokenStore) keeps them.
///
/// They are serialized in clear: whoever reads them can act for the user until they are revoked. Encrypt them
/// where the store may be read by others. The format is made for one that names its members, such as JSON;
/// a version of this crate ignores the members that it does not know, so that two versions can share a store.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTokens {
    #[serde(deserialize_with = "this_version")]
    version: u32,
    client_id: String,
    issuer: Option<String>,
    token_endpoint: String,
    access_token: Option<Secret>,
    refresh_token: Option<Secret>,
    /// Seconds since 1970-01-01T00:00:00Z.
    obtained: u64,
    /// Seconds since 1970-01-01T00:00:00Z.
    expires: Option<u64>,
    scope: Option<String>,
    id_token: Option<Secret>,
    /// Who logged in, as the feature `openid` has it; kept where that is off.
    identity: Option<serde_json::Value>,
    state: State,
    revision: String,
    #[serde(skip)]
    follows: Option<String>,
    /// The refresh token that these were got with.
    #[serde(skip)]
    replaces: Option<Secret>,
}

/// What is known of the refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// It was not used.
    Unused,
    /// A request with it was about to be sent.
    InFlight {
        /// Seconds since 1970-01-01T00:00:00Z.
        since: u64,
        /// Whether it is the second request, in the grace period of the server.
        again: bool,
    },
    /// The server refused it.
    Refused,
}

/// The text of a token.
type Secret = std::boxed::Box<str>;

/// Reads the version, which is written first: what follows in another one may mean something else.
fn this_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        VERSION => Ok(VERSION),
        _ => Err(D::Error::custom("another version of `oauth-flow` stored the tokens")),
    }
}

impl StoredTokens {
    /// The tokens that a login, or a client, has got.
    pub(super) fn of_login(tokens: &Tokens, settings: &Settings) -> Self {
        Self {
            version: VERSION,
            client_id: settings.client_id.clone(),
            issuer: settings.issuer.as_ref().map(Issuer::text),
            token_endpoint: settings.token_endpoint.to_string(),
            access_token: None,
            refresh_token: None,
            obtained: 0,
            expires: None,
            scope: None,
            id_token: None,
            identity: identity(tokens),
            state: State::Unused,
            revision: String::new(),
            follows: None,
            replaces: None,
        }
        .with(tokens, settings)
        .following(None)
    }

    /// Whether JSON that cannot be read is that of another version.
    #[cfg(feature = "token-file")]
    pub(super) fn is_of_another_version(json: &str) -> bool {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }

        serde_json::from_str::<Versioned>(json).is_ok_and(|it| it.version != VERSION)
    }

    /// The access token, if there is one: tokens whose access token cannot be used have none.
    #[must_use]
    pub fn access_token(&self) -> Option<AccessToken> {
        self.access_token.as_deref().map(|token| AccessToken::new(String::from(token)))
    }

    /// The refresh token, if the server gave one. Revoke it at a logout.
    #[must_use]
    pub fn refresh_token(&self) -> Option<RefreshToken> {
        self.refresh_token.as_deref().map(|token| RefreshToken::new(String::from(token)))
    }

    /// The last ID token as text, which a logout at the server takes as a hint.
    #[must_use]
    pub fn id_token(&self) -> Option<&str> {
        self.id_token.as_deref()
    }

    /// Who logged in, if the ID token of the login was validated.
    #[cfg(feature = "openid")]
    #[must_use]
    pub fn identity(&self) -> Option<crate::flow::Identity> {
        let identity = self.identity.as_ref()?;
        crate::flow::Identity::deserialize(identity).ok()
    }

    /// The scope tokens that the server granted, if it said which.
    #[must_use]
    pub fn scopes(&self) -> Option<Vec<&str>> {
        let scope = self.scope.as_deref()?;
        Some(scope.split(' ').filter(|token| !token.is_empty()).collect())
    }

    /// When the access token expires; `None` where the server did not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires.map(time)
    }

    /// Random text that each save gives anew: the fencing value of a store that several machines share.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The revision that these tokens take the place of. `None` for a new login, which takes the place of
    /// whatever is stored.
    #[must_use]
    pub fn follows(&self) -> Option<&str> {
        self.follows.as_deref()
    }

    /// When the access token was obtained, and when it expires.
    pub(super) fn life(&self) -> (SystemTime, Option<SystemTime>) {
        (time(self.obtained), self.expires_at())
    }

    pub(super) const fn state(&self) -> State {
        self.state
    }

    /// Whether this client got them from its server.
    pub(super) fn is_of(&self, settings: &Settings) -> bool {
        let is_server = match (&self.issuer, &settings.issuer) {
            (Some(stored), Some(issuer)) => *stored == issuer.text(),
            // The issuer became known, or was given up: a server has no other name then.
            _ => settings.token_endpoint == *self.token_endpoint,
        };
        is_server && self.client_id == settings.client_id
    }

    /// The issuer and the subject of the user, if the login said who that is.
    pub(super) fn user(&self) -> Option<[String; 2]> {
        let identity = self.identity.as_ref()?;
        let text = |name| identity.get(name)?.as_str().map(String::from);
        Some([text("issuer")?, text("subject")?])
    }

    /// The same tokens in another state.
    pub(super) fn in_state(mut self, state: State) -> Self {
        self.state = state;
        self.replaces = None;
        self.next()
    }

    /// What a renewal gave in place of these.
    pub(super) fn renewed(mut self, tokens: &Tokens, settings: &Settings) -> Self {
        self.replaces.clone_from(&self.refresh_token);
        let mut renewed = self.with(tokens, settings);
        renewed.state = State::Unused;
        renewed.next()
    }

    /// What is left of a renewal whose access token cannot be used: the refresh token to use next.
    pub(super) fn renewed_in_part(mut self, unusable: &Unusable) -> Self {
        self.replaces.clone_from(&self.refresh_token);
        if let Some(token) = unusable.refresh_token() {
            self.refresh_token = Some(token.secret().as_str().into());
        }
        self.state = State::Unused;
        self.next()
    }

    /// Whether these are newer than what is stored.
    pub(super) fn takes_the_place_of(&self, stored: Option<&Self>) -> bool {
        stored.is_some_and(|stored| {
            self.follows() == Some(stored.revision()) || self.in_place_of(stored).is_some()
        })
    }

    /// The same tokens in the place of stored ones that have the refresh token still which these were got with,
    /// and which is used up: the store has lost what it was told of it, as a standby may that takes over.
    pub(super) fn in_place_of(&self, stored: &Self) -> Option<Self> {
        let used_up = self.replaces.as_ref().filter(|_| self.replaces != self.refresh_token)?;
        let is_stored = stored.refresh_token.as_ref() == Some(used_up);
        is_stored.then(|| self.clone().following(Some(stored.revision.clone())))
    }

    fn with(mut self, tokens: &Tokens, settings: &Settings) -> Self {
        let obtained = seconds(settings.now());
        let scope = |scopes: &[oauth2::Scope]| {
            scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
        };
        self.obtained = obtained;
        self.expires = tokens.expires_in().map(|life| obtained.saturating_add(life.as_secs()));
        self.access_token = Some(tokens.access_token().secret().as_str().into());
        // A member that an answer leaves out is as it was (RFC 6749 section 6).
        if let Some(token) = tokens.refresh_token() {
            self.refresh_token = Some(token.secret().as_str().into());
        }
        if let Some(scopes) = tokens.scopes() {
            self.scope = Some(scope(scopes));
        }
        if let Some(token) = tokens.id_token() {
            self.id_token = Some(token.into());
        }
        self
    }

    fn next(self) -> Self {
        let revision = self.revision.clone();
        self.following(Some(revision))
    }

    fn following(mut self, follows: Option<String>) -> Self {
        self.follows = follows;
        self.revision.clone_from(CsrfToken::new_random_len(16).secret());
        self
    }
}

#[cfg(feature = "openid")]
fn identity(tokens: &Tokens) -> Option<serde_json::Value> {
    let claims = tokens.claims().ok()?;
    serde_json::to_value(claims.identity()).ok()
}

#[cfg(not(feature = "openid"))]
fn identity(_tokens: &Tokens) -> Option<serde_json::Value> {
    None
}

/// A time that the platform cannot express is over.
fn time(seconds: u64) -> SystemTime {
    let since = Duration::from_secs(seconds);
    SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Shows neither tokens nor who the user is.
impl fmt::Debug for StoredTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredTokens")
            .field("client_id", &self.client_id)
            .field("expires", &self.expires)
            .field("scope", &self.scope)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
