//! The tokens of a piece of code without its structure: its names, its texts, and what stands as a pair
//! of a key and a value. Macro calls are read like everything else.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use syn::LitStr;

use crate::tokens::is_punct;

/// The tokens of a function, or of another item.
#[derive(Default)]
pub(super) struct Seen {
    /// How often each name is there.
    pub(super) names: HashMap<String, usize>,
    /// The texts, in order.
    pub(super) texts: Vec<Text>,
    /// The pairs of a key and a value, in order.
    pub(super) pairs: Vec<Pair>,
}

/// A string literal.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) span: Span,
    /// Whether the text is compared with something: a pattern, or an operand of `==`.
    pub(super) compared: bool,
}

/// A key that a value follows: `("key", value)`, `insert("key", value)`, `"key": value`, `key: value`.
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) value: PairValue,
    /// Whether the key is a text, and no name of a field.
    pub(super) is_text: bool,
}

/// The value of a pair.
#[derive(Clone)]
pub(super) enum PairValue {
    Text(String, Span),
    /// A constant of this name.
    Constant(String, Span),
    /// A macro of this name, which puts its value in while compiling.
    BuiltIn(String, Span),
    Other,
}

impl Seen {
    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut seen = Self::default();
        seen.walk(&trees(tokens), false);
        seen
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Whether a name or a text holds one of these words, in whatever case.
    pub(super) fn mentions(&self, words: &[&str]) -> bool {
        let has = |text: &str| {
            let text = text.to_ascii_lowercase();
            words.iter().any(|word| text.contains(word))
        };
        self.names.keys().any(|name| has(name)) || self.texts.iter().any(|text| has(&text.value))
    }

    /// The pairs with this key.
    pub(super) fn pairs_of<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s Pair> {
        self.pairs.iter().filter(move |pair| pair.key == key)
    }

    /// Walks the trees of one group. The arguments of a call that asks for something are no pair.
    fn walk(&mut self, trees: &[TokenTree], asks: bool) {
        let mut index = 0;
        while let Some(tree) = trees.get(index) {
            // An attribute: documentation, and what other macros read.
            if is_punct(tree, '#') {
                let bang = trees.get(index + 1).is_some_and(|next| is_punct(next, '!'));
                let at = index + 1 + usize::from(bang);
                if let Some(TokenTree::Group(group)) = trees.get(at)
                    && group.delimiter() == Delimiter::Bracket
                {
                    index = at + 1;
                    let first = group.stream().into_iter().next();
                    let condition = matches!(first, Some(TokenTree::Ident(name)) if name == "cfg");
                    if condition && !bang {
                        index = end_of_statement(trees, index);
                    }
                    continue;
                }
            }
            match tree {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if let Some(value) = field_value(trees, index) {
                        let key_span = ident.span();
                        self.pairs.push(Pair {
                            key: name.clone(),
                            key_span,
                            value,
                            is_text: false,
                        });
                    }
                    *self.names.entry(name).or_default() += 1;
                }
                TokenTree::Literal(literal) => {
                    if let Some(value) = string(literal) {
                        let compared = is_compared(trees, index);
                        if !compared
                            && !asks
                            && let Some(pair) = text_value(trees, index)
                        {
                            let key_span = literal.span();
                            let key = value.clone();
                            self.pairs.push(Pair { key, key_span, value: pair, is_text: true });
                        }
                        self.inlined(&value);
                        self.texts.push(Text { value, span: literal.span(), compared });
                    }
                }
                // The texts in a pattern are compared with something.
                TokenTree::Group(group) if is_pattern(trees, index) => {
                    let inner = Self::of(group.stream());
                    for (name, count) in inner.names {
                        *self.names.entry(name).or_default() += count;
                    }
                    let compared = inner.texts.into_iter().map(|it| Text { compared: true, ..it });
                    self.texts.extend(compared);
                }
                TokenTree::Group(group) => {
                    self.walk(&self::trees(group.stream()), self::asks(trees, index));
                }
                TokenTree::Punct(_) => {}
            }
            index += 1;
        }
    }

    /// The names that a format string has between its braces.
    fn inlined(&mut self, text: &str) {
        for part in text.split('{').skip(1) {
            let name = part.split(['}', ':']).next().unwrap_or_default();
            if !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_') {
                *self.names.entry(String::from(name)).or_default() += 1;
            }
        }
    }
}

