//! What only a tool can tell: what day it is, and what the clients of a workspace have in common.

use crate::citation::{project, security_topics_update};
use crate::declaration::Declaration;
use crate::judge::Level::Warn;
use crate::judge::{Check, Finding, Origin, Place, Rule, Subject, at};
use crate::members::Key;
#[cfg(feature = "code")]
use crate::{
    date::Date,
    judge::{Client, Mistake},
    uri::Uri,
};
#[cfg(feature = "code")]
use alloc::{string::ToString, vec::Vec};

/// The rules of a workspace, in the order of the rulebook.
pub static RULES: &[&Rule] =
    &[&OVERDUE_WAIVER, &SHARED_REDIRECT_URI, &STALE_DOCUMENT, &UNPACKAGED_DOCUMENT];

/// A waiver whose last day is over.
pub static OVERDUE_WAIVER: Rule = Rule {
    id: "overdue_waiver",
    levels: [Warn; 5],
    summary: "the last day of a waiver is over",
    facts: &["the waiver of `{rule}` ended on {date}"],
    why: Some("the reason held until that day, and nobody has looked at it since"),
    help: "mend what the waiver silences, or review the reason and write a later day",
    citations: &[project("docs/waivers.md", "")],
    check: Check::Workspace,
    ..Rule::BASE
};

/// One redirect URI that two servers send their codes to.
pub static SHARED_REDIRECT_URI: Rule = Rule {
    id: "shared_redirect_uri",
    levels: [Warn; 5],
    summary: "clients of two authorization servers have one redirect URI",
    facts: &["the redirect URI `{uri}` is also that of a client of `{issuer}`"],
    why: Some("a malicious server can then have the code of the other one sent to itself"),
    help: "give each server a redirect URI of its own, here and in the registration",
    waive_where: Some("the client compares the issuer in the response (RFC 9207)"),
    citations: &[security_topics_update("2.2", "MUST")],
    check: Check::Workspace,
    ..Rule::BASE
};

/// A snapshot of what a server says of itself that nobody has fetched anew for long.
pub static STALE_DOCUMENT: Rule = Rule {
    id: "stale_document",
    levels: [Warn; 5],
    summary: "the snapshot of the metadata of a server is more than 90 days old",
    facts: &["the snapshot `{path}` is of {date}, which is more than 90 days ago"],
    why: Some("the server may support other things by now than those the client is compared with"),
    help: "run `cargo oauth-flow server refresh`, and review what changes in the snapshot",
    citations: &[project("docs/documents.md", "")],
    check: Check::Workspace,
    ..Rule::BASE
};

/// A document that is in the package, and not in what is published of it.
pub static UNPACKAGED_DOCUMENT: Rule = Rule {
    id: "unpackaged_document",
    levels: [Warn; 5],
    summary: "`cargo package` leaves a document out",
    facts: &["`cargo package` leaves `{path}` out, by `{key}` of the manifest"],
    why: Some("the published crate does not build without the document"),
    help: "let `include` and `exclude` of the manifest take the document, or write `publish = false`",
    citations: &[project("docs/documents.md", "")],
    check: Check::Workspace,
    ..Rule::BASE
};

/// How many days a snapshot of the metadata of a server is taken for what the server says.
pub const SNAPSHOT_DAYS: u16 = 90;

/// The waivers of the client whose last day is before `today`.
#[cfg(feature = "code")]
#[must_use]
pub fn overdue_waivers(client: &Client, today: Date) -> Vec<Finding> {
    let mut mistakes = Vec::new();
    for (index, waiver) in client.waivers().iter().enumerate() {
        if let Some(until) = waiver.until.filter(|until| *until < today) {
            mistakes.push((&OVERDUE_WAIVER, overdue(Place::Waiver(index), waiver.rule, until)));
        }
    }
    client.found(mistakes)
}

#[cfg(feature = "code")]
fn overdue(place: Place, rule: &str, until: Date) -> Mistake {
    at(place).quote(rule).with(&until)
}

/// The finding that the last day of a waiver beside a line of code is over.
#[cfg(feature = "code")]
#[must_use]
pub fn overdue_beside_line(rule: &str, until: Date) -> Finding {
    let subject = Subject::of(Declaration::EMPTY);
    Finding::of(&OVERDUE_WAIVER, Warn, overdue(Place::Whole, rule, until), &subject)
}

