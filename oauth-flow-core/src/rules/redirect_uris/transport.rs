//! The schemes of redirect URIs, and who can read the response on its way.

use alloc::format;

use super::browser::REDIRECT_URI_USERINFO;
use super::form::INVALID_REDIRECT_URI;
use super::{BOTH, LOGOUT, REDIRECT, as_sent};
use crate::citation::{
    client_id_metadata, fapi2, mcp, oauth21, oidc_logout, oidc_registration, rfc,
    security_topics_update,
};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Address, Check, Mistake, Rule, at, example};
use crate::members::{Key, Keys};
use crate::uri::Uri;
use crate::vocabulary::{Kind, Profile};

pub(crate) static INSECURE_REDIRECT_URI: Rule = Rule {
    id: "insecure_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI is http, and its host is not the user's own machine",
    facts: &["the redirect URI `{uri}` is not https"],
    why: Some("whoever shares the network with the user reads the code"),
    help: "use https, on the port where the app serves it, here and in the registration",
    yields_to: &[&INVALID_REDIRECT_URI, &REDIRECT_URI_USERINFO],
    uncovered_by_waiver: &[&REDIRECT_URI_USERINFO],
    reads: Keys::of(&[Key::RedirectUri]),
    values: REDIRECT,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "http://app.example.com/cb""#),
        example(r#"kind = "native", redirect_uri = "http://localhost.evil.example/cb""#),
        example(r#"kind = "native", redirect_uri = "http://127.0.0.1.evil.example/cb""#),
        example(r#"kind = "native", redirect_uri = "http://0.0.0.0/cb""#),
    ],
    citations: &[
        rfc(9700, "2.6", "MUST NOT"),
        oauth21("1.5", "MUST"),
        fapi2("5.3.2.2", "shall"),
        rfc(6749, "3.1.2.1", "SHOULD"),
        mcp("Communication Security", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            if uri.is_http() && !uri.is_local() {
                report.add(toward_https(at(place).quote(uri.text), &uri));
            }
        }
    }),
    ..Rule::BASE
};

/// The mistake with the same URI with https as its remedy, where that is all that changes.
fn toward_https(mistake: Mistake, uri: &Uri<'_>) -> Mistake {
    let unspecified = ["0.0.0.0", "[::]"];
    if uri.authority.is_some_and(|authority| unspecified.contains(&authority.host)) {
        let help = "register and write the host that the browser reaches; on the user's own machine \
                    that is `http://127.0.0.1`";
        return mistake.help(help);
    }
    let sent = as_sent(uri);
    let rest = sent.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if rest.is_empty() || authority.contains([':', '@']) {
        mistake.help("use https, on the port where the app serves it, here and in the registration")
    } else {
        mistake.replace(&format!("https://{rest}"))
    }
}

pub(crate) static LOOPBACK_REDIRECT_URI: Rule = Rule {
    id: "loopback_redirect_uri",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a client of the kind `web` or `spa` redirects to the user's own machine",
    facts: &["`{uri}` is on the user's own machine"],
    why: Some("any program on that machine can listen there and receive the code"),
    help: "declare the https URI; give development a client of its own, under `#[cfg(debug_assertions)]`, \
           with `allow(loopback_redirect_uri, reason = \"...\")`",
    yields_to: &[&REDIRECT_URI_USERINFO, &INVALID_REDIRECT_URI],
    uncovered_by_waiver: &[&REDIRECT_URI_USERINFO],
    reads: Keys::of(&[Key::Kind, Key::RedirectUri]),
    values: REDIRECT,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "http://localhost:8080/cb""#),
        example(r#"kind = "web", redirect_uri = "https://127.0.0.1/cb""#),
    ],
    citations: &[
        rfc(9700, "2.6", "MUST NOT"),
        oidc_registration("2", "MUST NOT"),
        oauth21("1.5", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        if !subject.is_kind(&[Kind::Web, Kind::Spa]) {
            return;
        }
        for (place, uri) in subject.uris(REDIRECT) {
            if uri.is_local() && (uri.is_http() || uri.is_https()) {
                report.add(at(place).quote(uri.text));
            }
        }
    }),
    ..Rule::BASE
};

/// Schemes that a browser runs, opens or hands on by itself.
const DANGEROUS: [&str; 13] = [
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "about",
    "filesystem",
    "view-source",
    "ftp",
    "ws",
    "wss",
    "mailto",
    "intent",
];

/// Whether a browser runs, opens or hands on the URI by itself, or shows the code to the user.
pub(super) fn is_dangerous(uri: &Uri<'_>) -> bool {
    let scheme = uri.scheme.to_ascii_lowercase();
    let out_of_band = "urn:ietf:wg:oauth:2.0:oob";
    let shown =
        uri.text.get(..out_of_band.len()).is_some_and(|it| it.eq_ignore_ascii_case(out_of_band));
    DANGEROUS.contains(&scheme.as_str()) || scheme.starts_with("chrome") || shown
}

pub(crate) static DANGEROUS_REDIRECT_SCHEME: Rule = Rule {
    id: "dangerous_redirect_scheme",
    summary: "the scheme of a redirect URI is one that a browser runs or opens by itself",
    facts: &["a redirect to `{uri}` does not lead to the client"],
    why: Some("the response reaches a script, a file or a screen instead of the client"),
    help: "register and use https, a loopback address or a reverse-domain scheme such as `com.example.app:/callback`",
    reads: Keys::of(&[Key::RedirectUri]),
    values: BOTH,
    accepts: &[example(r#"kind = "native", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "javascript:alert(1)""#),
        example(r#"kind = "native", redirect_uri = "urn:ietf:wg:oauth:2.0:oob""#),
        example(r#"kind = "native", redirect_uri = "file:///cb""#),
    ],
    citations: &[rfc(7591, "5", "MUST"), security_topics_update("2.3.2", "MUST")],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, .. } in subject.addresses(BOTH) {
            // A URI need not be valid to be run: its scheme is enough.
            let (scheme, _) = text.split_once(':').unwrap_or_default();
            let bare = Uri { text, scheme, authority: None, path: "", query: None, fragment: None };
            if is_dangerous(&bare) {
                let mistake = at(place).quote(text);
                report.add(match subject.declaration.profile {
                    _ if subject.is_kind(&[Kind::Web, Kind::Spa]) => {
                        mistake.help("register and use an https URI")
                    }
                    Profile::Mcp => {
                        mistake.help("register and use an https URI or a loopback address")
                    }
                    _ => mistake,
                });
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static INSECURE_LOGOUT_URI: Rule = Rule {
    id: "insecure_logout_uri",
    levels: [Warn, Warn, Error, Error, Warn],
    summary: "a post-logout redirect URI is http, and its host is not the user's own machine",
    facts: &["the post-logout redirect URI `{uri}` is not https"],
    help: "use https, here and in the registration",
    yields_to: &[&INVALID_REDIRECT_URI, &REDIRECT_URI_USERINFO],
    uncovered_by_waiver: &[&REDIRECT_URI_USERINFO],
    reads: Keys::of(&[Key::PostLogoutRedirectUri]),
    values: LOGOUT,
    accepts: &[example(
        r#"kind = "web", scope = "openid", redirect_uri = "https://app.example.com/cb", post_logout_redirect_uri = "https://app.example.com/bye""#,
    )],
    rejects: &[example(
        r#"kind = "spa", scope = "openid", redirect_uri = "https://app.example.com/cb", post_logout_redirect_uri = "http://app.example.com/bye""#,
    )],
    citations: &[oidc_logout("3.1", "SHOULD")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(LOGOUT) {
            if uri.is_http() && !uri.is_local() {
                report.add(toward_https(at(place).quote(uri.text), &uri));
            }
        }
    }),
    ..Rule::BASE
};

const NOT_HTTPS: &str = "the URI `{uri}` is not https";
const NO_URI: &str = "the URI `{uri}` {error}";

pub(crate) static INSECURE_METADATA_URI: Rule = Rule {
    id: "insecure_metadata_uri",
    summary: "the URI of the client's keys is not https",
    facts: &[NOT_HTTPS, NO_URI],
    why: Some("whoever answers in place of the client can give the server a key of their own"),
    help: "write the https URI at which the key set is published",
    reads: Keys::of(&[Key::JwksUri]),
    accepts: &[example(
        r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt", jwks_uri = "https://svc.example.com/jwks.json""#,
    )],
    rejects: &[example(
        r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt", jwks_uri = "http://svc.example.com/jwks.json""#,
    )],
    citations: &[oidc_registration("2", "MUST"), client_id_metadata("4.1", "")],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, uri } in subject.addresses(Keys::of(&[Key::JwksUri])) {
            let mistake = at(place).quote(text);
            match uri {
                Err(error) => report.add(mistake.fact(NO_URI).with(&error)),
                Ok(uri) if uri.is_http() => {
                    report.add(toward_https(mistake.fact(NOT_HTTPS), &uri));
                }
                Ok(uri) if !uri.is_https() => report.add(mistake.fact(NOT_HTTPS)),
                Ok(_) => {}
            }
        }
    }),
    ..Rule::BASE
};
