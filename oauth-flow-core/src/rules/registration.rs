//! What is registered with the server, and what the declaration says.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::client_authentication::metadata_document;
use super::extensions::INVALID_CLIENT_ID_URL;
use crate::citation::{Citation, client_id_metadata, project, rfc, rp_metadata_choices};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{
    Check, Disagreement, Format, Mistake, Origin, Party, Place, Registration, Rule, Stated,
    Subject, Value, all_ticked, at, example, quoted, whole,
};
use crate::members::{Key, Keys};
use crate::vocabulary::{AuthMethod, Kind, Pkce, Word};

/// The rules about the registration of a client, in the order of the rulebook.
pub static RULES: &[&Rule] =
    &[&REGISTRATION_MISMATCH, &METADATA_DOCUMENT_WITHOUT_CLIENT_ID, &LARGE_METADATA_DOCUMENT];

/// A registration of a web client that uses PKCE.
pub(crate) const WEB: &str = r#"{
  "client_id": "portal",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "client_secret_basic",
  "redirect_uris": ["https://app.example.com/cb"]
}"#;

const DIFFERENT: &str = "`{key}` is {declared} here and {registered} in the registration";
const NOT_REGISTERED: &str = "`{key}` has {declared}, which the registration does not have";
const NOT_DECLARED: &str = "the registration has {registered}, which `{key}` does not declare";
const NOT_A_CHOICE: &str = "{registered} is registered, and is not in {choices}";

const OF_CHOICES: &[Citation] = &[rp_metadata_choices("2", "MUST"), rfc(7591, "2", "")];

pub(crate) static REGISTRATION_MISMATCH: Rule = Rule {
    id: "registration_mismatch",
    summary: "the declaration and the registration say different things of one member",
    facts: &[DIFFERENT, NOT_REGISTERED, NOT_DECLARED, NOT_A_CHOICE],
    why: Some("the server knows what is registered, and the program does what is declared"),
    help: "remove the key, so that the document gives the value, or correct the registration and the document",
    reads: Keys::of(&[Key::Registration]),
    accepts: &[
        example(r#"kind = "web", pkce = "S256", registration = "client.json""#).registered(WEB),
        example(
            r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb", registration = "client.json""#,
        )
        .registered(WEB),
    ],
    rejects: &[
        example(
            r#"kind = "web", pkce = "S256", auth = "client_secret_post", registration = "client.json""#,
        )
        .registered(WEB),
        example(
            r#"kind = "web", pkce = "S256", redirect_uri("https://app.example.com/cb", "https://app.example.com/new"), registration = "client.json""#,
        )
        .registered(WEB),
        example(
            r#"kind = "web", grant = "authorization_code", pkce = "S256", registration = "client.json""#,
        )
        .registered(
            r#"{
  "client_id": "portal",
  "grant_types": ["authorization_code", "client_credentials"],
  "redirect_uris": ["https://app.example.com/cb"]
}"#,
        ),
        example(r#"kind = "web", pkce = "S256", registration = "client.json""#).registered(
            r#"{
  "client_id": "portal",
  "token_endpoint_auth_method": "client_secret_basic",
  "token_endpoint_auth_methods_supported": ["private_key_jwt"],
  "grant_types": ["authorization_code"],
  "redirect_uris": ["https://app.example.com/cb"]
}"#,
        ),
    ],
    citations: &[
        rfc(7591, "2", ""),
        project("docs/documents.md", ""),
        rp_metadata_choices("2", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        for it in subject.disagreements.iter().filter(|it| it.with == Party::Registration) {
            report.add(mismatch(it, subject));
        }
        let Some(registration) = subject.registration else { return };
        for key in Key::ALL.iter().filter(|key| !key.is_list()) {
            if let Some(mistake) = outside_choices(registration, *key) {
                report.add(mistake);
            }
        }
    }),
    ..Rule::BASE
};

