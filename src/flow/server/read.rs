//! Reads the metadata of a server from a document that is already there.

use std::borrow::ToOwned as _;

use super::document::{Document, check_issuer};
use super::error::MetadataError;
use super::metadata::ServerMetadata;
use super::tenants::template;
use crate::flow::settings::Issuer;

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
}
