//! The URLs of an authorization server: which of them a client uses, and where the metadata of an
//! issuer is.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::Uri;

/// Why a client does not use a URL of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitUrl {
    /// It is no absolute URL, or has userinfo, a fragment or, as an issuer, a query.
    Invalid,
    /// It is neither `https`, nor `http` on the loopback interface.
    Insecure,
}

/// Reads the URL of an endpoint: an absolute URL without userinfo or fragment to which credentials
/// may be sent.
///
/// # Errors
///
/// Why the client does not use it.
pub fn server_url(url: &str) -> Result<Uri<'_>, UnfitUrl> {
    let uri = Uri::read(url).map_err(|_| UnfitUrl::Invalid)?;
    if uri.has_userinfo() || uri.fragment.is_some() {
        return Err(UnfitUrl::Invalid);
    }
    if uri.is_https() || uri.is_http_on_loopback() { Ok(uri) } else { Err(UnfitUrl::Insecure) }
}

/// Reads an issuer identifier, which is such a URL and has no query (RFC 8414 section 2).
///
/// # Errors
///
/// Why the client does not use it.
pub fn issuer_url(issuer: &str) -> Result<Uri<'_>, UnfitUrl> {
    let uri = server_url(issuer)?;
    if uri.query.is_some() { Err(UnfitUrl::Invalid) } else { Ok(uri) }
}

/// Where the metadata of an issuer may be, in the order in which it is asked for: the path of `OpenID`
/// Connect Discovery 1.0 section 4, that of RFC 8414 section 3.1, and for an issuer with a path the name
/// of the first at the place of the second (RFC 8414 section 5; MCP, Authorization Server Metadata
/// Discovery).
///
/// The first is appended to the issuer identifier, the others are inserted before its path; all leave out
/// a slash at its end.
#[must_use]
pub fn well_known(issuer: &str) -> Vec<String> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    let after_scheme = issuer.find("://").map_or(0, |at| at + 3);
    let path = issuer
        .get(after_scheme..)
        .and_then(|rest| rest.find('/'))
        .map_or(issuer.len(), |at| after_scheme + at);
    let (origin, path) = issuer.split_at_checked(path).unwrap_or((issuer, ""));
    let mut urls = vec![
        format!("{issuer}/.well-known/openid-configuration"),
        format!("{origin}/.well-known/oauth-authorization-server{path}"),
    ];
    if !path.is_empty() {
        urls.push(format!("{origin}/.well-known/openid-configuration{path}"));
    }
    urls
}
