//! Why a login on a device gave no tokens.

use std::vec::Vec;

use core::error::Error;
use core::fmt;

use oauth_flow_core::Finding;
use oauth_flow_core::uri::UnfitUrl;

use crate::flow::exchange::error::ExchangeError;
use crate::flow::judgement::write_all;
use crate::flow::retry::Retry;
use crate::flow::token::error::RequestError;

/// Why a device login could not start, or gave no tokens. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeviceError<E> {
    /// A scope or resource breaks a rule, or is not declared; never empty. Nothing was sent.
    Values(Vec<Finding>),
    /// The exchange with the device authorization endpoint failed.
    Exchange(ExchangeError<E>),
    /// The user code has a character that does not show, or moves the text around it, or is blank: it is
    /// not one that a user can enter (RFC 8628 section 6.1).
    UserCode,
    /// A verification URI is not one to send a user to.
    VerificationUri(UnfitVerificationUri),
    /// The user refused.
    Denied,
    /// The user took longer than the code lives.
    Expired,
    /// The token request failed otherwise.
    Token(RequestError<E>),
}

impl<E> DeviceError<E> {
    /// Whether it helps to try again: to start again after an error of the start, to poll again after one
    /// of a poll.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Values(_) | Self::UserCode | Self::VerificationUri(_) => Retry::No,
            Self::Exchange(error) => error.retry(),
            Self::Denied | Self::Expired => Retry::NewLogin,
            Self::Token(error) => error.retry(),
        }
    }
}

impl<E> fmt::Display for DeviceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(findings) => write_all(findings, f),
            Self::Exchange(error) => error.fmt(f),
            Self::UserCode => f.write_str(
                "`user_code` of the server's answer is blank or has a character that does not show",
            ),
            Self::VerificationUri(error) => error.fmt(f),
            Self::Denied => f.write_str("the user refused the login"),
            Self::Expired => f.write_str("the login took too long and expired"),
            Self::Token(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for DeviceError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exchange(error) => error.source(),
            Self::Token(error) => error.source(),
            _ => None,
        }
    }
}

impl<E> From<ExchangeError<E>> for DeviceError<E> {
    fn from(error: ExchangeError<E>) -> Self {
        Self::Exchange(error)
    }
}

impl<E> From<UnfitVerificationUri> for DeviceError<E> {
    fn from(error: UnfitVerificationUri) -> Self {
        Self::VerificationUri(error)
    }
}

/// A verification URI that is not one to send a user to (RFC 8628 sections 3.2 and 3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnfitVerificationUri {
    pub(super) member: &'static str,
    pub(super) reason: UnfitUrl,
}

impl UnfitVerificationUri {
    /// The member of the answer: `verification_uri` or `verification_uri_complete`.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        self.member
    }
}

impl fmt::Display for UnfitVerificationUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { member, reason } = self;
        write!(f, "`{member}` of the server's answer is ")?;
        f.write_str(match reason {
            UnfitUrl::Invalid => "not an absolute URL without userinfo",
            UnfitUrl::Insecure => "neither https nor http on the loopback address",
        })
    }
}

impl Error for UnfitVerificationUri {}
