//! Judges values that arrive at run time, by the rules that judge them where they are declared.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use super::check::check_against;
use super::finding::Finding;
use super::merge::{Contradiction, Merged};
use super::origin::Origin;
use super::place::Place;
use super::report::at;
use super::rule::{Level, Rule};
use super::statement::{Statement, Value};
use super::subject::Subject;
use crate::declaration::Declaration;
use crate::members::{Endpoint, Endpoints, Key};
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
/// it does not list among them. The declaration itself was judged when the client was compiled.
///
/// What a URI has before its host may be a password: no finding shows it.
#[must_use]
pub fn judge_values(
    declaration: &Declaration<'_>,
    merged: &Merged,
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
    let subject = Subject::of(Declaration {
        redirect_uris: &redirect_uris,
        scopes: &scopes,
        resources: &resources,
        issuer: issuer.as_deref(),
        endpoints: Endpoints::of(|endpoint| endpoints.get(endpoint).as_deref()),
        ..*declaration
    });
    let mut findings = Vec::new();
    for mut finding in check_against(rules, &subject) {
        let places = core::iter::once(finding.place).chain(finding.also.iter().copied());
        let mut origins = places.filter_map(|place| statement.origin(place));
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

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::judge_values;
    use crate::declaration::Declaration;
    use crate::judge::{Finding, Level, Origin, Place, Statement, Value, merge};
    use crate::members::{Endpoints, Key};
    use crate::rules;
    use crate::vocabulary::{AuthMethod, Grant, Kind, Pkce, ResponseType};

    const GIVEN: Origin = Origin::Field("given");

    const WEB: Declaration<'static> = Declaration {
        kind: Some(Kind::Web),
        grants: &[Grant::AuthorizationCode],
        response_types: &[ResponseType::Code],
        pkce: Some(Pkce::S256),
        auth: AuthMethod::ClientSecretBasic,
        redirect_uri_at_run_time: true,
        ..Declaration::EMPTY
    };

    fn judged(declaration: &Declaration<'_>, given: &[(Key, &str)]) -> Vec<Finding> {
        let mut source = Statement::default();
        for (key, text) in given {
            source.push_text(*key, text, GIVEN);
        }
        let merged = merge(vec![source], Some(&Statement::declared(declaration)));
        judge_values(declaration, &merged, rules::all())
    }

    #[test]
    fn what_is_declared_is_a_statement_too() {
        let statement = Statement::declared(&Declaration {
            redirect_uris: &["https://app.example.com/cb"],
            redirect_uri_at_run_time: true,
            scopes: &["read", "write"],
            resources: &["https://api.example.com"],
            audiences: &["orders"],
            client_id: Some("portal"),
            issuer: Some("https://as.example.com"),
            endpoints: Endpoints {
                token_endpoint: Some("https://as.example.com/token"),
                ..Endpoints::NONE
            },
            ..WEB
        });
        for (key, texts) in [
            (Key::RedirectUri, &["https://app.example.com/cb"][..]),
            (Key::Scope, &["read", "write"]),
            (Key::Resource, &["https://api.example.com"]),
            (Key::Audience, &["orders"]),
            (Key::ClientId, &["portal"]),
            (Key::Issuer, &["https://as.example.com"]),
            (Key::TokenEndpoint, &["https://as.example.com/token"]),
            (Key::AuthorizationEndpoint, &[]),
        ] {
            assert_eq!(statement.texts(key).collect::<Vec<_>>(), texts, "{key}");
        }
        let at_run_time = |key| statement.values(key).iter().any(|it| it.value == Value::RunTime);
        assert!(at_run_time(Key::RedirectUri));
        assert!(!at_run_time(Key::Resource));
        assert_eq!(statement.origin(Place::Key(Key::Scope)), Some(Origin::Declared));
    }

    #[test]
    fn a_value_of_the_run_time_is_judged_like_a_declared_one() {
        for (key, text, rule, place) in [
            (
                Key::RedirectUri,
                "http://app.example.com/cb",
                "insecure_redirect_uri",
                Place::Value(Key::RedirectUri, 0),
            ),
            (Key::Scope, "read\"", "invalid_scope", Place::Value(Key::Scope, 0)),
            (Key::Resource, "api", "invalid_resource", Place::Value(Key::Resource, 0)),
            (Key::Issuer, "http://as.example.com", "insecure_issuer", Place::Key(Key::Issuer)),
            (
                Key::TokenEndpoint,
                "http://as.example.com/token",
                "insecure_endpoint",
                Place::Key(Key::TokenEndpoint),
            ),
        ] {
            let findings = judged(&WEB, &[(key, text)]);
            let found: Vec<_> =
                findings.iter().map(|it| (it.rule.id, it.place, it.origin)).collect();
            assert_eq!(found, [(rule, place, GIVEN)], "{key}");
        }
    }

    #[test]
    fn what_is_declared_is_not_judged_again() {
        let declaration = Declaration { issuer: Some("http://as.example.com"), ..WEB };
        assert_eq!(judged(&declaration, &[]), []);
        assert_eq!(judged(&declaration, &[(Key::RedirectUri, "https://app.example.com/cb")]), []);
    }

    #[test]
    fn a_value_that_is_not_declared_is_shown_without_its_secrets() {
        let declaration = Declaration {
            redirect_uris: &["https://app.example.com/cb"],
            redirect_uri_at_run_time: false,
            client_id: Some("portal"),
            ..WEB
        };
        for (key, text, fact) in [
            (
                Key::RedirectUri,
                "https://new.example.com/cb?key=s3cr3t",
                "`https://new.example.com/cb?...` is not declared",
            ),
            (
                Key::RedirectUri,
                "https://new.example.com/cb",
                "`https://new.example.com/cb` is not declared",
            ),
            // What is no URI has no query.
            (Key::ClientId, "shop?eu", "`shop?eu` is not declared"),
        ] {
            let findings = judged(&declaration, &[(key, text)]);
            let found: Vec<_> = findings.iter().map(|it| (it.fact.as_str(), it.origin)).collect();
            assert_eq!(found, [(fact, GIVEN)]);
        }
        let findings = judged(&declaration, &[(Key::ClientId, "shop")]);
        let found: Vec<_> =
            findings.iter().map(|it| (it.rule.id, it.level, it.place, it.help.as_str())).collect();
        assert_eq!(
            found,
            [(
                "undeclared_value",
                Level::Error,
                Place::Key(Key::ClientId),
                "add it to `client_id`, or leave `client_id` to the run time",
            )]
        );
    }

    #[test]
    fn what_a_uri_has_before_its_host_is_never_shown() {
        let findings = judged(&WEB, &[(Key::Issuer, "https://user:s3cr3t@as.example.com")]);
        let facts: Vec<String> = findings.into_iter().map(|it| it.fact).collect();
        assert_eq!(facts, ["the issuer `https://...@as.example.com` has userinfo before the host"]);
        let declaration = Declaration { issuer: Some("https://as.example.com"), ..WEB };
        let findings =
            judged(&declaration, &[(Key::Issuer, "https://s3cr3t@other.example.com/?q=1")]);
        let facts: Vec<_> = findings
            .iter()
            .filter(|it| it.rule.id == "undeclared_value")
            .map(|it| &it.fact)
            .collect();
        assert_eq!(facts, ["`https://...@other.example.com/?...` is not declared"]);
    }
}
