//! The refusal that an authorization response can be (RFC 6749 section 4.1.2.1).

use std::string::String;

use core::fmt;

use crate::flow::retry::Retry;
use crate::flow::text::{described, shown};

/// The error of an authorization response (RFC 6749 section 4.1.2.1).
///
/// `Debug` and `Display` show the code alone: a description is text from outside.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationError {
    code: AuthorizationErrorCode,
    description: Option<String>,
    uri: Option<String>,
}

impl AuthorizationError {
    pub(super) fn new(code: &str, description: Option<&str>, uri: Option<&str>) -> Self {
        Self {
            code: AuthorizationErrorCode::read(code),
            description: description.map(described),
            uri: uri.map(described),
        }
    }

    /// Whether it helps to try again: to begin a new login does, but where the server refuses the client
    /// or its request.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self.code {
            AuthorizationErrorCode::InvalidRequest
            | AuthorizationErrorCode::UnauthorizedClient
            | AuthorizationErrorCode::UnsupportedResponseType
            | AuthorizationErrorCode::InvalidScope
            | AuthorizationErrorCode::InvalidTarget => Retry::No,
            _ => Retry::NewLogin,
        }
    }

    /// The error code.
    #[must_use]
    pub const fn code(&self) -> &AuthorizationErrorCode {
        &self.code
    }

    /// The `error_description`, for the developer of the client: at most 1000 characters, with controls and
    /// the characters `<`, `>`, `&` and `"` escaped. It came through the user's browser.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The `error_uri`: a page with more on the error; bounded and escaped as the description. It came
    /// through the user's browser.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }
}

impl fmt::Debug for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationError").field("code", &self.code).finish_non_exhaustive()
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the authorization request was refused: `{}`", self.code.as_str())
    }
}

impl core::error::Error for AuthorizationError {}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal)+) => {
        /// The error codes of an authorization response: RFC 6749 section 4.1.2.1, RFC 8707
        /// section 2 and `OpenID` Connect Core section 3.1.2.6.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum AuthorizationErrorCode {
            $($(#[$doc])* $variant,)+
            /// Any other code.
            Other(String),
        }

        impl AuthorizationErrorCode {
            fn read(text: &str) -> Self {
                match text {
                    $($word => Self::$variant,)+
                    other => Self::Other(shown(other)),
                }
            }

            /// The code, if it is one of a standard.
            pub(super) fn known(text: &str) -> Option<Self> {
                Some(Self::read(text)).filter(|code| !matches!(code, Self::Other(_)))
            }

            /// The code as the server sends it; one of the server's own is bounded and escaped.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(other) => other,
                }
            }
        }
    };
}

codes! {
    /// The request is malformed.
    InvalidRequest = "invalid_request"
    /// The client may not use this response type.
    UnauthorizedClient = "unauthorized_client"
    /// The user or the server denied the request.
    AccessDenied = "access_denied"
    /// The server does not support the response type.
    UnsupportedResponseType = "unsupported_response_type"
    /// The scope is invalid, unknown or malformed.
    InvalidScope = "invalid_scope"
    /// The resource is invalid, unknown or malformed.
    InvalidTarget = "invalid_target"
    /// The server failed.
    ServerError = "server_error"
    /// The server is overloaded or under maintenance.
    TemporarilyUnavailable = "temporarily_unavailable"
    /// The user would have to interact, and `prompt=none` forbids it.
    InteractionRequired = "interaction_required"
    /// The user would have to log in, and `prompt=none` forbids it.
    LoginRequired = "login_required"
    /// The user would have to choose an account, and `prompt=none` forbids it.
    AccountSelectionRequired = "account_selection_required"
    /// The user would have to consent, and `prompt=none` forbids it.
    ConsentRequired = "consent_required"
}
