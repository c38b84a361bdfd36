//! One field: its role, by helper attribute, name or type, and what derives do with it.

use oauth_flow_core::members::{Name, RoleByName, weakens_transport};
use oauth_flow_core::{Holds, Role};
use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{Attribute, Member, Meta};

use super::{default, helper, types};
use crate::mistakes::Mistakes;
use crate::tokens::{flatten, name, split};

/// A field of the struct, as the expansion needs it too.
#[derive(Clone)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Field {
    /// What it is for, if that can be told.
    pub role: Option<Role>,
    /// Its name or its position.
    pub member: Member,
    /// The type of the field.
    pub ty: syn::Type,
    /// The function that reads it, of `#[oauth(.., with = path)]`.
    pub with: Option<syn::Path>,
    /// The `#[cfg(..)]` attributes on it.
    pub conditions: Vec<Attribute>,
    /// The `#[allow(..)]` and `#[expect(..)]` attributes on it.
    pub allowed: Vec<Attribute>,
    /// Its name, without the mark of a raw identifier, or its position.
    pub name: String,
    /// Its name, else its type, in the source.
    pub span: Span,
    /// Whether the helper attribute gives it several roles.
    pub has_several_roles: bool,
    /// Whether its name is one that some providers use: another field in the role takes it.
    pub(crate) has_provider_name: bool,
    pub(crate) holds: Holds,
    is_text: bool,
    printed: bool,
    serialized: bool,
    default: Option<Span>,
}

impl Field {
    /// The field as the rules look at it.
    pub(crate) fn evidence(&self, mistakes: &mut Mistakes) -> oauth_flow_core::Field {
        oauth_flow_core::Field {
            name: self.name.clone(),
            role: self.role,
            holds: self.holds,
            is_text: self.is_text,
            printed: self.printed,
            serialized: self.serialized,
            default: self.default.map(|span| mistakes.origin(span)),
            conditional: !self.conditions.is_empty(),
            origin: mistakes.origin(self.span),
        }
    }
}

/// The derives below the attribute that print or write fields.
#[derive(Clone, Copy, Default)]
pub(crate) struct Derives {
    debug: bool,
    serialize: bool,
}

impl Derives {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut derives = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let Meta::List(list) = &attribute.meta else { continue };
            let tokens = flatten(list.tokens.clone());
            for segment in split(&tokens) {
                let derive = segment.tokens.last().and_then(name);
                derives.debug |= derive.as_deref() == Some("Debug");
                derives.serialize |= derive.as_deref() == Some("Serialize");
            }
        }
        derives
    }
}

/// What was read of one field.
pub(crate) struct Seen {
    /// The field in each of its roles, in none unless it has one; nothing where it is not the
    /// client's.
    pub(crate) fields: Vec<Field>,
    /// Whether more fields are inside, or its role could not be read.
    pub(crate) hides_more: bool,
}

pub(crate) fn read(
    index: usize,
    field: &syn::Field,
    prefix: Option<&str>,
    derives: Derives,
    mistakes: &mut Mistakes,
) -> Seen {
    let helper = helper::read(&field.attrs, mistakes);
    let hides_more = helper.flatten || helper.broken || is_flattened(&field.attrs);
    let named = field.ident.as_ref().map(|ident| ident.unraw().to_string());
    let behind_prefix = match (named.as_deref(), prefix) {
        (Some(name), Some(prefix)) => name.strip_prefix(prefix),
        (name, _) => name,
    };
    let is_of_another = prefix.is_some() && behind_prefix.is_none() && helper.roles.is_empty();
    if helper.skip || is_of_another {
        return Seen { fields: Vec::new(), hides_more };
    }
    let is_text = !types::holds_no_text(&field.ty);
    let by_name = if helper.roles.is_empty() {
        behind_prefix.and_then(|name| role_by_name(name, prefix, field, is_text))
    } else {
        None
    };
    let (role, more) = match helper.roles.split_first() {
        Some((first, more)) => (Some(*first), more),
        None => (by_name.map(|by| by.role).or_else(|| types::role(&field.ty)), &[][..]),
    };
    let is_secret = |it: &Role| matches!(it, Role::ClientSecret | Role::PrivateKey);
    let secret = role.as_ref().is_some_and(is_secret) || more.iter().any(is_secret);
    let member = match &field.ident {
        Some(ident) => Member::Named(ident.clone()),
        None => Member::from(index),
    };
    let mut allowed = attributes_of("allow", &field.attrs);
    allowed.append(&mut attributes_of("expect", &field.attrs));
    let first = Field {
        role,
        member,
        ty: field.ty.clone(),
        with: helper.with,
        conditions: attributes_of("cfg", &field.attrs),
        allowed,
        name: named.unwrap_or_else(|| index.to_string()),
        span: field.ident.as_ref().map_or_else(|| field.ty.span(), syn::Ident::span),
        has_several_roles: !more.is_empty(),
        has_provider_name: by_name.is_some_and(|by| by.of_provider),
        holds: types::holds(&field.ty),
        is_text,
        printed: is_printed(&field.attrs, derives),
        serialized: is_serialized(&field.attrs, derives),
        // A default says something of a secret alone.
        default: if secret { default::literal(&field.attrs) } else { None },
    };
    let mut others = Vec::new();
    for role in more {
        others.push(Field { role: Some(*role), ..first.clone() });
    }
    let mut fields = vec![first];
    fields.append(&mut others);
    Seen { fields, hides_more }
}

