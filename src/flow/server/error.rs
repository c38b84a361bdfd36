//! Why there is no [`ServerMetadata`](super::ServerMetadata).

use std::error::Error;
use std::fmt;
use std::string::String;
use std::vec::Vec;

use super::tenants::has_placeholder;
use crate::flow::exchange::error::AnswerError;
use crate::flow::retry::Retry;
use crate::flow::text::shown_value;

/// Why a document is not the metadata of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataError {
    /// The bytes are no JSON object with an `issuer`, or a member that the client relies on is of another
    /// type than its standard has.
    Json(AnswerError),
    /// The document names another issuer than the one that was asked for (RFC 8414 section 3.3). Both
    /// are given as a message shows them: bounded, escaped, and without a query.
    OtherIssuer {
        /// The issuer identifier that the client is configured with, or the template.
        expected: String,
        /// The one in the document.
        found: String,
    },
    /// A member is no absolute URL, or has userinfo, a fragment or, as an issuer, a query.
    InvalidUrl {
        /// The name of the member.
        member: &'static str,
    },
    /// A member is not `https`, and not `http` on the loopback interface under an issuer that is.
    InsecureUrl {
        /// The name of the member.
        member: &'static str,
    },
    /// The issuer has a placeholder: it stands for the issuers of many tenants.
    Placeholder {
        /// The issuer, as a message shows it.
        issuer: String,
    },
    /// A template is no issuer with one placeholder, `{tenantid}` or `{tenant}`, that is a whole segment
    /// of its path.
    NotATemplate {
        /// The template, as a message shows it.
        template: String,
    },
    /// The metadata of a template was to be fetched from another origin than that of the template.
    OtherOrigin {
        /// The template, as a message shows it.
        template: String,
        /// Where the metadata was to be fetched.
        address: String,
    },
}

impl MetadataError {
    /// Whether it helps to try again: the same document fails again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        Retry::No
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(
                f,
                "the document is not the metadata of an authorization server (RFC 8414): {error}"
            ),
            Self::OtherIssuer { expected, found } => {
                write!(
                    f,
                    "the document is of the issuer `{found}`, and `{expected}` was asked for; the two \
                     have to be the same, byte for byte (RFC 8414 section 3.3)"
                )?;
                if has_placeholder(found) && found != expected { write_tenants(f) } else { Ok(()) }
            }
            Self::InvalidUrl { member } => write!(
                f,
                "`{member}` is not an absolute URL of the form that RFC 8414 section 2 gives it"
            ),
            Self::InsecureUrl { member: "issuer" } => {
                f.write_str("`issuer` is neither `https`, nor `http` on the loopback interface")
            }
            Self::InsecureUrl { member } => write!(
                f,
                "`{member}` is not `https`; `http` is for a server on the loopback interface whose \
                 `issuer` is `http` there too"
            ),
            Self::Placeholder { issuer } => {
                write!(f, "the issuer `{issuer}` stands for those of many tenants")?;
                write_tenants(f)
            }
            Self::NotATemplate { template } => write!(
                f,
                "`{template}` is no template of an issuer; help: write the `issuer` of the document, \
                 where one whole segment of the path is `{{tenantid}}` or `{{tenant}}`"
            ),
            Self::OtherOrigin { template, address } => write!(
                f,
                "`{address}` and the template `{template}` are of two origins; help: fetch the metadata \
                 from the server that the template names"
            ),
        }
    }
}

fn write_tenants(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(
        "; help: for the users of many tenants, call `ServerMetadata::fetch_for_tenants` or \
         `read_for_tenants` with the template; for those of one tenant, give the issuer of one tenant",
    )
}

impl Error for MetadataError {}

/// Why the metadata of a server could not be fetched. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchError<E> {
    /// The HTTP client failed.
    Http(E),
    /// The metadata is at none of the addresses where RFC 8414 and OpenID Connect Discovery put it.
    NotFound(Vec<AskedAddress>),
    /// The issuer identifier is not one, or the document is not the server's.
    Metadata(MetadataError),
}

impl<E> FetchError<E> {
    /// Whether it helps to try again: where a server could not be reached, or failed.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Http(_) => Retry::Later(None),
            Self::NotFound(asked) => {
                let mut all = asked.iter().map(|asked| asked.error.retry());
                all.find(|retry| *retry != Retry::No).unwrap_or(Retry::No)
            }
            Self::Metadata(error) => error.retry(),
        }
    }
}

impl<E> fmt::Display for FetchError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(_) => f.write_str("the metadata of the server could not be requested"),
            Self::NotFound(asked) => {
                f.write_str("the server has no metadata at the addresses of its issuer: ")?;
                for (index, asked) in asked.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{asked}")?;
                }
                Ok(())
            }
            Self::Metadata(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for FetchError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Http(source) => Some(source),
            Self::NotFound(_) | Self::Metadata(_) => None,
        }
    }
}

impl<E> From<MetadataError> for FetchError<E> {
    fn from(error: MetadataError) -> Self {
        Self::Metadata(error)
    }
}

/// An address where the metadata of a server was asked for, and not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedAddress {
    pub(super) url: String,
    pub(super) error: AnswerError,
}

impl AskedAddress {
    /// The address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What is wrong with the answer.
    #[must_use]
    pub const fn error(&self) -> &AnswerError {
        &self.error
    }
}

impl fmt::Display for AskedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = shown_value(&self.url);
        match &self.error {
            AnswerError::Status { status, .. } => {
                write!(f, "`{url}` answered with HTTP status {status}")
            }
            AnswerError::Redirected { status } => {
                write!(f, "`{url}` redirects (HTTP status {status}), which is not followed")
            }
            error => write!(f, "of `{url}`, {error}"),
        }
    }
}
