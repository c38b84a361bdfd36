//! Judges values that arrive at run time, by the rules that judge them where they are declared, and what
//! the metadata of the server says of the declaration.

#[cfg(test)]
mod tests;

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use super::check::check_against;
use super::documents::ServerMetadata;
use super::finding::Finding;
use super::merge::{Contradiction, Merged};
use super::origin::Origin;
use super::place::Place;
use super::report::at;
use super::rule::{Level, Rule};
use super::statement::{Statement, Value};
use super::subject::Subject;
use crate::declaration::Declaration;
use crate::members::{Endpoint, Endpoints, Key, Keys};
use crate::rules::run_time::UNDECLARED_VALUE;
use crate::vocabulary::Word;

impl Statement {
    /// What a declaration states of the members that can have a value at run time too.
    #[must_use]
    pub fn declared(declaration: &Declaration<'_>) -> Self {
        let mut statement = Self::default();
        let mut state = |key: Key, texts: &[&str], at_run_time: bool| {
            for text in texts {
                statement.push_text(key, text, Origin::Declared);
            }
            if at_run_time {
                statement.push(key, Value::RunTime, Origin::Declared);
            }
        };
        let it = declaration;
        state(Key::RedirectUri, it.redirect_uris, it.redirect_uri_at_run_time);
        state(Key::Scope, it.scopes, false);
        state(Key::Resource, it.resources, it.resource_at_run_time);
        state(Key::Audience, it.audiences, false);
        state(Key::ClientId, it.client_id.as_slice(), false);
        state(Key::Issuer, it.issuer.as_slice(), false);
        for endpoint in Endpoint::ALL {
            state(endpoint.key(), it.endpoints.get(*endpoint).as_slice(), false);
        }
        statement
    }
}

/// What the rules say of the values of `merged` that the declaration does not give, the values that
/// it does not list among them, and of the metadata of the server, if there is some. The declaration
/// itself was judged when the client was compiled.
///
/// Where the values come from is told by the origins in `merged`, and of what the server says by those in
/// `server`: [`Origin::Metadata`] for a member, [`Origin::Server`] for the whole. An issuer or an endpoint
/// of the metadata is a value like others, which `merged` has.
///
/// What a URI has before its host may be a password: no finding shows it.
#[must_use]
pub fn judge_values(
    declaration: &Declaration<'_>,
    merged: &Merged,
    server: Option<&ServerMetadata>,
    rules: impl Iterator<Item = &'static Rule>,
) -> Vec<Finding> {
    let statement = &merged.statement;
    let list = |key| statement.texts(key).map(without_userinfo).collect::<Vec<_>>();
    let lists = [Key::RedirectUri, Key::Scope, Key::Resource].map(list);
    let [redirect_uris, scopes, resources] =
        lists.each_ref().map(|list| list.iter().map(|text| &**text).collect::<Vec<&str>>());
    let one = |key| statement.texts(key).next().map(without_userinfo);
    let issuer = one(Key::Issuer);
    let endpoints = Endpoints::of(|endpoint| one(endpoint.key()));
    let subject = Subject {
        server,
        served: served(statement),
        at_run_time: true,
        ..Subject::of(Declaration {
            redirect_uris: &redirect_uris,
            scopes: &scopes,
            resources: &resources,
            issuer: issuer.as_deref(),
            endpoints: Endpoints::of(|endpoint| endpoints.get(endpoint).as_deref()),
            ..*declaration
        })
    };
    let mut findings = Vec::new();
    for mut finding in check_against(rules, &subject) {
        let places = core::iter::once(finding.place).chain(finding.also.iter().copied());
        let mut origins =
            places.filter_map(|place| place.in_metadata().or_else(|| statement.origin(place)));
        if let Some(origin) = origins.find(|origin| *origin != Origin::Declared) {
            finding.origin = origin;
            findings.push(finding);
        }
    }
    for contradiction in &merged.contradictions {
        if let Contradiction::Undeclared { key, value } = contradiction {
            let text = value.value.text().unwrap_or_default();
            findings.push(undeclared(*key, text, value.origin, &subject));
        }
    }
    findings
}

/// The keys whose values come from the metadata of the server.
fn served(statement: &Statement) -> Keys {
    let mut served = Keys::NONE;
    for key in Key::ALL {
        if let Some(Origin::Metadata(_)) = statement.origin(Place::Key(*key)) {
            served.insert(*key);
        }
    }
    served
}

/// What is said of a value that is none of those that are declared. Of a URI, the query is not
/// shown: a key or a token may be in it.
fn undeclared(key: Key, value: &str, origin: Origin, subject: &Subject<'_>) -> Finding {
    let shown = without_userinfo(value);
    let shown = match shown.split_once('?') {
        Some((start, _)) if start.contains("://") => Cow::Owned(format!("{start}?...")),
        _ => shown,
    };
    let help = format!("add it to `{key}`, or leave `{key}` to the run time");
    let mistake = at(Place::Key(key)).quote(&shown).help(&help);
    let mut finding = Finding::of(&UNDECLARED_VALUE, Level::Error, mistake, subject);
    finding.origin = origin;
    finding
}

/// A URI as it may be shown: with dots in place of its userinfo, which may hold a password and which
/// the rules refuse in any form.
fn without_userinfo(text: &str) -> Cow<'_, str> {
    let shown = text.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (userinfo, _) = authority.rsplit_once('@')?;
        Some(format!("{scheme}://...{}", rest.strip_prefix(userinfo)?))
    });
    shown.map_or(Cow::Borrowed(text), Cow::Owned)
}
