//! The grants against the row of the kind in the flow guide.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::deprecated::{IMPLICIT_GRANT, PASSWORD_GRANT};
use super::refresh::REFRESH_WITHOUT_SOURCE;
use super::{is_hybrid, listed, positions, toward_recommended, what_it_needs};
use crate::citation::{oauth21, rfc};
use crate::judge::Level::Warn;
use crate::judge::{Check, Place, Remedy, Report, Rule, Subject, at, example};
use crate::members::{Key, Keys};
use crate::recommendation::{fits, home_of, row};
use crate::rules::client_authentication::authenticate;
use crate::vocabulary::{Grant, Kind};

pub(crate) static KIND_GRANT_MISMATCH: Rule = Rule {
    id: "kind_grant_mismatch",
    summary: "a grant is not in the row that the flow guide has for the kind",
    facts: &["a client of the kind `{kind}` does not use the `{grant}` grant"],
    help: "use the recommended grant of the kind, or declare the kind that the grant belongs to",
    yields_to: &[
        &IMPLICIT_GRANT,
        &PASSWORD_GRANT,
        &PUBLIC_CLIENT_CREDENTIALS,
        &REFRESH_WITHOUT_SOURCE,
    ],
    uncovered_by_waiver: &[&IMPLICIT_GRANT, &PASSWORD_GRANT],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Profile, Key::ResponseType]),
    accepts: &[
        example(r#"kind = "m2m", grant = "client_credentials""#),
        example(r#"kind = "device", grant("device_code", "urn:example:grant-type:badge")"#),
    ],
    rejects: &[
        example(
            r#"kind = "m2m", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "spa", grant = "device_code""#),
        example(
            r#"kind = "web", grant("authorization_code", "password"), pkce = "S256", redirect_uri = "https://app.example.com/cb", allow(password_grant, reason = "asked of the server's operator")"#,
        ),
    ],
    citations: &[
        rfc(9700, "2", ""),
        rfc(6749, "1.3", ""),
        rfc(6749, "4.4", ""),
        rfc(8252, "6", "MUST"),
    ],
    check: Check::Subject(find_kind_grant_mismatch),
    ..Rule::BASE
};

fn find_kind_grant_mismatch(subject: &Subject<'_>, report: &mut Report<'_>) {
    let declaration = &subject.declaration;
    let Some(kind) = declaration.kind else { return };
    for (index, grant) in declaration.grants.iter().copied().enumerate() {
        let asked_for = grant == Grant::Implicit && is_hybrid(subject);
        // A grant that the row has under `rfc6749` has a rule of its own, which a waiver can silence.
        let judged_elsewhere = row(kind).legacy.contains(&grant);
        if !asked_for && !judged_elsewhere && !fits(kind, grant, declaration.profile) {
            let place = Place::Value(Key::Grant, index);
            let remedy = toward_home(subject, kind, grant)
                .unwrap_or_else(|| toward_recommended(subject, Some(place), false));
            report.add(at(place).with(&kind).with(&grant).remedy(remedy));
        }
    }
}

/// The choice between the recommended grant of the kind and the kind that the grant belongs to, if it
/// belongs to one.
fn toward_home(subject: &Subject<'_>, kind: Kind, grant: Grant) -> Option<Remedy> {
    let home = home_of(grant)?;
    let recommended = row(kind).grant;
    let needs = what_it_needs(subject, recommended, false);
    let unused = without_what_it_does_not_use(subject, recommended);
    Some(Remedy::Decide(format!(
        "use `grant = \"{recommended}\"`{needs}{unused}, or declare `kind = \"{home}\"` if that is what it is"
    )))
}

/// The keys to remove where a grant without a redirect replaces the others.
fn without_what_it_does_not_use(subject: &Subject<'_>, grant: Grant) -> String {
    const OF_REDIRECTS: [Key; 3] = [Key::Pkce, Key::ResponseType, Key::RedirectUri];
    if grant == Grant::AuthorizationCode {
        return String::new();
    }
    let written = OF_REDIRECTS.into_iter().filter(|key| subject.written.contains(*key));
    let names: Vec<String> = written.map(|key| format!("`{key}`")).collect();
    if names.is_empty() { String::new() } else { format!(" and remove {}", listed(&names)) }
}

const PUBLIC_KIND: &str = "a public client cannot use the client credentials grant";
const NO_AUTHENTICATION: &str = "the client credentials grant is declared with `auth = \"none\"`";

pub(crate) static PUBLIC_CLIENT_CREDENTIALS: Rule = Rule {
    id: "public_client_credentials",
    summary: "a public client uses the client credentials grant",
    facts: &[PUBLIC_KIND, NO_AUTHENTICATION],
    why: Some("the grant proves who the client is, and a public client can prove nothing"),
    help: "give the service its own `m2m` client that authenticates",
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Auth]),
    accepts: &[example(
        r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt", jwks_uri = "https://svc.example.com/jwks.json""#,
    )],
    rejects: &[
        example(r#"kind = "m2m", grant = "client_credentials", auth = "none""#),
        example(r#"kind = "spa", grant = "client_credentials""#),
    ],
    citations: &[rfc(6749, "4.4", "MUST"), rfc(6749, "2.2", "MUST NOT"), oauth21("4.2", "MUST")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::ClientCredentials) else { return };
        if subject.declaration.kind.is_some_and(Kind::is_public) {
            report.add(at(place).fact(PUBLIC_KIND));
        } else if subject.declaration.is_public() {
            let mistake = at(Place::Key(Key::Auth)).also(place).fact(NO_AUTHENTICATION);
            report.add(mistake.help(authenticate(subject)));
        }
    }),
    ..Rule::BASE
};

pub(crate) static MIXED_USER_AND_MACHINE_GRANTS: Rule = Rule {
    id: "mixed_user_and_machine_grants",
    levels: [Warn; 5],
    summary: "one client acts for users and for itself",
    facts: &["one client acts both for users and for itself"],
    why: Some("a resource server cannot tell the service's own tokens from those of a user"),
    help: "split it into two clients, one for users (`web`) and one for the service (`m2m`)",
    yields_to: &[
        &PUBLIC_CLIENT_CREDENTIALS,
        &KIND_GRANT_MISMATCH,
        &IMPLICIT_GRANT,
        &PASSWORD_GRANT,
    ],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(
        r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", grant("authorization_code", "client_credentials"), pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        oauth21("2.1", "SHOULD NOT"),
        rfc(9700, "4.15.1", "SHOULD NOT"),
        rfc(7591, "5", "MAY"),
    ],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::ClientCredentials) else { return };
        let users = positions(Key::Grant, subject.declaration.grants, Grant::involves_user);
        if !users.is_empty() {
            report.add(at(place).also_all(&users));
        }
    }),
    ..Rule::BASE
};
