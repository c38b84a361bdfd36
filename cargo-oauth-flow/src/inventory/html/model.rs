//! What the page has: the clients of both kinds, and which finding is of which client.

use std::collections::BTreeMap;

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, Word};
use oauth_flow_core::{
    Client, Code, Date, Kept, Key, Level, Named, Origin, Rule, Sent, Value, What, Whose, rules,
};

use super::escape::number;
use super::mask::Masks;
use crate::check::Found;
use crate::inventory::{Entry, Inventory, Undeclared};
use crate::reading::{Declared, PackageCode, Reading};
use crate::workspace::Workspace;

/// All that the page has.
pub(super) struct Review<'r> {
    pub(super) reading: &'r Reading,
    pub(super) inventory: &'r Inventory<'r>,
    pub(super) findings: &'r [Found<'r>],
    /// The day by which waivers are judged.
    pub(super) today: Date,
    /// What was read, in words.
    pub(super) title: String,
    pub(super) packages: usize,
    /// The folder of the workspace, which the page does not name.
    pub(super) root: String,
    /// The declared clients, then the others.
    pub(super) clients: Vec<Listed<'r>>,
    /// The findings that are of no client.
    pub(super) loose: Vec<usize>,
    pub(super) masks: Masks<'r>,
}

/// A client of the list.
pub(super) struct Listed<'r> {
    /// The name of its section.
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) package: &'r str,
    pub(super) file: &'r str,
    pub(super) line: usize,
    pub(super) source: Source<'r>,
    pub(super) kind: Option<String>,
    pub(super) grants: Vec<String>,
    pub(super) pkce: Option<String>,
    pub(super) auth: Option<String>,
    /// The hosts of its servers.
    pub(super) servers: Vec<String>,
    /// What its code does, package by package.
    pub(super) code: Vec<(&'r PackageCode, &'r Code)>,
    pub(super) findings: Vec<usize>,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// What is known of a client.
#[derive(Clone, Copy)]
pub(super) enum Source<'r> {
    Declared(&'r Entry, &'r Client),
    Undeclared(&'r Undeclared<'r>),
}

impl Listed<'_> {
    pub(super) const fn is_declared(&self) -> bool {
        matches!(self.source, Source::Declared(..))
    }

    /// Whether several declarations may be of it, so that it is compared with none.
    pub(super) fn is_of_several(&self) -> bool {
        matches!(self.source, Source::Undeclared(it) if !it.may_be.is_empty())
    }

    /// The waivers in its attribute.
    pub(super) fn waivers(&self) -> Vec<oauth_flow_core::Waiver<'_>> {
        match self.source {
            Source::Declared(_, client) => client.waivers(),
            Source::Undeclared(_) => Vec::new(),
        }
    }
}

/// The client that a finding is of.
enum Owner {
    Declared(usize),
    /// The package and the client in it, by their indexes.
    Code(usize, usize),
}

