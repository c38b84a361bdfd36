//! What an authorization server says of itself (RFC 8414 section 2, OpenID Connect Discovery section 3),
//! as it serves the document or as a snapshot of it.

use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{SenderConstraint, Word};
use oauth_flow_core::{Key, ServerMetadata, Stated, Statement, Value, rules::documents as rule};

use super::super::Snapshot;
use super::details::InOrder;
use super::json::{Kind, Member, Node, Object};
use super::notes::{Notes, Wrong};
use super::registration::{is_registration, start};

/// The member of a snapshot that says where and when it was fetched.
const SNAPSHOT: &str = "oauth_flow_snapshot";

/// The version of snapshots that is read.
const VERSION: u64 = 1;

/// Reads the metadata of a server, and what its snapshot says of itself. `null` and the empty string are no
/// values: RFC 8414 section 3.2 has what a server does not say left out. It has an empty list left out
/// too, and such a list says nothing.
pub(super) fn read(
    root: Node<'_>,
    notes: &mut Notes<'_>,
) -> Option<(ServerMetadata, Option<Snapshot>)> {
    let object = Object::of(root);
    if root.kind() != Kind::Object || !is_metadata(&object) {
        no_metadata(root, &object, notes);
        return None;
    }
    let snapshot = match object.get(SNAPSHOT) {
        Some(member) => Some(snapshot(&member, notes).ok()?),
        None => None,
    };
    let mut reader = Reader {
        notes,
        statement: Statement::default(),
        supported: Statement::default(),
        details: InOrder::default(),
    };
    if !object.has(Key::Issuer.member().server_metadata) {
        reader.missing(root);
    }
    for key in Key::ALL {
        for name in key.member().server_metadata {
            if let Some(member) = object.get(name) {
                reader.member(*key, &member);
            }
        }
    }
    for detail in Detail::ALL {
        for name in detail.names().server_metadata {
            if let Some(member) = object.get(name) {
                // A mistake in it is noted, and no key is about it.
                let _ = reader.detail(*detail, &member);
            }
        }
    }
    Some((reader.finish(root), snapshot))
}

/// Whether an object is the metadata of a server, if need be without its issuer.
fn is_metadata(object: &Object<'_>) -> bool {
    let endpoint = |name: &str| name.ends_with("_endpoint");
    object.has(&["issuer"]) || (object.names().any(endpoint) && !is_registration(object))
}

fn no_metadata(root: Node<'_>, object: &Object<'_>, notes: &mut Notes<'_>) {
    let of_keycloak = object.has(&["clientId", "clients", "settings"]);
    let is_registration = is_registration(object) || of_keycloak;
    notes.note(&rule::UNKNOWN_DOCUMENT, start(root), |mistake| {
        if is_registration {
            let mistake = mistake.fact(rule::REGISTRATION_FOR_METADATA);
            return mistake.help("name it with `registration`, and the metadata of the server here");
        }
        let help = if object.has(&["resource"]) {
            "this is the metadata of a protected resource (RFC 9728): name that of its authorization server"
        } else {
            "name what the server serves at `/.well-known/oauth-authorization-server` or `/.well-known/openid-configuration`"
        };
        mistake.fact(rule::NO_METADATA).help(help)
    });
}

/// What a snapshot says of itself.
fn snapshot(member: &Member<'_, '_>, notes: &mut Notes<'_>) -> Result<Snapshot, Wrong> {
    if member.value.kind() != Kind::Object {
        return Err(notes.wrong_type(SNAPSHOT, member.value, "an object"));
    }
    let object = Object::of(member.value);
    let Some(version) = object.get("version") else {
        return Err(notes.wrong(member.value, |mistake| {
            let mistake = mistake.fact(rule::MISSING_MEMBER).quote("oauth_flow_snapshot.version");
            mistake.help("fetch the snapshot again, or remove `oauth_flow_snapshot`")
        }));
    };
    let node = version.value;
    let Some(version) = node.number() else {
        return Err(notes.wrong_type("oauth_flow_snapshot.version", node, "a whole number"));
    };
    if version > VERSION {
        return Err(notes.note(&rule::UNKNOWN_DOCUMENT, node.bytes(), |mistake| {
            let mistake = mistake.fact(rule::NEWER_SNAPSHOT).with(&version).with(&VERSION);
            mistake.help("update oauth-flow, or fetch the snapshot with this version of it")
        }));
    }
    let mut text = |name: &str| match object.get(name) {
        Some(member) => notes.text(name, member.value).map(|text| Some(text.into_owned())),
        None => Ok(None),
    };
    Ok(Snapshot { version, retrieved: text("retrieved")?, from: text("from")? })
}

