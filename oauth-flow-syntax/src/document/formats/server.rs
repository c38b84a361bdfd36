//! What an authorization server says of itself (RFC 8414 section 2, OpenID Connect Discovery section 3),
//! as it serves the document or as a snapshot of it.

use oauth_flow_core::{
    Key, MemberForm, ServerMember, ServerMetadata, Stated, rules::documents as rule,
};

use super::super::Snapshot;
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
    let mut reader = Reader { metadata: ServerMetadata::new(notes.origin(root)), notes };
    if !object.has(Key::Issuer.member().server_metadata) {
        reader.missing(root);
    }
    for member in ServerMember::all() {
        let Some(found) = object.get(member.name) else { continue };
        // A mistake in it is noted. Of what a client uses of the server, the rules then say nothing.
        if let (Err(Wrong), Some(key)) = (reader.member(member, &found), member.states()) {
            reader.metadata.statement.unknown.insert(key);
        }
    }
    Some((reader.metadata, snapshot))
}

/// Whether an object is the metadata of a server, if need be without its issuer.
fn is_metadata(object: &Object<'_>) -> bool {
    object.has(&["issuer"]) || (object.has_endpoint() && !is_registration(object))
}

fn no_metadata(root: Node<'_>, object: &Object<'_>, notes: &mut Notes<'_>) {
    let of_keycloak = object.has(&["clientId", "clients", "settings"]);
    let is_registration = is_registration(object) || of_keycloak;
    notes.note(&rule::UNKNOWN_DOCUMENT, start(root), |mistake| {
        if is_registration {
            let mistake = mistake.fact(rule::REGISTRATION_FOR_METADATA).citing(rule::OF_METADATA);
            return mistake.help("name it with `registration`, and the metadata of the server here");
        }
        let help = if object.has(&["resource"]) {
            "this is the metadata of a protected resource (RFC 9728): name that of its authorization server"
        } else {
            "name what the server serves at `/.well-known/oauth-authorization-server` or `/.well-known/openid-configuration`"
        };
        mistake.fact(rule::NO_METADATA).citing(rule::OF_METADATA).help(help)
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
            let mistake = mistake.citing(rule::OF_EXPORTS);
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
    metadata: ServerMetadata,
}

impl Reader<'_, '_> {
    /// Notes that the issuer is missing, which RFC 8414 section 2 requires.
    fn missing(&mut self, root: Node<'_>) {
        self.notes.wrong(root, |mistake| {
            let mistake = mistake.fact(rule::MISSING_MEMBER).quote("issuer");
            mistake.help("save the document as the server serves it: `issuer` is required there")
        });
        self.metadata.statement.unknown.insert(Key::Issuer);
    }

    fn member(&mut self, member: ServerMember, found: &Member<'_, '_>) -> Result<(), Wrong> {
        let Member { name, at, value } = *found;
        match member.form {
            MemberForm::Text => {
                let text = self.notes.text(name, value)?;
                if text.is_empty() {
                    return Err(self.notes.empty(name, value));
                }
                let origin = self.notes.origin(value);
                self.metadata.text(member, &text, origin);
            }
            MemberForm::Flag => {
                let set = self.notes.boolean(name, value)?;
                let origin = self.notes.origin(value);
                self.metadata.flag(member, set, origin);
            }
            MemberForm::Texts => {
                let mut texts = Vec::new();
                for (node, text) in self.notes.texts(name, value)? {
                    let origin = self.notes.origin(node);
                    texts.push(Stated { value: text.into_owned(), origin });
                }
                let origin = self.notes.origin(at);
                self.metadata.texts(member, texts, origin);
            }
        }
        Ok(())
    }
}