/// The mistake of a value of a registration that is none of the choices that it offers.
fn outside_choices(registration: &Registration, key: Key) -> Option<Mistake> {
    let choices = registration.choices.values(key);
    let stated = registration.statement.values(key).first()?;
    if choices.is_empty() || choices.iter().any(|it| it.value == stated.value) {
        return None;
    }
    let place = Place::of_document(stated.origin);
    let choices_at = registration.choices.origin(Place::Key(key)).map(Place::of_document);
    let mistake = at(place).also_all(choices_at.as_slice()).fact(NOT_A_CHOICE);
    let mistake = mistake.citing(OF_CHOICES).with(&list(core::slice::from_ref(stated)));
    let mistake = mistake.with(&all_ticked(key.member().server_metadata).join(", "));
    Some(mistake.help(&format!("register one value of the list: {}", list(choices))))
}

/// What the declaration and the registration say of one member.
fn mismatch(it: &Disagreement, subject: &Subject<'_>) -> Mistake {
    let key = it.key;
    let registered = |origin: Origin| Place::of_document(origin);
    let first = it.declared.first().map(|stated| stated.origin);
    let place = match (first, it.declared.len(), key.is_list()) {
        (Some(Origin::Token(token)), 1, true) => Place::Token(token),
        _ => Place::Key(key),
    };
    let mut mistake = at(place);
    for stated in it.other.get(..SHOWN).unwrap_or(&it.other) {
        mistake = mistake.also(registered(stated.origin));
    }
    if it.other.is_empty() {
        mistake = mistake.also(registered(it.origin));
    }
    match (it.declared.is_empty(), it.other.is_empty()) {
        (false, false) => {
            let mistake = mistake.fact(DIFFERENT).with(&key).with(&list(&it.declared));
            mistake.with(&list(&it.other)).help(&agree(it, subject))
        }
        (false, true) => {
            let mistake = mistake.fact(NOT_REGISTERED).with(&key).with(&list(&it.declared));
            let which = it_or_them(&it.declared);
            mistake.help(&format!(
                "remove {which} here, or register {which} too and add {which} to the document"
            ))
        }
        (true, _) => {
            let mistake = mistake.fact(NOT_DECLARED).with(&list(&it.other)).with(&key);
            let which = it_or_them(&it.other);
            mistake.help(&format!(
                "take {which} out of the registration and the document, or declare {which} too"
            ))
        }
    }
}

/// How the two can agree. The kind is no member that is registered as such. What is registered is no
/// better where it protects less than what is declared.
fn agree(it: &Disagreement, subject: &Subject<'_>) -> String {
    let key = it.key;
    let declared = it.declared.first().and_then(|stated| stated.value.text());
    let registered = it.other.first().and_then(|stated| stated.value.text());
    let public = subject.declaration.kind.is_some_and(Kind::is_public);
    let protects_less = match key {
        Key::Pkce => declared == Some(Pkce::S256.word()),
        Key::Auth => registered == Some(AuthMethod::None.word()) && !public,
        _ => false,
    };
    if let (true, Some(declared)) = (protects_less, declared) {
        return subject.registering(key, declared);
    }
    if key == Key::Kind {
        let choices = subject.registration.map_or(&[][..], |it| it.choices.values(key));
        return format!(
            "declare the kind that is registered ({}), or name the registration of this client",
            texts(choices).join(", ")
        );
    }
    format!(
        "remove `{}` here, so that the document gives the value, or correct the registration and the \
         document",
        key.word()
    )
}

fn it_or_them(values: &[Stated<Value>]) -> &'static str {
    if values.len() == 1 { "it" } else { "them" }
}

/// How many values of a list a mistake shows, with their places.
const SHOWN: usize = 3;

/// The texts of the values, each in backticks.
fn texts(values: &[Stated<Value>]) -> Vec<String> {
    let mut texts = Vec::new();
    for stated in values {
        if let Some(text) = stated.value.text() {
            texts.push(quoted(text));
        }
    }
    texts
}

/// The first values as a message shows them.
fn list(values: &[Stated<Value>]) -> String {
    let texts = texts(values);
    let shown = texts.get(..SHOWN).unwrap_or(&texts).join(", ");
    match texts.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The registration, if it is a client ID metadata document: the client identifier is the URL of it.
fn as_metadata_document<'a>(subject: &Subject<'a>) -> Option<(&'a str, &'a Registration)> {
    let url = metadata_document(subject)?;
    let registration = subject.registration?;
    (registration.format == Format::Rfc7591).then_some((url, registration))
}

