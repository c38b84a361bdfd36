//! What each failure is called in a span: `error.type` of the semantic conventions of OpenTelemetry, which is
//! one of few words. The errors do not know of it.

use std::borrow::Cow;
use std::string::ToString as _;

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
use crate::flow::trace::Failure;

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

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use oauth_flow_core::Endpoint;

    use super::Failure;
    use crate::flow::authorize::push::PushError;
    use crate::flow::authorize::request::BeginError;
    use crate::flow::authorize::response::CompleteError;
    use crate::flow::device::error::DeviceError;
    use crate::flow::exchange::error::{AnswerError, ExchangeError, MissingEndpoint};
    use crate::flow::exchange::signer::SignError;
    use crate::flow::server::error::{FetchError, MetadataError};
    use crate::flow::stored::ForeignLogin;
    use crate::flow::token::error::RequestError;

    #[track_caller]
    fn is(failure: &impl Failure, word: &str) {
        assert_eq!(failure.word(), word);
    }

    #[test]
    fn a_failure_of_an_exchange_has_a_word() {
        let redirected = || AnswerError::Redirected { status: 307 };
        is(
            &ExchangeError::<()>::MissingEndpoint(MissingEndpoint(Endpoint::Token)),
            "missing_endpoint",
        );
        is(&ExchangeError::<()>::Sign(SignError::new("locked")), "client_assertion");
        is(&ExchangeError::Http(()), "http_client");
        is(&ExchangeError::<()>::Answer(redirected()), "307");
        is(&ExchangeError::<()>::Answer(AnswerError::TooLarge { length: 1 }), "invalid_answer");
        is(&RequestError::<()>::Values(Vec::new()), "refused_value");
        is(&RequestError::Exchange(ExchangeError::Http(())), "http_client");
        is(&PushError::<()>::Begin(BeginError::MissingRedirectUri), "refused_value");
        is(&PushError::<()>::Exchange(redirected().into()), "307");
        is(&DeviceError::<()>::Values(Vec::new()), "refused_value");
        is(&DeviceError::<()>::Exchange(redirected().into()), "307");
        is(&DeviceError::<()>::UserCode, "invalid_answer");
        is(&DeviceError::<()>::Denied, "access_denied");
        is(&DeviceError::<()>::Expired, "expired_token");
        is(&DeviceError::Token(RequestError::Exchange(ExchangeError::Http(()))), "http_client");
        is(&FetchError::Http(()), "http_client");
        is(&FetchError::<()>::NotFound(Vec::new()), "no_metadata");
        is(
            &FetchError::<()>::Metadata(MetadataError::InvalidUrl { member: "issuer" }),
            "invalid_metadata",
        );
    }

    #[test]
    fn a_refused_authorization_response_has_a_word() {
        let (expected, received) = (String::new(), String::new());
        is(&CompleteError::TooLong { length: 1 }, "too_long");
        is(&CompleteError::Duplicate(None), "duplicate_parameter");
        is(&CompleteError::Foreign(ForeignLogin::Version), "foreign_login");
        is(&CompleteError::MissingState { unconfirmed: None }, "missing_state");
        is(&CompleteError::WrongState, "wrong_state");
        is(&CompleteError::Expired, "expired_login");
        is(&CompleteError::MissingIssuer, "missing_issuer");
        is(&CompleteError::UnknownIssuer { received: received.clone() }, "unknown_issuer");
        is(&CompleteError::WrongIssuer { expected, received }, "wrong_issuer");
        is(&CompleteError::MissingCode, "missing_code");
        is(&CompleteError::InvalidCode, "invalid_code");
    }

    #[cfg(feature = "openid")]
    #[test]
    fn a_refused_token_of_the_server_has_a_word() {
        use core::time::Duration;

        use crate::flow::jws::error::{JwtError, JwtErrorReason, SignedToken};
        use crate::flow::openid::error::{KeysError, VerifyError};
        use crate::flow::openid::userinfo::UserinfoError;

        let error = |token| JwtError::new(token, JwtErrorReason::Signature);
        is(&error(SignedToken::IdToken), "invalid_id_token");
        is(&error(SignedToken::Userinfo), "invalid_userinfo");
        is(&error(SignedToken::LogoutToken), "invalid_logout_token");
        is(&RequestError::<()>::Keys(KeysError::TooMany), "invalid_answer");
        is(&KeysError::Exchange(ExchangeError::Http(())), "http_client");
        is(&KeysError::<()>::Failed, "no_keys");
        is(&KeysError::<()>::TooSoon(Duration::ZERO), "no_keys");
        is(&UserinfoError::Exchange(ExchangeError::Http(())), "http_client");
        is(&UserinfoError::<()>::UnknownEndpoint, "missing_endpoint");
        is(&UserinfoError::<()>::AccessToken, "refused_value");
        is(&UserinfoError::<()>::OtherSubject, "invalid_userinfo");
        is(&UserinfoError::<()>::NotSigned, "invalid_userinfo");
        is(
            &UserinfoError::<()>::Signed(VerifyError::Token(error(SignedToken::Userinfo))),
            "invalid_userinfo",
        );
    }
}
