//! Where the keys and values of an attribute are in its text, and changes of that text that leave
//! everything else as it is written.

use core::ops::Range;
use core::str::FromStr;

use oauth_flow_core::members::Shape;
use oauth_flow_core::vocabulary::{Answer, Grant, Word, look_up};
use oauth_flow_core::{Key, Place};
use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

use crate::tokens::is_punct;

/// The arguments of an attribute, in its text.
pub(crate) struct Arguments<'t> {
    text: &'t str,
    all: Vec<Argument>,
}

/// A key with its values.
struct Argument {
    key: String,
    part: Part,
    /// The values, where the key takes some.
    values: Vec<Part>,
}

/// A part of a list, and the comma behind it.
#[derive(Clone)]
struct Part {
    bytes: Range<usize>,
    comma: Option<Range<usize>>,
}

/// One value of a key: a part of its list, or a word in the text of one.
enum Value<'a> {
    Part(usize, &'a Part),
    /// The words of the text, and which of them it is.
    Word(Vec<Range<usize>>, usize),
}

impl<'t> Arguments<'t> {
    /// Reads the text between the parentheses; `None` if it is not made of tokens.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let tokens = TokenStream::from_str(text).ok()?;
        let all = split(tokens).into_iter().map(|(tokens, part)| Argument::of(&tokens, part));
        Some(Self { text, all: all.collect() })
    }

    fn find(&self, key: Key) -> Option<&Argument> {
        self.all.iter().find(|argument| argument.key == key.word())
    }

    /// The arguments of these keys as they are written.
    pub(crate) fn written(&self, keys: &[Key]) -> Vec<&'t str> {
        let of_keys = self.all.iter().filter(|it| keys.iter().any(|key| it.key == key.word()));
        of_keys.filter_map(|it| self.text.get(it.part.bytes.clone())).collect()
    }

    fn parts(&self) -> Vec<Part> {
        self.all.iter().map(|argument| argument.part.clone()).collect()
    }

    /// The text in which the key has this value, whether it was written or not.
    pub(super) fn set(&self, key: Key, value: &str) -> String {
        let name = key.word();
        let (literal, bare) = match value {
            "" => (String::new(), true),
            value if matches!(key.member().shape, Shape::Flag) => (value.to_owned(), false),
            value => (format!("{value:?}"), false),
        };
        let written = if bare { name.to_owned() } else { format!("{name} = {literal}") };
        match self.find(key) {
            Some(argument) => self.replaced(&argument.part.bytes, &written),
            None => self.with(&written),
        }
    }

    /// The text with this word in place of the value.
    pub(super) fn replace(&self, place: Place, word: &str) -> Option<String> {
        let argument = self.find(place.key()?)?;
        Some(match self.value(argument, place)? {
            Value::Part(_, part) => self.replaced(&part.bytes, &format!("{word:?}")),
            Value::Word(words, index) => self.replaced(words.get(index)?, word),
        })
    }

    /// The text without what is at the place.
    pub(super) fn remove(&self, place: Place) -> Option<String> {
        match place {
            Place::Key(key) => {
                let at = self.all.iter().position(|argument| argument.key == key.word());
                match at {
                    Some(at) => self.without(&self.parts(), at),
                    None => Some(self.text.to_owned()),
                }
            }
            Place::Waiver(number) => {
                let of_waivers =
                    self.all.iter().enumerate().filter(|(_, it)| it.key == Key::Allow.word());
                let (at, _) = of_waivers.into_iter().nth(number)?;
                self.without(&self.parts(), at)
            }
            place => {
                let key = place.key()?;
                let argument = self.find(key)?;
                match self.value(argument, place)? {
                    Value::Part(_, _) if argument.values.len() == 1 => self.remove(Place::Key(key)),
                    Value::Part(at, _) => self.without(&argument.values, at),
                    Value::Word(words, index) => {
                        let own = words.get(index)?;
                        let range = match (words.get(index + 1), index.checked_sub(1)) {
                            (Some(next), _) => own.start..next.start,
                            (None, Some(before)) => words.get(before)?.end..own.end,
                            (None, None) => own.clone(),
                        };
                        Some(self.replaced(&range, ""))
                    }
                }
            }
        }
    }

    /// The text without the value or the argument that the bytes are part of.
    pub(super) fn remove_bytes(&self, bytes: &Range<usize>) -> Option<String> {
        let holds = |part: &Part| part.bytes.start <= bytes.start && bytes.end <= part.bytes.end;
        let at = self.all.iter().position(|argument| holds(&argument.part))?;
        let argument = self.all.get(at)?;
        let is_list = argument.key != Key::Allow.word() && argument.values.len() > 1;
        match argument.values.iter().position(holds) {
            Some(value) if is_list => self.without(&argument.values, value),
            _ => self.without(&self.parts(), at),
        }
    }

    /// The value at a place with an index. The scopes of one text are values of their own.
    fn value<'a>(&self, argument: &'a Argument, place: Place) -> Option<Value<'a>> {
        let Place::Value(key, index) = place else { return None };
        if key != Key::Scope {
            let counted = argument.values.iter().enumerate();
            // Of the grants, those of the standards are counted.
            let mut counted = counted.filter(|(_, part)| key != Key::Grant || self.is_grant(part));
            return counted.nth(index).map(|(at, part)| Value::Part(at, part));
        }
        let mut before = 0;
        for (at, part) in argument.values.iter().enumerate() {
            let words = self.words(&part.bytes)?;
            let count = words.len();
            if index < before + count {
                let only = count == 1;
                return Some(if only {
                    Value::Part(at, part)
                } else {
                    Value::Word(words, index - before)
                });
            }
            before += count;
        }
        None
    }

    /// Whether a value is a grant of a standard, and not the URI of an extension.
    fn is_grant(&self, part: &Part) -> bool {
        let written = self.text.get(part.bytes.clone()).unwrap_or_default();
        let text = syn::parse_str::<LitStr>(written).map_or(written.to_owned(), |it| it.value());
        matches!(look_up::<Grant>(&text), Answer::Known(_))
    }

    /// Where the words of a literal are; `None` if it is not written as it reads.
    fn words(&self, literal: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let written = self.text.get(literal.clone())?;
        let value = syn::parse_str::<LitStr>(written).ok()?.value();
        let start = literal.start + written.find(&value)?;
        let mut words = Vec::new();
        let mut at = 0;
        for word in value.split(' ') {
            if !word.is_empty() {
                words.push(start + at..start + at + word.len());
            }
            at += word.len() + 1;
        }
        Some(words)
    }

    fn replaced(&self, range: &Range<usize>, new: &str) -> String {
        let mut text = self.text.to_owned();
        if text.get(range.clone()).is_some() {
            text.replace_range(range.clone(), new);
        }
        text
    }

    /// The text with one more argument, laid out as the last one is.
    fn with(&self, written: &str) -> String {
        let Some(last) = self.all.last() else {
            return format!("{written}{}", self.text);
        };
        let before = self.text.get(..last.part.bytes.start).unwrap_or_default();
        let gap = before.get(before.trim_end().len()..).unwrap_or_default();
        // A list in one line has a space behind each comma.
        let gap = if gap.contains('\n') { gap } else { " " };
        let end = last.part.comma.as_ref().unwrap_or(&last.part.bytes).end;
        let behind = self.text.get(end..).unwrap_or_default();
        // A comment in the same line is about the argument before it.
        let line = behind.split('\n').next().unwrap_or_default();
        let comment = line.trim_start().starts_with("//");
        let at = if comment { end + line.trim_end().len() } else { end };
        let gap = if comment && !gap.contains('\n') { "\n" } else { gap };
        let comma = if last.part.comma.is_some() { "," } else { "" };
        let mut text = self.replaced(&(at..at), &format!("{gap}{written}{comma}"));
        if last.part.comma.is_none() {
            text.insert(end.min(text.len()), ',');
        }
        text
    }

    /// The text without one part of a list.
    fn without(&self, parts: &[Part], at: usize) -> Option<String> {
        let own = parts.get(at)?;
        let start = own.bytes.start;
        let end = own.comma.as_ref().unwrap_or(&own.bytes).end;
        if let Some(next) = parts.get(at + 1) {
            let next = next.bytes.start;
            let behind = self.text.get(end..next)?;
            let spaces = behind.len() - behind.trim_start_matches(' ').len();
            let end = if behind.trim().is_empty() { next } else { end + spaces };
            return Some(self.replaced(&(start..end), ""));
        }
        let before = self.text.get(..start)?;
        let blank_from = before.trim_end().len();
        // A line comment ends where its line does.
        let line_ends = self.text.get(end..)?.trim_start_matches([' ', '\t', '\r']);
        let joins = before.get(blank_from..)?.contains('\n')
            && !line_ends.is_empty()
            && !line_ends.starts_with('\n');
        let text = self.replaced(&(if joins { start } else { blank_from }..end), "");
        let comma = at.checked_sub(1).and_then(|before| parts.get(before)?.comma.clone());
        Some(match (comma, &own.comma) {
            (Some(comma), None) => {
                let mut text = text;
                text.replace_range(comma, "");
                text
            }
            _ => text,
        })
    }
}