impl<'r> Review<'r> {
    pub(super) fn of(
        reading: &'r Reading,
        inventory: &'r Inventory<'r>,
        findings: &'r [Found<'r>],
        today: Date,
        workspace: &Workspace,
    ) -> Self {
        let mut of_declared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut of_code: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut loose = Vec::new();
        let owners = Owners::of(reading);
        for (index, found) in findings.iter().enumerate() {
            match owners.owner(found) {
                Some(Owner::Declared(client)) => of_declared.entry(client).or_default().push(index),
                Some(Owner::Code(package, client)) => {
                    of_code.entry((package, client)).or_default().push(index);
                }
                None => loose.push(index),
            }
        }
        let mut clients = Vec::new();
        for (entry, (index, declared)) in
            inventory.clients.iter().zip(reading.clients.iter().enumerate())
        {
            let code = owners.code_of.get(&index).cloned().unwrap_or_default();
            let found = of_declared.remove(&index).unwrap_or_default();
            clients.push(self::declared(entry, declared, code, found));
        }
        for undeclared in &inventory.undeclared {
            let found = of_code.remove(&undeclared.index).unwrap_or_default();
            clients.push(self::undeclared(undeclared, reading, found));
        }
        // What tells no client by itself has no section of its own.
        loose.extend(of_code.into_values().flatten());
        loose.sort_unstable();
        for (number, client) in clients.iter_mut().enumerate() {
            client.anchor = format!("client-{}", number + 1);
            let levels = client.findings.iter().filter_map(|index| findings.get(*index));
            let levels: Vec<Level> = levels.map(|found| found.level).collect();
            client.errors = levels.iter().filter(|level| **level == Level::Error).count();
            client.warnings = levels.len() - client.errors;
        }
        Self {
            reading,
            inventory,
            findings,
            today,
            title: title(workspace),
            packages: workspace.packages.len(),
            root: workspace.root.to_string_lossy().into_owned(),
            clients,
            loose,
            masks: Masks::of(reading),
        }
    }

    /// How many findings have the level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|found| found.level == level).count()
    }

    /// All waivers: the rule, and the last day.
    pub(super) fn waivers(&self) -> Vec<(&str, Option<Date>)> {
        let mut all = Vec::new();
        for declared in &self.reading.clients {
            all.extend(declared.client.waivers().into_iter().map(|it| (it.rule, it.until)));
        }
        all.extend(self.reading.waivers.iter().map(|(_, it)| (it.rule, it.until)));
        all
    }

    /// Whether the last day of a waiver is over.
    pub(super) fn is_over(&self, until: Option<Date>) -> bool {
        until.is_some_and(|until| until < self.today)
    }

    /// The rules that are found or waived, in the order of the rulebook.
    pub(super) fn rules(&self) -> Vec<&'static Rule> {
        let waivers = self.waivers();
        let occurs = |rule: &Rule| {
            self.findings.iter().any(|found| found.finding.rule == rule)
                || waivers.iter().any(|(id, _)| *id == rule.id)
        };
        rules::all().filter(|rule| occurs(rule)).collect()
    }
}

/// What was read, in words: a folder has another name on each machine.
fn title(workspace: &Workspace) -> String {
    let root = workspace.metadata.root_package().map(|package| package.name.to_string());
    match (root, workspace.packages.as_slice()) {
        (_, [only]) => only.name.clone(),
        (Some(root), _) => root,
        (None, packages) => format!("a workspace of {}", number(packages.len(), "package")),
    }
}

/// What tells of which client a finding is.
struct Owners<'r> {
    reading: &'r Reading,
    /// The client in the code that acts at a place of a package.
    acts: BTreeMap<(&'r str, usize), (usize, usize)>,
    /// The declared clients of a file.
    of_files: BTreeMap<&'r str, Vec<usize>>,
    /// The code of a declared client.
    code_of: BTreeMap<usize, Vec<(&'r PackageCode, &'r Code)>>,
}

impl<'r> Owners<'r> {
    fn of(reading: &'r Reading) -> Self {
        let mut acts = BTreeMap::new();
        let mut code_of: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for (at, package) in reading.code.iter().enumerate() {
            for (index, client) in package.clients.iter().enumerate() {
                for place in client.code.acts.iter().flat_map(|act| places(&act.what, act.place)) {
                    acts.entry((package.package.as_str(), place)).or_insert((at, index));
                }
                if let Whose::Of(declared) = client.whose {
                    code_of.entry(declared).or_default().push((package, &client.code));
                }
            }
        }
        let mut of_files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, declared) in reading.clients.iter().enumerate() {
            if let Some(file) = reading.files.get(declared.file) {
                of_files.entry(file.path.as_str()).or_default().push(index);
            }
        }
        Self { reading, acts, of_files, code_of }
    }

    fn owner(&self, found: &Found<'_>) -> Option<Owner> {
        if let Origin::Code(place) = found.finding.origin {
            let (package, index) = *self.acts.get(&(found.package, place))?;
            let client = self.reading.code.get(package)?.clients.get(index)?;
            return Some(match client.whose {
                Whose::Of(declared) => Owner::Declared(declared),
                Whose::Nobodys | Whose::OneOf(_) => Owner::Code(package, index),
            });
        }
        let here = self.of_files.get(found.file.path.as_str())?.iter();
        let mut here = here.filter(|index| {
            self.reading.clients.get(**index).is_some_and(|declared| {
                declared.name == found.client
                    && declared.places.of_origin(found.finding.origin) == found.place
            })
        });
        here.next().map(|index| Owner::Declared(*index))
    }
}

