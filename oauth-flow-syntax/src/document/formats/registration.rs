//! Tells the formats of a registration apart by the shape of the document, and picks the client.

use std::ops::Range;

use oauth_flow_core::rules::documents as rule;
use oauth_flow_core::vocabulary::Word as _;
use oauth_flow_core::{Format, Key, Registration};

use super::json::{Kind, Node, Object};
use super::notes::{Notes, Wrong};
use super::realm::{self, Wanted};
use super::{gravitee, keycloak, rfc7591};

/// A registration, and the bytes of the document on which it depends, unless that is all.
pub(super) type Read = (Registration, Option<Vec<Range<usize>>>);

/// Members that a client of Keycloak has beside its identifier.
const KEYCLOAK: [&str; 10] = [
    "protocol",
    "publicClient",
    "bearerOnly",
    "standardFlowEnabled",
    "implicitFlowEnabled",
    "directAccessGrantsEnabled",
    "serviceAccountsEnabled",
    "clientAuthenticatorType",
    "redirectUris",
    "attributes",
];

/// Reads a registration.
pub(super) fn read(
    root: Node<'_>,
    length: usize,
    wanted: &Wanted<'_>,
    notes: &mut Notes<'_>,
) -> Option<Read> {
    let whole = |registration| (registration, None);
    let shape = shape(root, notes).ok()?;
    if !matches!(shape, Shape::Rfc7591) {
        notes.citations = rule::OF_EXPORTS;
    }
    match shape {
        Shape::Rfc7591 => Some(whole(rfc7591::read(root, length, notes))),
        Shape::Gravitee => gravitee::read(root, length, notes).map(whole),
        Shape::Client => keycloak::read(root, length, notes).map(whole),
        Shape::Clients => realm::read_clients(root, length, wanted, notes),
        Shape::Realm => realm::read(&[root], length, wanted, notes),
        Shape::Realms => {
            let realms: Vec<Node<'_>> = root.elements()?.collect();
            realm::read(&realms, length, wanted, notes)
        }
    }
}

/// The shape of a registration.
enum Shape {
    Rfc7591,
    Gravitee,
    /// One client of Keycloak.
    Client,
    /// An array of them, as the admin API gives it.
    Clients,
    /// The export of a realm of Keycloak.
    Realm,
    /// An array of them.
    Realms,
}

fn shape(root: Node<'_>, notes: &mut Notes<'_>) -> Result<Shape, Wrong> {
    match root.kind() {
        Kind::Array => {
            let first = root.elements().and_then(|mut elements| elements.next());
            let first = first.map(Object::of).unwrap_or_default();
            if is_realm(&first) || is_realm_without_clients(&first) {
                Ok(Shape::Realms)
            } else if is_client(&first) {
                Ok(Shape::Clients)
            } else {
                Err(no_registration(root, notes, Some("name a document with one client")))
            }
        }
        Kind::Object => shape_of(root, &Object::of(root), notes),
        _ => Err(no_registration(root, notes, None)),
    }
}

fn shape_of(root: Node<'_>, object: &Object<'_>, notes: &mut Notes<'_>) -> Result<Shape, Wrong> {
    let settings = object.get("settings").and_then(|settings| settings.value.member("oauth"));
    if settings.is_some_and(|oauth| oauth.kind() == Kind::Object) {
        return Ok(Shape::Gravitee);
    }
    if is_realm(object) {
        return Ok(Shape::Realm);
    }
    // What the second version of Keycloak's admin API gives has other members.
    let second = object.get("auth").is_some_and(|auth| auth.value.kind() == Kind::Object);
    if object.has(&["clientId"]) && (second || object.has(&["loginFlows"])) {
        let help =
            "this is a client of the second version of Keycloak's admin API: export the realm";
        return Err(no_registration(root, notes, Some(help)));
    }
    if is_client(object) {
        return Ok(Shape::Client);
    }
    if is_server(object) {
        return Err(notes.note(&rule::UNKNOWN_DOCUMENT, start(root), |mistake| {
            let mistake = mistake.fact(rule::METADATA_FOR_REGISTRATION);
            mistake.help("name it with `server`, and the registration of the client here")
        }));
    }
    if is_registration(object) {
        return Ok(Shape::Rfc7591);
    }
    Err(no_registration(root, notes, other(object)))
}

/// Whether an object is the export of a realm with its clients.
fn is_realm(object: &Object<'_>) -> bool {
    object.has(&["realm"]) && object.has(&["clients"])
}

fn is_realm_without_clients(object: &Object<'_>) -> bool {
    object.has(&["realm"]) && object.has(&["keycloakVersion", "enabled"])
}

/// Whether an object is a client of Keycloak. One that is to be made may have no identifier yet.
fn is_client(object: &Object<'_>) -> bool {
    (object.has(&["clientId"]) && object.has(&KEYCLOAK))
        || (object.has(&["protocol"]) && object.has(&["standardFlowEnabled"]))
}

/// Whether an object is the metadata of a server (RFC 8414 section 2). Lists of supported values alone do
/// not tell: a registration may have some (OpenID Connect Relying Party Metadata Choices 1.0).
pub(super) fn is_server(object: &Object<'_>) -> bool {
    object.has(&["issuer"]) && (object.has_endpoint() || object.has(&["jwks_uri"]))
}

/// Whether an object is a registration of RFC 7591: it has one of the members that are read.
pub(super) fn is_registration(object: &Object<'_>) -> bool {
    let has_key = |key: &Key| object.has(Format::Rfc7591.names(*key));
    !object.has(&["resource"])
        && (Key::ALL.iter().any(has_key)
            || object.has(&["client_name", "client_secret", "jwks", "client_uri"]))
}

/// What to do with a document of another sort that is known.
fn other(object: &Object<'_>) -> Option<&'static str> {
    if object.has(&["realm"]) && object.has(&["auth-server-url", "resource"]) {
        return Some("this is the file of an adapter of Keycloak: export the client or the realm");
    }
    if object.has(&["realm"]) && object.has(&["users"]) {
        return Some("this is the file of the users of a realm: name the file of the realm");
    }
    if is_realm_without_clients(object) {
        return Some("this is a realm without its clients: export the realm with its clients");
    }
    if object.has(&["resource"]) {
        return Some(
            "this is the metadata of a protected resource (RFC 9728): name a registration",
        );
    }
    match object.only_name() {
        Some("installed" | "web") => Some(
            "this is what a provider gives its client, and no registration: write down what is registered there",
        ),
        Some("keys") => Some("these are keys: name the registration of the client"),
        _ => None,
    }
}

/// Notes that a document is no registration; without a help, with that of the rule.
fn no_registration(root: Node<'_>, notes: &mut Notes<'_>, help: Option<&str>) -> Wrong {
    notes.note(&rule::UNKNOWN_DOCUMENT, start(root), |mistake| {
        let mistake = mistake.fact(rule::NO_REGISTRATION);
        match help {
            Some(help) => mistake.help(help),
            None => mistake,
        }
    })
}

/// The first byte of a value that may have many lines.
pub(super) fn start(node: Node<'_>) -> Range<usize> {
    let start = node.bytes().start;
    start..start + 1
}
