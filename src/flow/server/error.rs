//! Why there is no [`ServerMetadata`](super::ServerMetadata).

use std::error::Error;
use std::fmt;
use std::string::String;

use oauth2::http::StatusCode;

/// Why a document is not the metadata of the server.
#[derive(Debug)]
#[non_exhaustive]
pub enum MetadataError {
    /// The bytes are no JSON object with the members of RFC 8414 section 2.
    Json(serde_json::Error),
    /// The document names another issuer than the one that was asked for (RFC 8414 section 3.3).
    OtherIssuer {
        /// The issuer identifier that the client is configured with.
        expected: String,
        /// The one in the document.
        found: String,
    },
    /// A member is no absolute URL, or has userinfo, a fragment or, as an issuer, a query.
    InvalidUrl {
        /// The name of the member.
        member: &'static str,
    },
    /// A member is neither `https`, nor `http` on the loopback interface.
    InsecureUrl {
        /// The name of the member.
        member: &'static str,
    },
}

impl fmt::Display for MetadataError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(_) => formatter.write_str(
                "the document is not the metadata of an authorization server (RFC 8414)",
            ),
            Self::OtherIssuer { expected, found } => write!(
                formatter,
                "the document is of the issuer {found:?}, and {expected:?} was asked for; the two \
                 have to be the same, byte for byte (RFC 8414 section 3.3)"
            ),
            Self::InvalidUrl { member } => write!(
                formatter,
                "`{member}` is not an absolute URL of the form that RFC 8414 section 2 gives it"
            ),
            Self::InsecureUrl { member } => write!(
                formatter,
                "`{member}` is neither `https`, nor `http` on the loopback interface"
            ),
        }
    }
}

impl Error for MetadataError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Json(source) => Some(source),
            _ => None,
        }
    }
}

/// Why the metadata of a server could not be fetched. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchError<E> {
    /// There is no response.
    Http(E),
    /// Neither well-known URL answered with 200: the last answer.
    Status(StatusCode),
    /// A well-known URL redirects, and neither answered with 200. A redirect is not followed: the
    /// document is at the issuer's own URL, or it is not the issuer's (RFC 8414 section 3).
    Redirected,
    /// The issuer identifier is not one, or the document is not the server's.
    Metadata(MetadataError),
}

impl<E> fmt::Display for FetchError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(_) => formatter.write_str("the server metadata could not be requested"),
            Self::Status(status) => {
                write!(
                    formatter,
                    "the server has no metadata where RFC 8414 and OpenID Connect Discovery put it: it answered with {status}"
                )
            }
            Self::Redirected => formatter.write_str(
                "the request for the server metadata is redirected, which is not followed",
            ),
            Self::Metadata(_) => formatter.write_str("the server metadata is not usable"),
        }
    }
}

impl<E: Error + 'static> Error for FetchError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Http(source) => Some(source),
            Self::Metadata(source) => Some(source),
            Self::Status(_) | Self::Redirected => None,
        }
    }
}

impl<E> From<MetadataError> for FetchError<E> {
    fn from(error: MetadataError) -> Self {
        Self::Metadata(error)
    }
}
