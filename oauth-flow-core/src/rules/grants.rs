//! Which grant types fit which kind of client.

use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use crate::declaration::Keys;
use crate::finding::Remedy;
use crate::recommendation::{fits, home_of, row};
use crate::role::Role;
use crate::rule::Level::{Error, Warn};
use crate::rule::{Check, Rule, example};
use crate::source::{browser_based_apps, fapi2, mcp, oauth21, oidc_registration, rfc};
use crate::subject::{Place, Subject};
use crate::vocabulary::{Grant, Key, Kind, Pkce, ResponseType};

/// The rules of this chapter.
pub static RULES: &[&Rule] = &[
    &IMPLICIT_GRANT,
    &PASSWORD_GRANT,
    &KIND_GRANT_MISMATCH,
    &PUBLIC_CLIENT_CREDENTIALS,
    &MIXED_USER_AND_MACHINE_GRANTS,
    &GRANT_RESPONSE_TYPE_MISMATCH,
    &REFRESH_WITHOUT_SOURCE,
    &REFRESH_WITH_ASSERTION_GRANT,
    &MISSING_REDIRECT_URI,
    &UNUSED_REDIRECT_URI,
];

static IMPLICIT_GRANT: Rule = Rule {
    id: "implicit_grant",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the implicit grant is declared, or a response type without a code",
    why: Some("what is in a URL reaches histories, logs and other scripts; a code alone does not"),
    help: "use `grant = \"authorization_code\"` with `pkce = \"S256\"`",
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::ResponseType]),
    accepts: &[example(
        r#"kind = "spa", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(r#"kind = "spa", grant = "implicit", redirect_uri = "https://app.example.com/cb""#),
        example(
            r#"kind = "web", response_type = "id_token", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    sources: &[
        rfc(9700, "2.1.2", "SHOULD NOT"),
        browser_based_apps("7.2", "MUST NOT"),
        rfc(8252, "8.2", "NOT RECOMMENDED"),
        oauth21("10", "omitted"),
        fapi2("5.3.2.2", "shall"),
    ],
    check: Check::Subject(|subject, report| {
        let types = subject.declaration.response_types;
        let codeless: Vec<usize> = positions(types, |response| !response.has_code());
        let grant = subject.place_of(Grant::Implicit).filter(|_| !is_hybrid(subject));
        let Some(place) = grant.or(codeless.first().copied().map(Place::ResponseType)) else {
            return;
        };
        let identity = types.iter().any(|response| response.has_id_token());
        let fact = if identity && !types.iter().any(|response| response.has_token()) {
            "the response type `id_token` belongs to the deprecated implicit grant"
        } else {
            "the implicit grant returns the access token in the redirect"
        };
        let also = codeless.iter().copied().map(Place::ResponseType).collect();
        report.add_with(place, also, fact, toward_recommended(subject, grant, &codeless));
    }),
    ..Rule::BASE
};

/// The indexes of the elements that `matches`.
fn positions<T: Copy>(list: &[T], matches: impl Fn(T) -> bool) -> Vec<usize> {
    list.iter().enumerate().filter(|(_, item)| matches(**item)).map(|(index, _)| index).collect()
}

/// Whether a response type asks for a code and a token: OpenID Connect Registration section 2 then
/// has the implicit grant listed.
fn is_hybrid(subject: &Subject<'_>) -> bool {
    let hybrid = |response: &ResponseType| {
        response.has_code() && (response.has_token() || response.has_id_token())
    };
    subject.declaration.response_types.iter().any(hybrid)
}

/// The edits from a grant that the kind must not use, and from response types without a code, to the
/// flow that is recommended for the kind.
fn toward_recommended(subject: &Subject<'_>, grant: Option<Place>, codeless: &[usize]) -> Remedy {
    let declaration = &subject.declaration;
    let recommended = declaration.kind.map_or(Grant::AuthorizationCode, |kind| row(kind).grant);
    let mut edits = Vec::new();
    if let Some(place) = grant {
        // Two grants that must go are replaced once.
        let earlier = |index: usize| {
            let before = declaration.grants.iter().take(index);
            before.into_iter().any(|grant| matches!(grant, Grant::Implicit | Grant::Password))
        };
        let replaced = matches!(place, Place::Grant(index) if earlier(index));
        edits.push(if declaration.allows(recommended) || replaced {
            Remedy::Remove(place)
        } else {
            Remedy::Replace(place, recommended.to_string())
        });
    }
    if recommended == Grant::AuthorizationCode {
        if !codeless.is_empty() {
            edits.push(Remedy::set(Key::ResponseType, ResponseType::Code));
        }
        if declaration.pkce != Some(Pkce::S256) {
            edits.push(Remedy::set(Key::Pkce, Pkce::S256));
        }
    } else if !codeless.is_empty() {
        edits.push(Remedy::Remove(Place::Key(Key::ResponseType)));
    }
    Remedy::All(edits)
}

static PASSWORD_GRANT: Rule = Rule {
    id: "password_grant",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the resource owner password credentials grant is declared",
    why: Some("the user learns to type the password into apps, and no second factor can be asked"),
    help: "use `grant = \"authorization_code\"` with `pkce = \"S256\"` and the system browser; a \
           first-party client that truly cannot redirect states `allow(password_grant, reason = \
           \"...\")`",
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[
        example(
            r#"kind = "trusted", grant = "authorization_code", pkce = "S256", redirect_uri = "http://127.0.0.1/cb""#,
        ),
        example(
            r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = "legacy first-party terminal, retired with release 9")"#,
        ),
    ],
    rejects: &[
        example(r#"kind = "trusted", grant = "password", auth = "client_secret_basic""#),
        example(
            r#"kind = "web", grant("authorization_code", "password"), pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    sources: &[
        rfc(9700, "2.4", "MUST NOT"),
        rfc(6749, "4.3", ""),
        browser_based_apps("7.3", "MUST NOT"),
        oauth21("10", "omitted"),
        fapi2("5.3.2.1", "shall"),
        rfc(6749, "10.7", "SHOULD"),
    ],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::Password) else { return };
        if subject.is_kind(&[Kind::Trusted]) {
            let fact = "RFC 6749 meant the `password` grant for trusted apps; RFC 9700 forbids it";
            let choices = "use `grant = \"authorization_code\"` with `pkce = \"S256\"`, or state \
                           `allow(password_grant, reason = \"...\")`";
            report.add(place, fact, Remedy::decide(choices));
        } else {
            let fact = "the `password` grant gives the user's password to the client";
            report.add(place, fact, toward_recommended(subject, Some(place), &[]));
        }
    }),
    ..Rule::BASE
};

