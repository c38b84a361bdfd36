//! The issuer and the endpoints of the authorization server.

use alloc::format;
use alloc::string::String;

use super::super::client_authentication::secret::SECRET_IN_URI;
use super::super::redirect_uris::placeholder;
use crate::citation::{mcp, oauth21, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Address, Check, Mistake, Place, Rule, Subject, at, echo, example};
use crate::members::{Endpoint, Key, Keys};
use crate::uri::{Uri, UriError};
use crate::vocabulary::Word;

/// The rules about the issuer and the endpoints, in the order of the rulebook.
pub static RULES: &[&Rule] =
    &[&TEMPLATED_SERVER_URL, &INSECURE_ISSUER, &LOOPBACK_ISSUER, &INSECURE_ENDPOINT];

/// The key of the issuer.
const ISSUER: Keys = Keys::of(&[Key::Issuer]);

/// The keys of the endpoints.
const ENDPOINTS: Keys = {
    let mut keys = Keys::NONE;
    let mut rest = Endpoint::ALL;
    while let [endpoint, tail @ ..] = rest {
        keys = keys.with(Keys::of(&[endpoint.key()]));
        rest = tail;
    }
    keys
};

/// The mistake with what can be done about a URL that the metadata of the server gives.
fn or_ask(mistake: Mistake, subject: &Subject<'_>) -> Mistake {
    let served = mistake.place().key().is_some_and(|key| subject.served.contains(key));
    if !served {
        return mistake;
    }
    mistake.help("the metadata of the server gives the value: ask its operator, and do not use the server as it is")
}

/// Why a URL of the server cannot be used.
enum Problem {
    NoUrl(UriError),
    NotHttps,
    Fragment,
    Userinfo,
    Query,
}

/// The first problem of a URL of the server, if it has one.
fn problem(uri: Result<Uri<'_>, UriError>) -> Option<Problem> {
    let uri = match uri {
        Err(error) => return Some(Problem::NoUrl(error)),
        Ok(uri) => uri,
    };
    if !uri.is_https() && !uri.is_http_on_loopback() {
        Some(Problem::NotHttps)
    } else if uri.fragment.is_some() {
        Some(Problem::Fragment)
    } else if uri.has_userinfo() {
        Some(Problem::Userinfo)
    } else if uri.query.is_some() {
        Some(Problem::Query)
    } else {
        None
    }
}

const PLACEHOLDER: &str = "`{part}` in `{url}` is a placeholder";

/// What to write in place of a placeholder.
fn in_place_of(part: &str, place: Place, subject: &Subject<'_>) -> String {
    let part = echo(part);
    let served = place.key().is_some_and(|key| subject.served.contains(key));
    if served && subject.at_run_time {
        format!("fetch the metadata of one tenant, whose issuer has a name in place of `{part}`")
    } else if served {
        String::from(
            "name the metadata that the server serves for one tenant: `cargo oauth-flow server add \
             ISSUER` fetches it",
        )
    } else if place == Place::Key(Key::Issuer) {
        format!(
            "write what takes the place of `{part}`, or declare the endpoints and no issuer, or leave \
             both to fields"
        )
    } else {
        format!(
            "write what takes the place of `{part}`, or leave the endpoint to a field or to the \
             metadata of the server"
        )
    }
}

pub(crate) static TEMPLATED_SERVER_URL: Rule = Rule {
    id: "templated_server_url",
    summary: "the issuer or an endpoint has a placeholder",
    facts: &[PLACEHOLDER],
    why: Some("the client sends its requests to the URL as it is, and compares the issuer as text"),
    help: "write what takes its place",
    reads: ISSUER.with(ENDPOINTS),
    values: ISSUER.with(ENDPOINTS),
    accepts: &[example(
        r#"kind = "web", issuer = "https://as.example.com/tenant-1", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(
            r#"kind = "web", issuer = "https://as.example.com/{tenantid}/v2.0", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "m2m", token_endpoint = "https://as.example.com/{tenant}/oauth2/token""#),
    ],
    citations: &[rfc(8414, "2", "REQUIRED"), rfc(8414, "3.3", "MUST"), rfc(6749, "3.2", "MUST")],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, .. } in subject.addresses(ISSUER.with(ENDPOINTS)) {
            let Some(part) = placeholder(text) else { continue };
            let part = subject.shown_part(part, text);
            let mistake = at(place).quote(part).quote(text);
            report.add(mistake.help(&in_place_of(part, place, subject)));
        }
    }),
    ..Rule::BASE
};

