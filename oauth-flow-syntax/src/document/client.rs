//! What a registration says of its client, whatever the format: the members whose values have the same
//! form in several formats are read here.

use std::collections::BTreeMap;

use oauth_flow_core::members::{Detail, Shape};
use oauth_flow_core::vocabulary::{
    AuthMethod, DraftMethod, Grant, JwsAlgorithm, Kind, SenderConstraint, Set, Word,
};
use oauth_flow_core::{
    Details, Format, Key, Origin, Registration, Stated, Statement, Value, rules::documents as rule,
};

use super::json::{Member, Node, Object};
use super::notes::{Notes, Wrong};

/// An algorithm that signs nothing (RFC 7518 section 3.6), and the response type of a client that asks for
/// nothing (OAuth 2.0 Multiple Response Types section 4): the attribute has no word for either.
const NONE: &str = "none";

/// Reads the members of one client.
pub(super) struct Reader<'n, 'm> {
    pub(super) notes: &'n mut Notes<'m>,
    pub(super) format: Format,
    pub(super) statement: Statement,
    pub(super) choices: Statement,
    pub(super) unsaid: Vec<Grant>,
    /// With where each begins, to be sorted.
    details: Vec<(usize, Detail, String, Origin)>,
}

impl<'n, 'm> Reader<'n, 'm> {
    pub(super) fn new(format: Format, notes: &'n mut Notes<'m>) -> Self {
        let (statement, choices) = (Statement::default(), Statement::default());
        Self { notes, format, statement, choices, unsaid: Vec::new(), details: Vec::new() }
    }