/// The places that a finding about the act may have.
fn places(what: &What, place: usize) -> Vec<usize> {
    let mut places = vec![place];
    if let What::Request(request) = what {
        for kept in [&request.state, &request.nonce] {
            if let Kept::Dropped(at, _) | Kept::Fixed(at) = kept {
                places.push(*at);
            }
        }
    }
    places
}

fn declared<'r>(
    entry: &'r Entry,
    declared: &'r Declared,
    code: Vec<(&'r PackageCode, &'r Code)>,
    findings: Vec<usize>,
) -> Listed<'r> {
    let client = &declared.client;
    let it = client.statement();
    let extensions = it.values(Key::Grant).iter().filter_map(|stated| match &stated.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    });
    let servers = match client.server() {
        Some(server) => vec![String::from(host(server).unwrap_or(server))],
        None => hosts(&code),
    };
    Listed {
        anchor: String::new(),
        name: entry.client.clone(),
        package: &entry.package,
        file: &entry.file,
        line: entry.line,
        source: Source::Declared(entry, client),
        kind: it.word::<Kind>(Key::Kind).map(|it| it.to_string()),
        grants: it.words::<Grant>(Key::Grant).map(|it| it.to_string()).chain(extensions).collect(),
        pkce: it.word::<Pkce>(Key::Pkce).map(|it| it.to_string()),
        auth: it.word::<AuthMethod>(Key::Auth).map(|it| it.to_string()),
        servers,
        code,
        findings,
        errors: 0,
        warnings: 0,
    }
}

fn undeclared<'r>(
    undeclared: &'r Undeclared<'r>,
    reading: &'r Reading,
    findings: Vec<usize>,
) -> Listed<'r> {
    let (package, _) = undeclared.index;
    let code: Vec<_> =
        reading.code.get(package).map(|package| (package, undeclared.code)).into_iter().collect();
    let acts = &undeclared.code.acts;
    let extensions = acts.iter().filter_map(|act| match &act.what {
        What::Extension(name) => Some(name.clone()),
        _ => None,
    });
    let mut grants: Vec<String> =
        undeclared.grants.iter().map(|grant| String::from(*grant)).chain(extensions).collect();
    grants.dedup();
    let mut methods: Vec<&str> = acts
        .iter()
        .filter_map(|act| match act.what {
            What::Authenticates(method) => Some(method.word()),
            _ => None,
        })
        .collect();
    methods.sort_unstable();
    methods.dedup();
    let (file, line) = undeclared.place.rsplit_once(':').unwrap_or((&undeclared.place, "0"));
    Listed {
        anchor: String::new(),
        name: undeclared.place.rsplit('/').next().map(String::from).unwrap_or_default(),
        package: &undeclared.package,
        file,
        line: line.parse().unwrap_or_default(),
        source: Source::Undeclared(undeclared),
        kind: undeclared.kind.map(String::from),
        grants,
        pkce: pkce(undeclared.code).map(String::from),
        auth: (!methods.is_empty()).then(|| methods.join(", ")),
        servers: hosts(&code),
        code,
        findings,
        errors: 0,
        warnings: 0,
    }
}

/// What the code does about PKCE, if it sends an authorization request.
fn pkce(code: &Code) -> Option<&'static str> {
    let sent: Vec<Sent> = code.requests().map(|(_, request)| request.challenge).collect();
    let plain = code.acts.iter().any(|act| act.what == What::PlainChallenge);
    if sent.is_empty() {
        None
    } else if sent.contains(&Sent::No) {
        Some("not sent")
    } else if plain {
        Some("plain")
    } else if sent.contains(&Sent::Unknown) {
        Some("cannot be told")
    } else {
        Some("sent")
    }
}

/// The hosts of the servers that the code names, each once.
fn hosts(code: &[(&PackageCode, &Code)]) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    for act in code.iter().flat_map(|(_, code)| &code.acts) {
        let What::Endpoint(named, uri) = &act.what else { continue };
        if let (Named::Issuer | Named::Token | Named::Authorization, Some(host)) =
            (named, host(uri))
            && !hosts.iter().any(|known| known == host)
        {
            hosts.push(String::from(host));
        }
    }
    hosts
}

/// The host and the port of a URI, unless they are put in at run time.
fn host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    (!host.is_empty() && !host.contains('{')).then_some(host)
}
