//! How the code reaches the authorization server.

use crate::citation::{mcp, oauth21, rfc};
use crate::judge::Level::Warn;
use crate::judge::{Check, Rule};
#[cfg(feature = "code")]
use crate::judge::{Code, Report, Subject, What};

#[cfg(feature = "code")]
use super::report_each;

pub(crate) static FOLLOWED_REDIRECTS: Rule = Rule {
    id: "followed_redirects",
    levels: [Warn; 5],
    summary: "the HTTP client of a token request follows redirects",
    facts: &["`{client}` makes an HTTP client that follows redirects, and it asks for tokens"],
    why: Some("a redirect can send the code, the secret and the password to another host"),
    help: "build the client with `.redirect(reqwest::redirect::Policy::none())`",
    citations: &[rfc(9110, "15.4", "")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_followed_redirects(
    code: &Code,
    _: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    report_each(code, report, |what, mistake| match what {
        What::FollowsRedirects(name) => Some(mistake.quote(name)),
        _ => None,
    });
}

pub(crate) static CERTIFICATE_CHECKS_OFF: Rule = Rule {
    id: "certificate_checks_off",
    summary: "the HTTP client of a token request does not check certificates",
    facts: &["`{method}` switches off the certificate checks of a client that asks for tokens"],
    why: Some("anyone on the way can be the authorization server and take what is sent to it"),
    help: "leave the checks on; add the certificate of a private authority to the client's roots",
    citations: &[rfc(6749, "10.9", "MUST"), oauth21("1.5", "MUST")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_certificate_checks_off(
    code: &Code,
    _: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    report_each(code, report, |what, mistake| match what {
        What::NoCertificateCheck(method) => Some(mistake.quote(method)),
        _ => None,
    });
}

pub(crate) static PLAIN_HTTP_ENDPOINT: Rule = Rule {
    id: "plain_http_endpoint",
    summary: "the code names an endpoint by a URL of plain `http`, and not on this machine",
    facts: &["the endpoint `{uri}` is reached without TLS"],
    why: Some("codes, secrets and tokens can be read and changed on the way"),
    help: "write `https://`",
    citations: &[
        rfc(6749, "3.2", "MUST"),
        rfc(6749, "3.1", "MUST"),
        oauth21("1.5", "MUST"),
        mcp("Communication Security", "MUST"),
    ],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_plain_http_endpoint(
    code: &Code,
    _: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    report_each(code, report, |what, mistake| match what {
        What::PlainHttp(uri) => Some(mistake.quote(uri)),
        _ => None,
    });
}
