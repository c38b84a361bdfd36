//! The arguments of the attribute: each key with its value, up to the next comma.

pub(crate) mod argument;
mod names;
mod waiver;
pub(crate) mod words;

pub use names::{NameInSource, Part};

use oauth_flow_core::members::{Shape, names_a_secret};
use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{Answer, Kind, Word, look_up};
use oauth_flow_core::{Key, Keys, Origin, OwnedWaiver, Stated, Statement, Value, at};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::Parser;

use crate::mistakes::Mistakes;
use crate::tokens::{flatten, is_punct, name, shown, split};
use argument::Argument;

/// What an attribute states.
#[derive(Default)]
pub(crate) struct Attribute {
    pub(crate) statement: Statement,
    pub(crate) waivers: Vec<Stated<OwnedWaiver>>,
    pub(crate) secret_keys: Vec<Stated<String>>,
    /// The beginning of the names of the client's fields, if `fields` gives one.
    pub(crate) prefix: Option<Stated<Value>>,
    /// The paths of documents, by their keys.
    pub(crate) documents: Vec<(Key, Stated<Value>)>,
    /// Whether nothing in the attribute is the kind or may have been meant as it.
    pub(crate) lacks_kind: bool,
    /// The path of the facade, if `crate` gives one.
    pub(crate) facade: Option<syn::Path>,
    /// The keys and words as they are written, whether they could be read or not.
    pub(crate) names: Vec<NameInSource>,
}

/// The values of one key, and where the source has them as a whole.
type Values = (Origin, Vec<Stated<Value>>);

/// One key, and what follows it up to the comma.
struct Entry<'t> {
    key: Key,
    span: Span,
    rest: &'t [TokenTree],
}

/// Reads keys into a statement.
struct Reader<'m> {
    attribute: Attribute,
    mistakes: &'m mut Mistakes,
    seen: Keys,
    /// Whether something could not even be read as a key; it may have been the kind.
    garbage: bool,
}

/// Reads the arguments of the attribute.
pub(crate) fn read(attribute: TokenStream, mistakes: &mut Mistakes) -> Attribute {
    let tokens = flatten(attribute);
    let mut reader =
        Reader { attribute: Attribute::default(), mistakes, seen: Keys::NONE, garbage: false };
    for segment in split(&tokens) {
        match (segment.tokens.first(), segment.comma) {
            (Some(first), _) => reader.segment(first, segment.tokens),
            (None, Some(comma)) => reader.mistakes.unexpected(",", comma),
            (None, None) => {}
        }
    }
    reader.finish()
}