    /// The registration of the client that is `client` in a document of this length.
    pub(super) fn finish(mut self, client: Node<'_>, length: usize) -> Registration {
        self.details.sort_by_key(|(start, ..)| *start);
        let mut details = Details::default();
        for (_, detail, text, origin) in self.details {
            details.push(detail, &text, origin);
        }
        Registration {
            format: self.format,
            origin: self.notes.origin(client),
            statement: self.statement,
            choices: self.choices,
            unsaid: self.unsaid,
            details,
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

    /// States that a flag is set, at its name: what is wrong with it is that it is there.
    pub(super) fn set(&mut self, key: Key, member: &Member<'_>, value: Value) {
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
        self.details.push((node.bytes().start, detail, text.to_owned(), origin));
    }

    /// Takes a member that no declaration states out again.
    pub(super) fn forget(&mut self, detail: Detail) {
        self.details.retain(|(_, other, ..)| *other != detail);
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
                    self.member(*key, member);
                }
            }
        }
        self.details(object);
    }

    fn member(&mut self, key: Key, member: &Member<'_>) {
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
                    let texts = texts.into_iter();
                    let texts =
                        texts.map(|(node, text)| self.stated(node, Value::Text(text.into())));
                    let texts = texts.collect();
                    self.state_all(key, *at, texts);
                }
            }
            (_, Shape::ScopeTokens) => self.scope(member),
            _ => {}
        }
    }

    /// One word of a closed set.
    pub(super) fn word(&mut self, key: Key, member: &Member<'_>, set: &'static Set) {
        let Member { name, value, .. } = member;
        let text = self.notes.text(name, *value);
        let word = text.and_then(|text| self.notes.word(name, set, (*value, &text)));
        if let Some(word) = self.known(key, word) {
            self.state(key, *value, Value::Word(word));
        }
    }

    /// Words of a closed set, none of them twice.
    fn words(
        &mut self,
        name: &str,
        node: Node<'_>,
        set: &'static Set,
    ) -> Result<Vec<Stated<Value>>, Wrong> {
        let mut words = Vec::new();
        for (element, text) in self.once(name, node)? {
            if text != NONE || set.entries.iter().any(|entry| entry.word == NONE) {
                let word = self.notes.word(name, set, (element, &text))?;
                words.push(self.stated(element, Value::Word(word)));
            }
        }
        Ok(words)
    }

    /// Grants, and the URIs of extension grants.
    fn grants(&mut self, name: &str, node: Node<'_>) -> Result<Vec<Stated<Value>>, Wrong> {
        let mut grants = Vec::new();
        for (element, text) in self.once(name, node)? {
            // Gravitee's name for the flow that returns a token and a code (OAuth 2.0 Multiple Response
            // Types section 5).
            if self.format == Format::Gravitee && text == "hybrid" {
                for grant in [Grant::AuthorizationCode, Grant::Implicit] {
                    let stated = self.stated(element, Value::Word(grant.word()));
                    if !grants.iter().any(|other: &Stated<Value>| other.value == stated.value) {
                        grants.push(stated);
                    }
                }
                continue;
            }
            let value = match self.notes.grant(name, (element, &text))? {
                Some(grant) => Value::Word(grant.word()),
                // Gravitee adds the id of the plug-in that takes the grant.
                None if self.format == Format::Gravitee => {
                    Value::Text(text.split('~').next().unwrap_or_default().to_owned())
                }
                None => Value::Text(text.into_owned()),
            };
            grants.push(self.stated(element, value));
        }
        Ok(grants)
    }

    /// The texts of a list, if it has none of them twice.
    fn once<'j>(
        &mut self,
        name: &str,
        node: Node<'j>,
    ) -> Result<Vec<(Node<'j>, std::borrow::Cow<'j, str>)>, Wrong> {
        let texts = self.notes.texts(name, node)?;
        let mut seen = BTreeMap::new();
        for (element, text) in &texts {
            if let Some(first) = seen.insert(&**text, *element) {
                return Err(self.notes.twice(name, text, first, *element));
            }
        }
        Ok(texts)
    }

    /// The tokens of a scope in one string (RFC 6749 section 3.3).
    fn scope(&mut self, member: &Member<'_>) {
        let Member { name, value, .. } = member;
        let text = self.notes.text(name, *value);
        let Some(text) = self.known(Key::Scope, text) else { return };
        let tokens = text.split(' ').filter(|token| !token.is_empty());
        let origin = self.notes.origin(*value);
        let stated = |token: &str| Stated { value: Value::Text(token.to_owned()), origin };
        let tokens: Vec<_> = tokens.map(stated).collect();
        if !tokens.is_empty() {
            self.statement.state(Key::Scope, origin, tokens);
        }
    }

    /// What binds tokens to the client: the members of both constraints begin with the name of theirs.
    pub(super) fn sender_constraint(&mut self, member: &Member<'_>) {
        let dpop = member.name.starts_with("dpop");
        let constraint = if dpop { SenderConstraint::Dpop } else { SenderConstraint::Mtls };
        let word = Value::Word(constraint.word());
        let stated = self.stated(member.value, word.clone());
        self.choices.push(Key::SenderConstraint, stated.value, stated.origin);
        // Where both bind them, the attribute has the choice.
        if self.statement.values(Key::SenderConstraint).is_empty() {
            self.set(Key::SenderConstraint, member, word);
        }
    }

    /// The algorithm of request objects.
    pub(super) fn request_object(&mut self, member: &Member<'_>) {
        if member.value.text().as_deref() == Some(NONE) {
            self.detail(Detail::RequestObjectSigningAlg, member.value, NONE);
        } else {
            self.word(Key::RequestObject, member, JwsAlgorithm::SET);
        }
    }

    /// Reads the lists of OpenID Connect Relying Party Metadata Choices 1.0 section 2. They have the names
    /// of the lists in the metadata of servers.
    pub(super) fn choices(&mut self, object: &Object<'_>) {
        for key in [Key::Auth, Key::RequestObject] {
            let names = key.member().server_metadata.iter();
            for member in names.filter_map(|name| object.get(name)) {
                let listed = self.listed(key, member);
                self.known(key, listed);
            }
        }
        let detail = Detail::TokenEndpointAuthSigningAlg;
        let given = |name: &&str| object.valued(name).is_some();
        for name in detail.names().server_metadata {
            let Some(member) = object.valued(name) else {
                continue;
            };
            if let Ok(texts) = self.notes.texts(name, member.value)
                && let [(node, text)] = texts.as_slice()
                && !detail.names().registration.iter().any(given)
            {
                self.detail(detail, *node, text);
            }
        }
    }

    /// The words of a list of choices. A list of one says what the member of the one value says.
    fn listed(&mut self, key: Key, member: &Member<'_>) -> Result<(), Wrong> {
        let (Member { name, at, value }, Some(set)) = (member, key.member().shape.words()) else {
            return Ok(());
        };
        if value.is_empty() {
            return Ok(());
        }
        let texts = self.once(name, *value)?;
        let only = texts.len() == 1;
        let mut words = Vec::new();
        for (element, text) in texts {
            let no_signature = key == Key::RequestObject && text == NONE;
            if !no_signature && DraftMethod::of(&text).is_none() {
                let word = self.notes.word(name, set, (element, &text))?;
                words.push(self.stated(element, Value::Word(word)));
            }
        }
        if words.is_empty() {
            return Ok(());
        }
        let open = self.statement.values(key).is_empty() && !self.statement.unknown.contains(key);
        if only && open {
            self.state_all(key, *at, words.clone());
        }
        let origin = self.notes.origin(*at);
        self.choices.state(key, origin, words);
        Ok(())
    }

    /// Reads the members that no declaration states. `object` has those of one object of the document.
    pub(super) fn details(&mut self, object: &Object<'_>) {
        for detail in Detail::ALL {
            for name in self.format.names_of(*detail) {
                let Some(member) = object.valued(name) else {
                    continue;
                };
                // A mistake in it is noted, and no key is about it.
                let _ = self.one_detail(*detail, member);
            }
        }
    }

    fn one_detail(&mut self, detail: Detail, member: &Member<'_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        match detail {
            Detail::ClientSecret => self.secret(member)?,
            Detail::Jwks => self.jwks(member)?,
            // Its text is of no use to a rule.
            Detail::Certificate => {
                self.notes.text(name, *value)?;
                self.detail(detail, *value, "");
            }
            Detail::RequireSignedRequestObject => {
                let set = self.is_required(member)?;
                self.detail(detail, *value, if set { "true" } else { "false" });
            }
            // The key of the algorithm reads it.
            Detail::RequestObjectSigningAlg => {}
            _ => {
                let text = self.notes.text(name, *value)?;
                self.detail(detail, *value, &text);
            }
        }
        Ok(())
    }

    /// Whether a request object is required. In Keycloak this is a word: each but one requires it.
    fn is_required(&mut self, member: &Member<'_>) -> Result<bool, Wrong> {
        let Member { name, value, .. } = member;
        if self.format != Format::Keycloak {
            return self.notes.boolean(name, *value);
        }
        let text = self.notes.text(name, *value)?;
        Ok(text != "not required")
    }

    /// A secret, whose text goes nowhere. In Gravitee, it may be a list.
    fn secret(&mut self, member: &Member<'_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        let Some(secrets) = value.elements().filter(|_| self.format == Format::Gravitee) else {
            if is_secret(&self.notes.text(name, *value)?) {
                self.detail(Detail::ClientSecret, *value, "");
            }
            return Ok(());
        };
        for secret in secrets.filter_map(|secret| secret.member("secret")) {
            if !secret.is_empty() && is_secret(&self.notes.text("secret", secret)?) {
                self.detail(Detail::ClientSecret, secret, "");
            }
        }
        Ok(())
    }

    /// A JWK set (RFC 7517 section 5): an object, and outside RFC 7591 a string that has one too.
    fn jwks(&mut self, member: &Member<'_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        let text = value.text().filter(|_| self.format != Format::Rfc7591);
        match text {
            Some(text) => {
                let node = *value;
                let Ok(json) = nojson::RawJson::parse(&text) else {
                    return Err(self.no_key_set(name, node));
                };
                let keys =
                    Node::root(&json).member("keys").filter(|keys| keys.elements().is_some());
                let Some(keys) = keys else { return Err(self.no_key_set(name, node)) };
                let private: Vec<String> = private_members(keys).map(|(text, _)| text).collect();
                self.detail(Detail::Jwks, node, "");
                for member in private {
                    self.detail(Detail::PrivateKey, node, &member);
                }
            }
            None => {
                let keys = value.member("keys").filter(|keys| keys.elements().is_some());
                let Some(keys) = keys else { return Err(self.no_key_set(name, *value)) };
                self.detail(Detail::Jwks, *value, "");
                for (text, node) in private_members(keys) {
                    self.detail(Detail::PrivateKey, node, &text);
                }
            }
        }
        Ok(())
    }

    fn no_key_set(&mut self, name: &str, node: Node<'_>) -> Wrong {
        let kind = node.kind();
        self.notes.wrong(node, |mistake| {
            let mistake = mistake.fact(rule::WRONG_TYPE).quote(name).with(&kind);
            mistake.with(&"a JWK set, which has the array `keys` (RFC 7517 section 5)")
        })
    }
}

/// The first private member of each key of a set (RFC 7518 section 6), and where its name is.
fn private_members<'j>(keys: Node<'j>) -> impl Iterator<Item = (String, Node<'j>)> {
    const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    let keys = keys.elements().into_iter().flatten();
    keys.filter_map(|key| {
        let mut members = key.members()?;
        members.find_map(|(at, value)| {
            let name = at.text()?;
            let private = PRIVATE.contains(&&*name) && !value.is_empty();
            private.then(|| (name.into_owned(), at))
        })
    })
}

/// Whether a text can be a secret: servers mask one with asterisks, and `${...}` is the name of one that
/// is kept elsewhere.
fn is_secret(text: &str) -> bool {
    let masked = text.bytes().all(|byte| byte == b'*');
    let reference = text.starts_with("${") && text.ends_with('}');
    !masked && !reference
}

/// Whether the method has a word, and is not `none`.
pub(super) const fn authenticates(method: Option<AuthMethod>) -> bool {
    !matches!(method, None | Some(AuthMethod::None))
}
