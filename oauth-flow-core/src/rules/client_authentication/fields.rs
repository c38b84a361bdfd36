//! What the definition of a client must not hold.

use crate::judge::{Check, Holds, Place, Remedy, Rule, example, quoted};
use crate::members::Role;
use alloc::format;

use crate::citation::{fapi2, rfc};
use crate::judge::Level::{Error, Warn};

pub(crate) static REQUEST_VALUE_IN_CONFIG: Rule = Rule {
    id: "request_value_in_config",
    summary: "a field holds a value that belongs to one request",
    why: Some(
        "a verifier, state or nonce that is used twice no longer ties a response to its request",
    ),
    help: "keep per-request values in the session, never in the client definition",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { verifier: PkceCodeVerifier } struct PkceCodeVerifier;")],
    citations: &[rfc(9700, "2.1.1", "MUST"), rfc(6749, "10.12", "MUST"), fapi2("5.3.3.2", "shall")],
    check: Check::Subject(|subject, report| {
        for (index, field) in subject.fields.iter().enumerate() {
            if let Holds::RequestValue(kind) = field.holds {
                let (name, kind) = (quoted(&field.name), quoted(kind));
                let fact = format!("the field {name} keeps a {kind}, which belongs to one request");
                report.say(Place::Field(index), fact, Remedy::Remove(Place::Field(index)));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static INSECURE_SWITCH: Rule = Rule {
    id: "insecure_switch",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a field lets the run time weaken transport security",
    why: Some("whoever is between client and server can then read secrets and tokens"),
    help: "remove the field, and trust a private CA instead",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { danger_accept_invalid_certs: bool }")],
    citations: &[rfc(6749, "10.9", "MUST"), rfc(8414, "6.2", "MUST"), rfc(6750, "5.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, field) in subject.fields_in(Role::InsecureSwitch) {
            let name = quoted(&field.name);
            let fact = format!("the field {name} lets the run time weaken transport security");
            report.say(place, fact, Remedy::Remove(place));
        }
    }),
    ..Rule::BASE
};