pub(crate) static METADATA_DOCUMENT_WITHOUT_CLIENT_ID: Rule = Rule {
    id: "metadata_document_without_client_id",
    summary: "a client ID metadata document does not say its own URL",
    facts: &["the document of the client `{client_id}` has no `client_id`"],
    why: Some("the server compares the `client_id` in the document with the URL from which it got it"),
    help: "write the URL of the document as its `client_id`",
    yields_to: &[&INVALID_CLIENT_ID_URL],
    reads: Keys::of(&[Key::ClientId, Key::Registration]),
    accepts: &[example(r#"kind = "native", pkce = "S256", registration = "client.json""#).registered(
        r#"{
  "client_id": "https://app.example.com/client.json",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "none",
  "redirect_uris": ["http://127.0.0.1/cb"]
}"#,
    )],
    rejects: &[example(
        r#"kind = "native", client_id = "https://app.example.com/client.json", pkce = "S256", registration = "client.json""#,
    )
    .registered(
        r#"{
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "none",
  "redirect_uris": ["http://127.0.0.1/cb"]
}"#,
    )],
    citations: &[client_id_metadata("4.1", "MUST")],
    check: Check::Subject(|subject, report| {
        let Some((url, registration)) = as_metadata_document(subject) else { return };
        if registration.statement.values(Key::ClientId).is_empty() {
            let mistake = at(Place::of_document(registration.origin)).also(Place::Key(Key::ClientId));
            let help = format!("add `\"client_id\": \"{}\"` to the document", whole(url));
            report.add(mistake.quote(url).help(&help));
        }
    }),
    ..Rule::BASE
};

/// How many bytes of a client ID metadata document every server reads (Client ID Metadata Document
/// draft-02 section 8.7).
const LARGEST: usize = 5 * 1024;

/// Hundred characters.
macro_rules! hundred {
    () => {
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    };
}

/// A thousand characters.
macro_rules! thousand {
    () => {
        concat!(
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!()
        )
    };
}

pub(crate) static LARGE_METADATA_DOCUMENT: Rule = Rule {
    id: "large_metadata_document",
    levels: [Warn, Off, Warn, Error, Warn],
    summary: "a client ID metadata document is longer than servers read",
    facts: &["the document has {length} bytes, and servers may read no more than 5120"],
    help: "leave out members that the server does not need, and name keys by `jwks_uri`",
    reads: Keys::of(&[Key::ClientId, Key::Registration]),
    waive_where: Some("the servers of the client read longer documents"),
    accepts: METADATA_DOCUMENT_WITHOUT_CLIENT_ID.accepts,
    rejects: &[example(r#"kind = "native", pkce = "S256", registration = "client.json""#)
        .registered(concat!(
            r#"{
  "client_id": "https://app.example.com/client.json",
  "client_name": ""#,
            thousand!(),
            thousand!(),
            thousand!(),
            thousand!(),
            thousand!(),
            r#"",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "none",
  "redirect_uris": ["http://127.0.0.1/cb"]
}"#
        ))],
    citations: &[client_id_metadata("8.7", "")],
    check: Check::Subject(|subject, report| {
        let Some((_, registration)) = as_metadata_document(subject) else { return };
        if registration.length > LARGEST {
            report.add(at(Place::of_document(registration.origin)).with(&registration.length));
        }
    }),
    ..Rule::BASE
};

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::judge::{Client, Details, Format, Origin, Registration, Sources, Statement, Value};
    use crate::members::Key;

    #[test]
    fn a_metadata_document_has_five_kibibytes_at_most() {
        let is_large = |length| {
            let mut statement = Statement::default();
            let url = String::from("https://app.example.com/client.json");
            statement.push(Key::ClientId, Value::Text(url), Origin::Document(1));
            let registration = Registration {
                format: Format::Rfc7591,
                origin: Origin::Document(0),
                statement,
                choices: Statement::default(),
                unsaid: Vec::new(),
                details: Details::default(),
                length,
            };
            let sources = Sources { registration: Some(registration), ..Sources::default() };
            let findings = Client::of(sources).findings();
            findings.iter().any(|it| it.rule.id == "large_metadata_document")
        };
        assert_eq!((is_large(5120), is_large(5121)), (false, true));
    }
}