/// The snapshots of the client that are too old, of those that are given with their places, their paths
/// and the days on which they were fetched.
#[cfg(feature = "code")]
#[must_use]
pub fn stale_documents(
    client: &Client,
    snapshots: &[(Place, &str, Date)],
    today: Date,
) -> Vec<Finding> {
    let is_stale = |retrieved: Date| today.days() - retrieved.days() > i64::from(SNAPSHOT_DAYS);
    let stale = snapshots.iter().filter(|(_, _, retrieved)| is_stale(*retrieved));
    let mistake =
        |place: Place, path: &str, retrieved: Date| at(place).quote(path).with(&retrieved);
    let mistakes = stale.map(|(place, path, date)| (&STALE_DOCUMENT, mistake(*place, path, *date)));
    client.found(mistakes.collect())
}

/// The documents of the client that `cargo package` leaves out, which are given with their places, their
/// paths and the keys of the manifest.
#[cfg(feature = "code")]
#[must_use]
pub fn unpackaged_documents(client: &Client, left_out: &[(Place, &str, &str)]) -> Vec<Finding> {
    let mistake = |(place, path, key): &(Place, &str, &str)| {
        (&UNPACKAGED_DOCUMENT, at(*place).quote(path).with(key))
    };
    client.found(left_out.iter().map(mistake).collect())
}

/// That a redirect URI of the run time is also the one of a client of another server, unless the declaration
/// waives it.
#[must_use]
pub fn shared_redirect_uri(
    declaration: &Declaration<'_>,
    redirect_uri: &str,
    other_server: &str,
) -> Option<Finding> {
    if declaration.waivers.iter().any(|waiver| waiver.rule == SHARED_REDIRECT_URI.id) {
        return None;
    }
    let mistake = at(Place::Key(Key::RedirectUri)).quote(redirect_uri).quote(other_server);
    let subject = Subject::of(*declaration);
    let mut finding = Finding::of(&SHARED_REDIRECT_URI, Warn, mistake, &subject);
    finding.origin = Origin::Whole;
    Some(finding)
}

/// The redirect URIs that clients of two servers have, each with the index of its client.
#[cfg(feature = "code")]
#[must_use]
pub fn shared_redirect_uris(clients: &[&Client]) -> Vec<(usize, Finding)> {
    let issuer =
        |client: &Client| client.statement().texts(Key::Issuer).next().map(ToString::to_string);
    let mut findings = Vec::new();
    for (index, client) in clients.iter().enumerate() {
        let Some(own) = issuer(client) else { continue };
        let mut mistakes = Vec::new();
        for (number, uri) in client.statement().texts(Key::RedirectUri).enumerate() {
            // Each program has its own loopback interface, and its own port there.
            if Uri::read(uri).is_ok_and(|uri| uri.is_local()) {
                continue;
            }
            let shares = |other: &&&Client| {
                issuer(other).is_some_and(|issuer| issuer != own)
                    && other.statement().texts(Key::RedirectUri).any(|it| it == uri)
            };
            let Some(other) = clients.iter().find(shares) else { continue };
            let place = Place::Value(Key::RedirectUri, number);
            let other = issuer(other).unwrap_or_default();
            mistakes.push((&SHARED_REDIRECT_URI, at(place).quote(uri).quote(&other)));
        }
        findings.extend(client.found(mistakes).into_iter().map(|finding| (index, finding)));
    }
    findings
}