const ISSUER_NO_URL: &str = "the issuer `{issuer}` {error}";
const ISSUER_NOT_HTTPS: &str = "the issuer `{issuer}` is not https";
const ISSUER_FRAGMENT: &str = "the issuer `{issuer}` has a fragment";
const ISSUER_USERINFO: &str = "the issuer `{issuer}` has userinfo before the host";
const ISSUER_QUERY: &str = "the issuer `{issuer}` has a query";

pub(crate) static INSECURE_ISSUER: Rule = Rule {
    id: "insecure_issuer",
    summary: "the issuer is not an https URL without query, fragment and userinfo",
    facts: &[ISSUER_NO_URL, ISSUER_NOT_HTTPS, ISSUER_FRAGMENT, ISSUER_USERINFO, ISSUER_QUERY],
    why: Some("the client decides by this name which server it trusts"),
    help: "write the https issuer of the server's metadata",
    yields_to: &[&SECRET_IN_URI, &TEMPLATED_SERVER_URL],
    uncovered_by_waiver: &[&SECRET_IN_URI],
    reads: Keys::of(&[Key::Issuer]),
    values: ISSUER,
    accepts: &[example(
        r#"kind = "web", issuer = "https://as.example.com", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(
            r#"kind = "web", issuer = "http://as.example.com", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(
            r#"kind = "web", issuer = "https://as.example.com?tenant=1", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    citations: &[rfc(8414, "2", "REQUIRED"), rfc(9207, "2", "MUST")],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, uri } in subject.addresses(Keys::of(&[Key::Issuer])) {
            let mistake = or_ask(at(place).quote(text), subject);
            match problem(uri) {
                Some(Problem::NoUrl(error)) => {
                    report.add(mistake.fact(ISSUER_NO_URL).with(&error));
                }
                Some(Problem::NotHttps) => report.add(mistake.fact(ISSUER_NOT_HTTPS)),
                Some(Problem::Fragment) => report.add(mistake.fact(ISSUER_FRAGMENT)),
                Some(Problem::Userinfo) => report.add(mistake.fact(ISSUER_USERINFO)),
                Some(Problem::Query) => report.add(mistake.fact(ISSUER_QUERY)),
                None => {}
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static LOOPBACK_ISSUER: Rule = Rule {
    id: "loopback_issuer",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "the issuer or an endpoint is on the same machine",
    facts: &["`{url}` is a server on the same machine"],
    help: "declare the URL of the real server; give tests a client of their own, under `#[cfg(test)]`, with \
           `allow(loopback_issuer, reason = \"...\")`",
    yields_to: &[&INSECURE_ISSUER, &INSECURE_ENDPOINT, &SECRET_IN_URI, &TEMPLATED_SERVER_URL],
    uncovered_by_waiver: &[&SECRET_IN_URI],
    values: ISSUER.with(ENDPOINTS),
    accepts: &[example(
        r#"kind = "web", issuer = "https://as.example.com", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(
            r#"kind = "web", issuer = "http://127.0.0.1:8080", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(
            r#"kind = "m2m", issuer = "http://127.0.0.1:8080", token_endpoint = "http://127.0.0.1:8080/token""#,
        ),
    ],
    citations: &[rfc(8414, "2", "REQUIRED"), rfc(9207, "2", "MUST")],
    check: Check::Subject(|subject, report| {
        // One test server has an issuer and endpoints: one finding is enough for all of them.
        let mut mistake: Option<Mistake> = None;
        for (place, uri) in subject.uris(ISSUER.with(ENDPOINTS)) {
            if uri.is_http_on_loopback() {
                mistake = Some(match mistake {
                    Some(mistake) => mistake.also(place),
                    None => at(place).quote(uri.text),
                });
            }
        }
        if let Some(mistake) = mistake {
            report.add(mistake);
        }
    }),
    ..Rule::BASE
};

const ENDPOINT_NO_URL: &str = "the endpoint `{url}` {error}";
const ENDPOINT_NOT_HTTPS: &str = "the endpoint `{url}` is not https";
const ENDPOINT_FRAGMENT: &str = "the endpoint `{url}` has a fragment";
const ENDPOINT_USERINFO: &str = "the endpoint `{url}` has userinfo before the host";
const HTTP_UNDER_HTTPS: &str = "the endpoint `{url}` is http, and the issuer is https";

/// What to do about an endpoint on another machine than the one that its server is on.
const HTTPS_AS_THE_ISSUER: &str = "write the https URL of the endpoint; http is for a server on the same \
                                   machine, which has an http issuer";

/// Whether the issuer is https: none of its endpoints is then http, not even on the same machine (RFC 6749
/// sections 3.1 and 3.2).
fn has_https_issuer(subject: &Subject<'_>) -> bool {
    subject.uris(ISSUER).any(|(_, uri)| uri.is_https())
}

/// The mistake with the fact of an endpoint that is none of a server.
fn insecure(
    mistake: Mistake,
    uri: Result<Uri<'_>, UriError>,
    subject: &Subject<'_>,
) -> Option<Mistake> {
    let http = uri.is_ok_and(|uri| uri.is_http());
    Some(match problem(uri) {
        Some(Problem::NoUrl(error)) => mistake.fact(ENDPOINT_NO_URL).with(&error),
        Some(Problem::NotHttps) => mistake.fact(ENDPOINT_NOT_HTTPS),
        Some(Problem::Fragment) => mistake.fact(ENDPOINT_FRAGMENT),
        Some(Problem::Userinfo) => mistake.fact(ENDPOINT_USERINFO),
        // An endpoint may have a query (RFC 6749 section 3.1).
        Some(Problem::Query) | None if http && has_https_issuer(subject) => {
            let mistake = mistake.also(Place::Key(Key::Issuer)).fact(HTTP_UNDER_HTTPS);
            mistake.help(HTTPS_AS_THE_ISSUER)
        }
        Some(Problem::Query) | None => return None,
    })
}

pub(crate) static INSECURE_ENDPOINT: Rule = Rule {
    id: "insecure_endpoint",
    summary: "an endpoint of the server is not an https URL without a fragment",
    facts: &[
        ENDPOINT_NO_URL,
        ENDPOINT_NOT_HTTPS,
        ENDPOINT_FRAGMENT,
        ENDPOINT_USERINFO,
        HTTP_UNDER_HTTPS,
    ],
    why: Some("the client sends codes, secrets and tokens there"),
    help: "write the https URL of the endpoint, without userinfo and fragment; http is for a server on the same machine",
    yields_to: &[&SECRET_IN_URI, &TEMPLATED_SERVER_URL],
    uncovered_by_waiver: &[&SECRET_IN_URI],
    values: ISSUER.with(ENDPOINTS),
    accepts: &[example(r#"kind = "m2m", token_endpoint = "https://as.example.com/token""#)],
    rejects: &[
        example(r#"kind = "m2m", token_endpoint = "http://as.example.com/token""#),
        example(
            r#"kind = "m2m", issuer = "https://as.example.com", token_endpoint = "http://127.0.0.1:8080/token""#,
        ),
    ],
    citations: &[
        rfc(6749, "3.2", "MUST"),
        rfc(6749, "3.1", "MUST"),
        rfc(9126, "2", "MUST"),
        oauth21("1.5", "MUST"),
        mcp("Communication Security", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, uri } in subject.addresses(ENDPOINTS) {
            if let Some(mistake) = insecure(at(place).quote(text), uri, subject) {
                report.add(or_ask(mistake, subject));
            }
        }
    }),
    ..Rule::BASE
};
