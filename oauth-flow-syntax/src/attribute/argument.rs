//! What follows a key, read token by token up to the comma: a string, a bare word, or a list.

use proc_macro2::{Delimiter, Literal, Span, TokenTree};
use syn::Lit;

use crate::tokens::{flatten, group, is_punct, name, shown, split};

/// A value with its token.
#[derive(Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// Text that was read, and whether it was a word without quotes.
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
    pub(crate) bare: bool,
}

/// Why a value is no text.
pub(crate) enum Fault {
    /// A constant, a call or a macro: tokens whose value the compiler works out later.
    Constant,
    /// Neither text nor a word.
    Wrong,
    /// The value ended, and this token follows.
    Trailing(String),
}

/// What follows a key.
pub(crate) enum Argument {
    /// Nothing.
    Flag,
    /// `= value`
    One(Element),
    /// `("a", "b")` or `= ["a", "b"]`
    List(Vec<Element>),
    /// `=` and nothing, or something that is no value of a key.
    Unfinished,
}

pub(crate) type Element = Result<Text, Spanned<Fault>>;

/// Reads what follows a key.
pub(crate) fn read(rest: &[TokenTree]) -> Argument {
    match rest {
        [] => Argument::Flag,
        [first, rest @ ..] if is_punct(first, '=') => match rest {
            [] => Argument::Unfinished,
            [first, rest @ ..] => match group(first, Delimiter::Bracket) {
                Some(list) => elements(list, rest),
                None => Argument::One(element(first, rest)),
            },
        },
        [first, rest @ ..] => match group(first, Delimiter::Parenthesis) {
            Some(list) => elements(list, rest),
            None => Argument::Unfinished,
        },
    }
}

fn elements(list: &proc_macro2::Group, rest: &[TokenTree]) -> Argument {
    if let Some(next) = rest.first() {
        return Argument::One(trailing(next));
    }
    let tokens = flatten(list.stream());
    let mut list = Vec::new();
    for segment in split(&tokens) {
        list.push(if let [first, rest @ ..] = segment.tokens {
            element(first, rest)
        } else {
            let span = segment.comma.unwrap_or_else(Span::call_site);
            Err(Spanned { value: Fault::Trailing(String::from(",")), span })
        });
    }
    Argument::List(list)
}

/// Reads one value: a string, or a word without quotes.
pub(crate) fn element(first: &TokenTree, rest: &[TokenTree]) -> Element {
    match first {
        TokenTree::Literal(literal) => match (string(literal), rest.first()) {
            (Some(_), Some(next)) => trailing(next),
            (Some(value), None) => Ok(Text { value, span: literal.span(), bare: false }),
            (None, _) => fault(Fault::Wrong, first),
        },
        TokenTree::Ident(_) => bare(first, rest),
        // `::name::CONSTANT`, and `$crate::CONSTANT` should it come as two tokens.
        TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '$') => {
            fault(Fault::Constant, first)
        }
        _ => fault(Fault::Wrong, first),
    }
}

/// The value of a string literal. Most have no escape in them, and then the value is the text between
/// the quotes: to parse the literal takes longer than all else about a value.
fn string(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    // Bytes: the macro is seldom optimized.
    let plain = |inner: &&str| !inner.bytes().any(|byte| matches!(byte, b'\\' | b'"' | b'\r'));
    if let Some(inner) = inner.filter(plain) {
        return Some(String::from(inner));
    }
    match Lit::new(literal.clone()) {
        Lit::Str(text) if text.suffix().is_empty() => Some(text.value()),
        _ => None,
    }
}

/// A word without quotes: names and numbers that `-`, `.` and `:` join.
fn bare(first: &TokenTree, rest: &[TokenTree]) -> Element {
    let mut value = name(first).unwrap_or_default();
    let mut joined = false;
    for token in rest {
        match token {
            TokenTree::Ident(_) if joined => {
                value.push_str(&name(token).unwrap_or_default());
                joined = false;
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let number = text.starts_with(|c: char| c.is_ascii_digit());
                if !(joined && number) {
                    return trailing(token);
                }
                value.push_str(&text);
                joined = false;
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                joint @ ('-' | '.' | ':') if !joined => {
                    value.push(joint);
                    joined = true;
                }
                ':' | '!' => return fault(Fault::Constant, first),
                _ => return trailing(token),
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                return fault(Fault::Constant, first);
            }
            _ => return trailing(token),
        }
    }
    if joined || value.starts_with('$') {
        return fault(Fault::Wrong, first);
    }
    Ok(Text { value, span: first.span(), bare: true })
}

fn trailing(token: &TokenTree) -> Element {
    fault(Fault::Trailing(shown(token)), token)
}

fn fault(value: Fault, token: &TokenTree) -> Element {
    Err(Spanned { value, span: token.span() })
}
