//! How the code comes to its tokens, and whom it believes.

use crate::citation::{fapi2, oauth21, oidc_core, rfc};
use crate::judge::{Check, Rule};
#[cfg(feature = "code")]
use crate::{
    judge::{Code, Level::Warn, Place, Report, Subject, What, at},
    rules::grants::deprecated::PASSWORD_GRANT,
    vocabulary::Grant,
};

#[cfg(feature = "code")]
use super::report_each;

pub(crate) static UNVERIFIED_ID_TOKEN: Rule = Rule {
    id: "unverified_id_token",
    summary: "the code reads an ID token and does not verify its signature",
    facts: &["`{method}` does not verify the signature of the token"],
    why: Some("whoever can send the client a token can log in as anyone"),
    help: "verify the signature with the keys of the issuer, and compare `iss`, `aud`, `exp` and `nonce`, \
           before a claim is read",
    waive_where: Some(
        "the token came straight from the token endpoint over TLS (OpenID Connect Core section \
         3.1.3.7)",
    ),
    citations: &[oidc_core("3.1.3.7", "MUST"), rfc(8725, "3.3", "MUST")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_unverified_id_token(
    code: &Code,
    _: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    report_each(code, report, |what, mistake| match what {
        What::UnverifiedToken(method) => Some(mistake.quote(method)),
        _ => None,
    });
}

pub(crate) static PASSWORD_IN_CODE: Rule = Rule {
    id: "password_in_code",
    summary: "the code sends the user's password to the token endpoint; a warning where that is declared \
              and waived",
    facts: &["the code sends the user's password to the token endpoint"],
    why: Some("the client sees the password, and no second factor or passkey can take part"),
    help: "send the user to the authorization server, and redeem a code",
    citations: &[
        rfc(9700, "2.4", "MUST NOT"),
        rfc(6749, "4.3", ""),
        oauth21("10", "omitted"),
        fapi2("5.3.2.1", "shall"),
    ],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_password_in_code(
    code: &Code,
    subject: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    let waived = subject.is_some_and(|subject| {
        subject.declaration.allows(Grant::Password) && PASSWORD_GRANT.is_waived(subject)
    });
    for (place, exchange) in code.exchanges() {
        if exchange.grant == Grant::Password {
            let mistake = at(Place::Code(place));
            report.add(if waived { mistake.level(Warn) } else { mistake });
        }
    }
}