#[cfg(all(test, feature = "code"))]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::{overdue_waivers, shared_redirect_uri, shared_redirect_uris, stale_documents};
    use crate::date::Date;
    use crate::declaration::{Declaration, Waiver};
    use crate::judge::{
        Client, Finding, Level, Origin, OwnedWaiver, Place, Sources, Stated, Statement, Value,
    };
    use crate::members::Key;

    const TODAY: Date = Date { year: 2026, month: 11, day: 26 };

    fn client(values: &[(Key, &str)], waivers: &[(&'static str, Option<Date>)]) -> Client {
        let mut attribute = Statement::default();
        for (key, text) in values {
            attribute.push(*key, Value::Text(String::from(*text)), Origin::Token(0));
        }
        let waivers = waivers.iter().map(|(rule, until)| Stated {
            value: OwnedWaiver { rule, reason: String::from("a test"), until: *until },
            origin: Origin::Token(1),
        });
        Client::of(Sources { attribute, waivers: waivers.collect(), ..Sources::default() })
    }

    fn facts(findings: &[Finding]) -> Vec<(Place, &str)> {
        findings.iter().map(|it| (it.place, it.fact.as_str())).collect()
    }

    #[test]
    fn a_waiver_is_overdue_on_the_day_after_its_last() {
        let until = |day| Some(Date { day, ..TODAY });
        let waivers = [
            ("missing_pkce", until(27)),
            ("missing_state", until(26)),
            ("password_grant", until(25)),
            ("implicit_grant", None),
        ];
        let found = overdue_waivers(&client(&[], &waivers), TODAY);
        let fact = "the waiver of `password_grant` ended on 2026-11-25";
        assert_eq!(facts(&found), [(Place::Waiver(2), fact)]);
        let silenced = [("password_grant", until(25)), ("overdue_waiver", None)];
        assert_eq!(overdue_waivers(&client(&[], &silenced), TODAY), []);
    }

    #[test]
    fn a_snapshot_is_stale_after_ninety_days() {
        let fetched = |month, day| Date { year: 2026, month, day };
        let snapshots = [
            (Place::Key(Key::Server), "a.json", TODAY),
            (Place::Key(Key::Server), "b.json", fetched(8, 28)),
            (Place::Server, "c.json", fetched(8, 27)),
            (Place::Key(Key::Server), "d.json", fetched(12, 31)),
        ];
        let found = stale_documents(&client(&[], &[]), &snapshots, TODAY);
        let fact = "the snapshot `c.json` is of 2026-08-27, which is more than 90 days ago";
        assert_eq!(facts(&found), [(Place::Server, fact)]);
    }

    #[test]
    fn a_redirect_uri_is_shared_by_clients_of_two_servers() {
        const CB: &str = "https://app.example.com/cb";
        let of = |issuer: &'static str, uris: &[&'static str]| {
            let uris = uris.iter().map(|uri| (Key::RedirectUri, *uri));
            let all: Vec<_> = [(Key::Issuer, issuer)].into_iter().chain(uris).collect();
            client(&all, &[])
        };
        let (one, two) = ("https://one.example.com", "https://two.example.com");
        let without = client(&[(Key::RedirectUri, CB)], &[]);
        let waived = [(Key::Issuer, two), (Key::RedirectUri, CB)];
        let waived = client(&waived, &[("shared_redirect_uri", None)]);
        for (clients, expected) in [
            (vec![of(one, &[CB]), of(two, &["https://app.example.com/two", CB])], &[0, 1][..]),
            (vec![of(one, &[CB]), of(one, &[CB])], &[]),
            (vec![of(one, &[CB]), of(two, &["https://app.example.com/two"])], &[]),
            (vec![of(one, &["http://127.0.0.1/cb"]), of(two, &["http://127.0.0.1/cb"])], &[]),
            (vec![of(one, &[CB]), without], &[]),
            (vec![of(one, &[CB]), waived], &[0]),
        ] {
            let all: Vec<&Client> = clients.iter().collect();
            let found = shared_redirect_uris(&all);
            let indexes: Vec<usize> = found.iter().map(|(index, _)| *index).collect();
            assert_eq!(indexes, expected);
            for (index, finding) in found {
                let other = if index == 0 { two } else { one };
                let fact =
                    "the redirect URI `https://app.example.com/cb` is also that of a client of";
                assert_eq!(finding.fact, alloc::format!("{fact} `{other}`"));
                assert!(finding.help.contains("RFC 9207"), "{}", finding.help);
            }
        }
    }

    #[test]
    fn a_redirect_uri_of_the_run_time_is_shared_unless_that_is_waived() {
        let waive = |rule| [Waiver { rule, reason: "a test", until: None }];
        let other = waive("missing_pkce");
        let found = |waivers| {
            let declaration = Declaration { waivers, ..Declaration::EMPTY };
            shared_redirect_uri(&declaration, "https://a.example/cb", "https://as.example")
        };
        let finding = found(&other);
        assert_eq!(finding.as_ref().map(|it| it.level), Some(Level::Warn));
        let fact = "the redirect URI `https://a.example/cb` is also that of a client of \
                    `https://as.example`";
        assert_eq!(finding.map(|it| it.fact).as_deref(), Some(fact));
        assert_eq!(found(&waive("shared_redirect_uri")), None);
    }
}
