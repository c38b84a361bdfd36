//! Why there is no access token.

use std::sync::Arc;

use core::error::Error;
use core::fmt;
use core::time::Duration;

use super::ask::Cause;
use crate::flow::retry::Retry;

/// Why a [`TokenSource`](crate::flow::TokenSource) has no access token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// A person has to log in.
    LoginNeeded(LoginNeeded),
    /// The server gave no token. The source asks again after a time, and gives this error until then:
    /// [`retry`](Self::retry) has that time. Where it is [`Retry::No`], that is a minute, and the same fails
    /// again until something is changed.
    Request(RequestFailure),
    /// The store cannot be used, or what it has cannot be read: a login then writes it anew.
    Store(StoreFailure),
    /// There is no tokio runtime, in which the token is renewed.
    NoRuntime,
    /// The renewal ended without a result: its runtime shut down, or the store panicked.
    Ended,
}

/// A person has to log in. Nothing is removed from the store.
#[derive(Clone, Debug)]
pub struct LoginNeeded {
    pub(super) reason: LoginReason,
    pub(super) cause: Option<Cause>,
}

/// Why a person has to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginReason {
    /// Nothing is stored.
    NothingStored,
    /// The access token is over, or an API has refused it, and there is no refresh token.
    NoRefreshToken,
    /// The server refused the refresh token: it has expired, was revoked, or was used before (RFC 6749
    /// section 5.2). Or it asks for the user, as with `interaction_required`.
    Refused,
    /// A process ended, or an answer was lost, after the refresh token may have been sent. A server that
    /// rotates refresh tokens takes a second use for a theft (RFC 9700 section 4.14.2), so that it is not
    /// sent again. `grace_period` allows one more request, where the server does.
    InDoubt,
    /// What is stored belongs to another client, to another authorization server, or to another user than the
    /// one whose tokens this source has had.
    Foreign,
}

/// Why the server gave no token.
#[derive(Clone, Debug)]
pub struct RequestFailure {
    pub(super) cause: Cause,
    pub(super) retry: Retry,
}

/// Why the store cannot be used.
#[derive(Clone, Debug)]
pub struct StoreFailure {
    pub(super) cause: Cause,
    pub(super) retry: Option<Duration>,
}

impl TokenError {
    /// Whether it helps to try again: after the time for which the source waits, or after a login.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::LoginNeeded(_) => Retry::NewLogin,
            Self::Request(failure) => failure.retry,
            Self::Store(failure) => Retry::Later(failure.retry),
            Self::NoRuntime => Retry::No,
            Self::Ended => Retry::Later(None),
        }
    }

    pub(super) fn of_login(reason: LoginReason, cause: Option<Cause>) -> Self {
        Self::LoginNeeded(LoginNeeded { reason, cause })
    }

    /// The same error, to be tried again after this time where it was after none.
    pub(super) fn waiting(mut self, wait: Duration) -> Self {
        match &mut self {
            Self::Request(failure) if failure.retry != Retry::No => {
                failure.retry = Retry::Later(Some(wait));
            }
            Self::Store(failure) => failure.retry = Some(wait),
            _ => {}
        }
        self
    }

    pub(super) fn of_store(cause: impl Into<std::boxed::Box<dyn Error + Send + Sync>>) -> Self {
        Self::Store(StoreFailure { cause: Arc::from(cause.into()), retry: None })
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoginNeeded(needed) => needed.fmt(f),
            Self::Request(_) => f.write_str("the server gave no access token"),
            Self::Store(_) => f.write_str("the store of the tokens cannot be used"),
            Self::NoRuntime => f.write_str(
                "there is no tokio runtime, in which the access token is renewed; help: ask for the \
                 token inside of one",
            ),
            Self::Ended => f.write_str("the renewal of the access token ended without a result"),
        }
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::LoginNeeded(needed) => needed.source(),
            Self::Request(failure) => Some(failure.cause.as_ref()),
            Self::Store(failure) => Some(failure.cause.as_ref()),
            _ => None,
        }
    }
}

impl fmt::Display for LoginReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingStored => "no tokens are stored; help: log in",
            Self::NoRefreshToken => {
                "the access token is over or was refused, and the server gave no refresh token; help: log \
                 in again"
            }
            Self::Refused => {
                "the server refused the refresh token, which has expired, was revoked or was used \
                 before, or the server asks for the user; help: log in again"
            }
            Self::InDoubt => {
                "the refresh token may be used up, since the answer to its last use was lost, and a \
                 server may take a second use for a theft; help: log in again"
            }
            Self::Foreign => {
                "the stored tokens belong to another client, authorization server or user; help: log in \
                 again, or use another store"
            }
        })
    }
}

impl LoginNeeded {
    /// Why.
    #[must_use]
    pub const fn reason(&self) -> LoginReason {
        self.reason
    }
}

impl fmt::Display for LoginNeeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl Error for LoginNeeded {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as &(dyn Error + 'static))
    }
}

impl RequestFailure {
    /// Why: a [`RequestError`](crate::flow::RequestError) of the HTTP client, an
    /// [`Unusable`](crate::flow::Unusable), or that the time limit is over.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.cause.as_ref()
    }
}

impl StoreFailure {
    /// The error of the store.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.cause.as_ref()
    }
}

/// The server did not answer within the time limit of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoAnswer(pub(super) Duration);

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server did not answer within {} seconds", self.0.as_secs_f64())
    }
}

impl Error for NoAnswer {}

/// The store took so long that its lock may end before the answer of the server is saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooSlow(pub(super) Duration);

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the store took longer than {} seconds, so nothing was sent",
            self.0.as_secs_f64()
        )
    }
}

impl Error for TooSlow {}

/// The lock of the store was not to be had in time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Busy(pub(super) Duration);

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "somebody else has held the lock of the stored tokens for {} seconds",
            self.0.as_secs_f64()
        )
    }
}

impl Error for Busy {}
