//! The client metadata of RFC 7591 section 2.

use oauth_flow_core::Key;
use oauth_flow_core::vocabulary::Kind;

use super::stated::{StatedClient, document, filled, optional};

pub(super) fn write(said: &StatedClient<'_>) -> String {
    document(|members| {
        let name = |key| said.name(key);
        optional(members, name(Key::ClientId), said.text(Key::ClientId))?;
        optional(members, name(Key::Kind), said.kind().and_then(application_type))?;
        // A server may fill in its defaults where a list is not there (RFC 7591 section 3.2.1).
        members.member(name(Key::RedirectUri), said.texts(Key::RedirectUri))?;
        let logout = Key::PostLogoutRedirectUri;
        filled(members, name(logout), &said.texts(logout))?;
        members.member(name(Key::Grant), said.grant_types())?;
        members.member(name(Key::ResponseType), said.texts(Key::ResponseType))?;
        optional(members, name(Key::Auth), said.text(Key::Auth))?;
        optional(members, name(Key::JwksUri), said.text(Key::JwksUri))?;
        optional(members, name(Key::Scope), scope(said))?;
        optional(members, name(Key::Par), said.is_set(Key::Par).then_some(true))?;
        optional(members, name(Key::RequestObject), said.text(Key::RequestObject))?;
        for (name, constraint) in said.constraints() {
            let is = said.is(Key::SenderConstraint, constraint);
            optional(members, name, is.then_some(true))?;
        }
        members.members(said.details())
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
fn scope(said: &StatedClient<'_>) -> Option<String> {
    let scopes = said.texts(Key::Scope);
    let is_token = |scope: &&str| !scope.is_empty() && !scope.contains(' ');
    (!scopes.is_empty() && scopes.iter().all(is_token)).then(|| scopes.join(" "))
}
