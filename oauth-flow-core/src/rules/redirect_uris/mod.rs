//! Where the authorization server sends the browser, and what else is reached by a URI.

use crate::rule::Rule;
use crate::subject::{Place, Subject};
use crate::uri::{Host, Uri};

mod form;
mod native;
mod query;
mod transport;

/// The rules of this chapter.
pub static RULES: &[&Rule] = &[
    &form::INVALID_REDIRECT_URI,
    &transport::INSECURE_REDIRECT_URI,
    &transport::LOOPBACK_REDIRECT_URI,
    &native::LOCALHOST_REDIRECT_URI,
    &native::HTTPS_LOOPBACK_REDIRECT_URI,
    &form::REDIRECT_URI_FRAGMENT,
    &form::WILDCARD_REDIRECT_URI,
    &form::TEMPLATED_REDIRECT_URI,
    &form::REDIRECT_URI_USERINFO,
    &form::REDIRECT_URI_DOT_SEGMENTS,
    &query::REDIRECT_URI_RESERVED_PARAMETER,
    &query::OPEN_REDIRECTOR,
    &native::PRIVATE_USE_SCHEME,
    &native::PRIVATE_USE_SCHEME_AUTHORITY,
    &native::PRIVATE_USE_SCHEME_ON_WEB,
    &transport::DANGEROUS_REDIRECT_SCHEME,
    &form::DUPLICATE_REDIRECT_URI,
    &form::NONCANONICAL_REDIRECT_URI,
    &transport::INSECURE_LOGOUT_URI,
    &transport::INSECURE_METADATA_URI,
];

/// The redirect URIs, with their places.
fn redirect_uris<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (Place, &'a str)> {
    let uris = subject.declaration.redirect_uris.iter().enumerate();
    uris.map(|(index, text)| (Place::RedirectUri(index), *text))
}

/// The redirect URIs and the post-logout redirect URIs, with their places.
fn all_redirect_uris<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (Place, &'a str)> {
    let logout = subject.declaration.post_logout_redirect_uris.iter().enumerate();
    redirect_uris(subject)
        .chain(logout.map(|(index, text)| (Place::PostLogoutRedirectUri(index), *text)))
}

/// Whether the host is on the machine of the browser.
fn is_local(uri: &Uri<'_>) -> bool {
    matches!(uri.host(), Host::Loopback | Host::OtherLoopback | Host::Localhost)
}

/// Whether the scheme hands the response to an app (RFC 8252 section 7.1), as far as it is not one
/// that a browser runs or opens by itself.
fn is_private_use(uri: &Uri<'_>) -> bool {
    !uri.is_http() && !uri.is_https() && !transport::is_dangerous(uri)
}

/// What of the URI is a placeholder, if something is.
fn placeholder(text: &str) -> Option<&str> {
    for (open, close) in [("${", '}'), ("{{", '}'), ("{", '}'), ("<", '>')] {
        if let Some((_, rest)) = text.split_once(open)
            && rest.contains(close)
        {
            return text.get(text.find(open)?..=text.find(close)?);
        }
    }
    let path = text.split_once("://").map_or(text, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segment = path.split('/').skip(1).find(|segment| segment.starts_with(':'));
    segment.or_else(|| text.contains("%s").then_some("%s"))
}
