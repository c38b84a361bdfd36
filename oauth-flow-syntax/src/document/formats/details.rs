//! The members of a registration that no declaration states, secrets and keys among them.

use nojson::RawJson;
use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::Word as _;
use oauth_flow_core::{Details, Format, Key, Origin, rules::documents as rule};

use super::client::Reader;
use super::json::{Member, Node, Object};
use super::notes::Wrong;

impl Reader<'_, '_> {
    /// Reads the members that no declaration states. `object` has those of one object of the document.
    pub(super) fn details(&mut self, object: &Object<'_>) {
        for detail in Detail::ALL {
            for name in self.format.names_of(*detail) {
                let Some(member) = object.valued(name) else {
                    continue;
                };
                // A mistake in it is noted. A key that could not be read may be the one of the client.
                if self.one_detail(*detail, &member).is_err()
                    && matches!(detail, Detail::Jwks | Detail::Certificate)
                {
                    self.statement.unknown.insert(Key::JwksUri);
                }
            }
        }
    }

    fn one_detail(&mut self, detail: Detail, member: &Member<'_, '_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        match detail {
            Detail::ClientSecret => self.secret(member)?,
            Detail::RegistrationAccessToken => self.one_secret(detail, member)?,
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
    fn is_required(&mut self, member: &Member<'_, '_>) -> Result<bool, Wrong> {
        let Member { name, value, .. } = member;
        if self.format != Format::Keycloak {
            return self.notes.boolean(name, *value);
        }
        let text = self.notes.text(name, *value)?;
        Ok(text != "not required")
    }

    /// A secret, whose text goes nowhere.
    fn one_secret(&mut self, detail: Detail, member: &Member<'_, '_>) -> Result<(), Wrong> {
        if is_secret(&self.notes.text(member.name, member.value)?) {
            self.detail(detail, member.value, "");
        }
        Ok(())
    }

    /// A client secret. In Gravitee, it may be a list.
    fn secret(&mut self, member: &Member<'_, '_>) -> Result<(), Wrong> {
        let list = member.value.elements().filter(|_| self.format == Format::Gravitee);
        let Some(secrets) = list else {
            return self.one_secret(Detail::ClientSecret, member);
        };
        for secret in secrets {
            let Some(secret) = secret.member("secret").filter(|secret| !secret.is_empty()) else {
                continue;
            };
            if is_secret(&self.notes.text("secret", secret)?) {
                self.detail(Detail::ClientSecret, secret, "");
            }
        }
        Ok(())
    }

    /// A JWK set (RFC 7517 section 5): an object, and outside RFC 7591 a string that has one too.
    fn jwks(&mut self, member: &Member<'_, '_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        let text = value.text().filter(|_| self.format != Format::Rfc7591);
        let inner = text.as_deref().map(RawJson::parse);
        let root = match &inner {
            Some(Ok(json)) => Some(Node::root(json)),
            Some(Err(_)) => None,
            None => Some(*value),
        };
        let keys = root.and_then(|root| root.member("keys"));
        let Some(elements) = keys.and_then(Node::elements) else {
            return Err(self.no_key_set(name, *value));
        };
        self.detail(Detail::Jwks, *value, "");
        for key in elements {
            if let Some((text, node)) = private_member(key) {
                // What a string holds is where the string is.
                let node = if inner.is_some() { *value } else { node };
                self.detail(Detail::PrivateKey, node, &text);
            }
        }
        Ok(())
    }

    fn no_key_set(&mut self, name: &str, node: Node<'_>) -> Wrong {
        let kind = node.kind();
        self.notes.wrong(node, |mistake| {
            let mistake = mistake.fact(rule::WRONG_TYPE).quote(name).with(&kind);
            mistake.with(&"a JWK set, which has the array `keys`")
        })
    }
}

/// The members that no declaration states, in the order of their document.
#[derive(Default)]
pub(super) struct InOrder(Vec<(usize, Detail, String, Origin)>);

impl InOrder {
    /// Adds a member that begins at this byte.
    pub(super) fn add(&mut self, start: usize, detail: Detail, text: &str, origin: Origin) {
        let index = self.0.partition_point(|(other, ..)| *other <= start);
        self.0.insert(index, (start, detail, text.to_owned(), origin));
    }

    /// Takes a member out again.
    pub(super) fn remove(&mut self, detail: Detail) {
        self.0.retain(|(_, other, ..)| *other != detail);
    }

    pub(super) fn finish(self) -> Details {
        let mut details = Details::default();
        for (_, detail, text, origin) in self.0 {
            details.push(detail, &text, origin);
        }
        details
    }
}

/// The first private member of a key (RFC 7518 section 6), and where its name is.
fn private_member(key: Node<'_>) -> Option<(String, Node<'_>)> {
    const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    for (at, value) in key.members()? {
        let name = at.name();
        if PRIVATE.contains(&&*name) && !value.is_empty() {
            return Some((name.into_owned(), at));
        }
    }
    None
}

/// Whether a text can be a secret: servers mask one with asterisks, and `${...}` is the name of one that
/// is kept elsewhere.
fn is_secret(text: &str) -> bool {
    let masked = text.bytes().all(|byte| byte == b'*');
    let reference = text.starts_with("${") && text.ends_with('}');
    !masked && !reference
}