impl Argument {
    fn of(tokens: &[TokenTree], part: Part) -> Self {
        let key = match tokens.first() {
            Some(TokenTree::Ident(ident)) => ident.to_string(),
            _ => String::new(),
        };
        let values = match tokens.get(1) {
            Some(TokenTree::Group(group)) => {
                split(group.stream()).into_iter().map(|(_, part)| part).collect()
            }
            _ => tokens
                .get(2..)
                .and_then(bytes)
                .map(|bytes| Part { bytes, comma: None })
                .into_iter()
                .collect(),
        };
        Self { key, part, values }
    }
}

/// The tokens between the commas, without those of nothing.
fn split(tokens: TokenStream) -> Vec<(Vec<TokenTree>, Part)> {
    let mut parts = Vec::new();
    let mut open: Vec<TokenTree> = Vec::new();
    let mut close = |open: &mut Vec<TokenTree>, comma: Option<Range<usize>>| {
        if let Some(bytes) = bytes(open) {
            parts.push((std::mem::take(open), Part { bytes, comma }));
        }
    };
    for token in tokens {
        if is_punct(&token, ',') {
            close(&mut open, Some(token.span().byte_range()));
        } else {
            open.push(token);
        }
    }
    close(&mut open, None);
    parts
}

/// The bytes of some tokens.
fn bytes(tokens: &[TokenTree]) -> Option<Range<usize>> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(first.span().byte_range().start..last.span().byte_range().end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use oauth_flow_core::{Key, Place};

    use super::Arguments;

    fn set(text: &str, key: Key, value: &str) -> String {
        Arguments::read(text).unwrap().set(key, value)
    }

    fn remove(text: &str, place: Place) -> String {
        Arguments::read(text).unwrap().remove(place).unwrap()
    }

    #[test]
    fn a_new_argument_is_laid_out_as_the_last_one() {
        for (before, after) in [
            ("kind = \"spa\"", "kind = \"spa\", pkce = \"S256\""),
            ("kind = \"spa\",", "kind = \"spa\", pkce = \"S256\","),
            (
                "\n    kind = \"spa\",\n    auth = \"none\",\n",
                "\n    kind = \"spa\",\n    auth = \"none\",\n    pkce = \"S256\",\n",
            ),
            (
                "\r\n\tkind = \"spa\", // the shop\r\n\tauth = \"none\" // public\r\n",
                "\r\n\tkind = \"spa\", // the shop\r\n\tauth = \"none\", // public\r\n\tpkce = \"S256\"\r\n",
            ),
            (
                "kind = \"spa\", scope(\"a\", \"b, c\")",
                "kind = \"spa\", scope(\"a\", \"b, c\"), pkce = \"S256\"",
            ),
            ("", "pkce = \"S256\""),
        ] {
            assert_eq!(set(before, Key::Pkce, "S256"), after);
        }
    }

    #[test]
    fn a_written_argument_is_set_where_it_is() {
        let text = "kind = \"spa\", /* why */ pkce = \"plain\", par";
        assert_eq!(set(text, Key::Pkce, "S256"), "kind = \"spa\", /* why */ pkce = \"S256\", par");
        assert_eq!(
            set(text, Key::Par, "true"),
            "kind = \"spa\", /* why */ pkce = \"plain\", par = true"
        );
        assert_eq!(set("scope(\"a\",)", Key::Scope, "a b"), "scope = \"a b\"");
    }

    #[test]
    fn what_is_removed_takes_its_comma_along() {
        let pkce = Place::Key(Key::Pkce);
        for (before, after) in [
            ("kind = \"m2m\", pkce = \"S256\"", "kind = \"m2m\""),
            ("pkce = \"S256\", kind = \"m2m\"", "kind = \"m2m\""),
            ("kind = \"m2m\", pkce = \"S256\",", "kind = \"m2m\","),
            (
                "\n    kind = \"m2m\",\n    pkce = \"S256\",\n    par,\n",
                "\n    kind = \"m2m\",\n    par,\n",
            ),
            ("\n    kind = \"m2m\",\n    pkce = \"S256\",\n", "\n    kind = \"m2m\",\n"),
            (
                "\n    kind = \"m2m\", // a\n    pkce = \"S256\", // b\n    par,\n",
                "\n    kind = \"m2m\", // a\n    // b\n    par,\n",
            ),
            ("kind = \"m2m\", // a\n    pkce = \"S256\"", "kind = \"m2m\" // a"),
            ("pkce = \"S256\"", ""),
        ] {
            assert_eq!(remove(before, pkce), after);
        }
        let grants = "grant(\"password\", \"refresh_token\"), kind = \"web\"";
        assert_eq!(
            remove(grants, Place::Value(Key::Grant, 1)),
            "grant(\"password\"), kind = \"web\""
        );
        assert_eq!(
            remove(grants, Place::Value(Key::Grant, 0)),
            "grant(\"refresh_token\"), kind = \"web\""
        );
        assert_eq!(remove("grant(\"password\"), par", Place::Value(Key::Grant, 0)), "par");
        let extended = "grant(\"urn:example:g\", \"password\")";
        assert_eq!(remove(extended, Place::Value(Key::Grant, 0)), "grant(\"urn:example:g\")");
        let waivers = "allow(a, reason = \"x, y\"), par, allow(b, reason = \"z\")";
        assert_eq!(remove(waivers, Place::Waiver(0)), "par, allow(b, reason = \"z\")");
        assert_eq!(remove(waivers, Place::Waiver(1)), "allow(a, reason = \"x, y\"), par");
    }

    #[test]
    fn a_scope_is_a_word_of_its_text() {
        for (before, index, after) in [
            ("scope = \"a b  c\"", 1, "scope = \"a c\""),
            ("scope = \"a b\"", 1, "scope = \"a\""),
            ("scope(\"a b\", \"c\")", 2, "scope(\"a b\")"),
            ("scope(\"a b\", \"c\")", 0, "scope(\"b\", \"c\")"),
            ("scope(\"a b\", \"c d\")", 3, "scope(\"a b\", \"c\")"),
            ("scope = \"a\", par", 0, "par"),
            ("scope = r\"a b\"", 0, "scope = r\"b\""),
        ] {
            assert_eq!(remove(before, Place::Value(Key::Scope, index)), after);
        }
        // What an escape stands for is not sought.
        let escaped = Arguments::read("scope = \"\\u{61} b\"").unwrap();
        assert_eq!(escaped.remove(Place::Value(Key::Scope, 0)), None);
    }

    #[test]
    fn a_token_is_removed_with_what_it_is_the_whole_of() {
        let text = "grant(\"a\", \"b\", \"a\"), allow(x, reason = \"r\"), allow(x, reason = \"s\")";
        let arguments = Arguments::read(text).unwrap();
        let third = text.rfind("\"a\"").unwrap();
        assert_eq!(
            arguments.remove_bytes(&(third..third + 3)).unwrap(),
            "grant(\"a\", \"b\"), allow(x, reason = \"r\"), allow(x, reason = \"s\")"
        );
        let only = Arguments::read("kind = \"m2m\", scope(\"a\")").unwrap();
        assert_eq!(only.remove_bytes(&(20..23)).unwrap(), "kind = \"m2m\"");
        let rule = text.rfind("(x").unwrap() + 1;
        assert_eq!(
            arguments.remove_bytes(&(rule..rule + 1)).unwrap(),
            "grant(\"a\", \"b\", \"a\"), allow(x, reason = \"r\")"
        );
    }
}