/// The attributes of this name.
fn attributes_of(name: &str, attributes: &[Attribute]) -> Vec<Attribute> {
    let mut found = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident(name) {
            found.push(attribute.clone());
        }
    }
    found
}

/// The role by the name of the field in Rust, else by the names that serde and clap read it under.
fn role_by_name(
    name: &str,
    prefix: Option<&str>,
    field: &syn::Field,
    is_text: bool,
) -> Option<RoleByName> {
    let own = Name::of(name);
    if !is_text && types::is_switch(&field.ty) && weakens_transport(&own) {
        return Some(RoleByName { role: Role::InsecureSwitch, of_provider: false });
    }
    // `has_client_secret: bool` says something of a secret and is none.
    let holds_it = |by: &RoleByName| is_text || !by.role.is_text();
    if let Some(role) = own.role().filter(holds_it) {
        return Some(role);
    }
    for other in default::other_names(&field.attrs) {
        let other = Name::of(&other);
        let text = other.text();
        let text = prefix.and_then(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
        if let Some(role) = Name::of(text).role().filter(holds_it) {
            return Some(role);
        }
    }
    None
}

/// The words inside the attributes of this name, at any depth. One that a condition may bring
/// counts: whoever writes it has the derive under the same condition.
fn words(attributes: &[Attribute], path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in attributes {
        let Meta::List(list) = &attribute.meta else { continue };
        let tokens = flatten(list.tokens.clone());
        if attribute.path().is_ident(path) {
            collect(&tokens, &mut found);
        } else if attribute.path().is_ident("cfg_attr") {
            for segment in split(&tokens).into_iter().skip(1) {
                if segment.tokens.first().and_then(name).as_deref() == Some(path) {
                    collect(segment.tokens, &mut found);
                }
            }
        }
    }
    found
}

fn collect(tokens: &[TokenTree], found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(&flatten(group.stream()), found),
            other => found.push(other.to_string()),
        }
    }
}

fn has(attributes: &[Attribute], path: &str, any: &[&str]) -> bool {
    words(attributes, path).iter().any(|word| any.contains(&word.as_str()))
}

fn is_flattened(attributes: &[Attribute]) -> bool {
    ["serde", "command", "clap"].iter().any(|path| has(attributes, path, &["flatten"]))
}

/// Whether `Debug` prints the field. A field that hides from `Debug` does so by a derive that is not
/// the standard one.
fn is_printed(attributes: &[Attribute], derives: Derives) -> bool {
    let hidden_from = |path| {
        has(attributes, path, &["Debug", "debug"])
            && has(attributes, path, &["ignore", "skip", "\"ignore\"", "\"skip\""])
    };
    let hidden = || {
        has(attributes, "debug", &["skip", "ignore"])
            || hidden_from("derivative")
            || hidden_from("educe")
    };
    derives.debug && !hidden()
}

/// Whether `Serialize` writes the field.
fn is_serialized(attributes: &[Attribute], derives: Derives) -> bool {
    derives.serialize && !has(attributes, "serde", &["skip", "skip_serializing"])
}
