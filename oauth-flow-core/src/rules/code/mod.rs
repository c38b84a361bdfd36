//! The code: what the calls of a client do, and what was declared of it. Their examples are files of
//! Rust, in `tests/code/rules`.

mod declared;
mod requests;
mod secrets;
#[cfg(all(test, feature = "code"))]
mod tests;
mod tokens;
mod transport;

pub(crate) use declared::UNDECLARED_CLIENT;

use crate::judge::Rule;
#[cfg(feature = "code")]
use crate::judge::{Code, Mistake, Place, Report, Subject, What, at};

/// The rules about code, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &UNDECLARED_CLIENT,
    &declared::DECLARED_OTHERWISE,
    &requests::CODE_WITHOUT_PKCE,
    &requests::PLAIN_PKCE_IN_CODE,
    &requests::DROPPED_VERIFIER,
    &requests::UNCHECKED_STATE,
    &requests::UNCHECKED_NONCE,
    &requests::IMPLICIT_IN_CODE,
    &tokens::UNVERIFIED_ID_TOKEN,
    &tokens::PASSWORD_IN_CODE,
    &secrets::SECRET_IN_CODE,
    &secrets::SECRET_IN_QUERY,
    &transport::FOLLOWED_REDIRECTS,
    &transport::CERTIFICATE_CHECKS_OFF,
    &transport::PLAIN_HTTP_ENDPOINT,
];

/// Looks at what the code of a client does, and at its declaration where it has one.
#[cfg(feature = "code")]
pub(crate) type Look = fn(&Code, Option<&Subject<'_>>, &mut Report<'_>);

/// What finds that each of these rules is broken. The macro knows the rules by their texts alone: it sees no
/// code, and is not to be compiled with what looks at it.
#[cfg(feature = "code")]
static LOOKS: &[(&Rule, Look)] = &[
    (&UNDECLARED_CLIENT, declared::find_undeclared_client),
    (&declared::DECLARED_OTHERWISE, declared::find_declared_otherwise),
    (&requests::CODE_WITHOUT_PKCE, requests::find_code_without_pkce),
    (&requests::PLAIN_PKCE_IN_CODE, requests::find_plain_pkce_in_code),
    (&requests::DROPPED_VERIFIER, requests::find_dropped_verifier),
    (&requests::UNCHECKED_STATE, requests::find_unchecked_state),
    (&requests::UNCHECKED_NONCE, requests::find_unchecked_nonce),
    (&requests::IMPLICIT_IN_CODE, requests::find_implicit_in_code),
    (&tokens::UNVERIFIED_ID_TOKEN, tokens::find_unverified_id_token),
    (&tokens::PASSWORD_IN_CODE, tokens::find_password_in_code),
    (&secrets::SECRET_IN_CODE, secrets::find_secret_in_code),
    (&secrets::SECRET_IN_QUERY, secrets::find_secret_in_query),
    (&transport::FOLLOWED_REDIRECTS, transport::find_followed_redirects),
    (&transport::CERTIFICATE_CHECKS_OFF, transport::find_certificate_checks_off),
    (&transport::PLAIN_HTTP_ENDPOINT, transport::find_plain_http_endpoint),
];

/// What finds that the rule is broken, if it is one about code.
#[cfg(feature = "code")]
pub(crate) fn look(rule: &Rule) -> Option<Look> {
    LOOKS.iter().find(|(it, _)| *it == rule).map(|(_, look)| *look)
}

/// Reports each act in which `mistake` sees one.
#[cfg(feature = "code")]
fn report_each(
    code: &Code,
    report: &mut Report<'_>,
    mistake: impl Fn(&What, Mistake) -> Option<Mistake>,
) {
    for act in &code.acts {
        if let Some(mistake) = mistake(&act.what, at(Place::Code(act.place))) {
            report.add(mistake);
        }
    }
}
