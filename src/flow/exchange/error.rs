//! What can go wrong in an exchange with the server. No text of an error holds what the other side sent
//! but error codes, names of members and content types, bounded and escaped, so that no secret of a user
//! reaches a log.

use std::format;
use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::time::Duration;

use oauth_flow_core::Endpoint;
use oauth_flow_core::vocabulary::{AuthMethod, Word};
use oauth2::basic::BasicErrorResponseType;
use serde_json::value::RawValue;

use super::signer::SignError;
use crate::flow::members::{JsonType, Members, type_of};
use crate::flow::retry::Retry;

/// Why an exchange with the server gave nothing. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExchangeError<E> {
    /// The server's endpoint is not known. Nothing was sent.
    MissingEndpoint(MissingEndpoint),
    /// The client assertion could not be signed. Nothing was sent.
    Sign(SignError),
    /// The HTTP client failed.
    Http(E),
    /// The answer is not one of the endpoint.
    Answer(AnswerError),
    /// The server refused (RFC 6749 section 5.2).
    Server(ServerError),
}

impl<E> ExchangeError<E> {
    /// Whether it helps to try again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::MissingEndpoint(_) => Retry::No,
            Self::Sign(error) => error.retry(),
            Self::Http(_) => Retry::Later(None),
            Self::Answer(error) => error.retry(),
            Self::Server(error) => error.retry(),
        }
    }
}

impl<E> fmt::Display for ExchangeError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingEndpoint(error) => error.fmt(f),
            Self::Sign(error) => error.fmt(f),
            Self::Http(_) => f.write_str("the request to the authorization server failed"),
            Self::Answer(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for ExchangeError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Sign(error) => error.source(),
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}

impl<E> From<MissingEndpoint> for ExchangeError<E> {
    fn from(error: MissingEndpoint) -> Self {
        Self::MissingEndpoint(error)
    }
}

impl<E> From<AnswerError> for ExchangeError<E> {
    fn from(error: AnswerError) -> Self {
        Self::Answer(error)
    }
}

impl<E> From<WrongMember> for ExchangeError<E> {
    fn from(error: WrongMember) -> Self {
        Self::Answer(AnswerError::Member(error))
    }
}

/// An endpoint of the server is neither declared nor given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingEndpoint(pub(in crate::flow) Endpoint);

impl fmt::Display for MissingEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(endpoint) = self;
        write!(f, "`{endpoint}` is missing; help: declare it, or call `{endpoint}` of the builder")
    }
}

impl Error for MissingEndpoint {}

/// What the server answered instead of what was asked for (RFC 6749 section 5.2).
///
/// `Debug` and `Display` show the code and the status: a description is text of the server, which
/// may repeat what it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerError {
    pub(super) status: u16,
    pub(super) code: BasicErrorResponseType,
    pub(super) description: Option<String>,
    pub(super) uri: Option<String>,
    pub(super) method: AuthMethod,
    pub(super) retry_after: Option<Duration>,
}

impl ServerError {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The error code.
    #[must_use]
    pub const fn code(&self) -> &BasicErrorResponseType {
        &self.code
    }

    /// The server's `error_description`, for the developer of the client: at most 1000 characters, with
    /// controls and the characters `<`, `>`, `&` and `"` escaped.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The server's `error_uri`: a page with more on the error; bounded and escaped as the description.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// Whether it helps to try again. A grant that the server refuses was used, has expired or was
    /// revoked: the user has to log in anew.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self.code.as_ref() {
            "invalid_grant" => Retry::NewLogin,
            "temporarily_unavailable" | "server_error" | "slow_down" | "authorization_pending" => {
                Retry::Later(self.retry_after)
            }
            _ => of_status(self.status, self.retry_after),
        }
    }

    /// Whether the server failed, and did not refuse.
    pub(in crate::flow) const fn is_failure(&self) -> bool {
        matches!(of_status(self.status, None), Retry::Later(_))
    }
}

impl fmt::Debug for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerError")
            .field("status", &self.status)
            .field("code", &self.code.as_ref())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_ref();
        write!(f, "the server answered `{code}` (HTTP status {})", self.status)?;
        if code == "invalid_client" {
            write!(f, "; the declaration has `auth = \"{}\"`", self.method.word())?;
            if self.description.is_some() {
                f.write_str(", and `description()` has the server's reason")?;
            }
        }
        Ok(())
    }
}

impl Error for ServerError {}

/// What is wrong with an answer of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerError {
    /// The server redirects. Neither codes nor secrets are sent on: RFC 6749 knows no redirect of
    /// these endpoints.
    Redirected {
        /// The HTTP status.
        status: u16,
    },
    /// The status is not one of success, and the body no error response of RFC 6749 section 5.2.
    Status {
        /// The HTTP status.
        status: u16,
        /// What the body is.
        body: ErrorBody,
        /// How long the server asks to wait (RFC 9110 section 10.2.3).
        retry_after: Option<Duration>,
    },
    /// The body is no JSON.
    NotJson {
        /// Its media type, if it has one.
        content_type: Option<String>,
    },
    /// The content type is JSON (RFC 6749 section 5.1), and the body is not; the place is given, not
    /// the text.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The body is another JSON value than an object.
    NotAnObject {
        /// What it is.
        found: JsonType,
    },
    /// The object has two members of one name (RFC 6749 section 5.1).
    Duplicate {
        /// The name.
        name: String,
    },
    /// A member is missing or of another type.
    Member(WrongMember),
    /// The body is larger than any answer of these endpoints.
    TooLarge {
        /// Its length in bytes.
        length: usize,
    },
}

