//! Whether the places of findings exist.

use oauth_flow_core::{Place, Subject};

/// Whether what the place names is there. A token is known to the reader of the source alone.
#[must_use]
pub fn exists(place: Place, subject: &Subject<'_>) -> bool {
    let declaration = &subject.declaration;
    match place {
        Place::Grant(index) => index < declaration.grants.len(),
        Place::ResponseType(index) => index < declaration.response_types.len(),
        Place::RedirectUri(index) => index < declaration.redirect_uris.len(),
        Place::PostLogoutRedirectUri(index) => index < declaration.post_logout_redirect_uris.len(),
        Place::Scope(index) => index < declaration.scopes.len(),
        Place::Resource(index) => index < declaration.resources.len(),
        Place::Waiver(index) => index < declaration.waivers.len(),
        Place::Field(index) => index < subject.fields.len(),
        Place::SecretKey(index) => index < subject.secret_keys.len(),
        _ => true,
    }
}
