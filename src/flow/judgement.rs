//! Judges values that arrive at run time by the rules that judge them at compile time.

use std::string::String;
use std::vec;
use std::vec::Vec;

use core::fmt;

use oauth_flow_core::{
    Declaration, Finding, Key, Level, Merged, Origin, Rule, ServerMetadata, Statement,
    judge_values, merge, rules,
};

/// The chapters that judge the values of a configuration. The rest of the rulebook looks at what
/// cannot change at run time.
const CONFIGURED: &[&[&Rule]] = &[
    rules::redirect_uris::RULES,
    rules::scopes::RULES,
    rules::extensions::RULES,
    rules::server_metadata::RULES,
    rules::run_time::RULES,
    URIS,
    PUSHED,
];

/// Of the chapter on secrets, the rule that looks at URIs.
const URIS: &[&Rule] = &[&rules::client_authentication::SECRET_IN_URI];

/// Of the chapter on FAPI, the rule that looks at what the server requires.
const PUSHED: &[&Rule] = &[&rules::fapi::PAR_REQUIRED];

/// The chapters that judge what a single request adds.
const REQUESTED: &[&[&Rule]] = &[rules::scopes::OF_A_REQUEST, rules::extensions::RULES];

/// The chapters that judge the redirect URI of one request.
const REDIRECTED: &[&[&Rule]] = &[rules::redirect_uris::RULES, URIS];

/// What was found in values, errors apart from warnings.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) errors: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
}

fn judge(
    declaration: &Declaration<'_>,
    merged: &Merged,
    server: Option<&ServerMetadata>,
    chapters: &[&[&'static Rule]],
) -> Judgement {
    let rules = chapters.iter().copied().flatten().copied();
    let findings = judge_values(declaration, merged, server, rules);
    let (errors, warnings) = findings.into_iter().partition(|it| it.level == Level::Error);
    Judgement { errors, warnings }
}

/// Judges the values of a configuration, and the declaration by what the server says of itself. Metadata
/// without a list of PKCE methods says nothing: that is an error under the profiles that require the list,
/// and under the others no warning, which nobody could act on where the program runs.
pub(super) fn judge_configuration(
    declaration: &Declaration<'_>,
    merged: &Merged,
    server: Option<&ServerMetadata>,
) -> Judgement {
    let mut judgement = judge(declaration, merged, server, CONFIGURED);
    judgement
        .warnings
        .retain(|it| it.rule != &rules::server_metadata::supported::UNADVERTISED_PKCE);
    judgement
}

/// Judges scopes and resource indicators that a request adds.
pub(super) fn judge_request(
    declaration: &Declaration<'_>,
    scopes: &[String],
    resources: &[String],
) -> Result<(), Vec<Finding>> {
    if scopes.is_empty() && resources.is_empty() {
        return Ok(());
    }
    let mut request = Statement::default();
    for scope in scopes {
        request.push_text(Key::Scope, scope, Origin::Method("scope"));
    }
    for resource in resources {
        request.push_text(Key::Resource, resource, Origin::Method("resource"));
    }
    let merged = merge(vec![request], Some(&Statement::declared(declaration)));
    let Judgement { errors, .. } = judge(declaration, &merged, None, REQUESTED);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Judges the redirect URI of one request: it is one of those that are declared or that the configuration
/// has, `known`. That redirect URIs are left to the run time does not let any URI in.
pub(super) fn judge_redirect_uri(
    declaration: &Declaration<'_>,
    redirect_uri: &str,
    known: &[String],
) -> Result<(), Vec<Finding>> {
    let mut request = Statement::default();
    request.push_text(Key::RedirectUri, redirect_uri, Origin::Method("redirect_uri"));
    let mut configured = Statement::default();
    for known in declaration.redirect_uris.iter().copied().chain(known.iter().map(String::as_str)) {
        configured.push_text(Key::RedirectUri, known, Origin::Declared);
    }
    let merged = merge(vec![request], Some(&configured));
    let Judgement { errors, .. } = judge(declaration, &merged, None, REDIRECTED);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Judges the redirect URI of one logout.
#[cfg(feature = "openid")]
pub(super) fn judge_post_logout_redirect_uri(
    declaration: &Declaration<'_>,
    uri: &str,
) -> Result<(), Vec<Finding>> {
    let mut request = Statement::default();
    let origin = Origin::Method("post_logout_redirect_uri");
    request.push_text(Key::PostLogoutRedirectUri, uri, origin);
    let merged = merge(vec![request], None);
    let Judgement { errors, .. } = judge(declaration, &merged, None, REDIRECTED);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Writes findings one a line.
pub(super) fn write_all(findings: &[Finding], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, finding) in findings.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        write!(f, "{separator}{finding}")?;
    }
    Ok(())
}
