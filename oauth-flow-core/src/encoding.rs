//! A declaration as the list of texts that an expansion holds, and back. A list of texts is cheap
//! to compile and a declaration is not, so it is decoded only where it is used, when constants are
//! evaluated.
//!
//! The first text holds the words, such as
//! `kind=spa;profile=rfc9700;grant=authorization_code;redirect_uri=1;scope=2`, in the order of
//! [`Key::ALL`]. A number says how many of the texts behind it belong to the key: to `grant` the
//! extension grants. Waivers are not in it: a slice of them can only be written as what it is.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::declaration::{Declaration, Waiver};
use crate::vocabulary::{Grant, Key, ResponseType, Word};

/// Says that the value of a key arrives at run time.
const AT_RUN_TIME: &str = "runtime";

/// Says that a flag is set.
const SET: &str = "true";

/// A declaration as texts.
#[derive(Debug, Default)]
pub struct Encoded<'a> {
    /// The words, which come first.
    pub words: String,
    /// The texts, in the order of the keys.
    pub texts: Vec<&'a str>,
}

impl<'a> Encoded<'a> {
    /// Encodes `declaration`.
    #[must_use]
    pub fn of(declaration: &Declaration<'a>) -> Self {
        let mut encoded = Self::default();
        for key in Key::ALL {
            encoded.key(*key, declaration);
        }
        encoded
    }

    fn key(&mut self, key: Key, declaration: &Declaration<'a>) {
        let it = declaration;
        match key {
            Key::Kind => self.words(key, it.kind.as_slice()),
            Key::Profile => self.words(key, &[it.profile]),
            Key::Grant => {
                self.words(key, it.grants);
                self.texts(key, it.extension_grants);
            }
            Key::ResponseType => self.words(key, it.response_types),
            Key::ResponseMode => self.words(key, it.response_mode.as_slice()),
            Key::Pkce => self.words(key, it.pkce.as_slice()),
            Key::Auth => self.words(key, &[it.auth]),
            Key::RedirectUri => {
                self.texts(key, it.redirect_uris);
                self.flag(key, AT_RUN_TIME, it.redirect_uri_at_run_time);
            }
            Key::PostLogoutRedirectUri => {
                self.texts(key, it.post_logout_redirect_uris);
                self.flag(key, AT_RUN_TIME, it.post_logout_redirect_uri_at_run_time);
            }
            Key::Scope => self.texts(key, it.scopes),
            Key::Refresh => self.words(key, it.refresh.as_slice()),
            Key::SenderConstraint => self.words(key, it.sender_constraint.as_slice()),
            Key::Par => self.flag(key, SET, it.par),
            Key::RequestObject => self.words(key, it.request_object.as_slice()),
            Key::Resource => self.texts(key, it.resources),
            Key::ClientId => self.texts(key, it.client_id.as_slice()),
            Key::JwksUri => self.texts(key, it.jwks_uri.as_slice()),
            Key::Issuer => self.texts(key, it.issuer.as_slice()),
            Key::AuthorizationEndpoint => self.texts(key, it.authorization_endpoint.as_slice()),
            Key::TokenEndpoint => self.texts(key, it.token_endpoint.as_slice()),
            Key::DeviceAuthorizationEndpoint => {
                self.texts(key, it.device_authorization_endpoint.as_slice());
            }
            Key::RevocationEndpoint => self.texts(key, it.revocation_endpoint.as_slice()),
            Key::PushedAuthorizationRequestEndpoint => {
                self.texts(key, it.pushed_authorization_request_endpoint.as_slice());
            }
            Key::Deny => self.texts(key, it.denied),
            Key::Allow | Key::Crate => {}
        }
    }

    fn words<T: Word>(&mut self, key: Key, words: &[T]) {
        for word in words {
            self.value(key, word.word());
        }
    }

    fn flag(&mut self, key: Key, word: &str, set: bool) {
        if set {
            self.value(key, word);
        }
    }

