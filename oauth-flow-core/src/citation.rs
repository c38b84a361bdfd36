//! Where a rule comes from: document, section and strength. Prose of standards is cited, never
//! copied.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::vocabulary::Profile;

/// A document that rules cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Document {
    /// An RFC, by its number.
    Rfc(u16),
    /// OAuth 2.1, draft-ietf-oauth-v2-1-16.
    OAuth21,
    /// Updates to the Security Best Current Practice, draft 03.
    SecurityTopicsUpdate,
    /// Client ID Metadata Document, draft 02.
    ClientIdMetadataDocument,
    /// OAuth Identity and Authorization Chaining Across Domains, draft 17.
    IdentityChaining,
    /// FAPI 2.0 Security Profile (final).
    Fapi2,
    /// The authorization chapter of the Model Context Protocol, 2026-07-28.
    Mcp,
    /// OpenID Connect Core 1.0 (errata 2).
    OidcCore,
    /// OpenID Connect Discovery 1.0 (errata 2).
    OidcDiscovery,
    /// OpenID Connect Dynamic Client Registration 1.0 (errata 2).
    OidcRegistration,
    /// OpenID Connect Relying Party Metadata Choices 1.0.
    RpMetadataChoices,
    /// OpenID Connect RP-Initiated Logout 1.0.
    OidcLogout,
    /// OpenID Connect Client-Initiated Backchannel Authentication Core 1.0.
    OidcCiba,
    /// OAuth 2.0 Multiple Response Type Encoding Practices 1.0.
    MultipleResponseTypes,
    /// This project's own rule, where it states one.
    Project,
}

/// One citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The cited document.
    pub document: Document,
    /// The section, as the document numbers or names it.
    pub section: &'static str,
    /// The strength in the document's own words, such as `MUST`; empty for a definition.
    pub requirement: &'static str,
}

const fn cite(document: Document, section: &'static str, requirement: &'static str) -> Citation {
    Citation { document, section, requirement }
}

