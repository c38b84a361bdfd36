//! Fields that the definition of a client must not have.

use super::method::SKIP;
use crate::citation::{fapi2, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Field, Holds, Place, Rule, at, example};
use crate::members::{Name, Role};

const BY_TYPE: &str = "the field `{field}` keeps a `{type}`, which belongs to one request";
const BY_NAME: &str = "the field `{field}` keeps text that belongs to one request";

pub(crate) static REQUEST_VALUE_IN_CONFIG: Rule = Rule {
    id: "request_value_in_config",
    summary: "a field holds a value that belongs to one request",
    facts: &[BY_TYPE, BY_NAME],
    why: Some(
        "a verifier, state or nonce that is used twice no longer ties a response to its request",
    ),
    help: "keep it in the session of the user, and remove the field",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#).on(
            "struct Client { client_id: String, client_secret: String, verifier: PkceCodeVerifier }",
        ),
        example(r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#)
            .on("struct Client { client_id: String, state: String }"),
    ],
    citations: &[rfc(9700, "2.1.1", "MUST"), rfc(6749, "10.12", "MUST"), fapi2("5.3.3.2", "shall")],
    check: Check::Subject(|subject, report| {
        let of_a_client =
            subject.field_in(Role::ClientId).is_some() || subject.declaration.client_id.is_some();
        for (index, field) in subject.fields.iter().enumerate() {
            if let Holds::RequestValue(kind) = field.holds {
                let place = Place::Field(index);
                report.add(at(place).fact(BY_TYPE).quote(&field.name).quote(kind).remove());
            } else if of_a_client && keeps_request_value(field) {
                let mistake = at(Place::Field(index)).fact(BY_NAME).quote(&field.name).remove();
                report
                    .add(mistake.or("where it is something else, write `#[oauth(skip)]` above it"));
            }
        }
    }),
    ..Rule::BASE
};

/// Whether the field keeps, as text, what one request uses: by its name.
fn keeps_request_value(field: &Field) -> bool {
    const WHOLE: [&str; 4] = ["state", "nonce", "verifier", "code"];
    const ENDS: [&str; 10] = [
        "nonce",
        "code_verifier",
        "pkce_verifier",
        "csrf_token",
        "csrf_state",
        "oauth_state",
        "oidc_state",
        "code_challenge",
        "authorization_code",
        "auth_code",
    ];
    let name = Name::of(&field.name);
    field.role.is_none()
        && field.holds == Holds::Bare
        && (WHOLE.contains(&name.text()) || ENDS.iter().any(|end| name.ends_with(end)))
}

pub(crate) static INSECURE_SWITCH: Rule = Rule {
    id: "insecure_switch",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a field lets the run time weaken transport security",
    facts: &["the field `{field}` lets the run time weaken transport security"],
    why: Some("whoever is between the client and the server can then read secrets and tokens"),
    help: "remove the field, and trust a private CA instead",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { client_id: String, client_secret: String, verify_ssl: bool }")],
    citations: &[rfc(6749, "10.9", "MUST"), rfc(8414, "6.2", "MUST"), rfc(6750, "5.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, field) in subject.fields_in(Role::InsecureSwitch) {
            report.add(at(place).quote(&field.name).remove().or(SKIP));
        }
    }),
    ..Rule::BASE
};
