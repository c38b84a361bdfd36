//! What protects the tokens that the client holds.

use crate::citation::{fapi2, mcp, oauth21, rfc};
use crate::declaration::Declaration;
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{Check, Mistake, Place, Report, Rule, Subject, at, example};
use crate::members::{Key, Keys};
use crate::rules::client_authentication::method::UNAUTHENTICATED_CONFIDENTIAL_CLIENT;
use crate::rules::fapi::FAPI_PUBLIC_CLIENT;
use crate::rules::grants::kind::KIND_GRANT_MISMATCH;
use crate::rules::grants::refresh::{
    REFRESH_WITH_ASSERTION_GRANT, REFRESH_WITHOUT_SOURCE, presents_assertions_alone,
    uses_the_token_of_another,
};
use crate::vocabulary::{Grant, Refresh, SenderConstraint};

/// The rules about refresh tokens and sender constraints, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &UNPROTECTED_REFRESH_TOKEN,
    &REFRESH_ROTATION_UNDER_FAPI,
    &SENDER_CONSTRAINT_REQUIRED,
    &REFRESH_CLAIM_UNBACKED,
];

/// The other way to bind tokens to their sender.
const MTLS: &str = "with a client certificate, use `sender_constraint = \"mtls\"`";

pub(crate) static UNPROTECTED_REFRESH_TOKEN: Rule = Rule {
    id: "unprotected_refresh_token",
    levels: [Warn; 5],
    summary: "a public client's refresh tokens are neither rotated nor bound to it",
    facts: &["a public client's refresh tokens are neither rotated nor bound to it"],
    why: Some("a stolen refresh token of a public client works for anyone, until it expires"),
    help: "declare `refresh = \"rotate\"` and switch rotation on at the server, or \
           `sender_constraint = \"dpop\"`",
    yields_to: &[
        &REFRESH_WITHOUT_SOURCE,
        &REFRESH_WITH_ASSERTION_GRANT,
        &KIND_GRANT_MISMATCH,
        &UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
    ],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH, &UNAUTHENTICATED_CONFIDENTIAL_CLIENT],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Auth, Key::Refresh, Key::SenderConstraint]),
    accepts: &[
        example(
            r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "rotate", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(
            r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    rejects: &[example(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        rfc(9700, "2.2.2", "MUST"),
        rfc(10017, "6.3.2.3", "MUST"),
        oauth21("4.3.1", "MUST"),
        mcp("Token Theft", "MUST"),
        rfc(6749, "10.4", "SHOULD"),
    ],
    check: Check::Subject(find_unprotected_refresh_token),
    ..Rule::BASE
};

fn find_unprotected_refresh_token(subject: &Subject<'_>, report: &mut Report<'_>) {
    let declaration = &subject.declaration;
    let protected = declaration.refresh.is_some() || declaration.sender_constraint.is_some();
    if let Some(place) = subject.place_of(Grant::RefreshToken)
        && declaration.is_public()
        && !protected
        && !uses_the_token_of_another(subject)
    {
        report.add(protect(at(place), declaration));
    }
}

/// A new assertion serves better than a refresh token that is rotated.
fn protect(mistake: Mistake, declaration: &Declaration<'_>) -> Mistake {
    if presents_assertions_alone(declaration) {
        return mistake.remove();
    }
    let mistake = mistake.set(Key::Refresh, Refresh::Rotate);
    mistake.or("the server has to rotate too: switch it on there")
}

pub(crate) static REFRESH_ROTATION_UNDER_FAPI: Rule = Rule {
    id: "refresh_rotation_under_fapi",
    levels: [Off, Off, Off, Warn, Off],
    summary: "refresh tokens are rotated under FAPI 2.0",
    facts: &["FAPI 2.0 binds refresh tokens to their sender instead of rotating them"],
    why: Some("rotation loses sessions when a response is lost, and bound tokens do not need it"),
    help: "use `refresh = \"sender_constrained\"`",
    reads: Keys::of(&[Key::Profile, Key::Refresh]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb", grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "rotate""#,
    )],
    citations: &[fapi2("5.3.2.1", "shall not"), fapi2("5.3.3.1", "shall")],
    check: Check::Subject(|subject, report| {
        if subject.declaration.refresh == Some(Refresh::Rotate) {
            report.add(at(Place::Key(Key::Refresh)).set(Key::Refresh, Refresh::SenderConstrained));
        }
    }),
    ..Rule::BASE
};

pub(crate) static SENDER_CONSTRAINT_REQUIRED: Rule = Rule {
    id: "sender_constraint_required",
    levels: [Off, Off, Off, Error, Off],
    summary: "no sender constraint is declared under FAPI 2.0",
    facts: &["FAPI 2.0 binds tokens to their sender, and no binding is declared"],
    help: "declare `sender_constraint = \"dpop\"` or `sender_constraint = \"mtls\"`",
    yields_to: &[&FAPI_PUBLIC_CLIENT],
    uncovered_by_waiver: &[&FAPI_PUBLIC_CLIENT],
    reads: Keys::of(&[Key::Profile, Key::SenderConstraint]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        fapi2("5.3.3.1", "shall"),
        rfc(9700, "2.2.1", "SHOULD"),
        oauth21("1.4.3", "SHOULD"),
    ],
    check: Check::Subject(|subject, report| {
        if subject.declaration.sender_constraint.is_none() {
            let dpop = SenderConstraint::Dpop;
            let mistake = at(Place::Key(Key::Profile)).set(Key::SenderConstraint, dpop);
            report.add(mistake.or(MTLS));
        }
    }),
    ..Rule::BASE
};

pub(crate) static REFRESH_CLAIM_UNBACKED: Rule = Rule {
    id: "refresh_claim_unbacked",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "`refresh` says that refresh tokens are sender-constrained, and no constraint is declared",
    facts: &["no `sender_constraint` binds the refresh tokens to their sender"],
    help: "declare `sender_constraint = \"dpop\"` or `sender_constraint = \"mtls\"`",
    yields_to: &[&SENDER_CONSTRAINT_REQUIRED],
    reads: Keys::of(&[Key::Refresh, Key::SenderConstraint]),
    accepts: &[example(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "sender_constrained", sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "sender_constrained", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        rfc(9700, "2.2.2", "MUST"),
        oauth21("4.3.1", "MUST"),
        rfc(10017, "6.3.2.3", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let claimed = declaration.refresh == Some(Refresh::SenderConstrained);
        if claimed && declaration.sender_constraint.is_none() {
            let dpop = SenderConstraint::Dpop;
            let mistake = at(Place::Key(Key::Refresh)).set(Key::SenderConstraint, dpop);
            report.add(mistake.or(MTLS));
        }
    }),
    ..Rule::BASE
};
