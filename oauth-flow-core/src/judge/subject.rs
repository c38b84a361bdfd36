//! What the rules look at: a declaration with its URIs read, the struct below the attribute, and
//! which of its keys the source writes.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::agreement::Disagreement;
use super::documents::{Registration, ServerMetadata};
use super::index::Index;
use super::origin::Origin;
use super::place::Place;
use super::text::without_secrets;
use crate::declaration::Declaration;
use crate::members::{Endpoint, Key, Keys, Role};
use crate::uri::{Uri, UriError};
use crate::vocabulary::{Grant, Kind, Word};

/// A client as the rules look at it. Evidence stays here and out of the constant in the expansion.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// What is declared, completed by the recommended flow.
    pub declaration: Declaration<'a>,
    /// The keys that the source writes, and that could be read.
    pub written: Keys,
    /// The keys that the source writes and that could not be read, or that are required and not
    /// written: rules about them report nothing.
    pub unknown: Keys,
    /// The fields of the struct.
    pub fields: &'a [Field],
    /// Whether one of the fields holds more fields: what is missing is then not reported.
    pub flattened: bool,
    /// The keys that give a secret a value, such as `client_secret = "..."`. Their values are
    /// never read.
    pub secret_keys: &'a [&'a str],
    /// What is registered with the server, where a document says it.
    pub registration: Option<&'a Registration>,
    /// What the server supports, where a document says it.
    pub server: Option<&'a ServerMetadata>,
    /// The keys whose values come from the registration: the source does not write them.
    pub registered: Keys,
    /// The keys whose values come from the metadata of the server: the source does not write them.
    pub served: Keys,
    /// Where the declaration and the documents say different things.
    pub disagreements: &'a [Disagreement],
    /// The places of URIs whose text a type for URLs gave, which may be another one than its user wrote.
    pub rewritten: &'a [Place],
    /// Whether the values are those of the run time: whoever reads a finding then has the declaration in
    /// another place, and no document that could be edited.
    pub at_run_time: bool,
    pub(super) addresses: Vec<Address<'a>>,
}

/// A field of the struct, as evidence.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Field {
    /// Its name, or its position in a tuple struct.
    pub name: String,
    /// What it is for, if that can be told.
    pub role: Option<Role>,
    /// What its type says of the value.
    pub holds: Holds,
    /// Whether its type can hold text.
    pub is_text: bool,
    /// Whether `derive(Debug)` below the attribute prints the field.
    pub printed: bool,
    /// Whether `derive(Serialize)` below the attribute writes the field.
    pub serialized: bool,
    /// Where an attribute of the field gives it a literal as its default, if one does.
    pub default: Option<Origin>,
    /// Whether a `#[cfg]` decides on it.
    pub conditional: bool,
    /// Where it is in the source.
    pub origin: Origin,
}

impl Field {
    /// A field of this name and role, and nothing else.
    #[must_use]
    pub fn new(name: &str, role: Option<Role>) -> Self {
        Self {
            name: String::from(name),
            role,
            holds: Holds::Other,
            is_text: true,
            printed: false,
            serialized: false,
            default: None,
            conditional: false,
            origin: Origin::Whole,
        }
    }
}

/// What the type of a field says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Bare text or bytes that anything can print.
    Bare,
    /// Text that is part of the program: `&'static str` and the like.
    Embedded,
    /// Text that hides from `Debug` and that `Serialize` writes: `oauth2::ClientSecret`.
    HiddenFromDebug,
    /// A value that belongs to one request, by the name of its type.
    RequestValue(&'static str),
    /// Anything else, types that hide themselves among them.
    Other,
}

/// A URI of the declaration.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// The part of the declaration that it is.
    pub place: Place,
    /// The text of the URI as it is declared.
    pub text: &'a str,
    /// What the text is, or why it is no URI.
    pub uri: Result<Uri<'a>, UriError>,
}

impl<'a> Subject<'a> {
    /// A subject without a source of its own: a bare declaration, whose keys all count as
    /// written.
    #[must_use]
    pub fn of(declaration: Declaration<'a>) -> Self {
        Self {
            declaration,
            written: Keys::of(Key::ALL),
            unknown: Keys::NONE,
            fields: &[],
            flattened: false,
            secret_keys: &[],
            registration: None,
            server: None,
            registered: Keys::NONE,
            served: Keys::NONE,
            disagreements: &[],
            rewritten: &[],
            at_run_time: false,
            addresses: addresses(&declaration),
        }
    }

