//! An application of Gravitee Access Management, as its management interface takes it.

use core::fmt;

use oauth_flow_core::Key;
use oauth_flow_core::vocabulary::{AuthMethod, Kind, Pkce, Refresh};

use super::stated::{Members, StatedClient, document, filled, optional};

pub(super) fn write(said: &StatedClient<'_>) -> String {
    document(|members| {
        if let ([name, ..], Some((of_application, _))) = (said.names(Key::Kind), types(said)) {
            members.member(name, of_application)?;
        }
        let oauth = nojson::object(|members| oauth(said, members));
        members.member("settings", nojson::object(|members| members.member("oauth", &oauth)))
    })
}

/// The type of the application, and its `applicationType`.
fn types(said: &StatedClient<'_>) -> Option<(&'static str, &'static str)> {
    match said.kind()? {
        Kind::Web | Kind::Trusted => Some(("WEB", "web")),
        Kind::Spa => Some(("BROWSER", "web")),
        Kind::Native | Kind::Device => Some(("NATIVE", "native")),
        Kind::M2m | Kind::ThirdParty => Some(("SERVICE", "web")),
        _ => None,
    }
}

fn oauth(said: &StatedClient<'_>, members: &mut Members<'_, '_, '_>) -> fmt::Result {
    let name = |key| said.name(key);
    optional(members, name(Key::ClientId), said.text(Key::ClientId))?;
    let public = said.auth() == Some(AuthMethod::None);
    members.member("clientType", if public { "public" } else { "confidential" })?;
    if let ([_, name], Some((_, of_client))) = (said.names(Key::Kind), types(said)) {
        members.member(name, of_client)?;
    }
    members.member(name(Key::RedirectUri), said.texts(Key::RedirectUri))?;
    let logout = Key::PostLogoutRedirectUri;
    filled(members, name(logout), &said.texts(logout))?;
    members.member(name(Key::Grant), said.grant_types())?;
    members.member(name(Key::ResponseType), said.texts(Key::ResponseType))?;
    optional(members, name(Key::Auth), said.text(Key::Auth))?;
    if let [forced, strong] = said.names(Key::Pkce) {
        let method = said.word(Key::Pkce);
        members.member(forced, matches!(method, Some(Pkce::S256 | Pkce::Plain)))?;
        members.member(strong, method == Some(Pkce::S256))?;
    }
    optional(members, name(Key::JwksUri), said.text(Key::JwksUri))?;
    let scopes = said.texts(Key::Scope);
    if !scopes.is_empty() {
        let scopes: Vec<_> = scopes.into_iter().map(scope).collect();
        members.member(name(Key::Scope), scopes)?;
    }
    members.member(name(Key::Par), said.is_set(Key::Par))?;
    optional(members, name(Key::RequestObject), said.text(Key::RequestObject))?;
    for (name, constraint) in said.constraints() {
        members.member(name, said.is(Key::SenderConstraint, constraint))?;
    }
    // The server rotates refresh tokens unless it is told not to, so that the member is no claim of the
    // client where it is left out.
    let rotates = said.is(Key::Refresh, Refresh::Rotate);
    optional(members, name(Key::Refresh), rotates.then_some(false))?;
    members.members(said.details())
}

fn scope(scope: &str) -> impl nojson::DisplayJson {
    nojson::object(move |members| {
        members.member("scope", scope)?;
        members.member("defaultScope", false)
    })
}
