//! What several steps can fail with. No text of an error holds what the other side sent but for
//! error codes, so that no secret of a user reaches a log.

use std::string::String;

use core::fmt;

use oauth_flow_core::Endpoint;
use oauth2::basic::BasicErrorResponseType;

/// An endpoint of the server is neither declared nor given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingEndpoint(pub(super) Endpoint);

impl fmt::Display for MissingEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(endpoint) = self;
        write!(f, "`{endpoint}` is missing; help: declare it, or call `{endpoint}` of the builder")
    }
}

impl core::error::Error for MissingEndpoint {}

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

    /// The server's `error_description`, for the developer of the client.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The server's `error_uri`: a page with more on the error.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }
}

impl fmt::Debug for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerError")
            .field("status", &self.status)
            .field("code", &shown(self.code.as_ref()))
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = shown(self.code.as_ref());
        write!(f, "the server answered `{code}` (HTTP status {})", self.status)
    }
}

impl core::error::Error for ServerError {}

/// An error code as it is shown: that of a standard whole, a word of the server's own short.
pub(super) fn shown(code: &str) -> String {
    oauth_flow_core::echo(code)
}

/// What is wrong with an HTTP response before its content is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// The server redirects. Neither codes nor secrets are sent on: RFC 6749 knows no redirect of
    /// these endpoints.
    Redirected {
        /// The HTTP status.
        status: u16,
    },
    /// The status is not one of success, and the body no error response of RFC 6749 section 5.2.
    Status(u16),
    /// The content type is not JSON (RFC 6749 section 5.1).
    NotJson,
    /// The body is JSON and not what the endpoint answers with; the place is given, not the text.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The body is larger than any answer of these endpoints.
    TooLarge {
        /// Its length in bytes.
        length: usize,
    },
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redirected { status } => {
                write!(f, "the server redirects (HTTP status {status}), which is not followed")
            }
            Self::Status(status) => write!(f, "the server answered with HTTP status {status}"),
            Self::NotJson => f.write_str("the server's answer is not JSON"),
            Self::Malformed { line, column } => write!(
                f,
                "the server's answer is not what the endpoint answers with (line {line}, column \
                 {column})"
            ),
            Self::TooLarge { length } => {
                write!(f, "the server's answer has {length} bytes, which no token response has")
            }
        }
    }
}

impl core::error::Error for TransportError {}