    fn texts(&mut self, key: Key, texts: &[&'a str]) {
        if !texts.is_empty() {
            self.value(key, &texts.len().to_string());
            self.texts.extend(texts);
        }
    }

    /// Writes one value of `key`, behind its other values where it has some.
    fn value(&mut self, key: Key, value: &str) {
        let last = self.words.rsplit(';').next().and_then(|last| last.split_once('='));
        if last.is_some_and(|(last, _)| last == key.word()) {
            self.words.push(',');
        } else {
            if !self.words.is_empty() {
                self.words.push(';');
            }
            self.words.push_str(key.word());
            self.words.push('=');
        }
        self.words.push_str(value);
    }
}

/// A declaration that was decoded, and what it borrows of its grants and response types.
#[derive(Clone, Copy, Debug)]
pub struct Decoded<'a> {
    declaration: Declaration<'a>,
    grants: List<Grant, { Grant::ALL.len() }>,
    response_types: List<ResponseType, { ResponseType::ALL.len() }>,
}

impl<'a> Decoded<'a> {
    /// Decodes what [`Encoded::of`] wrote: its words, and then its texts.
    ///
    /// # Panics
    ///
    /// If the texts are anything else. Where constants are evaluated, that is an error of the
    /// compiler.
    #[must_use]
    pub const fn of(encoded: &'a [&'a str], waivers: &'a [Waiver<'a>]) -> Self {
        let mut decoder = Decoder {
            decoded: Self {
                declaration: Declaration { waivers, ..Declaration::EMPTY },
                grants: List::of(Grant::AuthorizationCode),
                response_types: List::of(ResponseType::Code),
            },
            texts: &[],
        };
        let Some((words, texts)) = encoded.split_first() else { malformed() };
        decoder.texts = texts;
        let mut keys = Key::SPELT;
        let mut key = None;
        let mut rest = Some(words.as_bytes());
        while let Some(text) = rest {
            let (part, mark, tail) = split(text);
            rest = tail;
            match (key, mark) {
                // Keys are in order, so that none is looked for twice.
                (None, Some(b'=')) => {
                    let (found, later) = word_of(keys, part);
                    (key, keys) = (Some(found), later);
                }
                (Some(at), Some(b',')) => decoder.value(at, part),
                (Some(at), Some(b';') | None) => {
                    decoder.value(at, part);
                    key = None;
                }
                _ => malformed(),
            }
        }
        if !decoder.texts.is_empty() {
            malformed();
        }
        decoder.decoded
    }

    /// The declaration.
    #[must_use]
    pub const fn declaration(&'a self) -> Declaration<'a> {
        Declaration {
            grants: self.grants.words(),
            response_types: self.response_types.words(),
            ..self.declaration
        }
    }
}

struct Decoder<'a> {
    decoded: Decoded<'a>,
    /// The texts that belong to no key yet.
    texts: &'a [&'a str],
}

