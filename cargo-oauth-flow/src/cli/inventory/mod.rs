//! `list`: the clients of a workspace, with what each relies on.

mod documents;
mod html;
mod human;
mod json;
mod markdown;

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, Profile, Word};
use oauth_flow_core::{Code, Date, InCode, Key, Value as Stated, What, Whose};

use oauth_flow_syntax::code::LineWaiver;

use crate::cli::arguments::{List, ListFormat};
use crate::cli::error::Failure;
use crate::cli::{CLEAN, check};
use crate::findings::findings;
use crate::reading::{Declared, Gap, PackageCode, Reading};
use crate::workspace::Workspace;
use documents::{Registered, Served};

/// All that the list has.
struct Inventory<'r> {
    clients: Vec<Entry>,
    undeclared: Vec<Undeclared<'r>>,
    /// The waivers beside lines, each with its place.
    beside_lines: Vec<(String, &'r LineWaiver)>,
    gaps: &'r [Gap],
}

/// One client that is declared, in words.
struct Entry {
    package: String,
    client: String,
    file: String,
    line: usize,
    members: Vec<Member>,
    registration: Option<Registered>,
    server: Option<Served>,
    waivers: Vec<(String, String, Option<String>)>,
    /// Where the calls are that were found to be it.
    calls: Vec<String>,
    obligations: Vec<String>,
}

impl Entry {
    /// The documents: what each is, its path, and what there is to say of it.
    fn documents(&self) -> Vec<(&'static str, &str, String)> {
        let registration = self.registration.as_ref();
        let server = self.server.as_ref();
        let registration = registration.map(|it| ("registration", it.path.as_str(), it.words()));
        let server = server.map(|it| ("server document", it.path.as_str(), it.words()));
        registration.into_iter().chain(server).collect()
    }
}

/// What a client declares or adopts of one sort.
struct Member {
    title: &'static str,
    value: String,
    /// The document that states it.
    source: Option<&'static str>,
}

/// One client in the code that no declaration was found to be of.
struct Undeclared<'r> {
    /// The package and the client in its code, by their indexes.
    index: (usize, usize),
    code: &'r Code,
    package: String,
    place: String,
    kind: Option<&'static str>,
    grants: Vec<&'static str>,
    /// The declarations that may be of it: it is compared with none of them.
    may_be: Vec<String>,
}

pub(crate) fn run(list: &List) -> Result<u8, Failure> {
    let workspace = Workspace::find(&list.selection)?;
    let levels = workspace.levels()?;
    let reading = Reading::of(&workspace, list.selection.tests, &levels);
    let today = list.day.or_now();
    let inventory = Inventory {
        clients: entries(&reading, today),
        undeclared: undeclared(&reading),
        beside_lines: beside_lines(&reading),
        gaps: &reading.gaps,
    };
    let text = match list.format {
        ListFormat::Human => human::write(&inventory),
        ListFormat::Json => json::write(&inventory),
        ListFormat::Markdown => markdown::write(&inventory),
        ListFormat::Html => {
            let findings = findings(&reading, &levels, Some(today));
            html::write(&workspace, &reading, &inventory, &findings, today)
        }
    };
    check::put_out(list.output.output.as_deref(), &text, false)?;
    Ok(CLEAN)
}

fn entries(reading: &Reading, today: Date) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (index, declared) in reading.clients.iter().enumerate() {
        let Some(file) = reading.files.get(declared.file) else { continue };
        let client = &declared.client;
        let waivers = client.waivers().into_iter().map(|waiver| {
            (String::from(waiver.rule), String::from(waiver.reason), waiver.until.map(day))
        });
        entries.push(Entry {
            package: declared.package.clone(),
            client: declared.name.clone(),
            file: file.path.clone(),
            line: declared.places.attribute.line,
            members: members(declared),
            registration: documents::registered(reading, declared),
            server: documents::served(reading, declared, today),
            waivers: waivers.collect(),
            calls: calls(reading, index),
            obligations: client.obligations(),
        });
    }
    entries
}

fn beside_lines(reading: &Reading) -> Vec<(String, &LineWaiver)> {
    let waivers = reading.waivers.iter().filter_map(|(file, waiver)| {
        Some((format!("{}:{}", reading.files.get(*file)?.path, waiver.place.line), waiver))
    });
    waivers.collect()
}

