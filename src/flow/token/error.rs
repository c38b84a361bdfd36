//! Why a token request gave no tokens that can be used.

use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;

use oauth_flow_core::Finding;
use oauth2::{AccessToken, RefreshToken};

use crate::flow::exchange::error::{ExchangeError, WrongMember};
use crate::flow::judgement::write_all;
#[cfg(feature = "openid")]
use crate::flow::jws::error::JwtError;
#[cfg(feature = "openid")]
use crate::flow::openid::error::KeysError;
use crate::flow::retry::Retry;

/// Why a token request gave no tokens. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError<E> {
    /// A scope or resource of the request breaks a rule, or is not declared; never empty. Nothing
    /// was sent.
    Values(Vec<Finding>),
    /// The exchange with the token endpoint failed.
    Exchange(ExchangeError<E>),
    /// The keys that validate ID tokens cannot be had. Nothing was sent to the token endpoint.
    #[cfg(feature = "openid")]
    Keys(KeysError<E>),
    /// The server issued tokens, and the client cannot use them.
    Unusable(Box<Unusable>),
}

impl<E> RequestError<E> {
    /// Whether it helps to try again. After a refresh whose answer got lost, the server may have used up
    /// the refresh token: a second try then ends with `invalid_grant`.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Exchange(error) => error.retry(),
            #[cfg(feature = "openid")]
            Self::Keys(error) => error.retry(),
            Self::Unusable(error) => error.reason.retry(),
            Self::Values(_) => Retry::No,
        }
    }
}

impl<E> fmt::Display for RequestError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(findings) => write_all(findings, f),
            Self::Exchange(error) => error.fmt(f),
            #[cfg(feature = "openid")]
            Self::Keys(error) => error.fmt(f),
            Self::Unusable(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for RequestError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exchange(error) => error.source(),
            #[cfg(feature = "openid")]
            Self::Keys(error) => error.source(),
            _ => None,
        }
    }
}

impl<E> From<ExchangeError<E>> for RequestError<E> {
    fn from(error: ExchangeError<E>) -> Self {
        Self::Exchange(error)
    }
}

/// Tokens that the server issued and that the client cannot use. They are kept: a refresh token replaces
/// the one that the request used up, and an access token can be revoked.
pub struct Unusable {
    pub(super) reason: UnusableReason,
    pub(super) access_token: Option<AccessToken>,
    pub(super) refresh_token: Option<RefreshToken>,
}

impl Unusable {
    /// Why the client cannot use them.
    #[must_use]
    pub const fn reason(&self) -> &UnusableReason {
        &self.reason
    }

    /// The access token, if there is one. It is not one to send to a resource server.
    #[must_use]
    pub const fn access_token(&self) -> Option<&AccessToken> {
        self.access_token.as_ref()
    }

    /// The refresh token to use next: the new one, else that of the request.
    #[must_use]
    pub const fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    /// Takes the refresh token out.
    pub const fn take_refresh_token(&mut self) -> Option<RefreshToken> {
        self.refresh_token.take()
    }
}

/// Why a client cannot use tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnusableReason {
    /// The access token is of a type that the client cannot use (RFC 6749 section 7.1); its name.
    TokenType(String),
    /// The answer has no `token_type`, and the client declares that its tokens are bound to it, or the
    /// profile `fapi2`: a token that is not bound could be used by whoever gets it.
    MissingTokenType,
    /// A member is missing or of another type.
    Member(WrongMember),
    /// The client asked for `openid`, and the answer has no ID token (`OpenID` Connect Core section
    /// 3.1.3.3).
    MissingIdToken,
    /// The ID token is not accepted (`OpenID` Connect Core section 3.1.3.7).
    #[cfg(feature = "openid")]
    IdToken(JwtError),
}

impl UnusableReason {
    /// Whether it helps to try again: a user who logs in anew may do it as the request requires.
    const fn retry(&self) -> Retry {
        match self {
            #[cfg(feature = "openid")]
            Self::IdToken(error) => error.retry(),
            _ => Retry::No,
        }
    }
}

impl fmt::Display for UnusableReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokenType(name) => write!(
                f,
                "the token type `{name}` is not `Bearer`; help: if the server means `Bearer` by it, \
                 call `bearer_token_type` of the builder"
            ),
            Self::MissingTokenType => f.write_str(
                "the server's answer has no `token_type`, which RFC 6749 section 5.1 requires, and \
                 the declared client takes no token that may be bound to nobody",
            ),
            Self::Member(error) => error.fmt(f),
            #[cfg(feature = "openid")]
            Self::IdToken(error) => error.fmt(f),
            Self::MissingIdToken => f.write_str(
                "the scope `openid` was asked for, and the server's answer has no `id_token`, which \
                 OpenID Connect Core section 3.1.3.3 requires; help: leave `openid` out of the \
                 scope if the client needs no ID token",
            ),
        }
    }
}

/// Shows no token.
impl fmt::Debug for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unusable")
            .field("reason", &self.reason)
            .field("access_token", &self.access_token.is_some())
            .field("refresh_token", &self.refresh_token.is_some())
            .finish()
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl Error for Unusable {}