static KIND_GRANT_MISMATCH: Rule = Rule {
    id: "kind_grant_mismatch",
    summary: "a grant is not in the flow guide's row of the kind",
    help: "use the recommended grant of the kind, or declare the kind that the grant belongs to",
    yields_to: &[
        "implicit_grant",
        "password_grant",
        "public_client_credentials",
        "refresh_without_source",
    ],
    uncovered_by_waiver: &["password_grant"],
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
    sources: &[
        rfc(9700, "2", ""),
        rfc(6749, "1.3", ""),
        rfc(6749, "4.4", ""),
        rfc(8252, "6", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(kind) = declaration.kind else { return };
        for (index, grant) in declaration.grants.iter().copied().enumerate() {
            let asked_for = grant == Grant::Implicit && is_hybrid(subject);
            // What the row held in RFC 6749 has a rule of its own, whose waiver is the door.
            let judged_elsewhere = row(kind).legacy.contains(&grant);
            if asked_for || judged_elsewhere || fits(kind, grant, declaration.profile) {
                continue;
            }
            let place = Place::Grant(index);
            let fact = format!("the kind `{kind}` has no use for the `{grant}` grant");
            let remedy = match home_of(grant) {
                Some(home) => {
                    let recommended = row(kind).grant;
                    let pkce = recommended == Grant::AuthorizationCode
                        && declaration.pkce != Some(Pkce::S256);
                    let pkce = if pkce { " with `pkce = \"S256\"`" } else { "" };
                    Remedy::decide(format!(
                        "use `grant = \"{recommended}\"`{pkce}, or declare `kind = \"{home}\"` if \
                         that is what it is"
                    ))
                }
                None => toward_recommended(subject, Some(place), &[]),
            };
            report.add(place, fact, remedy);
        }
    }),
    ..Rule::BASE
};

