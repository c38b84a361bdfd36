//! What goes wrong, for the user and for the log.

use std::error::Error;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use oauth_flow::flow::{
    BeginError, CompleteError, NoClaims, RequestError, SafeHttpError, TokenError, UserinfoError,
};
use oauth_flow_services::log;

use crate::page;

/// Why a page could not be shown.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The session store failed.
    Session(tower_sessions::session::Error),
    /// No authorization request can be made.
    Begin(BeginError),
    /// The session has no login that the response answers: it is over, or never was.
    NoLogin,
    /// The authorization response is not accepted.
    Complete(CompleteError),
    /// The code gave no tokens.
    Tokens(RequestError<SafeHttpError>),
    /// The tokens do not say who the user is.
    NoClaims(NoClaims),
    /// There is no access token, or the tokens cannot be kept.
    Token(TokenError),
    /// The server does not say who the user is.
    Userinfo(UserinfoError<SafeHttpError>),
    /// A form was posted from elsewhere.
    OtherOrigin,
}

impl From<tower_sessions::session::Error> for Failure {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::Session(error)
    }
}

impl From<BeginError> for Failure {
    fn from(error: BeginError) -> Self {
        Self::Begin(error)
    }
}

impl From<CompleteError> for Failure {
    fn from(error: CompleteError) -> Self {
        Self::Complete(error)
    }
}

impl From<RequestError<SafeHttpError>> for Failure {
    fn from(error: RequestError<SafeHttpError>) -> Self {
        Self::Tokens(error)
    }
}

impl From<NoClaims> for Failure {
    fn from(error: NoClaims) -> Self {
        Self::NoClaims(error)
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<UserinfoError<SafeHttpError>> for Failure {
    fn from(error: UserinfoError<SafeHttpError>) -> Self {
        Self::Userinfo(error)
    }
}

/// The user is told what the user can do about it, and the log is told the rest. The errors of
/// oauth-flow have neither codes nor tokens in their texts, so both may have them.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let internal = (StatusCode::INTERNAL_SERVER_ERROR, "This is our fault; try again later.");
        let gateway = (StatusCode::BAD_GATEWAY, "The login could not be completed; try again.");
        let away = (StatusCode::BAD_GATEWAY, "The server does not answer; try again later.");
        let (status, text) = match &self {
            Self::NoLogin => (StatusCode::BAD_REQUEST, "No such login is under way."),
            Self::OtherOrigin => (StatusCode::FORBIDDEN, "The request came from another site."),
            Self::Complete(error) => {
                log(error);
                let text = format!("The login failed: {error}.");
                return (StatusCode::BAD_REQUEST, page::nobody(&text)).into_response();
            }
            Self::Session(error) => logged(error, internal),
            Self::Begin(error) => logged(error, internal),
            Self::Tokens(error) => logged(error, gateway),
            Self::NoClaims(error) => logged(error, gateway),
            Self::Token(error) => logged(error, away),
            Self::Userinfo(error) => logged(error, away),
        };
        (status, page::nobody(text)).into_response()
    }
}

fn logged<A>(error: &(dyn Error + 'static), answer: A) -> A {
    log(error);
    answer
}
