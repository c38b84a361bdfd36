//! What the declaration says of the authorization server, RFC 8414.

use crate::judge::{Address, Check, Remedy, Rule, example, quoted};
use crate::members::{Key, Keys};
use crate::rules::client_authentication::secret::SECRET_IN_URI;
use alloc::format;
use alloc::string::{String, ToString};

use crate::citation::{mcp, oauth21, rfc};
use crate::judge::Level::{Error, Warn};
use crate::uri::{Uri, UriError};

/// The rules of this chapter.
pub static RULES: &[&Rule] = &[&INSECURE_ISSUER, &LOOPBACK_ISSUER, &INSECURE_ENDPOINT];

const ENDPOINTS: Keys = Keys::of(&[
    Key::AuthorizationEndpoint,
    Key::TokenEndpoint,
    Key::DeviceAuthorizationEndpoint,
    Key::RevocationEndpoint,
    Key::PushedAuthorizationRequestEndpoint,
]);

/// What stops a URL of the server from being used, as the end of a sentence.
fn unusable(uri: Result<Uri<'_>, UriError>, issuer: bool) -> Option<String> {
    let uri = match uri {
        Err(error) => return Some(error.to_string()),
        Ok(uri) => uri,
    };
    let userinfo = uri.authority.is_some_and(|authority| authority.userinfo.is_some());
    let what = if !uri.is_https() && !uri.is_http_on_loopback() {
        "is not https"
    } else if uri.fragment.is_some() {
        "has a fragment"
    } else if userinfo {
        "has userinfo before the host"
    } else if issuer && uri.query.is_some() {
        "has a query"
    } else {
        return None;
    };
    Some(String::from(what))
}

pub(crate) static INSECURE_ISSUER: Rule = Rule {
    id: "insecure_issuer",
    summary: "the issuer is not an https URL without query, fragment and userinfo",
    why: Some("all that the client trusts of the server hangs on this name"),
    help: "use the https issuer",
    yields_to: &[&SECRET_IN_URI],
    reads: Keys::of(&[Key::Issuer]),
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
            let Some(what) = unusable(uri, true) else { continue };
            let fact = format!("the issuer {} {what}", quoted(text));
            let help = "write the https issuer, as the server's metadata has it";
            report.say(place, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

pub(crate) static LOOPBACK_ISSUER: Rule = Rule {
    id: "loopback_issuer",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "the issuer or an endpoint is on the same machine",
    help: "declare the test client apart, under `#[cfg(test)]`, or waive it with a reason",
    yields_to: &[&INSECURE_ISSUER, &INSECURE_ENDPOINT, &SECRET_IN_URI],
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
        let uris = subject.uris(Keys::of(&[Key::Issuer])).chain(subject.uris(ENDPOINTS));
        let mut local = uris.filter(|(_, uri)| uri.is_http_on_loopback());
        // One test server has an issuer and endpoints: that is one thing to say.
        if let Some((place, uri)) = local.next() {
            let fact = format!("{} is a server on the same machine", quoted(uri.text));
            let help = "declare the test client apart, under `#[cfg(test)]`, or waive it with a \
                        reason";
            let also = local.map(|(place, _)| place).collect();
            report.say_with(place, also, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

pub(crate) static INSECURE_ENDPOINT: Rule = Rule {
    id: "insecure_endpoint",
    summary: "an endpoint of the server is not an https URL without a fragment",
    why: Some("codes, secrets and tokens are sent there"),
    help: "use the https endpoint; http is for a server on the same machine",
    yields_to: &[&SECRET_IN_URI],
    accepts: &[example(r#"kind = "m2m", token_endpoint = "https://as.example.com/token""#)],
    rejects: &[example(r#"kind = "m2m", token_endpoint = "http://as.example.com/token""#)],
    citations: &[
        rfc(6749, "3.2", "MUST"),
        rfc(6749, "3.1", "MUST"),
        rfc(9126, "2", "MUST"),
        oauth21("1.5", "MUST"),
        mcp("Communication Security", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, uri } in subject.addresses(ENDPOINTS) {
            let Some(what) = unusable(uri, false) else { continue };
            let fact = format!("the endpoint {} {what}", quoted(text));
            let help = "write the https URL of the endpoint, without userinfo and fragment; http is \
                        for a server on the same machine";
            report.say(place, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};