    /// Whether the client is one of these kinds.
    #[must_use]
    pub fn is_kind(&self, kinds: &[Kind]) -> bool {
        self.declaration.kind.is_some_and(|kind| kinds.contains(&kind))
    }

    /// The place of `grant`, if it is declared.
    #[must_use]
    pub fn place_of(&self, grant: Grant) -> Option<Place> {
        let index = self.declaration.grants.iter().position(|other| *other == grant)?;
        Some(Place::Value(Key::Grant, index))
    }

    /// The fields in a role, with their places.
    pub fn fields_in(&self, role: Role) -> impl Iterator<Item = (Place, &'a Field)> + use<'a> {
        self.fields_in_any(&[role]).into_iter()
    }

    /// The fields in these roles, role by role, with their places.
    pub(crate) fn fields_in_any(&self, roles: &[Role]) -> Vec<(Place, &'a Field)> {
        let mut found = Vec::new();
        for role in roles {
            for (index, field) in self.fields.iter().enumerate() {
                if field.role == Some(*role) {
                    found.push((Place::Field(index), field));
                }
            }
        }
        found
    }

    /// The first field in a role.
    #[must_use]
    pub fn field_in(&self, role: Role) -> Option<(Place, &'a Field)> {
        self.fields_in(role).next()
    }

    /// The keys of which the run time may bring a value that the declaration does not have: it arrives
    /// there by what is declared, a field has it, or nothing says what it is.
    #[must_use]
    pub fn open(&self) -> Keys {
        let it = &self.declaration;
        let mut open = Keys::NONE;
        let mut add = |key: Key, is_open: bool| {
            if is_open {
                open.insert(key);
            }
        };
        let in_field = |role| self.may_have(role);
        let redirects = it.redirects() || !it.extension_grants.is_empty();
        add(
            Key::RedirectUri,
            it.redirect_uri_at_run_time
                || in_field(Role::RedirectUri)
                || (redirects && it.redirect_uris.is_empty()),
        );
        add(Key::PostLogoutRedirectUri, it.post_logout_redirect_uri_at_run_time);
        add(Key::Server, self.server.is_none());
        add(Key::Scope, in_field(Role::Scope) || it.scopes.is_empty());
        let resource = it.resource_at_run_time || it.resources.is_empty();
        add(Key::Resource, in_field(Role::Resource) || resource);
        add(Key::Issuer, in_field(Role::Issuer) || it.issuer.is_none());
        for role in Role::ALL {
            let Some(endpoint) = role.key().and_then(Key::endpoint) else { continue };
            add(endpoint.key(), in_field(*role));
        }
        for endpoint in Endpoint::ALL {
            // An extension grant may send the user to the server.
            let may_redirect = redirects && *endpoint == Endpoint::Authorization;
            let needed = it.needs(*endpoint) || may_redirect;
            add(endpoint.key(), needed && it.endpoints.get(*endpoint).is_none());
        }
        open
    }

    /// Whether a field has the role, or may have it inside a flattened one.
    #[must_use]
    pub fn may_have(&self, role: Role) -> bool {
        self.flattened || self.field_in(role).is_some()
    }

    /// A text as a finding may show it. What arrives at run time may hold a secret in a URI.
    pub(crate) fn shown<'t>(&self, text: &'t str, is_uri: bool) -> Cow<'t, str> {
        if self.at_run_time { without_secrets(text, is_uri) } else { Cow::Borrowed(text) }
    }

    /// A part of a URI as a finding may show it: not one of the query, where that is not shown.
    pub(crate) fn shown_part<'t>(&self, part: &'t str, uri: &str) -> &'t str {
        if self.shown(uri, true).contains(part) { part } else { "..." }
    }

    /// The URIs of these keys: those of lists first, then the issuer, then the endpoints.
    pub fn addresses(&self, keys: Keys) -> impl Iterator<Item = &Address<'a>> {
        let mut found = Vec::new();
        for address in &self.addresses {
            if address.place.key().is_some_and(|key| keys.contains(key)) {
                found.push(address);
            }
        }
        found.into_iter()
    }

    /// Those of [`Self::addresses`] that could be read, with their places.
    pub fn uris(&self, keys: Keys) -> impl Iterator<Item = (Place, Uri<'a>)> {
        let mut found = Vec::new();
        for address in self.addresses(keys) {
            if let Ok(uri) = address.uri {
                found.push((address.place, uri));
            }
        }
        found.into_iter()
    }
}

