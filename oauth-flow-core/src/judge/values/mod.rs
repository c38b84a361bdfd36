//! Judges values that arrive at run time, by the rules that judge them where they are declared, and what
//! the metadata of the server says of the declaration.

#[cfg(test)]
mod tests;

use alloc::format;
use alloc::vec::Vec;

use super::check::check_against;
use super::documents::ServerMetadata;
use super::finding::Finding;
use super::level::Level;
use super::merge::{Contradiction, Merged};
use super::origin::{Origin, Stated};
use super::place::Place;
use super::report::{Mistake, at};
use super::rule::Rule;
use super::statement::{Statement, Value};
use super::subject::Subject;
use crate::declaration::Declaration;
use crate::members::{Endpoint, Endpoints, Key, Keys};
use crate::rules::run_time::{NOT_CONFIGURED, UNDECLARED_VALUE};
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
/// A URI may have a password before its host, and a key or a token in its query or its fragment. The rules
/// see it as it is, and no finding shows these parts.
#[must_use]
pub fn judge_values(
    declaration: &Declaration<'_>,
    merged: &Merged,
    server: Option<&ServerMetadata>,
    rules: impl Iterator<Item = &'static Rule>,
) -> Vec<Finding> {
    let statement = &merged.statement;
    let list = |key| statement.texts(key).collect::<Vec<&str>>();
    let [redirect_uris, logout_uris, scopes, resources] =
        [Key::RedirectUri, Key::PostLogoutRedirectUri, Key::Scope, Key::Resource].map(list);
    let one = |key| statement.texts(key).next();
    let rewritten = rewritten(declaration, statement);
    let subject = Subject {
        server,
        rewritten: &rewritten,
        served: served(statement),
        at_run_time: true,
        ..Subject::of(Declaration {
            redirect_uris: &redirect_uris,
            post_logout_redirect_uris: if logout_uris.is_empty() {
                declaration.post_logout_redirect_uris
            } else {
                &logout_uris
            },
            scopes: &scopes,
            resources: &resources,
            issuer: one(Key::Issuer),
            endpoints: Endpoints::of(|endpoint| one(endpoint.key())),
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
            let open = declaration.redirect_uri_at_run_time || declaration.redirect_uris.is_empty();
            let mistake = undeclared(*key, text, open && *key == Key::RedirectUri);
            let mut finding = Finding::of(&UNDECLARED_VALUE, Level::Error, mistake, &subject);
            finding.origin = value.origin;
            findings.push(finding);
        }
    }
    findings
}

/// The places of URIs whose text a type for URLs gave, and which nobody else states.
fn rewritten(declaration: &Declaration<'_>, statement: &Statement) -> Vec<Place> {
    let declared = Statement::declared(declaration);
    let mut places = Vec::new();
    for key in Key::ALL {
        let texts = statement.values(*key).iter().filter(|it| it.value.text().is_some());
        for (index, stated) in texts.enumerate() {
            let said = |other: &Stated<Value>| other.value == stated.value;
            let known = declared.values(*key).iter().any(said);
            let elsewhere = statement
                .values(*key)
                .iter()
                .any(|it| said(it) && !statement.is_rewritten(*key, it));
            if statement.is_rewritten(*key, stated) && !known && !elsewhere {
                places.push(if key.is_list() {
                    Place::Value(*key, index)
                } else {
                    Place::Key(*key)
                });
            }
        }
    }
    places
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

/// What is said of a value that is none of those that are declared. Where the declaration leaves redirect
/// URIs to the run time, it is one of a request that the configuration does not have.
fn undeclared(key: Key, value: &str, is_of_request: bool) -> Mistake {
    let mistake = at(Place::Key(key)).quote(value);
    if is_of_request {
        let help = "give it to `redirect_uri` of the builder, or to a field";
        return mistake.fact(NOT_CONFIGURED).help(help);
    }
    mistake.help(&format!("add it to `{key}`, or leave `{key}` to the run time"))
}