impl Reader<'_> {
    fn segment(&mut self, first: &TokenTree, tokens: &[TokenTree]) {
        let Some((text, rest)) = key_name(tokens) else {
            self.garbage = true;
            self.mark_keys_in(tokens);
            self.mistakes.unexpected(&shown(first), first.span());
            return;
        };
        let span = first.span();
        if names_a_secret(&text) && !rest.is_empty() {
            if !self.attribute.secret_keys.iter().any(|other| other.value == text) {
                let origin = self.mistakes.origin(span);
                self.attribute.secret_keys.push(Stated { value: text, origin });
            }
            return;
        }
        let answer = look_up::<Key>(&text);
        self.attribute.names.push(NameInSource::key(&text, span, answer));
        let Answer::Known(key) = answer else {
            if let (Answer::Known(kind), []) = (look_up::<Kind>(&text), rest) {
                self.mistakes.kind_without_key(kind, span);
                self.unknown(Key::Kind);
                return;
            }
            if let Some(meant) = self.mistakes.unknown_key(&text, span) {
                self.unknown(meant);
            }
            return;
        };
        let repeatable = matches!(key, Key::Allow | Key::Deny);
        if self.seen.contains(key) && !repeatable {
            let help = format!("write it once: `{}`", key.member().usage);
            let mistake = self.mistakes.at(span).with(&key).help(&help);
            self.mistakes.add(&rule::DUPLICATE_KEY, mistake);
            self.unknown(key);
            return;
        }
        self.seen.insert(key);
        let entry = Entry { key, span, rest };
        if self.value(&entry).is_some() {
            self.attribute.statement.written.insert(key);
        } else {
            self.unknown(key);
            self.mark_keys_in(rest);
            if key == Key::Allow {
                self.waive_rules_in(rest);
            }
        }
    }

    fn unknown(&mut self, key: Key) {
        self.attribute.statement.unknown.insert(key);
    }

    /// Marks as unknown the keys in tokens that are skipped, such as those after a missing comma.
    fn mark_keys_in(&mut self, tokens: &[TokenTree]) {
        for (token, next) in tokens.iter().zip(tokens.iter().skip(1)) {
            let begins = is_punct(next, '=') || matches!(next, TokenTree::Group(_));
            if begins && let Some(key) = name(token).and_then(|name| Key::of_word(&name)) {
                self.unknown(key);
            }
        }
    }

    /// Reads the value of one key; `None` if it was a mistake.
    fn value(&mut self, entry: &Entry<'_>) -> Option<()> {
        let (origin, values) = match entry.key.member().shape {
            Shape::Word(set) => self.word(entry, set)?,
            Shape::Words(set) => self.words(entry, set)?,
            Shape::WordsOrUris(set) => self.words_or_uris(entry, set)?,
            Shape::Text | Shape::Uri => self.text(entry)?,
            Shape::Texts => self.texts(entry)?,
            Shape::UrisOrRunTime => self.texts_or_run_time(entry)?,
            Shape::ScopeTokens => self.scope_tokens(entry)?,
            Shape::Flag => self.flag(entry)?,
            Shape::Waiver => return self.waiver(entry),
            Shape::Rules => return self.denials(entry),
            Shape::Prefix => {
                let (_, values) = self.text(entry)?;
                self.attribute.prefix = values.into_iter().next();
                return Some(());
            }
            Shape::Document => {
                let (_, values) = self.text(entry)?;
                let path = values.into_iter().next()?;
                self.attribute.documents.push((entry.key, path));
                return Some(());
            }
            Shape::Path => {
                self.attribute.facade = Some(self.path(entry)?);
                return Some(());
            }
        };
        self.attribute.statement.state(entry.key, origin, values);
        Some(())
    }

    fn flag(&mut self, entry: &Entry<'_>) -> Option<Values> {
        let (set, span) = match argument::read(entry.rest) {
            Argument::Flag => (true, entry.span),
            Argument::One(Ok(text)) if text.bare && text.value == "true" => (true, text.span),
            Argument::One(Ok(text)) if text.bare && text.value == "false" => (false, text.span),
            other => return self.not_one(entry, other),
        };
        // The smallest token of a flag is its key: what is wrong with it is that it is there.
        let origin = self.mistakes.origin(entry.span);
        let value = Stated { value: Value::flag(set), origin: self.mistakes.origin(span) };
        Some((origin, vec![value]))
    }

    fn path(&mut self, entry: &Entry<'_>) -> Option<syn::Path> {
        let parser = syn::Path::parse_mod_style;
        let ([equals, value @ ..], Some(first)) = (entry.rest, entry.rest.get(1)) else {
            self.mistakes.unfinished(entry.key, entry.span);
            return None;
        };
        if !is_punct(equals, '=') {
            self.mistakes.unfinished(entry.key, entry.span);
            return None;
        }
        let tokens: TokenStream = value.iter().cloned().collect();
        let parsed = syn::parse2::<syn::LitStr>(tokens.clone())
            .and_then(|text| text.parse_with(parser))
            .or_else(|_| parser.parse2(tokens));
        if parsed.is_err() {
            self.mistakes.wrong(entry.key, first.span());
        }
        parsed.ok()
    }

    fn finish(mut self) -> Attribute {
        self.contradictions();
        let statement = &mut self.attribute.statement;
        if !self.seen.contains(Key::Kind) && !statement.unknown.contains(Key::Kind) {
            statement.unknown.insert(Key::Kind);
            self.attribute.lacks_kind = !self.garbage;
        }
        // A key that is written twice could be read, but not with one meaning.
        statement.written = statement.written.without(statement.unknown);
        self.attribute
    }

    /// One rule cannot be both silenced and raised.
    fn contradictions(&mut self) {
        let Attribute { statement, waivers, .. } = &mut self.attribute;
        let mut found = false;
        for denied in statement.values(Key::Deny) {
            let same = |it: &&Stated<OwnedWaiver>| denied.value == Value::Word(it.value.rule);
            let Some(waiver) = waivers.iter().find(same) else { continue };
            let mistake = at(Mistakes::place_of(denied.origin))
                .also(Mistakes::place_of(waiver.origin))
                .quote(waiver.value.rule);
            self.mistakes.add(&rule::ALLOW_AND_DENY, mistake);
            found = true;
        }
        if found {
            statement.unknown.insert(Key::Allow);
        }
    }
}

/// The name of a key, `-` between its parts included, and what follows it.
fn key_name(tokens: &[TokenTree]) -> Option<(String, &[TokenTree])> {
    let (first, mut rest) = tokens.split_first()?;
    let mut value = name(first)?;
    while let [joint, part, tail @ ..] = rest
        && is_punct(joint, '-')
        && let Some(part) = name(part)
    {
        value.push('-');
        value.push_str(&part);
        rest = tail;
    }
    Some((value, rest))
}
