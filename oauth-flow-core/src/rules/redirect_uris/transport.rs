//! What carries the response, and who can read it on the way.

use crate::judge::{Address, Check, Place, Remedy, Rule, example, quoted};
use crate::members::{Key, Keys};
use crate::rules::redirect_uris::browser::REDIRECT_URI_USERINFO;
use crate::rules::redirect_uris::form::INVALID_REDIRECT_URI;
use alloc::format;

use super::{BOTH, LOGOUT, REDIRECT, as_sent, is_local};
use crate::citation::{
    client_id_metadata, fapi2, mcp, oauth21, oidc_back_channel_logout, oidc_logout,
    oidc_registration, rfc, security_topics_update,
};
use crate::judge::Level::{Error, Warn};
use crate::uri::Uri;
use crate::vocabulary::{Kind, Profile};

pub(crate) static INSECURE_REDIRECT_URI: Rule = Rule {
    id: "insecure_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI is http, and its host is not the user's own machine",
    why: Some("whoever shares the network with the user reads the code"),
    help: "use https",
    yields_to: &[&INVALID_REDIRECT_URI, &REDIRECT_URI_USERINFO],
    reads: Keys::of(&[Key::RedirectUri]),
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
            if uri.is_http() && !is_local(&uri) {
                let fact = format!("the redirect URI {} is not https", quoted(uri.text));
                report.say(place, fact, toward_https(place, &uri));
            }
        }
    }),
    ..Rule::BASE
};

/// The same URI with https, where that is all that changes.
fn toward_https(place: Place, uri: &Uri<'_>) -> Remedy {
    let sent = as_sent(uri);
    let rest = sent.split_once("://").map(|(_, rest)| rest);
    let host_only = rest.filter(|rest| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !authority.contains([':', '@'])
    });
    let unspecified = ["0.0.0.0", "[::]"];
    if uri.authority.is_some_and(|authority| unspecified.contains(&authority.host)) {
        let help = "name the host that the browser reaches; on the user's own machine that is \
                    `http://127.0.0.1`";
        return Remedy::decide(help);
    }
    match host_only {
        Some(rest) => Remedy::Replace(place, format!("https://{rest}")),
        None => Remedy::decide("use https, on the port where the app serves it"),
    }
}

pub(crate) static LOOPBACK_REDIRECT_URI: Rule = Rule {
    id: "loopback_redirect_uri",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a client of the kind `web` or `spa` redirects to the user's own machine",
    why: Some("any program on that machine can listen there and receive the code"),
    help: "declare the development client apart, under `#[cfg(debug_assertions)]`, or waive this \
           with a reason",
    yields_to: &[&REDIRECT_URI_USERINFO, &INVALID_REDIRECT_URI],
    reads: Keys::of(&[Key::Kind, Key::RedirectUri]),
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
            if is_local(&uri) && (uri.is_http() || uri.is_https()) {
                let fact = format!("{} is on the user's own machine", quoted(uri.text));
                let help = "declare the development client apart, under \
                            `#[cfg(debug_assertions)]`, or waive this with a reason";
                report.say(place, fact, Remedy::decide(help));
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
    why: Some("the response reaches a script, a file or a screen instead of the client"),
    help: "use https, a loopback address or a reverse-domain scheme",
    reads: Keys::of(&[Key::RedirectUri]),
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
                let fact = format!("{} does not lead back to the client alone", quoted(text));
                let help = match subject.declaration.profile {
                    _ if subject.is_kind(&[Kind::Web, Kind::Spa]) => "use https",
                    Profile::Mcp => "use https or a loopback address",
                    _ => {
                        "use https, a loopback address or a reverse-domain scheme such as \
                         `com.example.app:/callback`"
                    }
                };
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static INSECURE_LOGOUT_URI: Rule = Rule {
    id: "insecure_logout_uri",
    levels: [Warn, Warn, Error, Error, Warn],
    summary: "a post-logout redirect URI is http, and its host is not the user's own machine",
    help: "use https",
    yields_to: &[&INVALID_REDIRECT_URI, &REDIRECT_URI_USERINFO],
    reads: Keys::of(&[Key::PostLogoutRedirectUri]),
    accepts: &[example(
        r#"kind = "web", scope = "openid", redirect_uri = "https://app.example.com/cb", post_logout_redirect_uri = "https://app.example.com/bye""#,
    )],
    rejects: &[example(
        r#"kind = "spa", scope = "openid", redirect_uri = "https://app.example.com/cb", post_logout_redirect_uri = "http://app.example.com/bye""#,
    )],
    citations: &[oidc_logout("3.1", "SHOULD"), oidc_back_channel_logout("2.2", "SHOULD")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(LOGOUT) {
            if uri.is_http() && !is_local(&uri) {
                let fact =
                    format!("the post-logout redirect URI {} is not https", quoted(uri.text));
                report.say(place, fact, toward_https(place, &uri));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static INSECURE_METADATA_URI: Rule = Rule {
    id: "insecure_metadata_uri",
    summary: "the URI of the client's keys is not https",
    why: Some("whoever answers in place of the client makes its own key the client's"),
    help: "use https",
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
            let elsewhere = Remedy::decide("write the https URI at which the key set is published");
            let (what, remedy) = match uri {
                Err(error) => (format!("{error}"), elsewhere),
                Ok(uri) if uri.is_http() => ("is not https".into(), toward_https(place, &uri)),
                Ok(uri) if !uri.is_https() => ("is not https".into(), elsewhere),
                Ok(_) => continue,
            };
            report.say(place, format!("the URI {} {what}", quoted(text)), remedy);
        }
    }),
    ..Rule::BASE
};
