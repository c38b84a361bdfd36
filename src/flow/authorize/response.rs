//! The authorization response (RFC 6749 section 4.1.2, RFC 9207).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::string::String;

use core::fmt;

use oauth_flow_core::vocabulary::{Grant, ResponseMode};
use oauth2::url::{Url, form_urlencoded};
use subtle::ConstantTimeEq as _;

use super::pending::{Pending, PendingKey};
use super::refusal::{AuthorizationError, AuthorizationErrorCode};
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::retry::Retry;
use crate::flow::settings::Settings;
use crate::flow::stored::ForeignLogin;
use crate::flow::text::shown;
use crate::flow::token::request::{Login, TokenRequest};
use crate::grant;

/// All of an authorization response: the query string of the redirect, with or without its `?`;
/// with `form_post`, the form body; with `fragment`, the fragment, with or without its `#`. The whole
/// URL of the redirect is understood too, as a deep link hands it to a native app. Made from `&str`,
/// `Option<&str>` and `&[u8]`.
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

impl Callback<'_> {
    /// The [key](Pending::key) of the login that the response answers, by which a session finds it. `None`
    /// where the response has no `state`: it answers no login, and ends none.
    #[must_use]
    pub fn key(&self) -> Option<PendingKey> {
        let response = Response::read(*self, None).ok()?;
        response.state.filter(|state| !state.is_empty()).map(|state| PendingKey::of_state(&state))
    }
}

/// Why an authorization response is not accepted. The login is over in any case: begin a new one.
///
/// What `Display` and `Debug` show of the response is bounded and escaped; before `state` was compared,
/// that is an error code of a standard at most.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompleteError {
    /// The response is longer than 64 KiB.
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A parameter is there twice (RFC 6749 section 3.1): its name, if it is one that the client reads.
    Duplicate(Option<&'static str>),
    /// The pending login is not one of this flow.
    Foreign(ForeignLogin),
    /// The response has no `state`.
    MissingState {
        /// The error that it has, if that is one of a standard. Whoever sent the response is not
        /// confirmed.
        unconfirmed: Option<AuthorizationErrorCode>,
    },
    /// The response answers another request than the one of the pending login (RFC 6749 section
    /// 10.12).
    WrongState,
    /// The user took longer than the login lives.
    Expired,
    /// The server promises `iss`, and the response has none (RFC 9207 section 2.4).
    MissingIssuer,
    /// The response comes from another server than the request went to (RFC 9207 section 2.4).
    WrongIssuer {
        /// The issuer that the client knows.
        expected: String,
        /// The one in the response.
        received: String,
    },
    /// The response names an issuer, the client knows none, and it is of another origin than the
    /// authorization endpoint.
    UnknownIssuer {
        /// The one in the response.
        received: String,
    },
    /// The server, or the user, refused.
    Refused(AuthorizationError),
    /// The response has neither a code nor an error.
    MissingCode,
    /// The code has a character that no code has (RFC 6749 appendix A.11).
    InvalidCode,
}

impl CompleteError {
    /// Whether it helps to try again: to begin a new login does, but where the server refuses the client.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Refused(error) => error.retry(),
            Self::UnknownIssuer { .. } => Retry::No,
            _ => Retry::NewLogin,
        }
    }
}

impl fmt::Display for CompleteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(f, "the authorization response has {length} bytes, which no server sends")
            }
            Self::Duplicate(Some(name)) => {
                write!(f, "the authorization response has the parameter `{name}` twice")
            }
            Self::Duplicate(None) => f.write_str("the authorization response has a parameter twice"),
            Self::Foreign(error) => error.fmt(f),
            Self::MissingState { unconfirmed: None } => {
                f.write_str("the authorization response has no `state`")
            }
            Self::MissingState { unconfirmed: Some(code) } => write!(
                f,
                "the authorization response has no `state`, which RFC 6749 section 4.1.2.1 requires; \
                 it has the error `{}`, unconfirmed",
                code.as_str()
            ),
            Self::WrongState => f.write_str(
                "the authorization response does not answer this login: `state` differs",
            ),
            Self::Expired => f.write_str("the login took too long and expired"),
            Self::MissingIssuer => f.write_str(
                "the authorization response has no `iss`, which the server promises to send",
            ),
            Self::WrongIssuer { expected, received } => write!(
                f,
                "the authorization response comes from another server: `iss` is `{received}`, and \
                 the issuer of this client is `{expected}` (RFC 9207 section 2.4)"
            ),
            Self::UnknownIssuer { received } => write!(
                f,
                "the authorization response comes from the server `{received}`, which is of another \
                 origin than the authorization endpoint; help: if it is the server of this client, \
                 declare it as `issuer`, or call `issuer` of the builder"
            ),
            Self::Refused(error) => error.fmt(f),
            Self::MissingCode => {
                f.write_str("the authorization response has neither `code` nor `error`")
            }
            Self::InvalidCode => f.write_str(
                "the `code` of the authorization response has a character that no code has (RFC 6749 \
                 appendix A.11)",
            ),
        }
    }
}

