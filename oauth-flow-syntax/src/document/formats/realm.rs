//! Picks one client of a realm of Keycloak.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use oauth_flow_core::rules::documents as rule;
use oauth_flow_core::vocabulary::nearest;
use oauth_flow_core::{Key, Place, at, quoted};

use super::json::Node;
use super::keycloak::{self, is_other_protocol};
use super::notes::Notes;
use super::registration::Read;
use crate::attribute::Attribute;

/// The client that an attribute means.
pub(super) struct Wanted<'a> {
    /// Its identifier, if the attribute has one.
    pub(super) client_id: Option<&'a str>,
    /// Whether the attribute has an identifier that could not be read.
    pub(super) is_unknown: bool,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(attribute: &'a Attribute) -> Self {
        let statement = &attribute.statement;
        Self {
            client_id: statement.texts(Key::ClientId).next(),
            is_unknown: statement.unknown.contains(Key::ClientId),
        }
    }
}

/// How many identifiers a message names.
const NAMED: usize = 10;

/// The clients that the server makes in each realm.
const OF_SERVER: [&str; 8] = [
    "account",
    "account-console",
    "admin-cli",
    "admin-permissions",
    "broker",
    "realm-management",
    "security-admin-console",
    "_system",
];

/// One client of a realm.
struct Client<'j> {
    node: Node<'j>,
    id: Cow<'j, str>,
    /// Whether it uses the grants of OAuth, and the server did not make it.
    is_candidate: bool,
    /// Where the name of its realm is.
    realm: Option<Range<usize>>,
}

/// Reads the client that is meant out of realms.
pub(super) fn read(
    realms: &[Node<'_>],
    length: usize,
    wanted: &Wanted<'_>,
    notes: &mut Notes<'_>,
) -> Option<Read> {
    let mut clients = Vec::new();
    let mut lists = Vec::new();
    for realm in realms {
        let name = realm.member("realm");
        let Some(list) = realm.member("clients") else { continue };
        lists.push(list);
        clients_of(list, name, &mut clients, notes)?;
    }
    let at = lists.first().or(realms.first()).copied()?;
    pick(&clients, at, length, wanted, notes)
}

/// Reads the client that is meant out of an array of clients.
pub(super) fn read_clients(
    list: Node<'_>,
    length: usize,
    wanted: &Wanted<'_>,
    notes: &mut Notes<'_>,
) -> Option<Read> {
    let mut clients = Vec::new();
    clients_of(list, None, &mut clients, notes)?;
    pick(&clients, list, length, wanted, notes)
}

/// Adds the clients of one realm; `None` if they cannot be read.
fn clients_of<'j>(
    list: Node<'j>,
    realm: Option<Node<'j>>,
    clients: &mut Vec<Client<'j>>,
    notes: &mut Notes<'_>,
) -> Option<()> {
    let Some(elements) = list.elements() else {
        notes.wrong_type("clients", list, "an array of objects");
        return None;
    };
    let is_master = realm.and_then(Node::text).is_some_and(|name| name == "master");
    for node in elements {
        let Some(members) = node.members() else {
            notes.wrong_element("clients", node, "an object");
            return None;
        };
        let mut id = Cow::Borrowed("");
        let mut uses_grants = true;
        for (name, value) in members {
            match &*name.name() {
                "clientId" => id = value.text().unwrap_or_default(),
                "protocol" => {
                    uses_grants &= !value.text().is_some_and(|it| is_other_protocol(&it));
                }
                "bearerOnly" => uses_grants &= value.boolean() != Some(true),
                _ => {}
            }
        }
        // The master realm has one for each other realm.
        let of_server = OF_SERVER.contains(&&*id) || (is_master && id.ends_with("-realm"));
        let is_candidate = uses_grants && !of_server;
        clients.push(Client { node, id, is_candidate, realm: realm.map(Node::bytes) });
    }
    Some(())
}

/// Reads the client that is meant. `list` is where the clients are.
fn pick(
    clients: &[Client<'_>],
    list: Node<'_>,
    length: usize,
    wanted: &Wanted<'_>,
    notes: &mut Notes<'_>,
) -> Option<Read> {
    let mut meant = Vec::new();
    for client in clients {
        if wanted.client_id.map_or(client.is_candidate, |id| client.id == id) {
            meant.push(client);
        }
    }
    let [client] = meant.as_slice() else {
        // What could not be read may have picked one.
        if !wanted.is_unknown {
            ambiguous(clients, &meant, list, wanted, notes);
        }
        return None;
    };
    let registration = keycloak::read(client.node, length, notes)?;
    let mut ranges = vec![client.node.bytes()];
    if let Some(name) = &client.realm {
        let before = name.start < client.node.bytes().start;
        ranges.insert(usize::from(!before), name.clone());
    }
    Some((registration, Some(ranges)))
}

/// Notes that no one client is meant.
fn ambiguous(
    clients: &[Client<'_>],
    meant: &[&Client<'_>],
    list: Node<'_>,
    wanted: &Wanted<'_>,
    notes: &mut Notes<'_>,
) {
    let mut candidates: Vec<&str> = Vec::new();
    for client in clients {
        if client.is_candidate {
            candidates.push(&client.id);
        }
    }
    let mistake = match (wanted.client_id, meant) {
        (Some(id), [first, second, ..]) => {
            let mistake = at(notes.place(second.node)).also(notes.place(first.node));
            let mistake = mistake.fact(rule::SAME_CLIENT_TWICE).quote(id).with(&meant.len());
            mistake.help("export the realm of the client alone")
        }
        (Some(id), _) => {
            let help = match nearest(id, &candidates) {
                Some(meant) => format!("did you mean {}?", quoted(meant)),
                None if candidates.is_empty() => String::from(OTHER_REALM),
                None => format!("declare a `client_id` of the document: {}", named(&candidates)),
            };
            let mistake = at(Place::Key(Key::ClientId)).also(notes.place(list));
            mistake.fact(rule::NO_SUCH_CLIENT).quote(id).help(&help)
        }
        (None, []) => {
            let mistake = at(notes.place(list)).fact(rule::NO_CLIENT);
            mistake.help(OTHER_REALM)
        }
        (None, _) => {
            let help = format!("declare the `client_id` of one: {}", named(&candidates));
            let mistake = at(notes.place(list)).fact(rule::SEVERAL_CLIENTS);
            mistake.with(&meant.len()).help(&help)
        }
    };
    notes.add(&rule::AMBIGUOUS_REGISTRATION, list.bytes().start, mistake);
}

/// What to do where a document has no client of its user.
const OTHER_REALM: &str = "export the realm in which the client is";

/// Identifiers as a message has them, each once.
fn named(ids: &[&str]) -> String {
    let mut shown: Vec<&str> = Vec::new();
    let mut more = 0;
    for id in ids {
        if !shown.contains(id) {
            if shown.len() < NAMED {
                shown.push(id);
            } else {
                more += 1;
            }
        }
    }
    let mut text = String::new();
    for id in shown {
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{comma}{}", quoted(id));
    }
    if more > 0 {
        let _ = write!(text, " and {more} more");
    }
    text
}
