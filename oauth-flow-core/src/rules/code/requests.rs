//! What an authorization request carries, and what becomes of it.

use crate::citation::{mcp, multiple_response_types, oauth21, oidc_core, rfc};
use crate::judge::Level::Warn;
use crate::judge::{Check, Rule};
#[cfg(feature = "code")]
use crate::{
    judge::{Code, Kept, Level::Error, Place, Report, Request, Response, Sent, Subject, What, at},
    vocabulary::{Grant, Kind, Pkce},
};

#[cfg(feature = "code")]
use super::report_each;

const NO_CHALLENGE: &str = "the authorization request carries no code challenge";
const NO_DECLARED_CHALLENGE: &str =
    "the authorization request carries no code challenge, and `pkce = \"S256\"` is declared";

pub(crate) static CODE_WITHOUT_PKCE: Rule = Rule {
    id: "code_without_pkce",
    levels: [Warn; 5],
    summary: "the code asks for an authorization code without PKCE; an error for a public client, and \
              where `S256` is declared",
    facts: &[NO_CHALLENGE, NO_DECLARED_CHALLENGE],
    why: Some(
        "whoever sees the code in the redirect can redeem it, or inject it into another login",
    ),
    help: "make a new verifier for each login, send its `S256` challenge here, and the verifier with \
           the code",
    citations: &[
        rfc(9700, "2.1.1", ""),
        rfc(7636, "4.3", ""),
        oauth21("4.1.1", "MUST"),
        mcp("Authorization Code Protection", "MUST"),
    ],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_code_without_pkce(
    code: &Code,
    subject: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    let declaration = subject.map(|subject| &subject.declaration);
    let declared = declaration.is_some_and(|it| it.pkce == Some(Pkce::S256));
    let kind = declaration.and_then(|it| it.kind).or_else(|| code.kind());
    let public = kind.is_some_and(Kind::is_public);
    for (place, request) in code.requests() {
        if request.response == Response::Code && request.challenge == Sent::No {
            let mistake = at(Place::Code(place));
            report.add(match (declared, public) {
                (true, _) => mistake.fact(NO_DECLARED_CHALLENGE).level(Error),
                (false, true) => mistake.level(Error),
                (false, false) => mistake,
            });
        }
    }
}

pub(crate) static PLAIN_PKCE_IN_CODE: Rule = Rule {
    id: "plain_pkce_in_code",
    summary: "the code sends the verifier itself as the code challenge",
    facts: &["the code challenge is the verifier itself"],
    why: Some("whoever sees the authorization request has the verifier"),
    help: "use `S256`: with the `oauth2` crate `PkceCodeChallenge::new_random_sha256()`",
    citations: &[
        rfc(7636, "4.2", "MUST"),
        rfc(9700, "2.1.1", "SHOULD"),
        oauth21("7.5.2", "forbidden"),
    ],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_plain_pkce_in_code(
    code: &Code,
    _: Option<&Subject<'_>>,
    report: &mut Report<'_>,
) {
    report_each(code, report, |what, mistake| {
        matches!(what, What::PlainChallenge).then_some(mistake)
    });
}

const DROPPED: &str = "`{name}` drops the code verifier whose challenge is sent";
const NOT_SENT: &str =
    "a code challenge is sent, and this request for the token has no code verifier";

pub(crate) static DROPPED_VERIFIER: Rule = Rule {
    id: "dropped_verifier",
    summary: "a code challenge is sent, and the code is redeemed without the verifier",
    facts: &[DROPPED, NOT_SENT],
    why: Some("a server that checks PKCE refuses the code, and one that does not protects nobody"),
    help: "keep the verifier with the login until the redirect, and send it with the code: \
           `set_pkce_verifier`, or the parameter `code_verifier`",
    citations: &[rfc(7636, "4.5", ""), rfc(9700, "2.1.1", "MUST")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_dropped_verifier(code: &Code, _: Option<&Subject<'_>>, report: &mut Report<'_>) {
    let mut dropped = false;
    report_each(code, report, |what, mistake| match what {
        What::DroppedVerifier(name) => Some(mistake.quote(name)),
        _ => None,
    });
    for act in &code.acts {
        dropped |= matches!(act.what, What::DroppedVerifier(_));
    }
    // Where one of the requests has none, the exchange may be that of its code.
    let asks = code.requests().filter(|(_, request)| request.response == Response::Code);
    let mut challenges = asks.map(|(_, request)| request.challenge == Sent::Yes).peekable();
    if dropped || challenges.peek().is_none() || !challenges.all(|sent| sent) {
        return;
    }
    for (place, exchange) in code.exchanges() {
        if exchange.grant == Grant::AuthorizationCode && exchange.verifier == Sent::No {
            report.add(at(Place::Code(place)).fact(NOT_SENT));
        }
    }
}

const STATE_DROPPED: &str = "`{name}` drops the state of the authorization request";
const STATE_FIXED: &str = "the state of the authorization request is the same for everybody";
const STATE_ABSENT: &str = "the authorization request has no state";

pub(crate) static UNCHECKED_STATE: Rule = Rule {
    id: "unchecked_state",
    summary: "the state of an authorization request is missing, fixed, or dropped",
    facts: &[STATE_DROPPED, STATE_FIXED, STATE_ABSENT],
    why: Some("an attacker can then log the victim in with a code of the attacker's own"),
    help: "make a new state for each login, keep it with the user's session, and compare it with the one \
           in the redirect",
    waive_where: Some(
        "the server is known to check PKCE, which protects from this too (RFC 9700 section 2.1)",
    ),
    citations: &[rfc(9700, "2.1", "MUST"), rfc(6749, "10.12", "MUST"), oauth21("7.12", "MUST")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_unchecked_state(code: &Code, _: Option<&Subject<'_>>, report: &mut Report<'_>) {
    report_kept(code, report, |it| &it.state, [STATE_DROPPED, STATE_FIXED]);
    for (place, request) in code.requests() {
        if request.state == Kept::Absent {
            report.add(at(Place::Code(place)).fact(STATE_ABSENT));
        }
    }
}

/// Reports each request whose value is dropped or fixed, by these facts.
#[cfg(feature = "code")]
fn report_kept(
    code: &Code,
    report: &mut Report<'_>,
    value: impl Fn(&Request) -> &Kept,
    [dropped, fixed]: [&'static str; 2],
) {
    for (_, request) in code.requests() {
        report.add(match value(request) {
            Kept::Dropped(place, name) => at(Place::Code(*place)).fact(dropped).quote(name),
            Kept::Fixed(place) => at(Place::Code(*place)).fact(fixed),
            Kept::Absent | Kept::Unknown => continue,
        });
    }
}

const NONCE_DROPPED: &str = "`{name}` drops the nonce of the authorization request";
const NONCE_FIXED: &str = "the nonce of the authorization request is the same for everybody";
const ANY_NONCE: &str = "this accepts an ID token with any nonce";

pub(crate) static UNCHECKED_NONCE: Rule = Rule {
    id: "unchecked_nonce",
    summary: "the nonce of a login is fixed or dropped, or any nonce is accepted",
    facts: &[NONCE_DROPPED, NONCE_FIXED, ANY_NONCE],
    why: Some("an attacker can then use an ID token of another login in this one"),
    help: "make a new nonce for each login, keep it with the user's session, and give it to the check of \
           the ID token",
    citations: &[oidc_core("3.1.3.7", "MUST"), oidc_core("15.5.2", ""), rfc(9700, "2.1", "")],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_unchecked_nonce(code: &Code, _: Option<&Subject<'_>>, report: &mut Report<'_>) {
    report_kept(code, report, |it| &it.nonce, [NONCE_DROPPED, NONCE_FIXED]);
    report_each(code, report, |what, mistake| {
        matches!(what, What::AnyNonce).then(|| mistake.fact(ANY_NONCE))
    });
}

pub(crate) static IMPLICIT_IN_CODE: Rule = Rule {
    id: "implicit_in_code",
    summary: "the code asks for an access token in the redirect",
    facts: &["the response type `{type}` puts the access token into the redirect"],
    why: Some("a token in the redirect reaches histories, logs and other sites"),
    help: "ask for a code, with PKCE, and redeem it at the token endpoint",
    citations: &[
        rfc(9700, "2.1.2", "SHOULD NOT"),
        rfc(10017, "7.2", "MUST NOT"),
        multiple_response_types("3", ""),
        oauth21("10", "omitted"),
    ],
    check: Check::Code,
    ..Rule::BASE
};

#[cfg(feature = "code")]
pub(super) fn find_implicit_in_code(code: &Code, _: Option<&Subject<'_>>, report: &mut Report<'_>) {
    for (place, request) in code.requests() {
        if let Response::Implicit(text) = &request.response {
            report.add(at(Place::Code(place)).quote(text));
        }
    }
}
