//! Which grant types fit which kind of client.

use crate::judge::{Place, Remedy, Rule, Subject};
use crate::members::{Key, Role};
use crate::rules::fields::password_fields;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::recommendation::row;
use crate::vocabulary::{Grant, Pkce, ResponseType, Word};

pub(crate) mod deprecated;
pub(crate) mod kind;
pub(crate) mod redirect;
pub(crate) mod refresh;

/// The rules about kinds and grants, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &deprecated::IMPLICIT_GRANT,
    &deprecated::PASSWORD_GRANT,
    &kind::KIND_GRANT_MISMATCH,
    &kind::PUBLIC_CLIENT_CREDENTIALS,
    &kind::MIXED_USER_AND_MACHINE_GRANTS,
    &redirect::GRANT_RESPONSE_TYPE_MISMATCH,
    &refresh::REFRESH_WITHOUT_SOURCE,
    &refresh::REFRESH_WITH_ASSERTION_GRANT,
    &redirect::MISSING_REDIRECT_URI,
    &redirect::UNUSED_REDIRECT_URI,
];

/// The places of the values of `key` that `matches`.
fn positions<T: Copy>(key: Key, values: &[T], matches: fn(T) -> bool) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if matches(*value) {
            places.push(Place::Value(key, index));
        }
    }
    places
}

/// Whether a response type asks for a code and a token: the client then lists the implicit grant too
/// (OpenID Connect Registration section 2).
fn is_hybrid(subject: &Subject<'_>) -> bool {
    let hybrid = |response: &ResponseType| {
        response.has_code() && (response.has_token() || response.has_id_token())
    };
    subject.declaration.response_types.iter().any(hybrid)
}

/// What a declaration of `grant` needs beside it and this one does not write, in words that begin with "with".
/// A public client that gets refresh tokens has to say what protects them.
pub(crate) fn what_it_needs(subject: &Subject<'_>, grant: Grant, refreshes: bool) -> String {
    let declaration = &subject.declaration;
    let mut needs = Vec::new();
    let redirects = grant == Grant::AuthorizationCode;
    // Where no grant is written, PKCE is that of the recommended flow, which a written grant ends.
    let has_pkce = declaration.pkce == Some(Pkce::S256) && subject.written.contains(Key::Pkce);
    if redirects && !has_pkce {
        needs.push(String::from("`pkce = \"S256\"`"));
    }
    if redirects && !has_redirect_uri(subject) {
        needs.push(String::from("a `redirect_uri`"));
    }
    let protected = declaration.refresh.is_some() || declaration.sender_constraint.is_some();
    if refreshes && declaration.is_public() && !protected {
        needs.push(String::from("`refresh = \"rotate\"`"));
    }
    if needs.is_empty() { String::new() } else { format!(" with {}", listed(&needs)) }
}

/// Whether the client has a redirect URI, or may have one in a field or at run time.
fn has_redirect_uri(subject: &Subject<'_>) -> bool {
    subject.declaration.redirect_uri_at_run_time
        || !subject.declaration.redirect_uris.is_empty()
        || subject.may_have(Role::RedirectUri)
}

/// Names as a list in a sentence, as in "a, b and c".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The edits from a grant that the kind must not use, and from response types without a code, to the
/// flow that is recommended for the kind.
fn toward_recommended(subject: &Subject<'_>, grant: Option<Place>, codeless: bool) -> Remedy {
    let declaration = &subject.declaration;
    let recommended = declaration.kind.map_or(Grant::AuthorizationCode, |kind| row(kind).grant);
    let mut edits = Vec::new();
    if let Some(place) = grant {
        // Two grants that must go are replaced once.
        let earlier = |index: usize| {
            let before = declaration.grants.iter().take(index);
            before.into_iter().any(|grant| matches!(grant, Grant::Implicit | Grant::Password))
        };
        let replaced = matches!(place, Place::Value(Key::Grant, index) if earlier(index));
        edits.push(if declaration.allows(recommended) || replaced {
            Remedy::Remove(place)
        } else {
            Remedy::Replace(place, String::from(recommended.word()))
        });
    }
    // A waiver of the grant that goes would be left without one to silence.
    let password = |place: &Place| match *place {
        Place::Value(Key::Grant, index) => declaration.grants.get(index) == Some(&Grant::Password),
        _ => false,
    };
    if grant.as_ref().is_some_and(password)
        && let Some(index) =
            declaration.waivers.iter().position(|it| it.rule == deprecated::PASSWORD_GRANT.id)
    {
        edits.push(Remedy::Remove(Place::Waiver(index)));
    }
    if recommended == Grant::AuthorizationCode {
        if codeless {
            edits.push(Remedy::set(Key::ResponseType, ResponseType::Code));
        }
        if declaration.pkce != Some(Pkce::S256) {
            edits.push(Remedy::set(Key::Pkce, Pkce::S256));
        }
        if grant.is_some() && !has_redirect_uri(subject) {
            edits.push(Remedy::decide("declare a `redirect_uri`"));
        }
        if grant.as_ref().is_some_and(password) && password_fields(subject).is_some() {
            edits.push(Remedy::decide("remove the fields of the user's password"));
        }
    } else if codeless {
        edits.push(Remedy::Remove(Place::Key(Key::ResponseType)));
    }
    Remedy::All(edits)
}
