//! Whether an item comes back token for token, less what is written for this macro alone.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// The tokens of `output` after the item with which it begins.
///
/// # Panics
///
/// Where it does not begin with the item.
pub(super) fn after(item: &TokenStream, output: &TokenStream) -> Vec<TokenTree> {
    let (written, returned) = (trees(item), trees(output));
    match begins_with(&written, &returned) {
        Some(length) => returned[length..].to_vec(),
        None => panic!("the item did not come back: {item}\nbut: {output}"),
    }
}

fn trees(tokens: &TokenStream) -> Vec<TokenTree> {
    tokens.clone().into_iter().collect()
}

/// How many tokens of `returned` are those of `written`, helper attributes left out.
fn begins_with(written: &[TokenTree], returned: &[TokenTree]) -> Option<usize> {
    let (mut rest, mut length) = (written, 0);
    while let [first, tail @ ..] = rest {
        let attribute = attribute(rest);
        if attribute.is_some_and(is_helper) {
            rest = &tail[1..];
            continue;
        }
        let kept = returned.get(length).is_some_and(|token| same(first, token))
            && attribute.is_none_or(|_| {
                returned.get(length + 1).is_some_and(|token| same(&tail[0], token))
            });
        if kept {
            rest = tail;
            length += 1;
        } else if attribute.is_some_and(names_macro) {
            rest = &tail[1..];
        } else {
            return None;
        }
    }
    Some(length)
}

fn same(written: &TokenTree, returned: &TokenTree) -> bool {
    match (written, returned) {
        (TokenTree::Group(a), TokenTree::Group(b)) => {
            let inner = trees(&b.stream());
            a.delimiter() == b.delimiter()
                && begins_with(&trees(&a.stream()), &inner) == Some(inner.len())
        }
        (TokenTree::Punct(a), TokenTree::Punct(b)) => {
            a.as_char() == b.as_char() && a.spacing() == b.spacing()
        }
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}

/// The content of the brackets of the attribute that the tokens begin with.
fn attribute(tokens: &[TokenTree]) -> Option<&Group> {
    match tokens {
        [TokenTree::Punct(pound), TokenTree::Group(list), ..]
            if pound.as_char() == '#' && list.delimiter() == Delimiter::Bracket =>
        {
            Some(list)
        }
        _ => None,
    }
}

/// `oauth` or `oauth(...)`, which no other macro knows.
fn is_helper(list: &Group) -> bool {
    match trees(&list.stream()).as_slice() {
        [TokenTree::Ident(name)] | [TokenTree::Ident(name), TokenTree::Group(_)] => name == "oauth",
        _ => false,
    }
}

/// Whether the attribute may be for this macro: conditional helpers, and the attribute itself.
fn names_macro(list: &Group) -> bool {
    fn named(ident: &Ident) -> bool {
        ["oauth", "r#oauth", "oauth_client", "r#oauth_client"].iter().any(|name| ident == name)
    }
    list.stream().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => named(&ident),
        TokenTree::Group(inner) => names_macro(&inner),
        _ => false,
    })
}