impl core::error::Error for CompleteError {}

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
    fn read(callback: Callback<'c>, mode: Option<ResponseMode>) -> Result<Self, CompleteError> {
        let bytes = parameters(callback.0, mode);
        if bytes.len() > LONGEST {
            return Err(CompleteError::TooLong { length: bytes.len() });
        }
        let mut response = Self::default();
        let mut seen = BTreeSet::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            let member = match &*name {
                "code" => Some(("code", &mut response.code)),
                "state" => Some(("state", &mut response.state)),
                "iss" => Some(("iss", &mut response.iss)),
                "error" => Some(("error", &mut response.error)),
                "error_description" => Some(("error_description", &mut response.description)),
                "error_uri" => Some(("error_uri", &mut response.uri)),
                _ => None,
            };
            let known = member.as_ref().map(|(known, _)| *known);
            if let Some((_, member)) = member {
                *member = Some(value);
            }
            if !seen.insert(name) {
                return Err(CompleteError::Duplicate(known));
            }
        }
        // An empty parameter is one that is left out (RFC 6749 section 3.1).
        for member in [&mut response.code, &mut response.state, &mut response.error] {
            *member = member.take().filter(|value| !value.is_empty());
        }
        Ok(response)
    }
}

/// The parameters of a response, which may be all of a URL.
fn parameters(bytes: &[u8], mode: Option<ResponseMode>) -> &[u8] {
    // Neither mark starts the name of a parameter: both would be encoded there.
    if let [b'?' | b'#', rest @ ..] = bytes {
        return rest;
    }
    // A URL has one of them before the first parameter.
    let mark = bytes.iter().position(|byte| matches!(byte, b'?' | b'#' | b'=' | b'&'));
    let Some((_, [mark @ (b'?' | b'#'), rest @ ..])) =
        mark.and_then(|at| bytes.split_at_checked(at))
    else {
        return bytes;
    };
    let fragment = rest.iter().position(|byte| *byte == b'#');
    match fragment.and_then(|at| rest.split_at_checked(at)) {
        Some((query, [_, fragment @ ..])) if *mark == b'?' => {
            // A redirect URI may have a query of its own (RFC 6749 section 3.1.2).
            let in_fragment = mode.map_or_else(
                || form_urlencoded::parse(fragment).any(|(name, _)| name == "state"),
                |mode| mode == ResponseMode::Fragment,
            );
            if in_fragment { fragment } else { query }
        }
        _ => rest,
    }
}

pub(in crate::flow) fn complete<'f, C>(
    client: &'f Client,
    pending: Pending<C>,
    callback: Callback<'_>,
) -> Result<TokenRequest<'f, C, grant::authorization_code>, CompleteError> {
    let settings = &client.settings;
    let mode = settings.declaration.response_mode.unwrap_or(ResponseMode::Query);
    let response = Response::read(callback, Some(mode))?;
    pending.check(settings).map_err(CompleteError::Foreign)?;
    let Some(state) = response.state else {
        let unconfirmed = response.error.and_then(|code| AuthorizationErrorCode::known(&code));
        return Err(CompleteError::MissingState { unconfirmed });
    };
    if !bool::from(state.as_bytes().ct_eq(pending.state().as_bytes())) {
        return Err(CompleteError::WrongState);
    }
    if pending.is_expired(settings) {
        return Err(CompleteError::Expired);
    }
    check_issuer(settings, response.iss.as_deref())?;
    if let Some(code) = response.error {
        return Err(CompleteError::Refused(AuthorizationError::new(
            &code,
            response.description.as_deref(),
            response.uri.as_deref(),
        )));
    }
    let code = response.code.ok_or(CompleteError::MissingCode)?;
    if !code.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(CompleteError::InvalidCode);
    }
    let Some(begun) = pending.take() else {
        return Err(CompleteError::Foreign(ForeignLogin::Version));
    };
    let mut body = Body::of_grant(Grant::AuthorizationCode);
    body.add("code", &code);
    body.add("redirect_uri", &begun.redirect_uri);
    body.add("code_verifier", &begun.code_verifier);
    let login = Login {
        nonce: begun.nonce,
        openid: begun.openid,
        #[cfg(feature = "openid")]
        max_age: begun.max_age,
        #[cfg(feature = "openid")]
        essential_acr: begun.essential_acr,
        resources: begun.resources,
    };
    Ok(TokenRequest::of_code(client, body, login))
}

/// RFC 9207 section 2.4, by simple string comparison. Where the client knows no issuer, the origin of
/// the authorization endpoint tells one server from another: a login does not end on the day when its
/// server begins to send `iss`.
fn check_issuer(settings: &Settings, received: Option<&str>) -> Result<(), CompleteError> {
    match (&settings.issuer, received) {
        (_, None) if settings.iss_promised => Err(CompleteError::MissingIssuer),
        (Some(known), Some(received)) if !known.is(received) => Err(CompleteError::WrongIssuer {
            expected: shown(&known.text()),
            received: shown(received),
        }),
        (None, Some(received)) if !is_of_origin(settings, received) => {
            Err(CompleteError::UnknownIssuer { received: shown(received) })
        }
        _ => Ok(()),
    }
}

/// Whether an issuer has the origin of the authorization endpoint (RFC 6454 section 4).
fn is_of_origin(settings: &Settings, issuer: &str) -> bool {
    let Some(endpoint) = &settings.authorization_endpoint else { return false };
    Url::parse(issuer).is_ok_and(|issuer| issuer.origin() == endpoint.origin())
}
