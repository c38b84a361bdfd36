//! Token trees without the invisible groups in which `macro_rules` fragments arrive, and split at
//! commas.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

/// The tokens, with the content of each group without delimiters in its place.
pub(crate) fn flatten(stream: TokenStream) -> Vec<TokenTree> {
    let mut flat = Vec::new();
    for token in stream {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                flat.extend(flatten(group.stream()));
            }
            other => flat.push(other),
        }
    }
    flat
}

/// The tokens between two commas, and the comma behind them.
pub(crate) struct Segment<'t> {
    pub(crate) tokens: &'t [TokenTree],
    pub(crate) comma: Option<Span>,
}

/// Splits at commas; a comma at the end starts no further segment.
pub(crate) fn split(tokens: &[TokenTree]) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let comma = rest.iter().position(|token| is_punct(token, ','));
        let end = comma.unwrap_or(rest.len());
        let (head, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        segments.push(Segment { tokens: head, comma: tail.first().map(TokenTree::span) });
        rest = tail.split_first().map_or(&[], |(_, rest)| rest);
    }
    segments
}

pub(crate) fn is_punct(token: &TokenTree, letter: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == letter)
}

/// The name of an identifier, without the mark of a raw one.
pub(crate) fn name(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(ident.unraw().to_string()),
        _ => None,
    }
}

/// Whether the token is this word.
pub(crate) fn is_word(token: &TokenTree, word: &str) -> bool {
    is_one_of(token, &[word])
}

/// Whether the token is one of these words.
pub(crate) fn is_one_of(token: &TokenTree, words: &[&str]) -> bool {
    name(token).is_some_and(|name| words.contains(&name.as_str()))
}

/// Whether one of these words is among the tokens.
pub(crate) fn has_word(tokens: &[TokenTree], words: &[&str]) -> bool {
    tokens.iter().any(|token| is_one_of(token, words))
}

/// The group, if the token is one with this delimiter.
pub(crate) fn group(token: &TokenTree, delimiter: Delimiter) -> Option<&proc_macro2::Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// A token as a message shows it: groups by their opening delimiter.
pub(crate) fn shown(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => String::from(match group.delimiter() {
            Delimiter::Parenthesis => "(",
            Delimiter::Bracket => "[",
            Delimiter::Brace => "{",
            Delimiter::None => "",
        }),
        other => other.to_string(),
    }
}