/// Where the statement, the arm or the field ends that begins here.
fn end_of_statement(trees: &[TokenTree], from: usize) -> usize {
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Punct(punct) => matches!(punct.as_char(), ';' | ','),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let length = trees.iter().skip(from).position(ends);
    length.map_or(trees.len(), |length| from + length + 1)
}

pub(super) fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

/// The value of a string literal, also of a raw one.
pub(super) fn string(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    if !text.starts_with(['"', 'r']) {
        return None;
    }
    syn::parse_str::<LitStr>(&text).ok().map(|text| text.value())
}

/// Whether a group has the arguments of a call that may ask for something, and not of one that adds a pair:
/// `is("grant_type", "password")`.
fn asks(trees: &[TokenTree], index: usize) -> bool {
    const ADDS: [&str; 24] = [
        "insert",
        "append_pair",
        "append",
        "push",
        "push_str",
        "form",
        "query",
        "new",
        "from",
        "pair",
        "param",
        "add",
        "set",
        "text",
        "field",
        "with",
        "entry",
        "body",
        "json",
        "send_form",
        "add_extra_param",
        "Some",
        "Ok",
        "extend",
    ];
    let group = matches!(trees.get(index), Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis);
    let name = index.checked_sub(1).and_then(|at| trees.get(at));
    group
        && matches!(name, Some(TokenTree::Ident(name)) if ADDS.iter().all(|it| name != it) && !is_keyword(&name.to_string()))
}

fn is_keyword(name: &str) -> bool {
    ["in", "return", "match", "if", "let", "mut", "move", "else", "break", "as"].contains(&name)
}

/// Whether a group is a pattern: of an arm, with or without a condition, or of a `let`.
fn is_pattern(trees: &[TokenTree], index: usize) -> bool {
    let parenthesis = matches!(trees.get(index), Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis);
    let arrow = trees.get(index + 1).is_some_and(|it| is_punct(it, '='))
        && trees.get(index + 2).is_some_and(|it| is_punct(it, '>'));
    let named = |at: Option<usize>, word: &str| {
        at.and_then(|at| trees.get(at))
            .is_some_and(|it| matches!(it, TokenTree::Ident(name) if name == word))
    };
    parenthesis && (arrow || named(Some(index + 1), "if") || named(index.checked_sub(1), "let"))
}

/// Whether the token is an operand of `==` or `!=`, or a pattern of a match.
fn is_compared(trees: &[TokenTree], index: usize) -> bool {
    let at = |offset: usize| trees.get(offset);
    let is = |offset: usize, letter: char| at(offset).is_some_and(|it| is_punct(it, letter));
    let before = index >= 2 && is(index - 1, '=') && (is(index - 2, '=') || is(index - 2, '!'));
    let behind = (is(index + 1, '=') || is(index + 1, '!')) && is(index + 2, '=');
    let arm = is(index + 1, '=') && is(index + 2, '>') && !is_string_key(trees, index);
    let either = is(index + 1, '|') || (index >= 1 && is(index - 1, '|'));
    before || behind || arm || either
}

