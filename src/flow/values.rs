//! Values that arrive at run time, held against the rules that judge them at compile time.

use std::borrow::Cow;
use std::format;
use std::string::String;
use std::vec::Vec;

use core::fmt;

use oauth_flow_core::{Declaration, Level, Place, Rule, Subject, check_against, rules};

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// A field of the struct, by its name.
    Field(&'static str),
    /// A method of the builder or of a request, by its name.
    Method(&'static str),
    /// The metadata of the authorization server, by the member of RFC 8414.
    Metadata(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(f, "the field `{name}`"),
            Self::Method(name) => write!(f, "`{name}`"),
            Self::Metadata(name) => write!(f, "`{name}` of the server's metadata"),
        }
    }
}

/// What a rule says of a value that arrived at run time: an error of a build or of a request, or a
/// warning of [`Flow::warnings`](super::Flow::warnings).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFinding {
    rule: &'static str,
    origin: Origin,
    fact: String,
    help: String,
}

impl ValueFinding {
    /// The id of the rule; `RULES.md` explains it.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// Where the value came from.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// What is the case.
    #[must_use]
    pub fn fact(&self) -> &str {
        &self.fact
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for ValueFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}); help: {}", self.rule, self.fact, self.origin, self.help)
    }
}

/// Writes findings one a line.
pub(super) fn write_all(findings: &[ValueFinding], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, finding) in findings.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        write!(f, "{separator}{finding}")?;
    }
    Ok(())
}

/// What was found in values, errors apart from warnings.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) errors: Vec<ValueFinding>,
    pub(super) warnings: Vec<ValueFinding>,
}

/// Judges the values of `declaration` of which `origin` knows where they came from. The others were
/// judged when the client was compiled.
pub(super) fn judge(
    declaration: &Declaration<'_>,
    chapters: &[&'static [&'static Rule]],
    origin: impl Fn(Place) -> Option<Origin>,
) -> Judgement {
    let subject = Subject::of(*declaration);
    let mut judgement = Judgement::default();
    for finding in check_against(chapters.iter().copied().flatten().copied(), &subject) {
        let places = core::iter::once(finding.place).chain(finding.also.iter().copied());
        let Some(origin) = places.into_iter().find_map(&origin) else { continue };
        let found = ValueFinding {
            rule: finding.rule.id,
            origin,
            help: finding.remedy.text(&subject),
            fact: finding.fact,
        };
        if finding.level == Level::Error {
            judgement.errors.push(found);
        } else {
            judgement.warnings.push(found);
        }
    }
    judgement
}

/// The chapters that judge the values of a configuration. The rest of the rulebook looks at what
/// cannot change at run time, and is not linked into the program.
pub(super) const CONFIGURED: &[&[&Rule]] = &[
    rules::redirect_uris::RULES,
    rules::scopes::RULES,
    rules::extensions::RULES,
    rules::server_metadata::RULES,
    URIS,
];

/// Of the chapter on secrets, the rule that looks at URIs.
const URIS: &[&Rule] = &[&rules::client_authentication::SECRET_IN_URI];

/// The chapters that judge what a single request adds.
const REQUESTED: &[&[&Rule]] = &[rules::scopes::RULES, rules::extensions::RULES];

/// Judges scopes and resource indicators that a request adds.
pub(super) fn judge_request(
    declaration: &Declaration<'_>,
    scopes: &[String],
    resources: &[String],
) -> Result<(), Vec<ValueFinding>> {
    if scopes.is_empty() && resources.is_empty() {
        return Ok(());
    }
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
    let given = Declaration { scopes: &scopes, resources: &resources, ..*declaration };
    let judgement = judge(&given, REQUESTED, |place| match place {
        Place::Scope(_) => Some(Origin::Method("scope")),
        Place::Resource(_) => Some(Origin::Method("resource")),
        _ => None,
    });
    let mut errors = judgement.errors;
    errors.extend(undeclared("scope", &scopes, declaration.scopes));
    errors.extend(undeclared("resource", &resources, declaration.resources));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Judges the redirect URI of one request.
pub(super) fn judge_redirect_uri(
    declaration: &Declaration<'_>,
    redirect_uri: &str,
) -> Result<(), Vec<ValueFinding>> {
    let redirect_uri = without_userinfo(redirect_uri);
    let given = Declaration { redirect_uris: &[&redirect_uri], ..*declaration };
    let judgement = judge(&given, &[rules::redirect_uris::RULES, URIS], |place| {
        matches!(place, Place::RedirectUri(_)).then_some(Origin::Method("redirect_uri"))
    });
    if judgement.errors.is_empty() { Ok(()) } else { Err(judgement.errors) }
}

/// The values that the declaration does not list, where it lists any.
fn undeclared<'v>(
    key: &'static str,
    given: &'v [&str],
    declared: &'v [&str],
) -> impl Iterator<Item = ValueFinding> + 'v {
    let missing = given.iter().filter(|value| !declared.is_empty() && !declared.contains(value));
    missing.map(move |value| not_declared(key, value, Origin::Method(key)))
}

/// What is said of a value that is another one than those that are declared. Of a URI, the query is
/// not shown: a key or a token may be in it.
pub(super) fn not_declared(key: &'static str, value: &str, origin: Origin) -> ValueFinding {
    let shown = match without_userinfo(value).split_once('?') {
        Some((start, _)) if start.contains("://") => Cow::Owned(format!("{start}?...")),
        _ => without_userinfo(value),
    };
    ValueFinding {
        rule: UNDECLARED_VALUE,
        origin,
        fact: format!("{} is not declared", oauth_flow_core::quoted(&shown)),
        help: format!("add it to `{key}`, or leave `{key}` to the run time"),
    }
}

/// A URI as it may be shown: with dots for its userinfo, which may hold a password and which the
/// rules refuse in any form.
pub(super) fn without_userinfo(text: &str) -> Cow<'_, str> {
    let shown = text.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (userinfo, _) = authority.rsplit_once('@')?;
        Some(format!("{scheme}://...{}", rest.strip_prefix(userinfo)?))
    });
    shown.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The id under which a value is refused that contradicts the declaration.
const UNDECLARED_VALUE: &str = "undeclared_value";
