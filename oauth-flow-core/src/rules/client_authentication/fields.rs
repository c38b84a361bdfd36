//! Fields that the definition of a client must not have.

use crate::citation::{fapi2, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Holds, Place, Rule, at, example};
use crate::members::Role;

pub(crate) static REQUEST_VALUE_IN_CONFIG: Rule = Rule {
    id: "request_value_in_config",
    summary: "a field holds a value that belongs to one request",
    facts: &["the field `{field}` keeps a `{type}`, which belongs to one request"],
    why: Some(
        "a verifier, state or nonce that is used twice no longer ties a response to its request",
    ),
    help: "keep it in the session of the user, and remove the field",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { verifier: PkceCodeVerifier } struct PkceCodeVerifier;")],
    citations: &[rfc(9700, "2.1.1", "MUST"), rfc(6749, "10.12", "MUST"), fapi2("5.3.3.2", "shall")],
    check: Check::Subject(|subject, report| {
        for (index, field) in subject.fields.iter().enumerate() {
            if let Holds::RequestValue(kind) = field.holds {
                let place = Place::Field(index);
                report.add(at(place).quote(&field.name).quote(kind).remove());
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static INSECURE_SWITCH: Rule = Rule {
    id: "insecure_switch",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a field lets the run time weaken transport security",
    facts: &["the field `{field}` lets the run time weaken transport security"],
    why: Some("whoever is between the client and the server can then read secrets and tokens"),
    help: "remove the field, and trust a private CA instead",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { danger_accept_invalid_certs: bool }")],
    citations: &[rfc(6749, "10.9", "MUST"), rfc(8414, "6.2", "MUST"), rfc(6750, "5.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, field) in subject.fields_in(Role::InsecureSwitch) {
            report.add(at(place).quote(&field.name).remove());
        }
    }),
    ..Rule::BASE
};
