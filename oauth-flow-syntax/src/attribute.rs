//! The arguments of the attribute: each key with its value, up to the next comma.

use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{Answer, Key, Kind, Word, look_up};
use oauth_flow_core::{Keys, Remedy, quoted};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::Parser;

use crate::declared::Declared;
use crate::form;
use crate::mistake::Mistakes;
use crate::tokens::{flatten, is_punct, name, shown, split};
use crate::value::{self, Form, Spanned};
use crate::written::Written;

/// Keys that would make a secret part of the program. Their values are never read.
const SECRET_KEYS: [&str; 6] = [
    "client_secret",
    "app_secret",
    "private_key",
    "signing_key",
    "secret",
    "registration_access_token",
];

/// One key, and what follows it up to the comma.
pub(crate) struct Entry<'t> {
    pub(crate) key: Key,
    pub(crate) span: Span,
    pub(crate) rest: &'t [TokenTree],
}

/// Reads keys into a declaration.
pub(crate) struct Reader<'m> {
    pub(crate) declared: Declared,
    pub(crate) mistakes: &'m mut Mistakes,
    seen: Keys,
    /// Whether something could not even be read as a key; it may have been the kind.
    garbage: bool,
}

/// Reads the arguments of the attribute.
pub(crate) fn read(attribute: TokenStream, mistakes: &mut Mistakes) -> Declared {
    let tokens = flatten(attribute);
    let mut reader =
        Reader { declared: Declared::default(), mistakes, seen: Keys::NONE, garbage: false };
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
        let Some((key, rest)) = key_name(tokens) else {
            self.garbage = true;
            self.silence_keys_in(tokens);
            self.mistakes.unexpected(&shown(first), first.span());
            return;
        };
        if SECRET_KEYS.contains(&key.value.as_str()) && !rest.is_empty() {
            if !self.declared.secret_keys.iter().any(|other| other.value == key.value) {
                self.declared.secret_keys.push(key);
            }
            return;
        }
        let answer = look_up::<Key>(&key.value);
        self.declared.as_written.push(Written::key(&key, answer));
        let Answer::Known(known) = answer else {
            if let (Answer::Known(kind), []) = (look_up::<Kind>(&key.value), rest) {
                self.mistakes.kind_without_key(kind, key.span);
                self.declared.unknown.insert(Key::Kind);
                return;
            }
            if let Some(meant) = self.mistakes.unknown_key(&key) {
                self.declared.unknown.insert(meant);
            }
            return;
        };
        let repeatable = matches!(known, Key::Allow | Key::Deny);
        if self.seen.contains(known) && !repeatable {
            let fact = format!("`{known}` is written twice");
            let help = format!("write it once: `{}`", form::expected(known));
            self.mistakes.add(&rule::DUPLICATE_KEY, key.span, fact, &help);
            self.declared.unknown.insert(known);
            return;
        }
        self.seen.insert(known);
        if !repeatable {
            self.declared.tokens.push((known, key.span));
        }
        let entry = Entry { key: known, span: key.span, rest };
        if self.value(&entry).is_some() {
            self.declared.written.insert(known);
        } else {
            self.declared.unknown.insert(known);
            self.silence_keys_in(rest);
            if known == Key::Allow {
                self.silence_rules_in(rest);
            }
        }
    }

    /// After a comma that is missing, more keys stand in what is skipped: they are unknown too.
    fn silence_keys_in(&mut self, tokens: &[TokenTree]) {
        for (token, next) in tokens.iter().zip(tokens.iter().skip(1)) {
            let begins = is_punct(next, '=') || matches!(next, TokenTree::Group(_));
            if begins
                && let Some(name) = name(token)
                && let Some(key) = Key::ALL.iter().find(|key| key.word() == name)
            {
                self.declared.unknown.insert(*key);
            }
        }
    }

    /// Reads the value of one key; `None` if it was a mistake.
    fn value(&mut self, entry: &Entry<'_>) -> Option<()> {
        match entry.key {
            Key::Kind => self.declared.kind = Some(self.word(entry)?),
            Key::Profile => self.declared.profile = Some(self.word(entry)?),
            Key::ResponseMode => self.declared.response_mode = Some(self.word(entry)?),
            Key::Pkce => self.declared.pkce = Some(self.word(entry)?),
            Key::Auth => self.declared.auth = Some(self.word(entry)?),
            Key::Refresh => self.declared.refresh = Some(self.word(entry)?),
            Key::SenderConstraint => self.declared.sender_constraint = Some(self.word(entry)?),
            Key::RequestObject => self.declared.request_object = Some(self.word(entry)?),
            Key::Grant => self.grants(entry)?,
            Key::ResponseType => self.declared.response_types = self.words(entry)?,
            Key::RedirectUri => self.declared.redirect_uris = self.addresses(entry)?,
            Key::PostLogoutRedirectUri => {
                self.declared.post_logout_redirect_uris = self.addresses(entry)?;
            }
            Key::Scope => self.declared.scopes = self.scopes(entry)?,
            Key::Resource => self.declared.resources = self.texts(entry)?,
            Key::Par => self.declared.par = self.flag(entry)?,
            Key::Allow => self.waiver(entry)?,
            Key::Deny => self.denials(entry)?,
            Key::Crate => self.declared.facade = Some(self.path(entry)?),
            _ => {
                let text = self.text(entry)?;
                self.declared.texts.push((entry.key, text));
            }
        }
        Some(())
    }

    /// Notes the token of a value, which is smaller than its key.
    pub(crate) fn stands_at(&mut self, key: Key, span: Span) {
        if let Some((_, token)) = self.declared.tokens.iter_mut().find(|(other, _)| *other == key) {
            *token = span;
        }
    }

    fn flag(&mut self, entry: &Entry<'_>) -> Option<bool> {
        match value::read(entry.rest) {
            Form::Flag => Some(true),
            Form::One(Ok(text)) if text.bare && text.value == "true" => Some(true),
            Form::One(Ok(text)) if text.bare && text.value == "false" => Some(false),
            other => self.not_one(entry, other),
        }
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

    fn finish(mut self) -> Declared {
        self.contradictions();
        let unknown = &mut self.declared.unknown;
        if !self.seen.contains(Key::Kind) && !unknown.contains(Key::Kind) {
            unknown.insert(Key::Kind);
            if !self.garbage {
                self.mistakes.missing_kind();
            }
        }
        // A key that is written twice could be read, but not with one meaning.
        let written = self.declared.written;
        self.declared.written = Keys::NONE;
        for key in Key::ALL {
            if written.contains(*key) && !self.declared.unknown.contains(*key) {
                self.declared.written.insert(*key);
            }
        }
        self.declared
    }

    /// One rule cannot be both silenced and raised.
    fn contradictions(&mut self) {
        for denied in &self.declared.denied {
            let waiver =
                self.declared.waivers.iter().find(|waiver| waiver.value.rule == denied.value);
            if let Some(waiver) = waiver {
                let fact = format!("{} is both allowed and denied", quoted(denied.value));
                let place =
                    (self.mistakes.token(denied.span), vec![self.mistakes.token(waiver.span)]);
                let help = Remedy::decide("keep one of the two");
                self.mistakes.add_at(&rule::ALLOW_AND_DENY, place, fact, help);
                self.declared.unknown.insert(Key::Allow);
            }
        }
    }
}

/// The name of a key, `-` between its parts included, and what follows it.
fn key_name(tokens: &[TokenTree]) -> Option<(Spanned<String>, &[TokenTree])> {
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
    Some((Spanned { value, span: first.span() }, rest))
}