struct Reader<'n, 'm> {
    notes: &'n mut Notes<'m>,
    statement: Statement,
    supported: Statement,
    details: InOrder,
}

impl Reader<'_, '_> {
    fn finish(self, root: Node<'_>) -> ServerMetadata {
        let (origin, details) = (self.notes.origin(root), self.details.finish());
        ServerMetadata { origin, statement: self.statement, supported: self.supported, details }
    }

    /// Notes that the issuer is missing, which RFC 8414 section 2 requires.
    fn missing(&mut self, root: Node<'_>) {
        self.notes.wrong(root, |mistake| {
            let mistake = mistake.fact(rule::MISSING_MEMBER).quote("issuer");
            mistake.help("save the document as the server serves it: `issuer` is required there")
        });
        self.statement.unknown.insert(Key::Issuer);
    }

    fn member(&mut self, key: Key, member: &Member<'_, '_>) {
        let Member { name, value, .. } = member;
        match key {
            // It has the keys of the server, and not those of the client.
            Key::JwksUri => {}
            Key::Par => {
                if let Ok(true) = self.notes.boolean(name, *value) {
                    let origin = self.notes.origin(*value);
                    self.supported.push(key, Value::flag(true), origin);
                }
            }
            Key::SenderConstraint => self.sender_constraint(member),
            _ if key == Key::Issuer || key.member().shape.is_uri() => {
                match self.notes.text(name, *value) {
                    Ok(text) if !text.is_empty() => {
                        let origin = self.notes.origin(*value);
                        self.statement.push(key, Value::Text(text.into_owned()), origin);
                    }
                    read => {
                        if read.is_ok() {
                            self.notes.empty(name, *value);
                        }
                        self.statement.unknown.insert(key);
                    }
                }
            }
            _ => {
                let Ok(texts) = self.notes.texts(name, *value) else { return };
                let mut values = Vec::with_capacity(texts.len());
                for (node, text) in texts {
                    let origin = self.notes.origin(node);
                    values.push(Stated { value: Value::Text(text.into_owned()), origin });
                }
                if !values.is_empty() {
                    let origin = self.notes.origin(member.at);
                    self.supported.state(key, origin, values);
                }
            }
        }
    }

    /// What can bind tokens to a client: a proof of possession has a list of algorithms, and mutual TLS is a flag.
    fn sender_constraint(&mut self, member: &Member<'_, '_>) {
        let Member { name, value, .. } = member;
        let (constraint, supported) = if name.starts_with("dpop") {
            let algorithms = self.notes.texts(name, *value);
            (SenderConstraint::Dpop, algorithms.is_ok_and(|texts| !texts.is_empty()))
        } else {
            (SenderConstraint::Mtls, self.notes.boolean(name, *value).unwrap_or_default())
        };
        if supported {
            let origin = self.notes.origin(*value);
            self.supported.push(Key::SenderConstraint, Value::Word(constraint.word()), origin);
        }
    }

    /// A member that no declaration states: a flag, or a list with a text each.
    fn detail(&mut self, detail: Detail, member: &Member<'_, '_>) -> Result<(), Wrong> {
        let Member { name, value, .. } = member;
        let texts = if detail == Detail::TokenEndpointAuthSigningAlg {
            self.notes.texts(name, *value)?
        } else {
            let set = self.notes.boolean(name, *value)?;
            vec![(*value, if set { "true" } else { "false" }.into())]
        };
        for (node, text) in texts {
            let origin = self.notes.origin(node);
            self.details.add(node.bytes().start, detail, &text, origin);
        }
        Ok(())
    }
}
