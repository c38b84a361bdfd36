//! Reads the document: what a client relies on is checked, and all of it is kept.

use std::string::String;
use std::vec;
use std::vec::Vec;

use oauth_flow_core::Endpoint;
use oauth_flow_core::uri::{UnfitUrl, Uri, issuer_url, server_url};
use oauth_flow_core::vocabulary::Word as _;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::error::MetadataError;
use super::metadata::{ISS, ServerMetadata};
use crate::flow::exchange::answer::{LARGEST, not_an_object, required};
use crate::flow::exchange::error::{AnswerError, WrongMember};
use crate::flow::members::{JsonType, Members, any, text, texts, type_of};
use crate::flow::settings::{Issuer, has_placeholder};
use crate::flow::text::shown_value;

/// A member that is a URL of the server.
#[derive(Clone, Copy)]
struct UrlMember {
    name: &'static str,
    /// Its name among the aliases for mutual TLS.
    alias: &'static str,
    /// The section of the standard that has it.
    section: &'static str,
}

/// The members that are URLs to which a client or its user goes, and that no key of the attribute declares.
const UNDECLARED: [UrlMember; 5] = [
    UrlMember {
        name: "introspection_endpoint",
        alias: "mtls_endpoint_aliases.introspection_endpoint",
        section: "RFC 8414 section 2",
    },
    UrlMember {
        name: "registration_endpoint",
        alias: "mtls_endpoint_aliases.registration_endpoint",
        section: "RFC 8414 section 2",
    },
    UrlMember {
        name: "jwks_uri",
        alias: "mtls_endpoint_aliases.jwks_uri",
        section: "RFC 8414 section 2",
    },
    UrlMember {
        name: "userinfo_endpoint",
        alias: "mtls_endpoint_aliases.userinfo_endpoint",
        section: "OpenID Connect Discovery 1.0 section 3",
    },
    UrlMember {
        name: "end_session_endpoint",
        alias: "mtls_endpoint_aliases.end_session_endpoint",
        section: "OpenID Connect RP-Initiated Logout 1.0 section 2.1",
    },
];

/// The members that are URLs to which a client or its user goes.
fn urls() -> impl Iterator<Item = UrlMember> {
    let declared = Endpoint::ALL.iter().map(|endpoint| UrlMember {
        name: endpoint.word(),
        alias: endpoint.mtls_alias(),
        section: endpoint.section(),
    });
    declared.chain(UNDECLARED)
}

/// The aliases of endpoints for clients that use mutual TLS.
const ALIASES: &str = "mtls_endpoint_aliases";

const PKCE_METHODS: &str = "code_challenge_methods_supported";

const AUTH_METHODS: &str = "token_endpoint_auth_methods_supported";

/// A JSON object that names an issuer.
pub(super) struct Document<'j> {
    members: Members<'j>,
    issuer: String,
}

impl<'j> Document<'j> {
    /// Reads the body of an answer with this media type.
    pub(super) fn read(body: &'j [u8], content_type: Option<String>) -> Result<Self, AnswerError> {
        if body.len() > LARGEST {
            return Err(AnswerError::TooLarge { length: body.len() });
        }
        let members = Members::read(body).map_err(|error| not_an_object(error, content_type))?;
        let issuer = required("issuer", &members, "RFC 8414 section 2");
        Ok(Self { issuer: issuer.map_err(AnswerError::Member)?, members })
    }

    /// The metadata of the server that was asked for, if the document is that.
    pub(super) fn of(
        self,
        issuer: Issuer,
        expected: &str,
    ) -> Result<ServerMetadata, MetadataError> {
        let Self { members, issuer: found } = self;
        if found != expected {
            let (expected, found) = (shown_value(expected), shown_value(&found));
            return Err(MetadataError::OtherIssuer { expected, found });
        }
        let is_https = is_https(match &issuer {
            Issuer::Server(issuer) => issuer,
            Issuer::Tenants(before, _) => before,
        });
        for member in urls() {
            if let Some(value) = members.get(member.name) {
                check_member(member.name, member.section, value, is_https)?;
            }
        }
        let aliases = aliases(&members, is_https)?;
        if let Some(value) = members.get(ISS)
            && type_of(value) != JsonType::Boolean
        {
            return Err(wrong(ISS, value, JsonType::Boolean, "RFC 9207 section 3"));
        }
        let list = |name| members.get(name).and_then(texts).filter(|list| !list.is_empty());
        Ok(ServerMetadata {
            issuer,
            code_challenge_methods: list(PKCE_METHODS),
            // The default of RFC 8414 section 2.
            auth_methods: list(AUTH_METHODS)
                .unwrap_or_else(|| vec![String::from("client_secret_basic")]),
            aliases,
            members: values(&members),
        })
    }
}

fn is_https(url: &str) -> bool {
    Uri::read(url).is_ok_and(|uri| uri.is_https())
}

/// All members, those that are `null` left out.
fn values(members: &Members<'_>) -> Map<String, Value> {
    let value = |(name, value)| (String::from(name), any(value));
    members.iter().filter(|(_, value)| type_of(value) != JsonType::Null).map(value).collect()
}

/// The aliases of the endpoints (RFC 8705 section 5), by the names of the endpoints.
fn aliases(
    members: &Members<'_>,
    is_https: bool,
) -> Result<Vec<(&'static str, String)>, MetadataError> {
    let Some(value) = members.get(ALIASES) else { return Ok(Vec::new()) };
    let section = "RFC 8705 section 5";
    let members = Members::read(value.get().as_bytes()).map_err(|error| match type_of(value) {
        JsonType::Object => MetadataError::Json(not_an_object(error, None)),
        _ => wrong(ALIASES, value, JsonType::Object, section),
    })?;
    let mut aliases = Vec::new();
    for member in urls() {
        if let Some(value) = members.get(member.name) {
            aliases.push((member.name, check_member(member.alias, section, value, is_https)?));
        }
    }
    Ok(aliases)
}

/// The URL that a member is. Under an issuer of `https`, it is `https` too: a document from elsewhere
/// sends nobody to this machine.
fn check_member(
    member: &'static str,
    section: &'static str,
    value: &RawValue,
    is_https: bool,
) -> Result<String, MetadataError> {
    if type_of(value) != JsonType::String {
        return Err(wrong(member, value, JsonType::String, section));
    }
    let url = text(value).ok_or(MetadataError::InvalidUrl { member })?;
    let uri = server_url(&url).map_err(|error| unfit(member, error))?;
    if is_https && !uri.is_https() {
        return Err(MetadataError::InsecureUrl { member });
    }
    Ok(url)
}

fn wrong(
    member: &'static str,
    value: &RawValue,
    expected: JsonType,
    section: &'static str,
) -> MetadataError {
    let error = WrongMember::of_type(member, value, expected, section);
    MetadataError::Json(AnswerError::Member(error))
}

/// Whether the client is configured with an issuer identifier.
pub(super) fn check_issuer(issuer: &str) -> Result<(), MetadataError> {
    if has_placeholder(issuer) {
        return Err(MetadataError::Placeholder { issuer: shown_value(issuer) });
    }
    issuer_url(issuer).map(|_| ()).map_err(|error| unfit("issuer", error))
}

fn unfit(member: &'static str, error: UnfitUrl) -> MetadataError {
    match error {
        UnfitUrl::Invalid => MetadataError::InvalidUrl { member },
        UnfitUrl::Insecure => MetadataError::InsecureUrl { member },
    }
}
