//! The attributes of an item and of its fields: those of this crate are read and taken out.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::Attribute;

use crate::tokens::{flatten, is_punct, is_word, split};

/// The first token of the path of an attribute.
pub(super) fn path_span(attribute: &Attribute) -> Span {
    let first = attribute.path().segments.first();
    first.map_or_else(|| attribute.pound_token.span, |segment| segment.ident.span())
}

/// The tokens without helper attributes, conditional ones and further attributes of this crate
/// among them; `None` where there is nothing to take out, so that every group keeps its spans.
pub(super) fn without_helpers(tokens: TokenStream, outermost: bool) -> Option<TokenStream> {
    let mut changed = false;
    let mut kept: Vec<TokenTree> = Vec::new();
    // Whether the token before is the `#` of an attribute that is kept.
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

/// Whether the content of `#[...]` is for this crate alone.
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
            let mut last = None;
            for token in &tokens {
                if let TokenTree::Group(_) = token {
                    break;
                }
                last = Some(token);
            }
            last.is_some_and(|last| is_word(last, "oauth_client"))
        }
        _ => false,
    }
}

/// Whether `cfg_attr(condition, ...)` brings a helper attribute.
pub(super) fn names_helper(list: &Group) -> bool {
    let tokens = flatten(list.stream());
    let segments = split(&tokens);
    segments.iter().skip(1).any(|segment| {
        matches!(segment.tokens, [first] | [first, TokenTree::Group(_)] if is_word(first, "oauth"))
    })
}
