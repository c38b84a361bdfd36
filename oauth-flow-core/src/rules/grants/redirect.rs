//! What a grant needs that redirects, and what the others do not need.

use super::deprecated::{IMPLICIT_GRANT, PASSWORD_GRANT};
use super::kind::KIND_GRANT_MISMATCH;
use super::positions;
use super::refresh::REFRESH_WITHOUT_SOURCE;
use crate::Declaration;
use crate::citation::{fapi2, mcp, oidc_registration, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Place, Remedy, Report, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::rules::registration::REGISTRATION_MISMATCH;
use crate::rules::response_types::only_code;
use crate::rules::response_types::{
    FRONT_CHANNEL_ACCESS_TOKEN, RESPONSE_TYPE_NOT_CODE, TOKEN_IN_QUERY,
};
use crate::vocabulary::{Grant, Kind, ResponseType};

pub(crate) static GRANT_RESPONSE_TYPE_MISMATCH: Rule = Rule {
    id: "grant_response_type_mismatch",
    summary: "a response type needs a grant that is not declared",
    facts: &[
        "the response type `{response_type}` needs the `{grant}` grant, which is not declared",
    ],
    help: "declare the grant that the response type needs, or another response type",
    yields_to: &[
        &IMPLICIT_GRANT,
        &KIND_GRANT_MISMATCH,
        &FRONT_CHANNEL_ACCESS_TOKEN,
        &RESPONSE_TYPE_NOT_CODE,
        &TOKEN_IN_QUERY,
    ],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::ResponseType]),
    accepts: &[example(
        r#"kind = "web", grant = "authorization_code", response_type = "code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(r#"kind = "m2m", grant = "client_credentials", response_type = "code""#)],
    citations: &[rfc(7591, "2.1", "SHOULD"), oidc_registration("2", "MUST")],
    check: Check::Subject(find_grant_response_type_mismatch),
    ..Rule::BASE
};

fn find_grant_response_type_mismatch(subject: &Subject<'_>, report: &mut Report<'_>) {
    let declaration = &subject.declaration;
    if !declaration.extension_grants.is_empty() {
        return;
    }
    for (index, response) in declaration.response_types.iter().enumerate() {
        let place = Place::Value(Key::ResponseType, index);
        if let Some(needed) = missing_for(*response, declaration) {
            let mistake = at(place).with(response).with(&needed);
            report.add(match needed {
                _ if !declaration.redirects() => {
                    mistake.remedy(Remedy::Remove(Place::Key(Key::ResponseType)))
                }
                Grant::Implicit => mistake.remedy(only_code(subject, index)),
                _ => mistake,
            });
            return;
        }
    }
}

/// The first grant that a response type needs (OpenID Connect Registration section 2) and that is not
/// declared.
fn missing_for(response: ResponseType, declaration: &Declaration<'_>) -> Option<Grant> {
    let needs_code = response.has_code();
    let needs_implicit = response != ResponseType::Code;
    if needs_code && !declaration.allows(Grant::AuthorizationCode) {
        Some(Grant::AuthorizationCode)
    } else if needs_implicit && !declaration.allows(Grant::Implicit) {
        Some(Grant::Implicit)
    } else {
        None
    }
}

pub(crate) static MISSING_REDIRECT_URI: Rule = Rule {
    id: "missing_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a grant sends the user to the server, and no redirect URI is declared",
    facts: &["the server sends the user back to a redirect URI, and none is declared"],
    help: "add `redirect_uri = \"https://...\"`, a `redirect_uri` field, or `redirect_uri = \
           \"runtime\"`",
    yields_to: &[&KIND_GRANT_MISMATCH],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::RedirectUri]),
    accepts: &[
        example(
            r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "spa", redirect_uri = "runtime""#),
        example(r#"kind = "spa""#).on("struct Client { callback_url: String }"),
    ],
    rejects: &[
        example(r#"kind = "web", grant = "authorization_code", pkce = "S256""#),
        example(r#"kind = "spa""#).on("struct Client { client_id: String }"),
    ],
    citations: &[
        rfc(7591, "2", "MUST"),
        rfc(6749, "3.1.2.2", "MUST"),
        fapi2("5.3.2.2", "shall"),
        mcp("Open Redirection", "MUST"),
    ],
    check: Check::Subject(find_missing_redirect_uri),
    ..Rule::BASE
};

fn find_missing_redirect_uri(subject: &Subject<'_>, report: &mut Report<'_>) {
    let declaration = &subject.declaration;
    let declared = !declaration.redirect_uris.is_empty()
        || declaration.redirect_uri_at_run_time
        || subject.may_have(Role::RedirectUri);
    let redirecting = positions(Key::Grant, declaration.grants, Grant::redirects);
    if let (false, Some((first, others))) = (declared, redirecting.split_first()) {
        let mistake = at(*first).also_all(others).lacks(Key::RedirectUri);
        report.add(if subject.is_kind(&[Kind::Native, Kind::Trusted]) {
            mistake.or("where the server shows the code and the user pastes it, state \
                        `allow(missing_redirect_uri, reason = \"...\")`")
        } else {
            mistake
        });
    }
}

pub(crate) static UNUSED_REDIRECT_URI: Rule = Rule {
    id: "unused_redirect_uri",
    levels: [Warn; 5],
    summary: "a redirect URI is declared, and no grant redirects",
    facts: &["a redirect URI is declared, and no declared grant redirects"],
    why: Some(
        "nobody watches a registered redirect URI that no grant uses, and codes can be sent to it",
    ),
    help: "remove `redirect_uri`",
    yields_to: &[
        &KIND_GRANT_MISMATCH,
        &PASSWORD_GRANT,
        &REFRESH_WITHOUT_SOURCE,
        &REGISTRATION_MISMATCH,
    ],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH, &PASSWORD_GRANT, &REGISTRATION_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials""#)],
    rejects: &[example(
        r#"kind = "m2m", grant = "client_credentials", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[rfc(7591, "2", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let declared =
            !declaration.redirect_uris.is_empty() || declaration.redirect_uri_at_run_time;
        let may_redirect = declaration.redirects() || !declaration.extension_grants.is_empty();
        if declared && !may_redirect {
            report.add(at(Place::Key(Key::RedirectUri)).remove());
        }
    }),
    ..Rule::BASE
};
