//! What a failure is called in a span: `error.type` of the semantic conventions of OpenTelemetry, which is
//! one of few words.

use std::borrow::Cow;
use std::string::ToString as _;

use core::fmt;

use crate::flow::authorize::push::PushError;
use crate::flow::authorize::response::CompleteError;
use crate::flow::device::error::DeviceError;
use crate::flow::exchange::error::{AnswerError, ExchangeError};
#[cfg(feature = "openid")]
use crate::flow::jws::error::{JwtError, SignedToken};
#[cfg(feature = "openid")]
use crate::flow::openid::error::KeysError;
#[cfg(feature = "openid")]
use crate::flow::openid::userinfo::UserinfoError;
use crate::flow::server::error::FetchError;
use crate::flow::token::error::RequestError;

/// An error whose text may be in a log.
pub(in crate::flow) trait Failure: fmt::Display {
    /// The error code of the standard, else the HTTP status, else a word for what failed.
    fn word(&self) -> Cow<'_, str>;
}

const REFUSED_VALUE: Cow<'_, str> = Cow::Borrowed("refused_value");
const INVALID_ANSWER: Cow<'_, str> = Cow::Borrowed("invalid_answer");
const HTTP_CLIENT: Cow<'_, str> = Cow::Borrowed("http_client");

impl<E> Failure for ExchangeError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::MissingEndpoint(_) => Cow::Borrowed("missing_endpoint"),
            Self::Sign(_) => Cow::Borrowed("client_assertion"),
            Self::Http(_) => HTTP_CLIENT,
            Self::Answer(
                AnswerError::Status { status, .. } | AnswerError::Redirected { status },
            ) => Cow::Owned(status.to_string()),
            Self::Answer(_) => INVALID_ANSWER,
            Self::Server(error) => Cow::Borrowed(error.code().as_ref()),
        }
    }
}

impl<E> Failure for RequestError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Values(_) => REFUSED_VALUE,
            Self::Exchange(error) => error.word(),
            #[cfg(feature = "openid")]
            Self::Keys(error) => error.word(),
            Self::Unusable(_) => Cow::Borrowed("unusable_tokens"),
        }
    }
}

impl<E> Failure for PushError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Begin(_) => REFUSED_VALUE,
            Self::Exchange(error) => error.word(),
        }
    }
}

impl<E> Failure for DeviceError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Values(_) => REFUSED_VALUE,
            Self::Exchange(error) => error.word(),
            Self::UserCode | Self::VerificationUri(_) => INVALID_ANSWER,
            Self::Denied => Cow::Borrowed("access_denied"),
            Self::Expired => Cow::Borrowed("expired_token"),
            Self::Token(error) => error.word(),
        }
    }
}

impl<E> Failure for FetchError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Http(_) => HTTP_CLIENT,
            Self::NotFound(_) => Cow::Borrowed("no_metadata"),
            Self::Metadata(_) => Cow::Borrowed("invalid_metadata"),
        }
    }
}

#[cfg(feature = "openid")]
impl<E> Failure for KeysError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Exchange(error) => error.word(),
            Self::TooMany => INVALID_ANSWER,
            Self::Failed | Self::TooSoon(_) => Cow::Borrowed("no_keys"),
        }
    }
}

#[cfg(feature = "openid")]
impl<E> Failure for UserinfoError<E> {
    fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Exchange(error) => error.word(),
            Self::UnknownEndpoint => Cow::Borrowed("missing_endpoint"),
            Self::AccessToken => REFUSED_VALUE,
            Self::OtherSubject | Self::NotSigned | Self::Signed(_) => {
                Cow::Borrowed("invalid_userinfo")
            }
        }
    }
}

#[cfg(feature = "openid")]
impl Failure for JwtError {
    fn word(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self.token() {
            SignedToken::IdToken => "invalid_id_token",
            SignedToken::Userinfo => "invalid_userinfo",
            SignedToken::LogoutToken => "invalid_logout_token",
        })
    }
}

impl Failure for CompleteError {
    fn word(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::TooLong { .. } => "too_long",
            Self::Duplicate(_) => "duplicate_parameter",
            Self::Foreign(_) => "foreign_login",
            Self::MissingState { .. } => "missing_state",
            Self::WrongState => "wrong_state",
            Self::Expired => "expired_login",
            Self::MissingIssuer => "missing_issuer",
            Self::WrongIssuer { .. } => "wrong_issuer",
            Self::UnknownIssuer { .. } => "unknown_issuer",
            Self::Refused(error) => error.code().as_str(),
            Self::MissingCode => "missing_code",
            Self::InvalidCode => "invalid_code",
        })
    }
}
