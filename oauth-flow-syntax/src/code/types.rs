//! The structs of a file: which of them hold the configuration of a client, and what types they have.

use std::collections::BTreeSet;

use oauth_flow_core::Role;
use oauth_flow_core::members::Name;
use quote::ToTokens;
use syn::{Attribute, Fields, Ident};

/// Endings of the names of types that describe something else: what a server says, or a row of a table.
const OTHERS: [&str; 16] = [
    "Claims",
    "Response",
    "Metadata",
    "Row",
    "Entity",
    "Model",
    "Record",
    "Token",
    "Introspection",
    "Event",
    "Dto",
    "Table",
    "Request",
    "Session",
    "Error",
    "Discovery",
];

/// Whether a type with these fields is the configuration of a client: an identifier beside an endpoint or
/// an issuer.
pub(super) fn is_configuration(name: &Ident, attributes: &[Attribute], fields: &Fields) -> bool {
    let Fields::Named(fields) = fields else { return false };
    if describes_another(name, attributes) {
        return false;
    }
    let names: Vec<String> =
        fields.named.iter().filter_map(|it| it.ident.as_ref()).map(ToString::to_string).collect();
    // What a server keeps of its clients, or says of itself (RFC 7591, RFC 8414).
    let of_server = [
        "grant_types",
        "response_types",
        "grant_types_supported",
        "client_name",
        "exp",
        "iat",
        "sub",
        "jti",
        "created_at",
        "updated_at",
        "aud",
    ];
    if names.iter().any(|name| of_server.contains(&name.as_str())) {
        return false;
    }
    let roles = roles(fields.named.iter());
    roles.contains(&Role::ClientId) && SERVER.iter().any(|role| roles.contains(role))
}

/// What tells the server of a client.
const SERVER: [Role; 4] = [
    Role::AuthorizationEndpoint,
    Role::TokenEndpoint,
    Role::DeviceAuthorizationEndpoint,
    Role::Issuer,
];

/// What tells the client itself.
const CLIENT: [Role; 6] = [
    Role::ClientId,
    Role::ClientSecret,
    Role::PrivateKey,
    Role::SecretReference,
    Role::KeyReference,
    Role::ClientAssertion,
];

/// Whether a declaration may be above a struct: it has something of a client, or nothing at all.
pub(super) fn may_hold_client(name: &Ident, attributes: &[Attribute], fields: &Fields) -> bool {
    let roles = roles(fields.iter());
    let own = roles.iter().any(|role| CLIENT.contains(role) || SERVER.contains(role));
    (own || fields.is_empty()) && !describes_another(name, attributes)
}

/// The roles that fields have by their names.
fn roles<'f>(fields: impl Iterator<Item = &'f syn::Field>) -> Vec<Role> {
    let names = fields.filter_map(|it| it.ident.as_ref()).map(ToString::to_string);
    names.filter_map(|name| Name::of(&name).role()).map(|it| it.role).collect()
}

/// Whether a type is one of a server, or a row of a table, by its name or its derives.
fn describes_another(name: &Ident, attributes: &[Attribute]) -> bool {
    let name = name.to_string();
    let sent = ["Create", "Update", "Edit", "New", "Insert", "Upsert", "Patch"];
    OTHERS.iter().any(|other| name.ends_with(other))
        || sent.iter().any(|it| name.strip_prefix(it).is_some_and(|rest| !rest.is_empty()))
        || is_stored(attributes)
}

/// Whether a derive makes the type a row of a database.
fn is_stored(attributes: &[Attribute]) -> bool {
    let rows = [
        "FromRow",
        "Queryable",
        "Insertable",
        "DeriveEntityModel",
        "Selectable",
        "AsChangeset",
        "Identifiable",
    ];
    attributes.iter().filter(|it| it.path().is_ident("derive")).any(|derive| {
        let text = derive.meta.to_token_stream().to_string();
        rows.iter().any(|row| text.contains(row))
    })
}

/// The names of the types in the fields.
pub(super) fn types(fields: &Fields) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for field in fields {
        let seen = super::text::Seen::of(field.ty.to_token_stream());
        names.extend(super::text::types(&seen));
    }
    names
}