/// Reads the URIs of a declaration.
fn addresses<'a>(declaration: &Declaration<'a>) -> Vec<Address<'a>> {
    let mut found = Vec::new();
    let mut read = |place, text: &'a str| {
        found.push(Address { place, text, uri: Uri::read(text) });
    };
    for (key, list) in [
        (Key::RedirectUri, declaration.redirect_uris),
        (Key::PostLogoutRedirectUri, declaration.post_logout_redirect_uris),
        (Key::Resource, declaration.resources),
    ] {
        let places = Index::of(list);
        for (index, text) in list.iter().enumerate() {
            // A URI that is declared twice is read once: of the second one, only that is said.
            if places.first(text) == Some(index) {
                read(Place::Value(key, index), text);
            }
        }
    }
    if let Some(issuer) = declaration.issuer {
        read(Place::Key(Key::Issuer), issuer);
    }
    for endpoint in Endpoint::ALL {
        if let Some(text) = *declaration.endpoints.get(*endpoint) {
            read(Place::Key(endpoint.key()), text);
        }
    }
    if let Some(jwks_uri) = declaration.jwks_uri {
        read(Place::Key(Key::JwksUri), jwks_uri);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Field, Subject};
    use crate::declaration::Declaration;
    use crate::members::{Key, Role};
    use crate::vocabulary::Grant;

    const LOGIN: Declaration<'_> = Declaration {
        grants: &[Grant::AuthorizationCode],
        redirect_uris: &["https://app.example/cb"],
        ..Declaration::EMPTY
    };

    #[test]
    fn a_redirect_uri_may_arrive_at_run_time_where_none_is_declared_or_something_holds_one() {
        let open = |subject: &Subject<'_>| subject.open().contains(Key::RedirectUri);
        assert!(!open(&Subject::of(LOGIN)));
        assert!(open(&Subject::of(Declaration { redirect_uris: &[], ..LOGIN })));
        assert!(open(&Subject::of(Declaration { redirect_uri_at_run_time: true, ..LOGIN })));
        let fields = [Field::new("callback", Some(Role::RedirectUri))];
        let mut in_field = Subject::of(LOGIN);
        in_field.fields = &fields;
        assert!(open(&in_field));
    }

    #[test]
    fn an_endpoint_that_the_client_uses_may_arrive_at_run_time() {
        let open = |declaration| Subject::of(declaration).open();
        let device = open(Declaration { grants: &[Grant::DeviceCode], ..Declaration::EMPTY });
        let pushed = open(Declaration { par: true, ..LOGIN });
        for (open, device, pushed) in
            [(open(LOGIN), false, false), (device, true, false), (pushed, false, true)]
        {
            assert!(open.contains(Key::TokenEndpoint) && !open.contains(Key::RevocationEndpoint));
            assert_eq!(open.contains(Key::DeviceAuthorizationEndpoint), device);
            assert_eq!(open.contains(Key::PushedAuthorizationRequestEndpoint), pushed);
        }
    }

    #[test]
    fn a_grant_without_a_redirect_waits_for_no_redirect_uri() {
        let open = |declaration| Subject::of(declaration).open();
        let of_grant = |grants| open(Declaration { grants, ..Declaration::EMPTY });
        for key in [Key::RedirectUri, Key::AuthorizationEndpoint] {
            assert!(of_grant(&[Grant::AuthorizationCode]).contains(key), "{key}");
            assert!(!of_grant(&[Grant::ClientCredentials]).contains(key), "{key}");
            // What an extension grant needs is not known.
            let extension_grants = &["urn:example:grant"];
            assert!(
                open(Declaration { extension_grants, ..Declaration::EMPTY }).contains(key),
                "{key}"
            );
        }
    }
}