/// Where the calls of a declared client are.
fn calls(reading: &Reading, declared: usize) -> Vec<String> {
    let mut places = Vec::new();
    for package in &reading.code {
        for client in package.clients.iter().filter(|it| it.whose == Whose::Of(declared)) {
            let acts = client.code.acts.iter().filter(|act| is_call(&act.what));
            places.extend(acts.filter_map(|act| place(reading, package, act.place)));
        }
    }
    places.dedup();
    places
}

/// Whether it is something that a client does, and not something that names it.
const fn is_call(what: &What) -> bool {
    matches!(what, What::Client | What::Request(_) | What::Exchange(_) | What::Extension(_))
}

fn place(reading: &Reading, package: &PackageCode, index: usize) -> Option<String> {
    let (file, place) = package.places.get(index)?;
    Some(format!("{}:{}", reading.files.get(*file)?.path, place.line))
}

/// The clients in the code that no declaration is of.
fn undeclared(reading: &Reading) -> Vec<Undeclared<'_>> {
    let mut all = Vec::new();
    for (at, package) in reading.code.iter().enumerate() {
        for (number, InCode { code, whose }) in package.clients.iter().enumerate() {
            let may_be = match whose {
                Whose::Of(_) => continue,
                Whose::Undeclared => Vec::new(),
                Whose::OneOf(several) => several
                    .iter()
                    .filter_map(|index| reading.clients.get(*index))
                    .map(|declared| declared.name.clone())
                    .collect(),
            };
            let Some(place) = code.anchor().and_then(|at| place(reading, package, at)) else {
                continue;
            };
            all.push(Undeclared {
                index: (at, number),
                code,
                package: package.package.clone(),
                place,
                kind: code.kind().map(Word::word),
                grants: code.grants().into_iter().map(Word::word).collect(),
                may_be,
            });
        }
    }
    all
}

fn day(date: Date) -> String {
    date.to_string()
}

/// What is declared and adopted, in the order in which a reviewer asks.
fn members(declared: &Declared) -> Vec<Member> {
    let client = &declared.client;
    let it = client.statement();
    let mut members = Vec::new();
    let mut add = |title: &'static str, key: Key, value: String| {
        members.push(Member { title, value, source: documents::source(declared, key) });
    };
    let word = |found: Option<String>| found.unwrap_or_else(|| String::from("not declared"));
    let grants: Vec<&str> = it.words::<Grant>(Key::Grant).map(Word::word).collect();
    let extensions = it.values(Key::Grant).iter().filter_map(|stated| match &stated.value {
        Stated::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let grants: Vec<&str> = grants.into_iter().chain(extensions).collect();
    add("kind", Key::Kind, word(it.word::<Kind>(Key::Kind).map(|it| it.to_string())));
    let profile = it.word::<Profile>(Key::Profile).unwrap_or(Profile::Rfc9700);
    add("profile", Key::Profile, profile.to_string());
    add("grants", Key::Grant, grants.join(", "));
    if let Some(pkce) = it.word::<Pkce>(Key::Pkce) {
        add("PKCE", Key::Pkce, pkce.to_string());
    }
    let auth = it.word::<AuthMethod>(Key::Auth).map(|it| it.to_string());
    add("authentication", Key::Auth, word(auth));
    for (title, key) in [
        ("client_id", Key::ClientId),
        ("server", Key::Issuer),
        ("redirect URIs", Key::RedirectUri),
        ("scopes", Key::Scope),
        ("resources", Key::Resource),
        ("audiences", Key::Audience),
        ("refresh tokens", Key::Refresh),
        ("sender constraint", Key::SenderConstraint),
    ] {
        let values: Vec<&str> = it
            .values(key)
            .iter()
            .map(|stated| match &stated.value {
                Stated::RunTime => "at run time",
                Stated::InField => "in a field",
                value => value.text().unwrap_or_default(),
            })
            .collect();
        if !values.is_empty() {
            add(title, key, values.join(", "));
        } else if key == Key::Issuer
            && let Some(server) = client.server()
        {
            add(title, key, String::from(server));
        }
    }
    members
}