impl Decoder<'_> {
    const fn value(&mut self, key: Key, value: &[u8]) {
        let number = number(value);
        let it = &mut self.decoded.declaration;
        match (key, number) {
            (Key::Kind, None) => it.kind = Some(word(value)),
            (Key::Profile, None) => it.profile = word(value),
            (Key::Grant, None) => self.decoded.grants.push(word(value)),
            (Key::ResponseType, None) => self.decoded.response_types.push(word(value)),
            (Key::ResponseMode, None) => it.response_mode = Some(word(value)),
            (Key::Pkce, None) => it.pkce = Some(word(value)),
            (Key::Auth, None) => it.auth = word(value),
            (Key::Refresh, None) => it.refresh = Some(word(value)),
            (Key::SenderConstraint, None) => it.sender_constraint = Some(word(value)),
            (Key::RequestObject, None) => it.request_object = Some(word(value)),
            (Key::RedirectUri, None) => it.redirect_uri_at_run_time = is(value, AT_RUN_TIME),
            (Key::PostLogoutRedirectUri, None) => {
                it.post_logout_redirect_uri_at_run_time = is(value, AT_RUN_TIME);
            }
            (Key::Par, None) => it.par = is(value, SET),
            (_, None) => malformed(),
            (_, Some(number)) => self.take(key, number),
        }
    }

    /// Gives the next `number` texts to `key`.
    const fn take(&mut self, key: Key, number: usize) {
        let Some((texts, rest)) = self.texts.split_at_checked(number) else { malformed() };
        self.texts = rest;
        let it = &mut self.decoded.declaration;
        match (key, texts) {
            (Key::Grant, _) => it.extension_grants = texts,
            (Key::RedirectUri, _) => it.redirect_uris = texts,
            (Key::PostLogoutRedirectUri, _) => it.post_logout_redirect_uris = texts,
            (Key::Scope, _) => it.scopes = texts,
            (Key::Resource, _) => it.resources = texts,
            (Key::Deny, _) => it.denied = texts,
            (Key::ClientId, [text]) => it.client_id = Some(*text),
            (Key::JwksUri, [text]) => it.jwks_uri = Some(*text),
            (Key::Issuer, [text]) => it.issuer = Some(*text),
            (Key::AuthorizationEndpoint, [text]) => it.authorization_endpoint = Some(*text),
            (Key::TokenEndpoint, [text]) => it.token_endpoint = Some(*text),
            (Key::DeviceAuthorizationEndpoint, [text]) => {
                it.device_authorization_endpoint = Some(*text);
            }
            (Key::RevocationEndpoint, [text]) => it.revocation_endpoint = Some(*text),
            (Key::PushedAuthorizationRequestEndpoint, [text]) => {
                it.pushed_authorization_request_endpoint = Some(*text);
            }
            _ => malformed(),
        }
    }
}

/// As many words as a set has, at most, each of which a declaration can hold once.
#[derive(Clone, Copy, Debug)]
struct List<T, const N: usize> {
    words: [T; N],
    length: usize,
}

impl<T: Word, const N: usize> List<T, N> {
    /// The empty list; `filler` stands where it has nothing.
    const fn of(filler: T) -> Self {
        Self { words: [filler; N], length: 0 }
    }

    const fn push(&mut self, word: T) {
        match self.words.split_at_mut_checked(self.length) {
            Some((_, [free, ..])) => *free = word,
            _ => malformed(),
        }
        self.length += 1;
    }

    const fn words(&self) -> &[T] {
        self.words.split_at(self.length).0
    }
}

const fn word<T: Word>(text: &[u8]) -> T {
    word_of(T::SPELT, text).0
}

/// The word of these that `text` is, and the words behind it.
const fn word_of<T: Word>(
    words: &'static [(T, &'static str)],
    text: &[u8],
) -> (T, &'static [(T, &'static str)]) {
    let mut rest = words;
    while let [(word, spelt), tail @ ..] = rest {
        if spelt.len() == text.len() && same(text, spelt.as_bytes()) {
            return (*word, tail);
        }
        rest = tail;
    }
    malformed()
}

/// Whether `text` is `only`, which is all that may stand there.
const fn is(text: &[u8], only: &str) -> bool {
    if same(text, only.as_bytes()) { true } else { malformed() }
}

const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let [first, rest @ ..] = a {
        let [second, other @ ..] = b else { return false };
        if *first != *second {
            return false;
        }
        a = rest;
        b = other;
    }
    b.is_empty()
}

/// The number that `text` writes, if it writes one.
const fn number(mut text: &[u8]) -> Option<usize> {
    let mut number: usize = 0;
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        number = number.saturating_mul(10).saturating_add((*digit - b'0') as usize);
        text = rest;
        if rest.is_empty() {
            return Some(number);
        }
    }
    None
}

/// What stands before the first mark, the mark, and what stands after it.
const fn split(text: &[u8]) -> (&[u8], Option<u8>, Option<&[u8]>) {
    let mut length = 0;
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        if let b';' | b'=' | b',' = *byte {
            return (text.split_at(length).0, Some(*byte), Some(tail));
        }
        length += 1;
        rest = tail;
    }
    (text, None, None)
}

#[expect(clippy::panic, reason = "nothing else stops the evaluation of a constant")]
const fn malformed() -> ! {
    panic!(
        "what `#[oauth_client]` wrote cannot be decoded: `OAuthClient` is not to be implemented by \
         hand, and the versions of `oauth-flow` and its macros must be the same"
    )
}
