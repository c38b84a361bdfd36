//! What an authorization server says about itself: RFC 8414, and `OpenID` Connect Discovery 1.0,
//! whose documents have the same members.

mod error;
mod fetch;

pub use error::{FetchError, MetadataError};

use std::borrow::ToOwned as _;
use std::string::String;
use std::vec;
use std::vec::Vec;

use oauth_flow_core::Endpoint;
use oauth_flow_core::uri::{UnfitUrl, issuer_url, server_url};
use oauth_flow_core::vocabulary::Word;
use serde::Deserialize;

/// The metadata of an authorization server (RFC 8414 section 2), with its issuer compared and its
/// URLs checked. Only [`read`](Self::read), [`fetch`](Self::fetch) and
/// [`fetch_async`](Self::fetch_async) make one, so whoever holds it need not check again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerMetadata(Document);

macro_rules! document {
    ($(#[doc = $doc:literal] $member:ident $endpoint:ident)+) => {
        /// The members that a client has a use for. One that is `null` is one that is absent.
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        struct Document {
            issuer: String,
            $($member: Option<String>,)+
            userinfo_endpoint: Option<String>,
            authorization_response_iss_parameter_supported: Option<bool>,
            require_pushed_authorization_requests: Option<bool>,
            code_challenge_methods_supported: Option<Vec<String>>,
            token_endpoint_auth_methods_supported: Option<Vec<String>>,
        }

        impl ServerMetadata {
            /// The URL of `endpoint`.
            #[must_use]
            pub fn endpoint(&self, endpoint: Endpoint) -> Option<&str> {
                match endpoint {
                    $(Endpoint::$endpoint => self.0.$member.as_deref(),)+
                    _ => None,
                }
            }

            $(#[doc = concat!("The URL of ", $doc, ".")]
            #[must_use]
            pub fn $member(&self) -> Option<&str> {
                self.0.$member.as_deref()
            })+
        }
    };
}

oauth_flow_core::__endpoints!(document);

impl ServerMetadata {
    /// Reads a document that is already there, such as one that is kept in a file.
    ///
    /// `issuer` is the issuer identifier that the client is configured with, which the document
    /// has to name byte for byte, a last slash included (RFC 8414 section 3.3): one that names
    /// another is of another server, or made to look so.
    ///
    /// # Errors
    ///
    /// The bytes are no such document, its issuer is another, or the issuer or an endpoint is
    /// neither `https` nor `http` on the loopback interface.
    pub fn read(json: &[u8], issuer: &str) -> Result<Self, MetadataError> {
        check_issuer(issuer)?;
        let document: Document = serde_json::from_slice(json).map_err(MetadataError::Json)?;
        if document.issuer != issuer {
            return Err(MetadataError::OtherIssuer {
                expected: issuer.to_owned(),
                found: document.issuer,
            });
        }
        let metadata = Self(document);
        for endpoint in Endpoint::ALL {
            if let Some(url) = metadata.endpoint(*endpoint) {
                check_url(endpoint.word(), url)?;
            }
        }
        if let Some(url) = metadata.userinfo_endpoint() {
            check_url("userinfo_endpoint", url)?;
        }
        let Self(mut document) = metadata;
        // The default of RFC 8414 section 2.
        document
            .token_endpoint_auth_methods_supported
            .get_or_insert_with(|| vec!["client_secret_basic".to_owned()]);
        Ok(Self(document))
    }

    /// The issuer identifier (RFC 8414 section 2), which is that of the client's configuration.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// The endpoint that says who the user of an access token is (`OpenID` Connect Discovery 1.0
    /// section 3).
    #[must_use]
    pub fn userinfo_endpoint(&self) -> Option<&str> {
        self.0.userinfo_endpoint.as_deref()
    }

    /// Whether each authorization response has an `iss` parameter (RFC 9207 section 3). False
    /// where the server does not say.
    #[must_use]
    pub fn authorization_response_iss_parameter_supported(&self) -> bool {
        self.0.authorization_response_iss_parameter_supported.unwrap_or(false)
    }

    /// Whether the server refuses authorization requests that are not pushed (RFC 9126
    /// section 5). False where the server does not say.
    #[must_use]
    pub fn require_pushed_authorization_requests(&self) -> bool {
        self.0.require_pushed_authorization_requests.unwrap_or(false)
    }

    /// The PKCE methods that the server takes (RFC 8414 section 2). By the standard, `None` means
    /// that it takes none; some very large servers take S256 and do not say so.
    #[must_use]
    pub fn code_challenge_methods_supported(&self) -> Option<&[String]> {
        self.0.code_challenge_methods_supported.as_deref()
    }

    /// How clients may authenticate at the token endpoint (RFC 8414 section 2):
    /// `client_secret_basic` alone where the server does not say.
    #[must_use]
    pub fn token_endpoint_auth_methods_supported(&self) -> &[String] {
        self.0.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default()
    }
}

/// Whether the client is configured with an issuer identifier.
fn check_issuer(issuer: &str) -> Result<(), MetadataError> {
    issuer_url(issuer).map(|_| ()).map_err(|error| unfit("issuer", error))
}

/// Whether credentials may be sent to the URL of a member.
fn check_url(member: &'static str, url: &str) -> Result<(), MetadataError> {
    server_url(url).map(|_| ()).map_err(|error| unfit(member, error))
}

fn unfit(member: &'static str, error: UnfitUrl) -> MetadataError {
    match error {
        UnfitUrl::Invalid => MetadataError::InvalidUrl { member },
        UnfitUrl::Insecure => MetadataError::InsecureUrl { member },
    }
}