macro_rules! cites {
    ($($(#[$doc:meta])* $name:ident => $document:ident)+) => {
        $($(#[$doc])*
        #[must_use]
        pub const fn $name(section: &'static str, requirement: &'static str) -> Citation {
            cite(Document::$document, section, requirement)
        })+
    };
}

/// Cites a section of an RFC.
#[must_use]
pub const fn rfc(number: u16, section: &'static str, requirement: &'static str) -> Citation {
    cite(Document::Rfc(number), section, requirement)
}

cites! {
    /// Cites a section of OAuth 2.1.
    oauth21 => OAuth21
    /// Cites a section of the update of the Security Best Current Practice.
    security_topics_update => SecurityTopicsUpdate
    /// Cites a section of Client ID Metadata Document.
    client_id_metadata => ClientIdMetadataDocument
    /// Cites a section of Identity and Authorization Chaining Across Domains.
    identity_chaining => IdentityChaining
    /// Cites a section of the FAPI 2.0 Security Profile.
    fapi2 => Fapi2
    /// Cites a heading of the Model Context Protocol.
    mcp => Mcp
    /// Cites a section of OpenID Connect Core.
    oidc_core => OidcCore
    /// Cites a section of OpenID Connect Discovery.
    oidc_discovery => OidcDiscovery
    /// Cites a section of OpenID Connect Dynamic Client Registration.
    oidc_registration => OidcRegistration
    /// Cites a section of OpenID Connect Relying Party Metadata Choices.
    rp_metadata_choices => RpMetadataChoices
    /// Cites a section of OpenID Connect RP-Initiated Logout.
    oidc_logout => OidcLogout
    /// Cites a section of OpenID Connect CIBA Core.
    oidc_ciba => OidcCiba
    /// Cites a section of OAuth 2.0 Multiple Response Type Encoding Practices.
    multiple_response_types => MultipleResponseTypes
    /// Cites a page of this project's documentation, by its path.
    project => Project
}

impl Document {
    /// The name by which messages cite the document.
    #[must_use]
    pub fn title(self) -> String {
        let title = match self {
            Self::Rfc(number) => return format!("RFC {number}"),
            Self::OAuth21 => "OAuth 2.1 draft-16",
            Self::SecurityTopicsUpdate => "Security Topics Update draft-03",
            Self::ClientIdMetadataDocument => "Client ID Metadata Document draft-02",
            Self::IdentityChaining => "Identity Chaining draft-17",
            Self::Fapi2 => "FAPI 2.0 Security Profile",
            Self::Mcp => "MCP 2026-07-28",
            Self::OidcCore => "OpenID Connect Core",
            Self::OidcDiscovery => "OpenID Connect Discovery",
            Self::OidcRegistration => "OpenID Connect Registration",
            Self::RpMetadataChoices => "OpenID Connect RP Metadata Choices",
            Self::OidcLogout => "OpenID Connect RP-Initiated Logout",
            Self::OidcCiba => "OpenID CIBA Core",
            Self::MultipleResponseTypes => "OAuth 2.0 Multiple Response Types",
            Self::Project => "oauth-flow",
        };
        String::from(title)
    }

    /// The profile whose own text this document is.
    #[must_use]
    pub const fn profile(self) -> Option<Profile> {
        match self {
            Self::Rfc(9700) => Some(Profile::Rfc9700),
            Self::Rfc(6749) => Some(Profile::Rfc6749),
            Self::OAuth21 => Some(Profile::OAuth21),
            Self::Fapi2 => Some(Profile::Fapi2),
            Self::Mcp => Some(Profile::Mcp),
            _ => None,
        }
    }
}

impl Citation {
    /// Where the cited text can be read.
    #[must_use]
    pub fn link(&self) -> String {
        let page = match self.document {
            Document::Rfc(number) => {
                let section = self.section.split(' ').next().unwrap_or_default();
                return if section.starts_with(|first: char| first.is_ascii_digit()) {
                    format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{section}")
                } else {
                    format!("https://www.rfc-editor.org/rfc/rfc{number}")
                };
            }
            Document::OAuth21 => "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-16",
            Document::SecurityTopicsUpdate => {
                "https://datatracker.ietf.org/doc/draft-ietf-oauth-security-topics-update/"
            }
            Document::ClientIdMetadataDocument => {
                "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/"
            }
            Document::IdentityChaining => {
                "https://datatracker.ietf.org/doc/draft-ietf-oauth-identity-chaining/"
            }
            Document::Fapi2 => "https://openid.net/specs/fapi-security-profile-2_0-final.html",
            Document::Mcp => {
                "https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization"
            }
            Document::OidcCore => "https://openid.net/specs/openid-connect-core-1_0.html",
            Document::OidcDiscovery => "https://openid.net/specs/openid-connect-discovery-1_0.html",
            Document::RpMetadataChoices => {
                "https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html"
            }
            Document::OidcRegistration => {
                "https://openid.net/specs/openid-connect-registration-1_0.html"
            }
            Document::OidcLogout => "https://openid.net/specs/openid-connect-rpinitiated-1_0.html",
            Document::OidcCiba => {
                "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html"
            }
            Document::MultipleResponseTypes => {
                "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html"
            }
            Document::Project => self.section,
        };
        String::from(page)
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document.title())?;
        if self.document == Document::Project {
            return write!(f, " {}", self.section);
        }
        let numbered = self.section.chars().next().is_some_and(|first| first.is_ascii_digit());
        let joint = if numbered { " section " } else { ", " };
        write!(f, "{joint}{}", self.section)?;
        if !self.requirement.is_empty() {
            write!(f, " ({})", self.requirement)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::{fapi2, mcp, multiple_response_types, oauth21, oidc_core, project, rfc};
    use crate::vocabulary::Profile;

    #[test]
    fn five_documents_are_the_text_of_a_profile() {
        for (citation, profile) in [
            (rfc(9700, "2", ""), Some(Profile::Rfc9700)),
            (rfc(6749, "2", ""), Some(Profile::Rfc6749)),
            (oauth21("2", ""), Some(Profile::OAuth21)),
            (fapi2("5.3.3.1", ""), Some(Profile::Fapi2)),
            (mcp("Token Theft", ""), Some(Profile::Mcp)),
            (rfc(7636, "4.2", ""), None),
            (oidc_core("9", ""), None),
        ] {
            assert_eq!(citation.document.profile(), profile, "{citation}");
        }
    }

    #[test]
    fn a_source_is_cited_by_title_section_and_strength_and_linked() {
        for (citation, text, link) in [
            (
                rfc(9700, "2.1.1", "MUST"),
                "RFC 9700 section 2.1.1 (MUST)",
                "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1",
            ),
            (
                rfc(6749, "4.1", ""),
                "RFC 6749 section 4.1",
                "https://www.rfc-editor.org/rfc/rfc6749#section-4.1",
            ),
            (
                rfc(7636, "4.2 and 4.3", ""),
                "RFC 7636 section 4.2 and 4.3",
                "https://www.rfc-editor.org/rfc/rfc7636#section-4.2",
            ),
            (
                rfc(8414, "Abstract", ""),
                "RFC 8414, Abstract",
                "https://www.rfc-editor.org/rfc/rfc8414",
            ),
            (
                oauth21("1.5", "MUST"),
                "OAuth 2.1 draft-16 section 1.5 (MUST)",
                "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-16",
            ),
            (
                mcp("Token Theft", "MUST"),
                "MCP 2026-07-28, Token Theft (MUST)",
                "https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization",
            ),
            (
                oidc_core("9", ""),
                "OpenID Connect Core section 9",
                "https://openid.net/specs/openid-connect-core-1_0.html",
            ),
            (
                multiple_response_types("3", ""),
                "OAuth 2.0 Multiple Response Types section 3",
                "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html",
            ),
            (project("docs/waivers.md", ""), "oauth-flow docs/waivers.md", "docs/waivers.md"),
        ] {
            assert_eq!((citation.to_string().as_str(), citation.link().as_str()), (text, link));
        }
    }
}
