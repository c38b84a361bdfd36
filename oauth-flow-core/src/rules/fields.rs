//! What the fields of the struct say of the client, and what they leave open.

use alloc::format;
use alloc::vec::Vec;

use super::client_authentication::fields::{INSECURE_SWITCH, REQUEST_VALUE_IN_CONFIG};
use super::client_authentication::method::SECRET_IN_PUBLIC_CLIENT;
use super::grants::deprecated::PASSWORD_GRANT;
use super::pkce::PKCE_SWITCH;
use crate::citation::{project, rfc};
use crate::judge::Level::Warn;
use crate::judge::{Check, Field, Place, Rule, Subject, at, example};
use crate::members::{Key, Keys, Name, Role, misspelt_role};
use crate::vocabulary::Grant;

/// The rules about fields, in the order of the rulebook.
pub static RULES: &[&Rule] = &[&MISSPELT_FIELD, &UNCHECKED_STRUCT, &PASSWORD_WITHOUT_GRANT];

pub(crate) static MISSPELT_FIELD: Rule = Rule {
    id: "misspelt_field",
    levels: [Warn; 5],
    summary: "the name of a field is nearly one that has a role",
    facts: &["the field `{field}` has no role, and is nearly a `{role}`"],
    why: Some("a field without a role is not checked"),
    help: "name the role above the field, or write `#[oauth(skip)]` there",
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { client_id: String, client_secret: String, client_ip: String }")],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { oidc_cliend_id: String, client_secret: String }")],
    citations: &[project("docs/fields.md", "")],
    check: Check::Subject(|subject, report| {
        for (index, field) in subject.fields.iter().enumerate() {
            if field.role.is_some() || !field.is_text {
                continue;
            }
            let Some(role) = misspelt_role(&Name::of(&field.name)) else { continue };
            // A second identifier is no slip.
            if subject.field_in(role).is_none() {
                let help = format!(
                    "write `#[oauth({role})]` above the field, or `#[oauth(skip)]` where it is \
                     something else"
                );
                report.add(at(Place::Field(index)).quote(&field.name).with(&role).help(&help));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static UNCHECKED_STRUCT: Rule = Rule {
    id: "unchecked_struct",
    levels: [Warn; 5],
    summary: "no field of the struct has a role, and the attribute has no `client_id`",
    facts: &["no field of the struct is known to belong to a client, so nothing is checked"],
    why: Some(
        "the attribute tells the identifier, the credential and the addresses by their names",
    ),
    help: "name the roles, such as `#[oauth(client_id)]` above a field, or write the attribute on the \
           struct that has them; a client whose values are all in the attribute is a struct without \
           fields",
    yields_to: &[&MISSPELT_FIELD, &REQUEST_VALUE_IN_CONFIG, &INSECURE_SWITCH, &PKCE_SWITCH],
    accepts: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#),
        example(
            r#"kind = "web", client_id = "portal", redirect_uri = "https://app.example.com/cb""#,
        )
        .on("struct Client { timeout: u64 }"),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
            .on("struct Endpoints { token_url: String }"),
    ],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Clients { github: Client, google: Client }")],
    citations: &[project("docs/fields.md", "")],
    check: Check::Subject(|subject, report| {
        let tells = |field: &Field| field.role.is_some_and(Role::tells_a_client);
        let silent = subject.fields.is_empty()
            || subject.flattened
            || subject.declaration.client_id.is_some()
            || !subject.unknown.is_empty()
            || !subject.secret_keys.is_empty();
        if !silent && !subject.fields.iter().any(tells) {
            let fields: Vec<Place> = (0..subject.fields.len()).map(Place::Field).collect();
            report.add(at(Place::Whole).also_all(&fields));
        }
    }),
    ..Rule::BASE
};

pub(crate) static PASSWORD_WITHOUT_GRANT: Rule = Rule {
    id: "password_without_grant",
    levels: [Warn; 5],
    summary: "fields hold a user name and a password, and the password grant is not declared",
    facts: &["the fields `{name}` and `{password}` are what the password grant sends"],
    why: Some("RFC 9700 forbids that grant, and no other grant takes a password"),
    help: "remove both fields, and have the user log in by a grant that is declared; where the fields are \
           for something else, write `#[oauth(skip)]` above both",
    yields_to: &[&PASSWORD_GRANT, &SECRET_IN_PUBLIC_CLIENT],
    reads: Keys::of(&[Key::Grant]),
    accepts: &[
        example(r#"kind = "m2m""#)
            .on("struct Client { client_id: String, client_secret: String, smtp_username: String, smtp_password: String }"),
    ],
    rejects: &[example(r#"kind = "m2m""#)
        .on("struct Client { client_id: String, client_secret: String, username: String, password: String }")],
    citations: &[rfc(9700, "2.4", "MUST NOT"), rfc(6749, "4.3.2", "REQUIRED")],
    check: Check::Subject(|subject, report| {
        let declared = subject.declaration.allows(Grant::Password);
        let client = subject.field_in(Role::ClientId).is_some();
        let Some([name, password]) = password_fields(subject).filter(|_| client && !declared) else {
            return;
        };
        let text = |place: Place| match place {
            Place::Field(index) => subject.fields.get(index).map_or("", |field| &field.name),
            _ => "",
        };
        report.add(at(password).also(name).quote(text(name)).quote(text(password)));
    }),
    ..Rule::BASE
};

/// The fields that hold the name and the password of a user, if both are there.
pub(crate) fn password_fields(subject: &Subject<'_>) -> Option<[Place; 2]> {
    const NAMES: [&str; 4] = ["username", "user_name", "user", "login"];
    const PASSWORDS: [&str; 4] = ["password", "passwd", "user_password", "pass"];
    let named = |names: &[&str]| {
        let is = |field: &Field| {
            let name = Name::of(&field.name);
            let name = name.text();
            let own = ["oauth_", "oidc_"].iter().find_map(|start| name.strip_prefix(start));
            field.is_text && field.role.is_none() && names.contains(&own.unwrap_or(name))
        };
        subject.fields.iter().position(is).map(Place::Field)
    };
    Some([named(&NAMES)?, named(&PASSWORDS)?])
}
