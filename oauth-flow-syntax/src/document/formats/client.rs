//! What a registration says of its client, whatever the format: the members whose values have the same
//! form in several formats are read here.

use oauth_flow_core::members::{Detail, Shape};
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Word};
use oauth_flow_core::{Format, Key, Registration, Stated, Statement, Value};

use super::details::InOrder;
use super::json::{Member, Node, Object};
use super::notes::{Notes, Texts, Wrong};

/// An algorithm that signs nothing (RFC 7518 section 3.6), and the response type of a client that asks for
/// nothing (OAuth 2.0 Multiple Response Types section 4): the attribute has no word for either.
pub(super) const NONE: &str = "none";

/// What to do where a document is about something that uses no grant.
pub(super) const OTHER_CLIENT: &str =
    "name the registration of the client with which the service asks for tokens";

/// Reads the members of one client.
pub(super) struct Reader<'n, 'm> {
    pub(super) notes: &'n mut Notes<'m>,
    pub(super) format: Format,
    pub(super) statement: Statement,
    pub(super) choices: Statement,
    pub(super) unsaid: Vec<Grant>,
    pub(super) details: InOrder,
}

impl<'n, 'm> Reader<'n, 'm> {
    pub(super) fn new(format: Format, notes: &'n mut Notes<'m>) -> Self {
        let (statement, choices) = (Statement::default(), Statement::default());
        Self { notes, format, statement, choices, unsaid: Vec::new(), details: InOrder::default() }
    }

    /// The registration of the client that is `client` in a document of this length.
    pub(super) fn finish(self, client: Node<'_>, length: usize) -> Registration {
        Registration {
            format: self.format,
            origin: self.notes.origin(client),
            statement: self.statement,
            choices: self.choices,
            unsaid: self.unsaid,
            details: self.details.finish(),
            length,
        }
    }

    /// The value that was read of `key`. If it could not be read, nobody knows it.
    pub(super) fn known<T>(&mut self, key: Key, read: Result<T, Wrong>) -> Option<T> {
        if read.is_err() {
            self.statement.unknown.insert(key);
        }
        read.ok()
    }

    /// A value, and where it is.
    pub(super) fn stated(&mut self, node: Node<'_>, value: Value) -> Stated<Value> {
        Stated { value, origin: self.notes.origin(node) }
    }

    /// States one value of `key`.
    pub(super) fn state(&mut self, key: Key, node: Node<'_>, value: Value) {
        let stated = self.stated(node, value);
        self.statement.state(key, stated.origin, vec![stated]);
    }

    /// States the values of a list. The whole of it is its only element where it has one, else the name of
    /// the member: a list may have many lines.
    pub(super) fn state_all(&mut self, key: Key, at: Node<'_>, values: Vec<Stated<Value>>) {
        let origin = match values.as_slice() {
            [] => return,
            [only] => only.origin,
            _ => self.notes.origin(at),
        };
        self.statement.state(key, origin, values);
    }

    /// States the texts of a list.
    pub(super) fn state_texts(&mut self, key: Key, at: Node<'_>, texts: Texts<'_>) {
        let mut values = Vec::with_capacity(texts.len());
        for (node, text) in texts {
            values.push(self.stated(node, Value::Text(text.into_owned())));
        }
        self.state_all(key, at, values);
    }

    /// States that a flag is set, at its name: what is wrong with it is that it is there.
    pub(super) fn set(&mut self, key: Key, member: &Member<'_, '_>, value: Value) {
        let origin = self.notes.origin(member.at);
        let stated = self.stated(member.value, value);
        self.statement.state(key, origin, vec![stated]);
    }

    /// States the kind of the client where the document decides it, and the kinds that fit.
    pub(super) fn kinds(&mut self, node: Node<'_>, fits: &[Kind], decided: Option<Kind>) {
        for kind in fits {
            let stated = self.stated(node, Value::Word(kind.word()));
            self.choices.push(Key::Kind, stated.value, stated.origin);
        }
        if let Some(kind) = decided {
            self.state(Key::Kind, node, Value::Word(kind.word()));
        }
    }

    /// Adds a member that no declaration states.
    pub(super) fn detail(&mut self, detail: Detail, node: Node<'_>, text: &str) {
        let origin = self.notes.origin(node);
        self.details.add(node.bytes().start, detail, text, origin);
    }

    /// Takes a member that no declaration states out again.
    pub(super) fn forget(&mut self, detail: Detail) {
        self.details.remove(detail);
    }

    /// Reads the members that have the form of RFC 7591 and a name in the format of the document, but for
    /// those that the format reads itself.
    ///
    /// A member that is `null`, or the empty string, array or object, counts as left out (RFC 7592 section
    /// 2.2).
    pub(super) fn members(&mut self, object: &Object<'_>, but: &[Key]) {
        let keys = Key::ALL.iter().filter(|key| **key != Key::Kind && !but.contains(key));
        for key in keys {
            for name in self.format.names(*key) {
                if let Some(member) = object.valued(name) {
                    self.member(*key, &member);
                }
            }
        }
        self.details(object);
    }

    fn member(&mut self, key: Key, member: &Member<'_, '_>) {
        let Member { name, at, value } = member;
        match (key, key.member().shape) {
            (Key::RequestObject, _) => self.request_object(member),
            (Key::SenderConstraint, _) => {
                let set = self.notes.boolean(name, *value);
                if self.known(key, set) == Some(true) {
                    self.sender_constraint(member);
                }
            }
            (_, Shape::Flag) => {
                let set = self.notes.boolean(name, *value);
                if self.known(key, set) == Some(true) {
                    self.set(key, member, Value::flag(true));
                }
            }
            (_, Shape::Word(set)) => self.word(key, member, set),
            (_, Shape::Words(set)) => {
                let words = self.words(name, *value, set);
                if let Some(words) = self.known(key, words) {
                    self.state_all(key, *at, words);
                }
            }
            (_, Shape::WordsOrUris(_)) => {
                let grants = self.grants(name, *value);
                if let Some(grants) = self.known(key, grants) {
                    self.state_all(key, *at, grants);
                }
            }
            (_, Shape::Text | Shape::Uri) => {
                let text = self.notes.text(name, *value);
                if let Some(text) = self.known(key, text) {
                    self.state(key, *value, Value::Text(text.into_owned()));
                }
            }
            (_, Shape::UrisOrRunTime | Shape::Texts) => {
                let texts = self.notes.texts(name, *value);
                if let Some(texts) = self.known(key, texts) {
                    self.state_texts(key, *at, texts);
                }
            }
            (_, Shape::ScopeTokens) => self.scope(member),
            _ => {}
        }
    }
}

/// Whether the method has a word, and is not `none`.
pub(super) const fn authenticates(method: Option<AuthMethod>) -> bool {
    !matches!(method, None | Some(AuthMethod::None))
}
