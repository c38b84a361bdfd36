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
    let name = name.to_string();
    let sent = ["Create", "Update", "Edit", "New", "Insert", "Upsert", "Patch"];
    let stored = OTHERS.iter().any(|other| name.ends_with(other))
        || sent.iter().any(|it| name.strip_prefix(it).is_some_and(|rest| !rest.is_empty()));
    if stored || is_stored(attributes) {
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
    let roles: Vec<Role> =
        names.iter().filter_map(|name| Name::of(name).role()).map(|it| it.role).collect();
    let server = [
        Role::AuthorizationEndpoint,
        Role::TokenEndpoint,
        Role::DeviceAuthorizationEndpoint,
        Role::Issuer,
    ];
    roles.contains(&Role::ClientId) && server.iter().any(|role| roles.contains(role))
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
