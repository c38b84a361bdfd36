//! One field: its role, by helper attribute, name or type, and what derives do with it.

use oauth_flow_core::{Holds, Role};
use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{Attribute, Member, Meta};

use super::{helper, types};
use crate::mistakes::Mistakes;
use crate::tokens::{flatten, name, split};

/// A field of the struct, as the expansion needs it too.
#[derive(Clone)]
#[non_exhaustive]
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
    pub(crate) holds: Holds,
    pub(crate) exposed_by: Option<&'static str>,
}

impl Field {
    /// The field as the rules look at it.
    pub(crate) fn evidence(&self, mistakes: &mut Mistakes) -> oauth_flow_core::Field {
        oauth_flow_core::Field {
            name: self.name.clone(),
            role: self.role,
            holds: self.holds,
            exposed_by: self.exposed_by,
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
    /// The field, unless `#[oauth(skip)]` takes it out.
    pub(crate) field: Option<Field>,
    /// Whether more fields are inside, or its role could not be read.
    pub(crate) hides_more: bool,
}

pub(crate) fn read(
    index: usize,
    field: &syn::Field,
    derives: Derives,
    mistakes: &mut Mistakes,
) -> Seen {
    let helper = helper::read(&field.attrs, mistakes);
    let hides_more = helper.flatten || helper.broken || is_flattened(&field.attrs);
    if helper.skip {
        return Seen { field: None, hides_more };
    }
    let named = field.ident.as_ref().map(|ident| ident.unraw().to_string());
    // `has_client_secret: bool` says something of a secret and is none.
    let holds_it = |role: &Role| {
        !matches!(role, Role::ClientId | Role::ClientSecret | Role::PrivateKey)
            || !types::holds_no_text(&field.ty)
    };
    let by_name = named.as_deref().and_then(Role::of_field).filter(holds_it);
    let member = match &field.ident {
        Some(ident) => Member::Named(ident.clone()),
        None => Member::from(index),
    };
    let all = |word| field.attrs.iter().filter(move |it| it.path().is_ident(word)).cloned();
    let field = Field {
        role: helper.role.or(by_name).or_else(|| types::role(&field.ty)),
        member,
        ty: field.ty.clone(),
        with: helper.with,
        conditions: all("cfg").collect(),
        allowed: all("allow").chain(all("expect")).collect(),
        name: named.unwrap_or_else(|| index.to_string()),
        holds: types::holds(&field.ty),
        exposed_by: exposed_by(&field.attrs, derives),
        span: field.ident.as_ref().map_or_else(|| field.ty.span(), syn::Ident::span),
    };
    Seen { field: Some(field), hides_more }
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

/// The derive that shows the field. A field that hides from `Debug` does so by a derive that is not
/// the standard one.
fn exposed_by(attributes: &[Attribute], derives: Derives) -> Option<&'static str> {
    let hidden_from = |path| {
        has(attributes, path, &["Debug", "debug"])
            && has(attributes, path, &["ignore", "skip", "\"ignore\"", "\"skip\""])
    };
    let not_printed = has(attributes, "debug", &["skip", "ignore"])
        || hidden_from("derivative")
        || hidden_from("educe");
    let not_written = has(attributes, "serde", &["skip", "skip_serializing"]);
    if derives.debug && !not_printed {
        Some("Debug")
    } else if derives.serialize && !not_written {
        Some("Serialize")
    } else {
        None
    }
}