static PUBLIC_CLIENT_CREDENTIALS: Rule = Rule {
    id: "public_client_credentials",
    summary: "a public client uses the client credentials grant",
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
    sources: &[rfc(6749, "4.4", "MUST"), rfc(6749, "2.2", "MUST NOT"), oauth21("4.2", "MUST")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::ClientCredentials) else { return };
        if subject.declaration.kind.is_some_and(Kind::is_public) {
            let fact = "a public client cannot use the client credentials grant";
            let help = "give the service its own `m2m` client that authenticates";
            report.add(place, fact, Remedy::decide(help));
        } else if subject.declaration.is_public() {
            let fact = "the client credentials grant is declared with `auth = \"none\"`";
            let help = "declare `auth = \"client_secret_basic\"`, or `auth = \"private_key_jwt\"` with \
                        a `jwks_uri`";
            report.add_with(Place::Key(Key::Auth), vec![place], fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

static MIXED_USER_AND_MACHINE_GRANTS: Rule = Rule {
    id: "mixed_user_and_machine_grants",
    levels: [Warn; 5],
    summary: "one client acts for users and for itself",
    why: Some("a resource server cannot tell the service's own tokens from those of a user"),
    help: "split it into two clients, one for users (`web`) and one for the service (`m2m`)",
    yields_to: &[
        "public_client_credentials",
        "kind_grant_mismatch",
        "implicit_grant",
        "password_grant",
    ],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(
        r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", grant("authorization_code", "client_credentials"), pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    sources: &[
        oauth21("2.1", "SHOULD NOT"),
        rfc(9700, "4.15.1", "SHOULD NOT"),
        rfc(7591, "5", "MAY"),
    ],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::ClientCredentials) else { return };
        let users = positions(subject.declaration.grants, Grant::involves_user);
        if !users.is_empty() {
            let fact = "one client acts both for users and for itself";
            let help = "split it into two clients, one for users (`web`) and one for the service \
                        (`m2m`)";
            let also = users.into_iter().map(Place::Grant).collect();
            report.add_with(place, also, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

static GRANT_RESPONSE_TYPE_MISMATCH: Rule = Rule {
    id: "grant_response_type_mismatch",
    summary: "response types and grants disagree",
    help: "name the response type that belongs to the grant, or none without a redirect",
    yields_to: &[
        "implicit_grant",
        "kind_grant_mismatch",
        "front_channel_access_token",
        "response_type_not_code",
        "token_in_query",
    ],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::ResponseType]),
    accepts: &[example(
        r#"kind = "web", grant = "authorization_code", response_type = "code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(r#"kind = "m2m", grant = "client_credentials", response_type = "code""#)],
    sources: &[rfc(7591, "2.1", "SHOULD"), oidc_registration("2", "MUST")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        if !declaration.extension_grants.is_empty() {
            return;
        }
        for (index, response) in declaration.response_types.iter().enumerate() {
            let place = Place::ResponseType(index);
            let needs = if response.has_code() && !declaration.allows(Grant::AuthorizationCode) {
                Grant::AuthorizationCode
            } else if *response != ResponseType::Code && !declaration.allows(Grant::Implicit) {
                Grant::Implicit
            } else {
                continue;
            };
            let fact = format!("the response type `{response}` needs the `{needs}` grant");
            let remedy = if declaration.redirects() {
                Remedy::Replace(place, ResponseType::Code.to_string())
            } else {
                Remedy::Remove(Place::Key(Key::ResponseType))
            };
            report.add(place, fact, remedy);
            return;
        }
    }),
    ..Rule::BASE
};

static REFRESH_WITHOUT_SOURCE: Rule = Rule {
    id: "refresh_without_source",
    summary: "no declared grant can issue a refresh token",
    help: "remove `refresh_token`: ask for a new access token instead",
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials""#)],
    rejects: &[
        example(r#"kind = "m2m", grant("client_credentials", "refresh_token")"#),
        example(r#"kind = "spa", grant = "refresh_token""#),
    ],
    sources: &[rfc(6749, "4.4.3", "SHOULD NOT"), rfc(6749, "4.2.2", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::RefreshToken) else { return };
        let declaration = &subject.declaration;
        let issues = |grant: &Grant| {
            !matches!(grant, Grant::RefreshToken | Grant::ClientCredentials | Grant::Implicit)
        };
        if declaration.grants.iter().any(issues) || !declaration.extension_grants.is_empty() {
            return;
        }
        let fact = "no declared grant can issue a refresh token";
        let remedy = if declaration.grants.len() > 1 {
            Remedy::Remove(place)
        } else {
            let recommended = declaration.kind.map(|kind| row(kind).grant);
            let grant = recommended.unwrap_or(Grant::AuthorizationCode);
            if issues(&grant) {
                Remedy::decide(format!("declare the grant that issues it, such as `{grant}`"))
            } else {
                Remedy::Replace(place, grant.to_string())
            }
        };
        report.add(place, fact, remedy);
    }),
    ..Rule::BASE
};

static REFRESH_WITH_ASSERTION_GRANT: Rule = Rule {
    id: "refresh_with_assertion_grant",
    levels: [Warn; 5],
    summary: "refresh tokens are asked for beside assertion grants only",
    why: Some("a refresh token outlives the assertion, and so the partner's decision"),
    help: "remove `refresh_token`: present a fresh assertion instead",
    yields_to: &["kind_grant_mismatch", "refresh_without_source"],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(r#"kind = "third_party", grant = "jwt-bearer""#)],
    rejects: &[example(r#"kind = "third_party", grant("jwt-bearer", "refresh_token")"#)],
    sources: &[rfc(7521, "4.1", "")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::RefreshToken) else { return };
        let declaration = &subject.declaration;
        let mut others = declaration.grants.iter().filter(|grant| **grant != Grant::RefreshToken);
        let only = others.clone().next().is_some() && others.all(|grant| grant.is_assertion());
        if only && declaration.extension_grants.is_empty() {
            let fact = "a refresh token stands beside an assertion that can be presented anew";
            report.add(place, fact, Remedy::Remove(place));
        }
    }),
    ..Rule::BASE
};

static MISSING_REDIRECT_URI: Rule = Rule {
    id: "missing_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a grant redirects, and no redirect URI is declared",
    help: "add `redirect_uri = \"https://...\"`, a `redirect_uri` field, or `redirect_uri = \
           \"runtime\"`",
    yields_to: &["kind_grant_mismatch"],
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
    sources: &[
        rfc(7591, "2", "MUST"),
        rfc(6749, "3.1.2.2", "MUST"),
        fapi2("5.3.2.2", "shall"),
        mcp("Open Redirection", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let declared = !declaration.redirect_uris.is_empty()
            || declaration.redirect_uri_at_run_time
            || subject.may_have(Role::RedirectUri);
        let redirecting = positions(declaration.grants, Grant::redirects);
        if let (false, Some(first)) = (declared, redirecting.first().copied()) {
            let fact = "the user is sent to the server, and no redirect URI leads back";
            let help = "add `redirect_uri = \"https://...\"`, a `redirect_uri` field, or \
                        `redirect_uri = \"runtime\"`";
            let also = redirecting.iter().skip(1).copied().map(Place::Grant).collect();
            report.add_with(Place::Grant(first), also, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

static UNUSED_REDIRECT_URI: Rule = Rule {
    id: "unused_redirect_uri",
    levels: [Warn; 5],
    summary: "a redirect URI is declared, and no grant redirects",
    why: Some("a registered redirect URI that nobody watches is a place to send codes to"),
    help: "remove `redirect_uri`",
    yields_to: &["kind_grant_mismatch", "password_grant", "refresh_without_source"],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials""#)],
    rejects: &[example(
        r#"kind = "m2m", grant = "client_credentials", redirect_uri = "https://app.example.com/cb""#,
    )],
    sources: &[rfc(7591, "2", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let declared =
            !declaration.redirect_uris.is_empty() || declaration.redirect_uri_at_run_time;
        let may_redirect = declaration.redirects() || !declaration.extension_grants.is_empty();
        if declared && !may_redirect {
            let place = Place::Key(Key::RedirectUri);
            let fact = "a redirect URI is declared, and no declared grant redirects";
            report.add(place, fact, Remedy::Remove(place));
        }
    }),
    ..Rule::BASE
};
