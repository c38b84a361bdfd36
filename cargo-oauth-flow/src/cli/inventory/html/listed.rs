//! A client of the list, declared or found in the code.

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, Word};
use oauth_flow_core::{Client, Code, Key, Named, Sent, Value, What};

use crate::cli::inventory::{Entry, Undeclared};
use crate::reading::{Declared, PackageCode, Reading};

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
    /// The findings in its documents that are shown with another client.
    pub(super) shared: Vec<usize>,
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

pub(super) fn declared<'r>(
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
        shared: Vec::new(),
        errors: 0,
        warnings: 0,
    }
}

pub(super) fn undeclared<'r>(
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
        shared: Vec::new(),
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
