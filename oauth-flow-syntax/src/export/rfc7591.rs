//! The client metadata of RFC 7591 section 2.

use oauth_flow_core::Key;
use oauth_flow_core::vocabulary::Kind;

use super::stated::{StatedClient, document, filled, optional};

pub(super) fn write(client: &StatedClient<'_>) -> String {
    document(|members| {
        let name = |key| client.name(key);
        optional(members, name(Key::ClientId), client.text(Key::ClientId))?;
        optional(members, name(Key::Kind), client.kind().and_then(application_type))?;
        // A server may fill in its defaults where a list is not there (RFC 7591 section 3.2.1).
        members.member(name(Key::RedirectUri), client.texts(Key::RedirectUri))?;
        let logout = Key::PostLogoutRedirectUri;
        filled(members, name(logout), &client.texts(logout))?;
        members.member(name(Key::Grant), client.grant_types())?;
        members.member(name(Key::ResponseType), client.texts(Key::ResponseType))?;
        optional(members, name(Key::Auth), client.text(Key::Auth))?;
        optional(members, name(Key::JwksUri), client.text(Key::JwksUri))?;
        optional(members, name(Key::Scope), scope(client))?;
        optional(members, name(Key::Par), client.is_set(Key::Par).then_some(true))?;
        optional(members, name(Key::RequestObject), client.text(Key::RequestObject))?;
        for (name, constraint) in client.constraints() {
            let is = client.is(Key::SenderConstraint, constraint);
            optional(members, name, is.then_some(true))?;
        }
        members.members(client.details())
    })
}

/// The type of application of a kind (OpenID Connect Dynamic Client Registration section 2), which knows
/// two types of clients with a user.
const fn application_type(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Native | Kind::Device => Some("native"),
        Kind::Web | Kind::Spa => Some("web"),
        _ => None,
    }
}

/// The scopes in one text; `None` where there is none, or where the text would have others.
fn scope(client: &StatedClient<'_>) -> Option<String> {
    let scopes = client.texts(Key::Scope);
    let is_token = |scope: &&str| !scope.is_empty() && !scope.contains(' ');
    (!scopes.is_empty() && scopes.iter().all(is_token)).then(|| scopes.join(" "))
}
