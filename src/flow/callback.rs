//! The authorization response (RFC 6749 section 4.1.2, RFC 9207).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::string::String;

use core::fmt;

use oauth_flow_core::vocabulary::Grant;
use oauth2::url::form_urlencoded;
use subtle::ConstantTimeEq as _;

use super::error::shown;
use super::form::Form;
use super::{Inner, Pending, TokenRequest};
use crate::grant;

/// All of an authorization response: the query string of the redirect, with or without its `?`;
/// with `form_post`, the form body; with `fragment`, the fragment, with or without its `#`. Made
/// from `&str`, `Option<&str>` and `&[u8]`.
#[derive(Clone, Copy)]
pub struct Callback<'c>(&'c [u8]);

impl<'c> From<&'c str> for Callback<'c> {
    fn from(text: &'c str) -> Self {
        Self(text.as_bytes())
    }
}

impl<'c> From<&'c String> for Callback<'c> {
    fn from(text: &'c String) -> Self {
        Self(text.as_bytes())
    }
}

impl<'c> From<Option<&'c str>> for Callback<'c> {
    fn from(text: Option<&'c str>) -> Self {
        Self(text.unwrap_or_default().as_bytes())
    }
}

impl<'c> From<&'c [u8]> for Callback<'c> {
    fn from(body: &'c [u8]) -> Self {
        Self(body)
    }
}

/// Shows the length alone: the response holds the code and `state`.
impl fmt::Debug for Callback<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").field("length", &self.0.len()).finish_non_exhaustive()
    }
}

/// More than any server sends, and little enough to read.
const LONGEST: usize = 64 * 1024;

/// Why an authorization response is not accepted. The login is over in any case: begin a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompleteError {
    /// The response is longer than 64 KiB.
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A parameter is there twice (RFC 6749 section 3.1); its name.
    Duplicate(String),
    /// The pending login is one of another client, of another server, or of a format that this
    /// version does not know.
    ForeignPending,
    /// The response has no `state`.
    MissingState,
    /// The response answers another request than the one of the pending login (RFC 6749 section
    /// 10.12).
    WrongState,
    /// The user took longer than the login lives.
    Expired,
    /// The server promises `iss`, and the response has none (RFC 9207 section 2.4).
    MissingIssuer,
    /// The response comes from another server than the request went to (RFC 9207 section 2.4).
    WrongIssuer,
    /// The server, or the user, refused.
    Refused(AuthorizationError),
    /// The response has neither a code nor an error.
    MissingCode,
}

impl fmt::Display for CompleteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(f, "the authorization response has {length} bytes, which no server sends")
            }
            Self::Duplicate(name) => {
                write!(f, "the authorization response has the parameter `{name}` twice")
            }
            Self::ForeignPending => f.write_str(
                "the pending login is one of another client, another server or another version",
            ),
            Self::MissingState => f.write_str("the authorization response has no `state`"),
            Self::WrongState => f.write_str(
                "the authorization response does not answer this login: `state` differs",
            ),
            Self::Expired => f.write_str("the login took too long and expired"),
            Self::MissingIssuer => f.write_str(
                "the authorization response has no `iss`, which the server promises to send",
            ),
            Self::WrongIssuer => {
                f.write_str("the authorization response comes from another server: `iss` differs")
            }
            Self::Refused(error) => error.fmt(f),
            Self::MissingCode => {
                f.write_str("the authorization response has neither `code` nor `error`")
            }
        }
    }
}

impl core::error::Error for CompleteError {}

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
    /// The error code.
    #[must_use]
    pub const fn code(&self) -> &AuthorizationErrorCode {
        &self.code
    }

    /// The `error_description`, for the developer of the client. It came through the user's
    /// browser: escape it before it is shown.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The `error_uri`: a page with more on the error. It came through the user's browser.
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
        write!(f, "the authorization request was refused: `{}`", shown(self.code.as_str()))
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

            /// The code as the server sends it.
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

/// The parameters of a response that a client reads; others are ignored (RFC 6749 section 4.1.2).
#[derive(Default)]
struct Response<'c> {
    code: Option<Cow<'c, str>>,
    state: Option<Cow<'c, str>>,
    iss: Option<Cow<'c, str>>,
    error: Option<Cow<'c, str>>,
    description: Option<Cow<'c, str>>,
    uri: Option<Cow<'c, str>>,
}

impl<'c> Response<'c> {
    fn read(callback: Callback<'c>) -> Result<Self, CompleteError> {
        // Neither mark starts the name of a parameter: both would be encoded there.
        let bytes = match callback.0 {
            [b'?' | b'#', rest @ ..] => rest,
            all => all,
        };
        if bytes.len() > LONGEST {
            return Err(CompleteError::TooLong { length: bytes.len() });
        }
        let mut response = Self::default();
        let mut seen = BTreeSet::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            let member = match &*name {
                "code" => Some(&mut response.code),
                "state" => Some(&mut response.state),
                "iss" => Some(&mut response.iss),
                "error" => Some(&mut response.error),
                "error_description" => Some(&mut response.description),
                "error_uri" => Some(&mut response.uri),
                _ => None,
            };
            if let Some(member) = member {
                *member = Some(value);
            }
            if let Some(twice) = seen.replace(name) {
                return Err(CompleteError::Duplicate(shown(&twice)));
            }
        }
        Ok(response)
    }
}

pub(super) fn complete<'f, C>(
    inner: &'f Inner,
    mut pending: Pending<C>,
    callback: Callback<'_>,
) -> Result<TokenRequest<'f, C, grant::authorization_code>, CompleteError> {
    let response = Response::read(callback)?;
    if !pending.belongs_to(inner) {
        return Err(CompleteError::ForeignPending);
    }
    let state = response.state.ok_or(CompleteError::MissingState)?;
    if !bool::from(state.as_bytes().ct_eq(pending.state().as_bytes())) {
        return Err(CompleteError::WrongState);
    }
    if pending.is_expired(inner) {
        return Err(CompleteError::Expired);
    }
    check_issuer(inner, response.iss.as_deref())?;
    if let Some(error) = response.error {
        return Err(CompleteError::Refused(AuthorizationError {
            code: AuthorizationErrorCode::read(&error),
            description: response.description.map(Cow::into_owned),
            uri: response.uri.map(Cow::into_owned),
        }));
    }
    let code = response.code.filter(|code| !code.is_empty()).ok_or(CompleteError::MissingCode)?;
    let (code_verifier, nonce) = pending.take();
    let mut form = Form::of_grant(Grant::AuthorizationCode);
    form.add("code", &code);
    form.add("redirect_uri", &pending.redirect_uri);
    form.add("code_verifier", &code_verifier);
    let resources = pending.take_resources();
    Ok(TokenRequest::new(inner, form).with_nonce(nonce).with_granted(resources))
}

/// RFC 9207 section 2.4, by simple string comparison. A client that knows no issuer has one server
/// alone, for which the parameter is one that it does not know.
fn check_issuer(inner: &Inner, received: Option<&str>) -> Result<(), CompleteError> {
    match (inner.issuer.as_deref(), received) {
        (Some(known), Some(received)) if known != received => Err(CompleteError::WrongIssuer),
        (_, None) if inner.iss_promised => Err(CompleteError::MissingIssuer),
        _ => Ok(()),
    }
}
