//! Where the code has its client secret.

use crate::citation::{oauth21, rfc};
use crate::judge::{Check, Rule};
#[cfg(feature = "code")]
use crate::judge::{Code, Report, Subject, What};

#[cfg(feature = "code")]
use super::report_each;

const LITERAL: &str = "the client secret is a text in the program";
const BUILT_IN: &str = "`{macro}!` puts the client secret into the program";

pub(crate) static SECRET_IN_CODE: Rule = Rule {
    id: "secret_in_code",
    summary: "the client secret is part of the program",
    facts: &[LITERAL, BUILT_IN],
    why: Some("everyone who has the program or its repository has the secret"),
    help: "read the secret at run time, from the environment or a secret store; have a new one issued, \
           since this one is known; a public client has none",
    citations: &[rfc(6749, "10.1", "MUST"), rfc(6819, "5.3.1", ""), oauth21("2.1", "MUST")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_secret_in_code(code: &Code, _: Option<&Subject<'_>>, report: &mut Report<'_>) {
    report_each(code, report, |what, mistake| match what {
        What::SecretInCode(None) => Some(mistake.fact(LITERAL)),
        What::SecretInCode(Some(name)) => Some(mistake.fact(BUILT_IN).quote(name)),
        _ => None,
    });
}

pub(crate) static SECRET_IN_QUERY: Rule = Rule {
    id: "secret_in_query",
    summary: "the client secret is part of a URL",
    facts: &["the client secret is part of a URL"],
    why: Some("URLs are kept in the logs of every server and proxy on the way"),
    help: "send the secret in the `Authorization` header, or in the body of the request",
    citations: &[rfc(6749, "2.3.1", "MUST NOT"), oauth21("2.4.1", "MUST NOT")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_secret_in_query(code: &Code, _: Option<&Subject<'_>>, report: &mut Report<'_>) {
    report_each(code, report, |what, mistake| {
        matches!(what, What::SecretInQuery).then_some(mistake)
    });
}
