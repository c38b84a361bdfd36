//! The item that the attribute stands on, as evidence: it is looked at, and comes back unchanged
//! but for the helper attributes.

use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Place, Remedy, Role, echo, quoted};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, Data, DeriveInput, Generics};

use crate::field::{self, Field};
use crate::mistake::Mistakes;
use crate::tokens::{flatten, group, is_punct, name};

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
        repeated_roles(&item.fields, mistakes);
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("oauth")) {
            let fact = String::from("`#[oauth(...)]` stands on a field, not on the struct");
            let help = "put it on a field: `#[oauth(client_secret)] field: Type`";
            mistakes.add(&rule::UNKNOWN_HELPER, path_span(attribute), fact, help);
        }
    } else {
        not_a_struct(&keyword, input.ident.span(), mistakes);
    }
    item.ident = Some(input.ident);
    item.generics = Some(input.generics);
    item.attributes = input.attrs;
    item
}

pub(crate) fn path_span(attribute: &Attribute) -> Span {
    let first = attribute.path().segments.first();
    first.map_or_else(|| attribute.pound_token.span, |segment| segment.ident.span())
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

fn is_word(token: &TokenTree, word: &str) -> bool {
    name(token).is_some_and(|name| name == word)
}

fn not_a_struct(keyword: &str, span: Span, mistakes: &mut Mistakes) {
    let (fact, help) = match keyword {
        "struct" => ("this struct could not be read", "check its syntax"),
        "enum" => ("an enum is not one client", "declare one struct for each client"),
        "union" => ("a union is not a client", "declare a struct for the client"),
        "fn" => ("a function is not a client", "put the attribute on the struct of the client"),
        "mod" => ("a module is not a client", "put the attribute on each struct of a client"),
        _ => ("this item is not a struct", "put the attribute on the struct of the client"),
    };
    mistakes.add(&rule::NOT_A_STRUCT, span, String::from(fact), help);
}

fn is_own(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == "oauth_client")
}

fn repeated_attribute(attributes: &[Attribute], mistakes: &mut Mistakes) {
    if let Some(second) = attributes.iter().find(|attribute| is_own(attribute.path())) {
        let fact = String::from("`oauth_client` stands twice on one struct");
        let help = "remove one, or declare one struct for each client";
        mistakes.add(&rule::REPEATED_ATTRIBUTE, path_span(second), fact, help);
    }
}

/// A client has one identifier, one credential of a kind and one address of each endpoint.
fn repeated_roles(fields: &[Field], mistakes: &mut Mistakes) {
    const ONCE: [Role; 8] = [
        Role::ClientId,
        Role::ClientSecret,
        Role::PrivateKey,
        Role::AuthorizationEndpoint,
        Role::TokenEndpoint,
        Role::DeviceAuthorizationEndpoint,
        Role::RevocationEndpoint,
        Role::Issuer,
    ];
    for role in ONCE {
        let mut in_role = fields.iter().enumerate().filter(|(_, field)| field.role == Some(role));
        let Some((at, first)) = in_role.next() else { continue };
        // Where conditions choose between the two, there may be one at a time.
        let clash =
            in_role.find(|(_, other)| first.conditions.is_empty() || other.conditions.is_empty());
        if let Some((index, second)) = clash {
            let fact = format!("a second field is `{}`: {}", role.word(), quoted(&second.name));
            let help = format!(
                "declare one struct for each client, or keep one of `{}` and `{}`",
                echo(&first.name),
                echo(&second.name),
            );
            let places = (Place::Field(index), vec![Place::Field(at)]);
            mistakes.add_at(&rule::REPEATED_ROLE, places, fact, Remedy::decide(help));
        }
    }
}

/// The tokens without helper attributes, conditional ones and further attributes of this crate
/// among them; `None` where there is nothing to take out, so that every group keeps its spans.
fn without_helpers(tokens: TokenStream, outermost: bool) -> Option<TokenStream> {
    let mut changed = false;
    let mut kept: Vec<TokenTree> = Vec::new();
    // Whether the token before is the mark of an attribute, one that was not taken out with its own.
    let mut marked = false;
    for token in tokens {
        let after_mark = std::mem::replace(&mut marked, is_punct(&token, '#'));
        let TokenTree::Group(inner) = &token else {
            kept.push(token);
            continue;
        };
        let hidden = inner.delimiter() == Delimiter::None;
        if inner.delimiter() == Delimiter::Bracket && after_mark && is_helper(inner, outermost) {
            kept.pop();
            changed = true;
        } else if let Some(stream) = without_helpers(inner.stream(), outermost && hidden) {
            let mut group = Group::new(inner.delimiter(), stream);
            group.set_span(inner.span());
            kept.push(TokenTree::Group(group));
            changed = true;
        } else {
            kept.push(token);
        }
    }
    changed.then(|| kept.into_iter().collect())
}

/// Whether what stands in `#[...]` is for this crate alone.
fn is_helper(inner: &Group, outermost: bool) -> bool {
    let tokens = flatten(inner.stream());
    match tokens.as_slice() {
        [first, ..]
            if is_word(first, "oauth") && !tokens.get(1).is_some_and(|t| is_punct(t, ':')) =>
        {
            true
        }
        [first, TokenTree::Group(list)] if is_word(first, "cfg_attr") => names_helper(list),
        _ if outermost => {
            let path = tokens.iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
            path.last().is_some_and(|last| is_word(last, "oauth_client"))
        }
        _ => false,
    }
}

/// Whether `cfg_attr(condition, ...)` brings a helper attribute.
pub(crate) fn names_helper(list: &Group) -> bool {
    let tokens = flatten(list.stream());
    let segments = crate::tokens::split(&tokens);
    segments.iter().skip(1).any(|segment| {
        matches!(segment.tokens, [first] | [first, TokenTree::Group(_)] if is_word(first, "oauth"))
    })
}