/// What an answer has in place of an error response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// An `error` that is no error code.
    Error {
        /// What it is.
        found: JsonType,
        /// The names of the members that it has, if it is an object.
        members: Vec<String>,
    },
    /// An object without `error`.
    Object {
        /// The names of its members.
        members: Vec<String>,
    },
    /// No object of JSON.
    Other {
        /// Its media type, if it has one.
        content_type: Option<String>,
    },
}

/// A member of an answer that is missing or of another type than the standard has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongMember {
    member: &'static str,
    found: Option<JsonType>,
    expected: JsonType,
    section: &'static str,
    beside: Vec<String>,
}

impl WrongMember {
    /// That a member is of another type than the section of a standard has.
    pub(in crate::flow) fn of_type(
        member: &'static str,
        value: &RawValue,
        expected: JsonType,
        section: &'static str,
    ) -> Self {
        Self { member, found: Some(type_of(value)), expected, section, beside: Vec::new() }
    }

    /// That a member is missing; the others are named.
    pub(in crate::flow) fn missing(
        member: &'static str,
        members: &Members<'_>,
        expected: JsonType,
        section: &'static str,
    ) -> Self {
        Self { member, found: None, expected, section, beside: members.names() }
    }

    /// That a string is empty.
    pub(in crate::flow) const fn empty(member: &'static str, section: &'static str) -> Self {
        let (found, expected) = (Some(JsonType::String), JsonType::String);
        Self { member, found, expected, section, beside: Vec::new() }
    }

    /// Whether the answer says nothing in the member: another name of it may be there.
    pub(in crate::flow) fn is_absent(&self) -> bool {
        self.found.is_none_or(|found| found == JsonType::Null || found == self.expected)
    }

    /// The name of the member.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        self.member
    }

    /// What the answer has: a string where it is empty, `None` where the member is missing.
    #[must_use]
    pub const fn found(&self) -> Option<JsonType> {
        self.found
    }
}

impl fmt::Display for WrongMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { member, found, expected, section, beside } = self;
        match found {
            Some(found) if found == expected => {
                write!(f, "`{member}` of the server's answer is empty, and {section} requires it")
            }
            Some(found) => {
                write!(
                    f,
                    "`{member}` of the server's answer is {found}, and {section} has {expected}"
                )
            }
            None if beside.is_empty() => {
                write!(f, "the server's answer has no `{member}`, which {section} requires")
            }
            None => write!(
                f,
                "the server's answer has no `{member}`, which {section} requires; it has {}",
                listed(beside)
            ),
        }
    }
}

const TOO_MANY_REQUESTS: u16 = 429;
const REQUEST_TIMEOUT: u16 = 408;

/// Whether it helps to try again after an answer with this status.
const fn of_status(status: u16, retry_after: Option<Duration>) -> Retry {
    if status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT {
        Retry::Later(retry_after)
    } else {
        Retry::No
    }
}

impl AnswerError {
    /// Whether it helps to try again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Status { status, retry_after, .. } => of_status(*status, *retry_after),
            _ => Retry::No,
        }
    }
}

/// Names in backticks.
fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error { found, members } if members.is_empty() => {
                write!(f, "`error` is {found}, and RFC 6749 section 5.2 has a string")
            }
            Self::Error { found, members } => write!(
                f,
                "`error` is {found} with {}, and RFC 6749 section 5.2 has a string",
                listed(members)
            ),
            Self::Object { members } if members.is_empty() => f.write_str("an empty JSON object"),
            Self::Object { members } => write!(f, "a JSON object with {}", listed(members)),
            Self::Other { content_type: Some(content_type) } => {
                write!(f, "the content type is `{content_type}`")
            }
            Self::Other { content_type: None } => f.write_str("no content type"),
        }
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redirected { status } => {
                write!(f, "the server redirects (HTTP status {status}), which is not followed")
            }
            Self::Status { status, body, .. } => {
                write!(f, "the server answered with HTTP status {status}: {body}")
            }
            Self::NotJson { content_type: Some(content_type) } => {
                write!(f, "the server's answer is not JSON: its content type is `{content_type}`")
            }
            Self::NotJson { content_type: None } => f.write_str("the server's answer is not JSON"),
            Self::Malformed { line, column } => {
                write!(f, "the server's answer is not valid JSON (line {line}, column {column})")
            }
            Self::NotAnObject { found } => {
                write!(f, "the server's answer is {found} and not a JSON object")
            }
            Self::Duplicate { name } => {
                write!(f, "the server's answer has the member `{name}` twice")
            }
            Self::Member(error) => error.fmt(f),
            Self::TooLarge { length } => {
                write!(
                    f,
                    "the server's answer has {length} bytes, and none of these endpoints needs as many"
                )
            }
        }
    }
}

impl Error for AnswerError {}
