//! An application of Gravitee Access Management, as its management interface takes it.

use core::fmt;

use oauth_flow_core::Key;
use oauth_flow_core::vocabulary::{AuthMethod, Kind, Pkce, Refresh};

use super::stated::{Members, StatedClient, document, filled, optional};

pub(super) fn write(client: &StatedClient<'_>) -> String {
    document(|members| {
        if let ([name, ..], Some((of_application, _))) = (client.names(Key::Kind), types(client)) {
            members.member(name, of_application)?;
        }
        let oauth = nojson::object(|members| oauth(client, members));
        members.member("settings", nojson::object(|members| members.member("oauth", &oauth)))
    })
}

/// The type of the application, and its `applicationType`.
fn types(client: &StatedClient<'_>) -> Option<(&'static str, &'static str)> {
    match client.kind()? {
        Kind::Web | Kind::Trusted => Some(("WEB", "web")),
        Kind::Spa => Some(("BROWSER", "web")),
        Kind::Native | Kind::Device => Some(("NATIVE", "native")),
        Kind::M2m | Kind::ThirdParty => Some(("SERVICE", "web")),
        _ => None,
    }
}

fn oauth(client: &StatedClient<'_>, members: &mut Members<'_, '_, '_>) -> fmt::Result {
    let name = |key| client.name(key);
    optional(members, name(Key::ClientId), client.text(Key::ClientId))?;
    let public = client.auth() == Some(AuthMethod::None);
    members.member("clientType", if public { "public" } else { "confidential" })?;
    if let ([_, name], Some((_, of_client))) = (client.names(Key::Kind), types(client)) {
        members.member(name, of_client)?;
    }
    members.member(name(Key::RedirectUri), client.texts(Key::RedirectUri))?;
    let logout = Key::PostLogoutRedirectUri;
    filled(members, name(logout), &client.texts(logout))?;
    members.member(name(Key::Grant), client.grant_types())?;
    members.member(name(Key::ResponseType), client.texts(Key::ResponseType))?;
    optional(members, name(Key::Auth), client.text(Key::Auth))?;
    if let [forced, strong] = client.names(Key::Pkce) {
        let method = client.word(Key::Pkce);
        members.member(forced, matches!(method, Some(Pkce::S256 | Pkce::Plain)))?;
        members.member(strong, method == Some(Pkce::S256))?;
    }
    optional(members, name(Key::JwksUri), client.text(Key::JwksUri))?;
    let scopes = client.texts(Key::Scope);
    if !scopes.is_empty() {
        let scopes: Vec<_> = scopes.into_iter().map(scope).collect();
        members.member(name(Key::Scope), scopes)?;
    }
    members.member(name(Key::Par), client.is_set(Key::Par))?;
    optional(members, name(Key::RequestObject), client.text(Key::RequestObject))?;
    for (name, constraint) in client.constraints() {
        members.member(name, client.is(Key::SenderConstraint, constraint))?;
    }
    // The server rotates refresh tokens unless it is told not to, so that the member is no claim of the
    // client where it is left out.
    let rotates = client.is(Key::Refresh, Refresh::Rotate);
    optional(members, name(Key::Refresh), rotates.then_some(false))?;
    members.members(client.details())
}

fn scope(scope: &str) -> impl nojson::DisplayJson {
    nojson::object(move |members| {
        members.member("scope", scope)?;
        members.member("defaultScope", false)
    })
}
