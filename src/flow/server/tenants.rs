//! The issuers of a server with many tenants, whose metadata has a placeholder in place of the tenant.

use std::string::String;

use oauth_flow_core::uri::issuer_url;
use oauth2::url::Url;

use super::MetadataError;
use crate::flow::settings::Issuer;
use crate::flow::text::shown_value;

/// The placeholders of a tenant.
const PLACEHOLDERS: [&str; 2] = ["{tenantid}", "{tenant}"];

/// Whether a text has a placeholder: no URI has a brace (RFC 3986 section 2).
pub(super) fn has_placeholder(text: &str) -> bool {
    text.contains(['{', '}'])
}

/// The issuers that a template stands for: an issuer identifier in which one whole segment of the path is
/// the placeholder.
pub(super) fn template(template: &str) -> Result<Issuer, MetadataError> {
    let parts = PLACEHOLDERS.iter().find_map(|placeholder| template.split_once(placeholder));
    let fits = |before: &str, after: &str| {
        let whole = before.ends_with('/') && (after.is_empty() || after.starts_with('/'));
        // What is before the segment has a host of its own.
        let issuers = [String::from(before), [before, "tenant", after].concat()];
        whole && issuers.iter().all(|issuer| issuer_url(issuer).is_ok())
    };
    match parts {
        Some((before, after)) if fits(before, after) => {
            Ok(Issuer::Tenants(String::from(before), String::from(after)))
        }
        _ => Err(MetadataError::NotATemplate { template: shown_value(template) }),
    }
}

/// Whether two URLs have one origin (RFC 6454 section 4).
pub(super) fn same_origin(one: &str, other: &str) -> bool {
    let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin());
    origin(one).is_some_and(|one| origin(other) == Some(one))
}
