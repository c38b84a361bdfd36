//! The item below the attribute, as evidence: it is looked at, and comes back unchanged but for the
//! helper attributes.

mod attributes;
mod field;
mod helper;
mod types;

pub use field::Field;

use oauth_flow_core::rules::reading as rule;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, Data, DeriveInput, Generics};

use crate::mistakes::Mistakes;
use crate::tokens::{flatten, group, is_punct, is_word};
use attributes::{path_span, without_helpers};

/// What was read of the item.
pub(crate) struct Item {
    pub(crate) tokens: TokenStream,
    pub(crate) ident: Option<Ident>,
    pub(crate) generics: Option<Generics>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) fields: Vec<Field>,
    /// Whether more fields may be there than could be seen.
    pub(crate) flattened: bool,
}

/// Reads the item.
pub(crate) fn read(tokens: TokenStream, mistakes: &mut Mistakes) -> Item {
    let head = head(&flatten(tokens.clone()));
    let mut item = Item {
        tokens: without_helpers(tokens.clone(), true).unwrap_or_else(|| tokens.clone()),
        ident: head.as_ref().and_then(|head| head.ident.clone()),
        generics: None,
        attributes: Vec::new(),
        fields: Vec::new(),
        flattened: true,
    };
    let keyword = head.as_ref().map_or_else(String::new, |head| head.keyword.clone());
    let span = head.as_ref().map_or_else(Span::call_site, |head| head.span);
    let parsed = match keyword.as_str() {
        "struct" | "enum" | "union" => syn::parse2::<DeriveInput>(tokens).ok(),
        _ => None,
    };
    let Some(input) = parsed else {
        not_a_struct(&keyword, item.ident.as_ref().map_or(span, Ident::span), mistakes);
        return item;
    };
    repeated_attribute(&input.attrs, mistakes);
    if let Data::Struct(data) = &input.data {
        item.flattened = false;
        let derives = field::Derives::of(&input.attrs);
        for (index, field) in data.fields.iter().enumerate() {
            let seen = field::read(index, field, derives, mistakes);
            item.flattened |= seen.hides_more;
            item.fields.extend(seen.field);
        }
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("oauth")) {
            let mistake = mistakes.at(path_span(attribute)).fact(rule::HELPER_ON_STRUCT);
            let help = "write it on a field: `#[oauth(client_secret)] field: Type`";
            mistakes.add(&rule::UNKNOWN_HELPER, mistake.help(help));
        }
    } else {
        not_a_struct(&keyword, input.ident.span(), mistakes);
    }
    item.ident = Some(input.ident);
    item.generics = Some(input.generics);
    item.attributes = input.attrs;
    item
}

/// What an item is, by its first tokens.
struct Head {
    keyword: String,
    span: Span,
    ident: Option<Ident>,
}

fn head(tokens: &[TokenTree]) -> Option<Head> {
    let mut rest = tokens;
    loop {
        rest = match rest {
            [pound, list, tail @ ..]
                if is_punct(pound, '#') && group(list, Delimiter::Bracket).is_some() =>
            {
                tail
            }
            [public, scope, tail @ ..]
                if is_word(public, "pub") && group(scope, Delimiter::Parenthesis).is_some() =>
            {
                tail
            }
            [public, tail @ ..] if is_word(public, "pub") => tail,
            [keyword, tail @ ..] => {
                let ident = match tail.first() {
                    Some(TokenTree::Ident(ident)) => Some(ident.clone()),
                    _ => None,
                };
                return Some(Head { keyword: keyword.to_string(), span: keyword.span(), ident });
            }
            [] => return None,
        };
    }
}

fn not_a_struct(keyword: &str, span: Span, mistakes: &mut Mistakes) {
    let (fact, help) = match keyword {
        "struct" => (rule::UNREADABLE_STRUCT, "check its syntax"),
        "enum" => (rule::ENUM, "declare one struct for each client"),
        "union" => (rule::UNION, "declare a struct for the client"),
        "fn" => (rule::FUNCTION, "write the attribute on the struct of the client"),
        "mod" => (rule::MODULE, "write the attribute on each struct of a client"),
        _ => (rule::OTHER_ITEM, "write the attribute on the struct of the client"),
    };
    let mistake = mistakes.at(span).fact(fact).help(help);
    mistakes.add(&rule::NOT_A_STRUCT, mistake);
}

fn is_own(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == "oauth_client")
}

fn repeated_attribute(attributes: &[Attribute], mistakes: &mut Mistakes) {
    if let Some(second) = attributes.iter().find(|attribute| is_own(attribute.path())) {
        let help = "remove one, or declare one struct for each client";
        let mistake = mistakes.at(path_span(second)).help(help);
        mistakes.add(&rule::REPEATED_ATTRIBUTE, mistake);
    }
}
