//! The lists of OpenID Connect Relying Party Metadata Choices 1.0: what a client leaves to its server.

use oauth_flow_core::Key;
use oauth_flow_core::Value;
use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::DraftMethod;

use super::client::{NONE, Reader};
use super::json::{Member, Object};
use super::notes::Wrong;

impl Reader<'_, '_> {
    /// Reads the lists of OpenID Connect Relying Party Metadata Choices 1.0 section 2. They have the names
    /// of the lists in the metadata of servers.
    pub(super) fn choices(&mut self, object: &Object<'_>) {
        for key in [Key::Auth, Key::RequestObject] {
            let names = key.member().server_metadata.iter();
            for member in names.filter_map(|name| object.get(name)) {
                let listed = self.listed(key, &member);
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
    fn listed(&mut self, key: Key, member: &Member<'_, '_>) -> Result<(), Wrong> {
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
}
