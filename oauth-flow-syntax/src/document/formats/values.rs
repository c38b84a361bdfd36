//! The values of members whose form is that of RFC 7591, in whatever format.

use std::borrow::Cow;

use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{Grant, JwsAlgorithm, SenderConstraint, Set, Word};
use oauth_flow_core::{Format, Key, Stated, Value};

use super::client::{NONE, Reader};
use super::json::{Member, Name, Node, repeated};
use super::notes::{Texts, Wrong};

impl Reader<'_, '_> {
    /// One word of a closed set.
    pub(super) fn word(&mut self, key: Key, member: &Member<'_, '_>, set: &'static Set) {
        let Member { name, value, .. } = member;
        let text = self.notes.text(name, *value);
        let word = text.and_then(|text| self.notes.word(name, set, (*value, &text)));
        if let Some(word) = self.known(key, word) {
            self.state(key, *value, Value::Word(word));
        }
    }

    /// Words of a closed set, none of them twice.
    pub(super) fn words(
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
    pub(super) fn grants(
        &mut self,
        name: &str,
        node: Node<'_>,
    ) -> Result<Vec<Stated<Value>>, Wrong> {
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
    pub(super) fn once<'j>(&mut self, name: &str, node: Node<'j>) -> Result<Texts<'j>, Wrong> {
        let texts = self.notes.texts(name, node)?;
        let mut sorted: Vec<Name<'_>> = Vec::with_capacity(texts.len());
        for (index, (_, text)) in texts.iter().enumerate() {
            sorted.push((Cow::Borrowed(&**text), index));
        }
        if let Some((first, second)) = repeated(&mut sorted)
            && let (Some((first, text)), Some((second, _))) = (texts.get(first), texts.get(second))
        {
            return Err(self.notes.twice(name, text, *first, *second));
        }
        Ok(texts)
    }

    /// The tokens of a scope in one string (RFC 6749 section 3.3).
    pub(super) fn scope(&mut self, member: &Member<'_, '_>) {
        let Member { name, value, .. } = member;
        let text = self.notes.text(name, *value);
        let Some(text) = self.known(Key::Scope, text) else { return };
        let origin = self.notes.origin(*value);
        let mut tokens = Vec::new();
        for token in text.split(' ') {
            if !token.is_empty() {
                tokens.push(Stated { value: Value::Text(token.to_owned()), origin });
            }
        }
        if !tokens.is_empty() {
            self.statement.state(Key::Scope, origin, tokens);
        }
    }

    /// What binds tokens to the client: the members of both constraints begin with the name of theirs.
    pub(super) fn sender_constraint(&mut self, member: &Member<'_, '_>) {
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
    pub(super) fn request_object(&mut self, member: &Member<'_, '_>) {
        if member.value.text().as_deref() == Some(NONE) {
            self.detail(Detail::RequestObjectSigningAlg, member.value, NONE);
        } else {
            self.word(Key::RequestObject, member, JwsAlgorithm::SET);
        }
    }
}
