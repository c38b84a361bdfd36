//! Why nobody can be said to have logged in.

use std::format;
use std::string::String;

use core::error::Error;
use core::fmt;
use core::time::Duration;

use crate::flow::exchange::error::ExchangeError;
use crate::flow::jws::error::JwtError;
use crate::flow::jws::key_set::MOST_KEYS;
use crate::flow::retry::Retry;

/// Why the keys of the server cannot be had. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeysError<E> {
    /// The exchange with the server failed.
    Exchange(ExchangeError<E>),
    /// The server publishes more keys than are read: a hundred.
    TooMany,
    /// Another request fetched them at the same time, and failed.
    Failed,
    /// They were fetched just now, and are not fetched again before this time is over.
    TooSoon(Duration),
}

impl<E> KeysError<E> {
    /// Whether it helps to try again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Exchange(error) => error.retry(),
            Self::TooMany => Retry::No,
            Self::Failed => Retry::Later(None),
            Self::TooSoon(left) => Retry::Later(Some(*left)),
        }
    }
}

impl<E> fmt::Display for KeysError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KEYS: &str = "the keys of the server (`jwks_uri`)";
        match self {
            Self::Exchange(error) => write!(f, "{KEYS} cannot be fetched: {error}"),
            Self::TooMany => write!(f, "{KEYS} are more than {MOST_KEYS}, and are not read"),
            Self::Failed => {
                write!(f, "{KEYS} cannot be fetched: another request for them failed just now")
            }
            Self::TooSoon(_) => {
                write!(f, "{KEYS} are not fetched again yet: they were fetched a few seconds ago")
            }
        }
    }
}

impl<E: Error + 'static> Error for KeysError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exchange(error) => error.source(),
            _ => None,
        }
    }
}

/// Why a token that the server signed gives nothing. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum VerifyError<E> {
    /// The keys of the server cannot be had.
    Keys(KeysError<E>),
    /// The token is not accepted.
    Token(JwtError),
    /// The flow knows no issuer or no keys of the server.
    UnknownServer,
}

impl<E> VerifyError<E> {
    /// Whether it helps to try again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Keys(error) => error.retry(),
            Self::Token(error) => error.retry(),
            Self::UnknownServer => Retry::No,
        }
    }
}

impl<E> fmt::Display for VerifyError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys(error) => error.fmt(f),
            Self::Token(error) => error.fmt(f),
            Self::UnknownServer => f.write_str(UNKNOWN_SERVER),
        }
    }
}

impl<E: Error + 'static> Error for VerifyError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Keys(error) => error.source(),
            Self::Token(_) | Self::UnknownServer => None,
        }
    }
}

/// The same as a reason of a token that is there: its error of the HTTP client becomes a text.
pub(in crate::flow) fn as_text<E>(error: &KeysError<E>) -> String {
    format!("{error}")
}

const UNKNOWN_SERVER: &str = "the flow knows no issuer or no keys of the server; help: give the \
                              metadata of the server to the builder, or call `issuer` and `jwks_uri`";

/// Why there are no claims of an ID token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoClaims {
    /// The tokens are not those of a user who logs in, or `openid` was not asked for.
    NotALogin,
    /// The server's answer has no ID token: it did not grant `openid`, or it was a refresh.
    NoIdToken,
    /// The ID token was not validated: the flow knows no issuer or no keys of the server.
    UnknownServer,
    /// The refreshed ID token was not validated: it was not said which login it continues.
    UnknownLogin,
}

impl fmt::Display for NoClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotALogin => {
                "the tokens are not those of a user who logged in, or the request did not ask for the \
                 scope `openid`; help: ask for it in the login of a user"
            }
            Self::NoIdToken => "the server's answer has no ID token",
            Self::UnknownServer => UNKNOWN_SERVER,
            Self::UnknownLogin => {
                "it is not known which login the refresh continues; help: call `identity` of the \
                 request with the identity of the login"
            }
        })
    }
}

impl Error for NoClaims {}
