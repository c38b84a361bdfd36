//! What the token endpoint gives.

#[cfg(feature = "openid")]
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use core::fmt;
use core::time::Duration;

use oauth2::basic::BasicTokenType;
use oauth2::{
    AccessToken, ExtraTokenFields, RefreshToken, Scope, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "openid")]
use crate::flow::openid::{claims::IdTokenClaims, error::NoClaims};

/// The answer of a token endpoint, as the `oauth2` crate has it.
pub(in crate::flow) type Response = StandardTokenResponse<ExtraFields, BasicTokenType>;

/// The tokens of a client (RFC 6749 section 5.1).
pub struct Tokens {
    response: Response,
    nonce: Option<String>,
    #[cfg(feature = "openid")]
    claims: Result<Box<IdTokenClaims>, NoClaims>,
}

/// What a token response has beside the members of RFC 6749.
#[derive(Clone, Deserialize, Serialize)]
pub struct ExtraFields {
    /// The ID token (`OpenID` Connect Core section 3.1.3.3) as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// The type of the token that was issued, as a URN (RFC 8693 section 2.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_token_type: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

impl ExtraTokenFields for ExtraFields {}

/// Shows the names of the members alone.
impl fmt::Debug for ExtraFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExtraFields")
            .field("id_token", &self.id_token.is_some())
            .field("issued_token_type", &self.issued_token_type)
            .field("other", &self.other.keys().collect::<Vec<_>>())
            .finish()
    }
}

impl Tokens {
    pub(in crate::flow) const fn new(response: Response, nonce: Option<String>) -> Self {
        Self {
            response,
            nonce,
            #[cfg(feature = "openid")]
            claims: Err(NoClaims::NotALogin),
        }
    }

    #[cfg(feature = "openid")]
    pub(super) fn with_claims(mut self, claims: Result<IdTokenClaims, NoClaims>) -> Self {
        self.claims = claims.map(Box::new);
        self
    }

    /// The claims of the ID token, which was validated (`OpenID` Connect Core section 3.1.3.7): who the
    /// user is. Keep the [`identity`](IdTokenClaims::identity) in the session.
    ///
    /// # Errors
    ///
    /// Nobody logged in, the server gave no ID token, or it could not be validated: the flow does not know
    /// the keys of the server, or the login that a refresh continues. An ID token that is wrong is an
    /// error of the request, and gives no tokens.
    #[cfg(feature = "openid")]
    pub fn claims(&self) -> Result<&IdTokenClaims, NoClaims> {
        self.claims.as_deref().map_err(|error| *error)
    }

    /// The access token.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        self.response.access_token()
    }

    /// The refresh token, if the server gave one; after a refresh, the one to use next.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&RefreshToken> {
        self.response.refresh_token()
    }

    /// Takes the refresh token out.
    pub fn take_refresh_token(&mut self) -> Option<RefreshToken> {
        let token = self.response.refresh_token().cloned();
        self.response.set_refresh_token(None);
        token
    }

    /// How long the access token is valid, in whole seconds from when the response was made: at most a
    /// century. `None` where the server does not say, or says what no lifetime is.
    #[must_use]
    pub fn expires_in(&self) -> Option<Duration> {
        self.response.expires_in()
    }

    /// The scope that was granted, as the server says it: it may be less or more than what was asked for
    /// (RFC 6749 section 3.3). `None` where the server does not say, which means that it is the one that
    /// was asked for.
    #[must_use]
    pub fn scopes(&self) -> Option<&[Scope]> {
        self.response.scopes().map(Vec::as_slice)
    }

    /// The ID token of `OpenID` Connect as text, which a logout at the server takes as a hint. Believe
    /// nothing in it: with the feature `openid`, `claims` has what was validated (`OpenID` Connect Core
    /// section 3.1.3.7).
    #[must_use]
    pub fn id_token(&self) -> Option<&str> {
        self.response.extra_fields().id_token.as_deref()
    }

    /// The nonce of the authorization request, which the ID token has to repeat.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// The type of the token that was issued by a token exchange, as a URN (RFC 8693 section
    /// 2.2.1).
    #[must_use]
    pub fn issued_token_type(&self) -> Option<&str> {
        self.response.extra_fields().issued_token_type.as_deref()
    }

    /// A member of the response that no standard of the flow has.
    #[must_use]
    pub fn extra(&self, name: &str) -> Option<&serde_json::Value> {
        self.response.extra_fields().other.get(name)
    }

    /// The response as the `oauth2` crate has it. It is serialized in clear.
    #[must_use]
    pub fn into_response(self) -> StandardTokenResponse<ExtraFields, BasicTokenType> {
        self.response
    }
}

/// Shows neither tokens nor the nonce.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("expires_in", &self.expires_in())
            .field("scopes", &self.scopes())
            .field("refresh_token", &self.refresh_token().is_some())
            .field("id_token", &self.id_token().is_some())
            .finish_non_exhaustive()
    }
}
