//! What shares a row of the drawing.

use std::collections::BTreeMap;

use crate::cli::inventory::html::listed::Listed;

/// How many rows and how many servers a drawing has at most.
const ROWS: usize = 24;
/// How many servers a row has lines to.
const LINES: usize = 3;

/// A row of the drawing.
pub(super) struct Row<'r> {
    pub(super) clients: Vec<&'r Listed<'r>>,
    pub(super) servers: Vec<String>,
}

/// What clients have in common that share a row.
type Likeness = Vec<String>;

/// What a client has in common with those in its row.
type Way = fn(&Listed<'_>) -> Likeness;

/// The ways to group, from the finest to the coarsest: what the clients of a row have in common.
const WAYS: [(&str, Way); 5] = [
    ("", |client| vec![client.anchor.clone()]),
    ("package, server, kind, grants, PKCE, authentication and state", |client| {
        let mut likeness = flow(client);
        likeness.push(String::from(client.package));
        likeness
    }),
    ("server, kind, grants, PKCE, authentication and state", flow),
    ("server and state", |client| {
        let mut likeness = state(client);
        likeness.extend(servers(client));
        likeness
    }),
    ("state", state),
];

/// Whether it is declared, and whether it has errors and warnings.
fn state(client: &Listed<'_>) -> Likeness {
    [client.is_declared(), client.is_of_several(), client.errors > 0, client.warnings > 0]
        .map(|it| String::from(if it { "yes" } else { "no" }))
        .to_vec()
}

fn flow(client: &Listed<'_>) -> Likeness {
    let mut likeness = state(client);
    let known = |word: &Option<String>| word.clone().unwrap_or_default();
    likeness.extend([known(&client.kind), known(&client.pkce), known(&client.auth)]);
    likeness.push(client.grants.join(", "));
    likeness.extend(servers(client));
    likeness
}

/// The servers as they are named in the drawing.
fn servers(client: &Listed<'_>) -> Vec<String> {
    if !client.servers.is_empty() {
        return client.servers.clone();
    }
    let unknown = if client.is_declared() { "chosen at run time" } else { "not named in the code" };
    vec![String::from(unknown)]
}

pub(super) fn is_unknown(server: &str) -> bool {
    server == "chosen at run time"
        || server == "not named in the code"
        || server.ends_with(" servers")
}

/// The rows, the finest that are few enough, and how they are grouped.
pub(super) fn rows<'r>(clients: &'r [Listed<'r>]) -> (Vec<Row<'r>>, &'static str) {
    let mut last = (Vec::new(), "");
    for (way, likeness) in WAYS {
        let mut groups: BTreeMap<Likeness, Vec<&Listed<'_>>> = BTreeMap::new();
        for client in clients {
            groups.entry(likeness(client)).or_default().push(client);
        }
        let mut rows: Vec<Row<'_>> = groups.into_values().map(row).collect();
        let mut all: Vec<&String> = rows.iter().flat_map(|row| &row.servers).collect();
        all.sort_unstable();
        all.dedup();
        let fits = rows.len() <= ROWS && all.len() <= ROWS;
        rows.sort_by_cached_key(|row| {
            let first = row.clients.first();
            let of = |number: fn(&Listed<'_>) -> usize| first.map_or(0, |it| number(it));
            let server = row.servers.first().cloned().unwrap_or_default();
            let weight = (usize::MAX - of(|it| it.errors), usize::MAX - of(|it| it.warnings));
            (is_unknown(&server), server, weight, first.map(|it| it.name.clone()))
        });
        last = (rows, way);
        if fits {
            break;
        }
    }
    last
}

fn row<'r>(clients: Vec<&'r Listed<'r>>) -> Row<'r> {
    let mut all: Vec<String> = Vec::new();
    for client in &clients {
        for server in servers(client) {
            if !all.contains(&server) {
                all.push(server);
            }
        }
    }
    if all.len() > LINES {
        all = vec![format!("{} servers", all.len())];
    }
    Row { clients, servers: all }
}

/// The class of a row: its worst level.
pub(super) fn level(row: &Row<'_>) -> &'static str {
    if row.clients.iter().any(|it| it.errors > 0) {
        "error"
    } else if row.clients.iter().any(|it| it.warnings > 0) {
        "warn"
    } else {
        "clean"
    }
}

pub(super) fn is_declared(row: &Row<'_>) -> bool {
    row.clients.iter().all(|it| it.is_declared())
}

/// What is known of the declarations of clients that are compared with none.
pub(super) fn row_state(row: &Row<'_>) -> &'static str {
    if row.clients.iter().all(|it| it.is_of_several()) { "not compared" } else { "not declared" }
}