/// Whether `"key" => "value"` stands in a list of such pairs, as the macros for maps have it: the value
/// is an expression that is followed by a comma or by nothing, and no arm of a match. A text as the value
/// of a text is an arm where a match stands around it; that is told by its neighbours.
fn is_string_key(trees: &[TokenTree], index: usize) -> bool {
    let first = trees.iter().find_map(|tree| match tree {
        TokenTree::Literal(literal) => string(literal),
        _ => None,
    });
    let keys = [
        "grant_type",
        "client_id",
        "client_secret",
        "code",
        "redirect_uri",
        "scope",
        "response_type",
    ];
    let text = trees.get(index).and_then(|tree| match tree {
        TokenTree::Literal(literal) => string(literal),
        _ => None,
    });
    let is_key = |text: Option<String>| text.is_some_and(|text| keys.contains(&text.as_str()));
    is_key(first)
        && is_key(text)
        && trees.get(index + 3).is_some_and(
            |it| !matches!(it, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
        )
}

/// The value behind `key:`, where that is no path.
fn field_value(trees: &[TokenTree], index: usize) -> Option<PairValue> {
    let colon = trees.get(index + 1).filter(|tree| is_punct(tree, ':'))?;
    let path = matches!(colon, TokenTree::Punct(punct) if punct.spacing() == proc_macro2::Spacing::Joint)
        && trees.get(index + 2).is_some_and(|tree| is_punct(tree, ':'));
    if path {
        return None;
    }
    Some(value(trees.get(index + 2..)?))
}

/// The value behind a text: after a comma, a colon or `=>`, and after what makes a `String` of the text.
fn text_value(trees: &[TokenTree], index: usize) -> Option<PairValue> {
    let mut at = index + 1;
    // `.to_string()`, `.into()`
    while trees.get(at).is_some_and(|tree| is_punct(tree, '.')) {
        let name = trees.get(at + 1)?;
        if !matches!(name, TokenTree::Ident(ident) if is_conversion(&ident.to_string())) {
            return None;
        }
        at += 3;
    }
    let separator = trees.get(at)?;
    // In a list of more texts, what is next to a text is no value of it.
    let first = trees.iter().take(index).all(|it| is_punct(it, '&'));
    if (is_punct(separator, ',') && first) || is_punct(separator, ':') {
        return Some(value(trees.get(at + 1..)?));
    }
    let arrow = is_punct(separator, '=') && trees.get(at + 1).is_some_and(|it| is_punct(it, '>'));
    arrow.then(|| value(trees.get(at + 2..).unwrap_or_default()))
}

fn is_conversion(name: &str) -> bool {
    ["to_string", "to_owned", "into", "as_str", "to_vec", "as_bytes", "clone"].contains(&name)
}

/// What the value at the beginning of these tokens is.
pub(super) fn value(trees: &[TokenTree]) -> PairValue {
    match trees {
        [first, rest @ ..] if is_punct(first, '&') || is_punct(first, '*') => value(rest),
        [TokenTree::Literal(literal), ..] => match string(literal) {
            Some(text) => PairValue::Text(text, literal.span()),
            None => PairValue::Other,
        },
        [TokenTree::Ident(_), ..] => path_value(trees),
        _ => PairValue::Other,
    }
}

/// The value of a macro that puts it in while compiling.
fn built_in(name: &str, group: &Group) -> PairValue {
    match name {
        "env" | "option_env" | "include_str" | "obfstr" | "dotenv" | "litcrypt" => {
            PairValue::BuiltIn(String::from(name), group.span_open())
        }
        _ => PairValue::Other,
    }
}

/// The value of `Some("text")`, `String::from("text")`, `CONSTANT`, `Self::CONSTANT`.
fn path_value(trees: &[TokenTree]) -> PairValue {
    const WRAPPERS: [&str; 8] =
        ["Some", "from", "Borrowed", "new", "String", "Cow", "to_string", "json"];
    let mut last = None;
    let mut at = 0;
    while let Some(TokenTree::Ident(name)) = trees.get(at) {
        last = Some(name);
        // A value has no type of its own behind it.
        let joined = trees.get(at + 1).is_some_and(|it| is_punct(it, ':'));
        if !joined {
            at += 1;
            break;
        }
        at += 3;
    }
    let Some(last) = last else { return PairValue::Other };
    match trees.get(at) {
        Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Parenthesis
                && WRAPPERS.iter().any(|it| last == it) =>
        {
            value(&self::trees(group.stream()))
        }
        Some(bang) if is_punct(bang, '!') => match trees.get(at + 1) {
            Some(TokenTree::Group(group)) => built_in(&last.to_string(), group),
            _ => PairValue::Other,
        },
        Some(TokenTree::Group(_)) => PairValue::Other,
        _ if is_constant(&last.to_string()) => PairValue::Constant(last.to_string(), last.span()),
        _ => PairValue::Other,
    }
}

/// Whether a name is spelt as constants are.
pub(super) fn is_constant(name: &str) -> bool {
    name.len() > 1
        && name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_')
}

/// The names that begin like a type.
pub(super) fn types(seen: &Seen) -> HashSet<String> {
    let is_type = |name: &&String| {
        name.starts_with(|first: char| first.is_ascii_uppercase()) && !is_constant(name)
    };
    seen.names.keys().filter(is_type).cloned().collect()
}
