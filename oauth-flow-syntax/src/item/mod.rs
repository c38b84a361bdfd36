//! The item below the attribute, as evidence: it is looked at, and comes back unchanged but for the
//! helper attributes.

mod attributes;
mod default;
mod field;
mod helper;
mod no_struct;
mod types;

pub use field::Field;

use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::{Stated, Value, at};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, Data, DeriveInput, Generics};

use crate::mistakes::Mistakes;
use crate::tokens::{flatten, group, is_one_of, is_punct, is_word};
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
pub(crate) fn read(
    tokens: TokenStream,
    prefix: Option<&Stated<Value>>,
    mistakes: &mut Mistakes,
) -> Item {
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
        let name = item.ident.as_ref();
        no_struct::report(&keyword, name, name.map_or(span, Ident::span), None, mistakes);
        return item;
    };
    repeated_attribute(&input.attrs, mistakes);
    if let Data::Struct(data) = &input.data {
        item.flattened = false;
        let derives = field::Derives::of(&input.attrs);
        let start = prefix.and_then(|prefix| prefix.value.text());
        for (index, field) in data.fields.iter().enumerate() {
            let seen = field::read(index, field, start, derives, mistakes);
            item.flattened |= seen.hides_more;
            item.fields.extend(seen.fields);
        }
        leave_roles_to_others(&mut item.fields);
        if let (Some(prefix), Some(start), []) = (prefix, start, item.fields.as_slice()) {
            let mistake = at(Mistakes::place_of(prefix.origin)).quote(start);
            mistakes.add(&rule::UNUSED_PREFIX, mistake);
        }
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("oauth")) {
            let mistake = mistakes.at(path_span(attribute)).fact(rule::HELPER_ON_STRUCT);
            // The field that is meant is one of those below.
            item.flattened = true;
            let help = "write it on a field: `#[oauth(client_secret)] field: Type`";
            mistakes.add(&rule::UNKNOWN_HELPER, mistake.help(help));
        }
    } else {
        let span = input.ident.span();
        no_struct::report(&keyword, Some(&input.ident), span, Some(&input), mistakes);
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
            [mark, tail @ ..] if is_mark_of_function(mark, tail) => tail,
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

/// Whether a word before a function says of what sort it is: `async`, `const`, `unsafe`, `extern "C"`.
fn is_mark_of_function(mark: &TokenTree, behind: &[TokenTree]) -> bool {
    let is_literal = |token: &TokenTree| matches!(token, TokenTree::Literal(_));
    let is_mark = |token: &TokenTree| is_one_of(token, &["async", "const", "unsafe", "extern"]);
    let leads = behind
        .iter()
        .find(|token| !is_literal(token))
        .is_some_and(|next| is_mark(next) || is_one_of(next, &["fn", "trait"]));
    leads && (is_mark(mark) || is_literal(mark))
}

/// Takes the role of a field that has it by a name of some providers, where another field has it.
fn leave_roles_to_others(fields: &mut [Field]) {
    for index in 0..fields.len() {
        let Some(role) =
            fields.get(index).filter(|field| field.has_provider_name).and_then(|it| it.role)
        else {
            continue;
        };
        let taken = fields.iter().enumerate().any(|(other, field)| {
            field.role == Some(role) && (!field.has_provider_name || other < index)
        });
        if let (true, Some(field)) = (taken, fields.get_mut(index)) {
            field.role = None;
        }
    }
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

#[cfg(test)]
mod tests {
    use core::str::FromStr;

    use proc_macro2::{TokenStream, TokenTree};

    use super::is_mark_of_function;

    #[test]
    fn a_mark_of_a_function_stands_before_what_makes_one() {
        for (text, is_mark) in [
            ("async fn", true),
            ("const unsafe", true),
            ("extern \"C\" fn", true),
            ("\"C\" fn", true),
            ("unsafe trait", true),
            ("async struct", false),
            ("pub fn", false),
            ("\"C\" struct", false),
            ("const", false),
        ] {
            let tokens: Vec<TokenTree> =
                TokenStream::from_str(text).into_iter().flatten().collect();
            let split = tokens.split_first();
            let found = split.map(|(mark, behind)| is_mark_of_function(mark, behind));
            assert_eq!(found, Some(is_mark), "{text}");
        }
    }
}
