//! What an authorization server says about itself: RFC 8414, and `OpenID` Connect Discovery 1.0,
//! whose documents have the same members.

mod document;
mod error;
mod fetch;
mod tenants;

pub use error::{AskedAddress, FetchError, MetadataError};

use std::borrow::ToOwned as _;
use std::string::String;
use std::vec::Vec;

use core::fmt;

use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Endpoint, MemberForm, Origin, ServerMember, Stated};
use serde_json::{Map, Value};

use super::settings::Issuer;
use document::{Document, ISS, check_issuer};
use tenants::template;

/// The metadata of an authorization server (RFC 8414 section 2), with its issuer compared and its
/// URLs checked. Only [`read`](Self::read), [`fetch`](Self::fetch) and their forms for tenants and for
/// asynchronous clients make one, so whoever holds it need not check again.
///
/// What is checked is strict: the issuer, each URL that has a method here, and the promise of `iss`. A
/// list that is of another type than its standard has is as if it were not there.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerMetadata {
    issuer: Issuer,
    code_challenge_methods: Option<Vec<String>>,
    auth_methods: Vec<String>,
    /// The aliases of endpoints for mutual TLS, by the names of the endpoints.
    aliases: Vec<(&'static str, String)>,
    members: Map<String, Value>,
}

macro_rules! endpoints {
    ($(#[doc = $doc:literal] $member:ident $endpoint:ident)+) => {
        impl ServerMetadata {
            $(#[doc = concat!("The URL of ", $doc, ".")]
            #[must_use]
            pub fn $member(&self) -> Option<&str> {
                self.endpoint(Endpoint::$endpoint)
            })+
        }
    };
}

oauth_flow_core::__endpoints!(endpoints);

macro_rules! urls {
    ($($(#[doc = $doc:literal])+ $member:ident)+) => {
        $($(#[doc = $doc])+
        #[must_use]
        pub fn $member(&self) -> Option<&str> {
            self.text(stringify!($member))
        })+
    };
}

impl ServerMetadata {
    /// Reads a document that is already there, such as one that is kept in a file.
    ///
    /// `issuer` is the issuer identifier that the client is configured with, which the document
    /// has to name byte for byte, a last slash included (RFC 8414 section 3.3): one that names
    /// another is of another server, or made to look so.
    ///
    /// # Errors
    ///
    /// The bytes are no such document, its issuer is another, or a URL is not `https`; `http` on the
    /// loopback interface is for a server whose issuer is that too.
    pub fn read(json: &[u8], issuer: &str) -> Result<Self, MetadataError> {
        check_issuer(issuer)?;
        let document = Document::read(json, None).map_err(MetadataError::Json)?;
        document.of(Issuer::Server(issuer.to_owned()), issuer)
    }

    /// Reads the document of a server whose users are of many tenants, and whose issuer has a placeholder
    /// in place of the tenant, such as `https://login.example.com/{tenantid}/v2.0`.
    ///
    /// `template` is the issuer of the document, byte for byte. Its placeholder is `{tenantid}` or
    /// `{tenant}`, and is one whole segment of the path. The `iss` of an authorization response (RFC 9207
    /// section 2) then has a tenant there, whichever it is: the server is known, and the tenant is not.
    /// Whoever lets in the users of some tenants alone compares the tenant in the tokens. For the users of
    /// one tenant, [`read`](Self::read) its own document, or give the issuer of the tenant to the builder
    /// too.
    ///
    /// # Errors
    ///
    /// Those of [`read`](Self::read), or the template is none.
    pub fn read_for_tenants(json: &[u8], template: &str) -> Result<Self, MetadataError> {
        let issuer = self::template(template)?;
        let document = Document::read(json, None).map_err(MetadataError::Json)?;
        document.of(issuer, template)
    }

    /// The issuer identifier (RFC 8414 section 2), which is that of the client's configuration; the
    /// template, for the tenants of a server.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.text("issuer").unwrap_or_default()
    }

    /// A member of the document, by its name and as the server has it. What is `null` is as if it were
    /// not there. A URL that no method here gives is not checked.
    #[must_use]
    pub fn get(&self, member: &str) -> Option<&Value> {
        self.members.get(member)
    }

    /// The URL of `endpoint`.
    #[must_use]
    pub fn endpoint(&self, endpoint: Endpoint) -> Option<&str> {
        self.text(endpoint.word())
    }

    urls! {
        /// The endpoint that says who the user of an access token is (`OpenID` Connect Discovery 1.0
        /// section 3).
        userinfo_endpoint
        /// Where the keys are that the server signs with (RFC 8414 section 2).
        jwks_uri
        /// Where the user is sent to log out at the server (`OpenID` Connect RP-Initiated Logout 1.0
        /// section 2.1).
        end_session_endpoint
        /// The endpoint that says what a token is worth (RFC 7662 section 2).
        introspection_endpoint
        /// The endpoint where clients register themselves (RFC 7591 section 3).
        registration_endpoint
    }

    /// The endpoints of the server for clients that use mutual TLS, by the names of the members whose
    /// place they take (RFC 8705 section 5). A [`Flow`](crate::flow::Flow) takes them where its
    /// declaration authenticates or binds tokens by a certificate.
    pub fn mtls_endpoint_aliases(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.aliases.iter().map(|(name, url)| (*name, url.as_str()))
    }

    /// Whether each authorization response has an `iss` parameter (RFC 9207 section 3). False
    /// where the server does not say.
    #[must_use]
    pub fn authorization_response_iss_parameter_supported(&self) -> bool {
        self.is_true(ISS)
    }

    /// Whether the server refuses authorization requests that are not pushed (RFC 9126
    /// section 5). False where the server does not say.
    #[must_use]
    pub fn require_pushed_authorization_requests(&self) -> bool {
        self.is_true("require_pushed_authorization_requests")
    }

    /// The PKCE methods that the server takes (RFC 8414 section 2). By the standard, `None` means
    /// that it takes none; some very large servers take S256 and do not say so.
    #[must_use]
    pub fn code_challenge_methods_supported(&self) -> Option<&[String]> {
        self.code_challenge_methods.as_deref()
    }

    /// How clients may authenticate at the token endpoint (RFC 8414 section 2):
    /// `client_secret_basic` alone where the server does not say.
    #[must_use]
    pub fn token_endpoint_auth_methods_supported(&self) -> &[String] {
        &self.auth_methods
    }

    pub(super) const fn who(&self) -> &Issuer {
        &self.issuer
    }

    /// What the rules look at.
    pub(super) fn judged(&self) -> oauth_flow_core::ServerMetadata {
        let mut judged = oauth_flow_core::ServerMetadata::new(Origin::Server);
        for member in ServerMember::all() {
            let origin = Origin::Metadata(member.name);
            match (member.form, self.get(member.name)) {
                (MemberForm::Text, Some(Value::String(text))) => judged.text(member, text, origin),
                (MemberForm::Flag, Some(Value::Bool(set))) => judged.flag(member, *set, origin),
                (MemberForm::Texts, Some(Value::Array(list))) => {
                    let text = |value: &Value| {
                        let value = value.as_str()?.to_owned();
                        Some(Stated { value, origin })
                    };
                    // A list of something else says nothing.
                    let texts: Option<Vec<_>> = list.iter().map(text).collect();
                    judged.texts(member, texts.unwrap_or_default(), origin);
                }
                _ => {}
            }
        }
        judged
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.get(member)?.as_str()
    }

    fn is_true(&self, member: &str) -> bool {
        self.get(member).and_then(Value::as_bool).unwrap_or(false)
    }
}

/// Shows the issuer alone: a document may be long.
impl fmt::Debug for ServerMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerMetadata").field("issuer", &self.issuer()).finish_non_exhaustive()
    }
}
