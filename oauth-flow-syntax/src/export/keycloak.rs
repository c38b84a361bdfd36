//! A client of Keycloak, as its administration takes it.

use core::fmt;

use oauth_flow_core::Key;
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Pkce, Word};

use super::stated::{Members, StatedClient, document, optional};

/// What separates the values of an attribute.
const SEPARATOR: &str = "##";

pub(super) fn write(client: &StatedClient<'_>) -> String {
    document(|members| {
        optional(members, client.name(Key::ClientId), client.text(Key::ClientId))?;
        members.member("protocol", "openid-connect")?;
        members.member("enabled", true)?;
        authentication(client, members)?;
        members.member("bearerOnly", false)?;
        members.members(switches(client).filter(|(name, _)| !is_attribute(name)))?;
        members.member(client.name(Key::RedirectUri), client.texts(Key::RedirectUri))?;
        members.member("attributes", nojson::object(|members| attributes(client, members)))
    })
}

/// The names of attributes have dots in them.
fn is_attribute(name: &str) -> bool {
    name.contains('.')
}

/// The switches of grants, each with whether it is on.
fn switches(client: &StatedClient<'_>) -> impl Iterator<Item = (&'static str, bool)> {
    Grant::ALL.iter().filter_map(|grant| Some((grant.keycloak()?, client.uses(*grant))))
}

/// Keycloak tells clients that authenticate from those that do not by a member of its own, and takes a
/// secret in the header and in the body alike. It knows no certificate of the client's own.
fn authentication(client: &StatedClient<'_>, members: &mut Members<'_, '_, '_>) -> fmt::Result {
    let (public, authenticator) = match client.auth() {
        Some(AuthMethod::None) => (true, "client-secret"),
        Some(AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost) => {
            (false, "client-secret")
        }
        Some(AuthMethod::ClientSecretJwt) => (false, "client-secret-jwt"),
        Some(AuthMethod::PrivateKeyJwt) => (false, "client-jwt"),
        Some(AuthMethod::TlsClientAuth) => (false, "client-x509"),
        _ => return Ok(()),
    };
    let [of_public, of_authenticator] = client.names(Key::Auth) else { return Ok(()) };
    members.member(of_public, public)?;
    members.member(of_authenticator, authenticator)
}

/// The values of attributes are texts, those of switches too.
fn attributes(client: &StatedClient<'_>, members: &mut Members<'_, '_, '_>) -> fmt::Result {
    let flag = |set: bool| if set { "true" } else { "false" };
    let pkce = match client.word(Key::Pkce) {
        Some(method @ (Pkce::S256 | Pkce::Plain)) => Some(method.word()),
        _ => None,
    };
    optional(members, client.name(Key::Pkce), pkce)?;
    optional(members, client.name(Key::PostLogoutRedirectUri), logout_uris(client))?;
    for (name, is_on) in switches(client).filter(|(name, _)| is_attribute(name)) {
        members.member(name, flag(is_on))?;
    }
    members.member(client.name(Key::Par), flag(client.is_set(Key::Par)))?;
    for (name, constraint) in client.constraints() {
        members.member(name, flag(client.is(Key::SenderConstraint, constraint)))?;
    }
    optional(members, client.name(Key::RequestObject), client.text(Key::RequestObject))?;
    if let Some(uri) = client.text(Key::JwksUri) {
        members.member("use.jwks.url", flag(true))?;
        members.member(client.name(Key::JwksUri), uri)?;
    }
    members.members(client.details())
}

/// The URIs to return to after logout in one text; `None` where there is none, or where the text would mean
/// others: `+` and `-` have a meaning of their own.
fn logout_uris(client: &StatedClient<'_>) -> Option<String> {
    let uris = client.texts(Key::PostLogoutRedirectUri);
    let is_plain = |uri: &&str| {
        !uri.contains(SEPARATOR) && uri.trim() == *uri && !["", "+", "-"].contains(uri)
    };
    (!uris.is_empty() && uris.iter().all(is_plain)).then(|| uris.join(SEPARATOR))
}
