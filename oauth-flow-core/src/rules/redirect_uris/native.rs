//! Redirect URIs of an app on the user's machine, RFC 8252.

use alloc::format;

use super::browser::REDIRECT_URI_USERINFO;
use super::transport::{DANGEROUS_REDIRECT_SCHEME, INSECURE_REDIRECT_URI, LOOPBACK_REDIRECT_URI};
use super::{REDIRECT, at_loopback, is_private_use, is_zero};
use crate::citation::{mcp, oauth21, oidc_registration, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{Check, Mistake, Rule, at, example};
use crate::members::{Key, Keys};
use crate::rules::extensions::MCP_REDIRECT_URI;
use crate::uri::{Host, Uri};
use crate::vocabulary::Kind;

const KIND_AND_URIS: Keys = Keys::of(&[Key::Kind, Key::RedirectUri]);

pub(crate) static LOCALHOST_REDIRECT_URI: Rule = Rule {
    id: "localhost_redirect_uri",
    levels: [Warn, Off, Warn, Warn, Off],
    summary: "an app on the user's machine redirects to a name, or to an unusual loopback address",
    facts: &["the host `{host}` is neither `127.0.0.1` nor `[::1]`"],
    why: Some("a name can resolve to another address, and the app may then listen to the network"),
    help: "use `http://127.0.0.1` or `http://[::1]`, on any port, here and in the registration",
    waive_where: Some("the provider registers no other address"),
    yields_to: &[&HTTPS_LOOPBACK_REDIRECT_URI, &REDIRECT_URI_USERINFO],
    reads: KIND_AND_URIS,
    values: REDIRECT,
    accepts: &[
        example(r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#),
        example(r#"kind = "native", redirect_uri = "http://[::1]:51004/cb""#),
    ],
    rejects: &[
        example(r#"kind = "native", redirect_uri = "http://localhost/cb""#),
        example(r#"kind = "native", redirect_uri = "http://127.0.0.2/cb""#),
    ],
    citations: &[
        rfc(8252, "8.3", "NOT RECOMMENDED"),
        oauth21("8.5.4", "SHOULD"),
        mcp("Communication Security", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        if !subject.is_kind(&[Kind::Native, Kind::Trusted, Kind::Device]) {
            return;
        }
        for (place, uri) in subject.uris(REDIRECT) {
            let Some(authority) = uri.authority else { continue };
            if (uri.is_http() || uri.is_https())
                && matches!(uri.host(), Host::Localhost | Host::OtherLoopback)
            {
                report.add(toward_loopback(at(place).quote(authority.host), &uri));
            }
        }
    }),
    ..Rule::BASE
};

/// The mistake with the same URI at the loopback address as its remedy.
fn toward_loopback(mistake: Mistake, uri: &Uri<'_>) -> Mistake {
    match at_loopback(uri) {
        Some(text) => mistake.replace(&text),
        None => mistake,
    }
}

pub(crate) static HTTPS_LOOPBACK_REDIRECT_URI: Rule = Rule {
    id: "https_loopback_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "an app on the user's machine redirects to itself by https",
    facts: &["`{uri}` is https on the user's own machine"],
    why: Some("no CA issues a certificate for loopback, so the key would ship with the app"),
    help: "use `http://127.0.0.1`, here and in the registration: the response never leaves the machine",
    waive_where: Some("the provider registers no http address"),
    yields_to: &[&REDIRECT_URI_USERINFO],
    reads: KIND_AND_URIS,
    values: REDIRECT,
    accepts: &[example(r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#)],
    rejects: &[example(r#"kind = "native", redirect_uri = "https://localhost/cb""#)],
    citations: &[rfc(8252, "7.3", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            if uri.is_https() && uri.is_local() && subject.is_kind(&[Kind::Native]) {
                report.add(toward_loopback(at(place).quote(uri.text), &uri));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static REDIRECT_URI_PORT_ZERO: Rule = Rule {
    id: "redirect_uri_port_zero",
    levels: [Warn; 5],
    summary: "a redirect URI has the port 0",
    facts: &["no program answers on the port 0 of `{uri}`"],
    why: Some("a program asks for a free port by this number, and never answers on it"),
    help: "leave the port out: servers accept any port of a loopback address",
    yields_to: &[
        &HTTPS_LOOPBACK_REDIRECT_URI,
        &LOCALHOST_REDIRECT_URI,
        &REDIRECT_URI_USERINFO,
        &INSECURE_REDIRECT_URI,
        &LOOPBACK_REDIRECT_URI,
    ],
    uncovered_by_waiver: &[
        &HTTPS_LOOPBACK_REDIRECT_URI,
        &LOCALHOST_REDIRECT_URI,
        &REDIRECT_URI_USERINFO,
        &INSECURE_REDIRECT_URI,
        &LOOPBACK_REDIRECT_URI,
    ],
    reads: Keys::of(&[Key::RedirectUri]),
    values: REDIRECT,
    accepts: &[example(r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#)],
    rejects: &[example(r#"kind = "native", redirect_uri = "http://127.0.0.1:0/cb""#)],
    citations: &[rfc(8252, "7.3", "MUST"), rfc(3986, "3.2.3", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            let Some(authority) = uri.authority else { continue };
            if authority.port.is_some_and(is_zero) {
                let port = authority.port.unwrap_or_default();
                let without =
                    uri.text.replacen(&format!("{}:{port}", authority.host), authority.host, 1);
                report.add(at(place).quote(uri.text).replace(&without));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static PRIVATE_USE_SCHEME: Rule = Rule {
    id: "private_use_scheme",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a private-use scheme is not the reverse of a domain name",
    facts: &["the scheme `{scheme}` is not the reverse of a domain name"],
    why: Some("two apps can choose the same short scheme, and nothing shows which of them owns it"),
    help: "use the reverse of a domain that you own, here and in the registration: `com.example.app:/callback`",
    waive_where: Some("the platform or the provider prescribes the scheme"),
    yields_to: &[&DANGEROUS_REDIRECT_SCHEME, &PRIVATE_USE_SCHEME_ON_WEB, &MCP_REDIRECT_URI],
    reads: KIND_AND_URIS,
    values: REDIRECT,
    accepts: &[example(r#"kind = "native", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[
        example(r#"kind = "native", redirect_uri = "myapp:/cb""#),
        example(r#"kind = "native", redirect_uri = "myapp://cb""#),
    ],
    citations: &[rfc(8252, "7.1", "MUST"), rfc(8252, "8.4", "SHOULD"), oauth21("8.4.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            if is_private_use(&uri) && !uri.scheme.contains('.') {
                report.add(at(place).quote(uri.scheme));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static PRIVATE_USE_SCHEME_AUTHORITY: Rule = Rule {
    id: "private_use_scheme_authority",
    levels: [Warn; 5],
    summary: "not one slash follows a private-use scheme",
    facts: &["one slash has to follow the scheme of `{uri}`"],
    why: Some("such a URI has no host: some systems drop or change what follows two slashes"),
    help: "write one slash, here and in the registration: `com.example.app:/callback`",
    waive_where: Some("the platform or the provider prescribes the URI"),
    yields_to: &[
        &PRIVATE_USE_SCHEME,
        &DANGEROUS_REDIRECT_SCHEME,
        &PRIVATE_USE_SCHEME_ON_WEB,
        &REDIRECT_URI_USERINFO,
        &MCP_REDIRECT_URI,
    ],
    reads: KIND_AND_URIS,
    values: REDIRECT,
    accepts: &[example(r#"kind = "native", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[
        example(r#"kind = "native", redirect_uri = "com.example.app://cb""#),
        example(r#"kind = "native", redirect_uri = "com.example.app:cb""#),
    ],
    citations: &[rfc(8252, "7.1", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            let one_slash = uri.authority.is_none() && uri.path.starts_with('/');
            if is_private_use(&uri) && !one_slash {
                let (_, rest) = uri.text.split_once(':').unwrap_or_default();
                let path = rest.trim_start_matches('/');
                let one_slash = format!("{}:/{path}", uri.scheme);
                report.add(at(place).quote(uri.text).replace(&one_slash));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static PRIVATE_USE_SCHEME_ON_WEB: Rule = Rule {
    id: "private_use_scheme_on_web",
    summary: "a client of the kind `web` or `spa` has a private-use scheme",
    facts: &["a browser opens an app and not a site for `{uri}`"],
    help: "use https, here and in the registration, or declare `kind = \"native\"` if the client is an app",
    yields_to: &[&DANGEROUS_REDIRECT_SCHEME, &MCP_REDIRECT_URI],
    reads: KIND_AND_URIS,
    values: REDIRECT,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "com.example.app:/cb""#)],
    citations: &[rfc(7591, "5", "MUST"), oidc_registration("2", "MUST")],
    check: Check::Subject(|subject, report| {
        if !subject.is_kind(&[Kind::Web, Kind::Spa]) {
            return;
        }
        for (place, uri) in subject.uris(REDIRECT) {
            if is_private_use(&uri) {
                report.add(at(place).quote(uri.text));
            }
        }
    }),
    ..Rule::BASE
};
