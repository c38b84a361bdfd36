//! Where a declaration and a document of the client say different things of one member.

use alloc::vec::Vec;

use super::documents::{Format, Registration, ServerMetadata};
use super::merge::{is_listed, listed};
use super::origin::{Origin, Stated};
use super::statement::{SET, Statement, Value};
use crate::members::{Key, Shape};
use crate::vocabulary::{Grant, Word};

/// The document with which a declaration disagrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The registration.
    Registration,
    /// The metadata of the server.
    Server,
}

/// A member of which the declaration and a document say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The member.
    pub key: Key,
    /// The document.
    pub with: Party,
    /// What the declaration alone says.
    pub declared: Vec<Stated<Value>>,
    /// What the document alone says.
    pub other: Vec<Stated<Value>>,
    /// Where the document has the member.
    pub origin: Origin,
}

/// Where the attribute and the registration disagree.
pub(super) fn with_registration(
    attribute: &Statement,
    registration: &Registration,
) -> Vec<Disagreement> {
    let unsaid = |stated: &Stated<Value>| match stated.value {
        Value::Word(word) => {
            Grant::of_word(word).is_some_and(|grant| registration.unsaid.contains(&grant))
        }
        // Keycloak has a switch for each grant that it knows, and none for others.
        Value::Text(_) => registration.format == Format::Keycloak,
        _ => false,
    };
    let mut found = Vec::new();
    for key in Key::ALL {
        let choices = registration.choices.values(*key);
        let stated = registration.statement.values(*key);
        let is_choice =
            |stated: &Stated<Value>| choices.iter().any(|choice| choice.value == stated.value);
        let (registered, of) = if stated.is_empty() {
            (choices, &registration.choices)
        } else {
            (stated, &registration.statement)
        };
        let Some(mut disagreement) = compare(*key, attribute, registered, of) else { continue };
        disagreement
            .declared
            .retain(|stated| !(is_choice(stated) || (*key == Key::Grant && unsaid(stated))));
        // Of a list that is a choice, the declaration may leave values out.
        let list = key.is_list() && !stated.is_empty();
        // The scope of a registration is what the client may ask for, and a declaration need not ask
        // for all of it (RFC 7591 section 2).
        if *key == Key::Scope {
            disagreement.other.clear();
        }
        let differs = !disagreement.declared.is_empty() || (list && !disagreement.other.is_empty());
        if differs {
            found.push(disagreement);
        }
    }
    found
}

/// Where the attribute and the metadata of the server disagree.
pub(super) fn with_server(attribute: &Statement, server: &ServerMetadata) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for key in Key::ALL {
        let values = server.statement.values(*key);
        let Some(mut disagreement) = compare(*key, attribute, values, &server.statement) else {
            continue;
        };
        disagreement.with = Party::Server;
        if !disagreement.declared.is_empty() {
            found.push(disagreement);
        }
    }
    found
}

/// What each side alone says of a key. `None` where one of them says nothing, could not be read, or leaves
/// the value to the run time.
fn compare(
    key: Key,
    attribute: &Statement,
    other: &[Stated<Value>],
    source: &Statement,
) -> Option<Disagreement> {
    let declared = attribute.values(key);
    if attribute.unknown.contains(key) {
        return None;
    }
    let open = |values: &[Stated<Value>]| {
        values.is_empty() || values.iter().any(|stated| stated.value.text().is_none())
    };
    if open(declared) || open(other) {
        return None;
    }
    let alone = |one: &[Stated<Value>], rest: &[Stated<Value>]| -> Vec<Stated<Value>> {
        let rest = listed(key, rest);
        let mut alone = Vec::new();
        for stated in one {
            if !is_listed(key, &rest, &stated.value) {
                alone.push(stated.clone());
            }
        }
        alone
    };
    let place = super::place::Place::Key(key);
    let mut disagreement = Disagreement {
        key,
        with: Party::Registration,
        declared: alone(declared, other),
        other: alone(other, declared),
        origin: source.origin(place).unwrap_or_default(),
    };
    // A client may do more than a flag of the document requires.
    if matches!(key.member().shape, Shape::Flag) {
        disagreement.declared.retain(|stated| stated.value.text() != Some(SET));
    }
    Some(disagreement)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;
    use core::slice::from_ref;

    use super::{Disagreement, Party, with_registration, with_server};
    use crate::judge::{Details, Format, Origin, Registration, ServerMetadata, Statement, Value};
    use crate::members::Key;
    use crate::vocabulary::Grant;

    const HERE: Origin = Origin::Token(1);
    const THERE: Origin = Origin::Document(2);

    fn word(word: &'static str) -> Value {
        Value::Word(word)
    }

    fn text(text: &str) -> Value {
        Value::Text(String::from(text))
    }

    fn statement(origin: Origin, values: &[(Key, Value)]) -> Statement {
        let mut statement = Statement::default();
        for (key, value) in values {
            statement.push(*key, value.clone(), origin);
        }
        statement
    }

    fn registration(values: &[(Key, Value)], choices: &[(Key, Value)]) -> Registration {
        Registration {
            format: Format::Rfc7591,
            origin: THERE,
            statement: statement(THERE, values),
            choices: statement(THERE, choices),
            unsaid: vec![Grant::RefreshToken],
            details: Details::default(),
            length: 0,
        }
    }

    /// The key, and what each side alone says.
    type Found = (Key, Vec<Value>, Vec<Value>);

    fn found(disagreements: Vec<Disagreement>) -> Vec<Found> {
        let values = |list: Vec<crate::judge::Stated<Value>>| -> Vec<Value> {
            list.into_iter().map(|stated| stated.value).collect()
        };
        disagreements
            .into_iter()
            .map(|it| (it.key, values(it.declared), values(it.other)))
            .collect()
    }

    fn compared(attribute: &[(Key, Value)], registered: &[(Key, Value)]) -> Vec<Found> {
        let attribute = statement(HERE, attribute);
        found(with_registration(&attribute, &registration(registered, &[])))
    }

    #[test]
    fn a_member_of_which_one_side_says_nothing_is_no_disagreement() {
        let auth = [(Key::Auth, word("none"))];
        assert_eq!(compared(&auth, &[]), []);
        assert_eq!(compared(&[], &auth), []);
        assert_eq!(compared(&auth, &auth), []);
        let runtime = [(Key::RedirectUri, Value::RunTime)];
        assert_eq!(compared(&runtime, &[(Key::RedirectUri, text("https://a.example/cb"))]), []);
    }

    #[test]
    fn one_value_and_another_one_disagree() {
        let basic = word("client_secret_basic");
        let differs = compared(&[(Key::Auth, word("none"))], &[(Key::Auth, basic.clone())]);
        assert_eq!(differs, [(Key::Auth, vec![word("none")], vec![basic])]);
    }

    #[test]
    fn a_list_disagrees_in_what_one_side_alone_has() {
        let code = (Key::Grant, word("authorization_code"));
        let password = (Key::Grant, word("password"));
        let both = [code.clone(), password.clone()];
        let more = |declared, other| (Key::Grant, declared, other);
        assert_eq!(compared(&both, from_ref(&code)), [more(vec![word("password")], vec![])]);
        assert_eq!(compared(from_ref(&code), &both), [more(vec![], vec![word("password")])]);
        assert_eq!(compared(&both, &[password, code]), []);
    }

    #[test]
    fn a_grant_of_which_the_document_says_nothing_is_no_disagreement() {
        let code = (Key::Grant, word("authorization_code"));
        let refresh = (Key::Grant, word("refresh_token"));
        assert_eq!(compared(&[code.clone(), refresh], &[code]), []);
    }

    #[test]
    fn an_extension_grant_has_no_switch_in_keycloak() {
        let code = (Key::Grant, word("authorization_code"));
        let extension = text("urn:example:grant");
        let attribute = statement(HERE, &[code.clone(), (Key::Grant, extension.clone())]);
        for (format, expected) in [
            (Format::Rfc7591, vec![(Key::Grant, vec![extension.clone()], vec![])]),
            (Format::Gravitee, vec![(Key::Grant, vec![extension], vec![])]),
            (Format::Keycloak, vec![]),
        ] {
            let registration = Registration { format, ..registration(from_ref(&code), &[]) };
            assert_eq!(found(with_registration(&attribute, &registration)), expected, "{format:?}");
        }
    }

    #[test]
    fn a_client_need_not_ask_for_each_registered_scope() {
        let read = (Key::Scope, text("read"));
        let write = (Key::Scope, text("write"));
        assert_eq!(compared(from_ref(&read), &[read.clone(), write.clone()]), []);
        let more = compared(&[read.clone(), write], &[read]);
        assert_eq!(more, [(Key::Scope, vec![text("write")], vec![])]);
    }

    #[test]
    fn a_client_may_push_requests_that_need_not_be_pushed() {
        let (pushed, direct) = ((Key::Par, Value::flag(true)), (Key::Par, Value::flag(false)));
        assert_eq!(compared(from_ref(&pushed), from_ref(&direct)), []);
        let differs = compared(&[direct], &[pushed]);
        assert_eq!(differs, [(Key::Par, vec![Value::flag(false)], vec![Value::flag(true)])]);
    }

    #[test]
    fn the_port_of_the_loopback_address_is_free() {
        let uri = |uri: &str| [(Key::RedirectUri, text(uri))];
        assert_eq!(compared(&uri("http://127.0.0.1:80/cb"), &uri("http://127.0.0.1/cb")), []);
        assert_eq!(compared(&uri("https://a.example/cb"), &uri("https://a.example/")).len(), 1);
    }

    #[test]
    fn each_choice_of_the_registration_agrees_with_it() {
        let declared = |auth| statement(HERE, &[(Key::Auth, word(auth))]);
        let choices =
            [(Key::Auth, word("client_secret_basic")), (Key::Auth, word("client_secret_post"))];
        let compare = |auth, stated: &[(Key, Value)]| {
            found(with_registration(&declared(auth), &registration(stated, &choices)))
        };
        let basic = [(Key::Auth, word("client_secret_basic"))];
        assert_eq!(compare("client_secret_post", &basic), []);
        assert_eq!(compare("client_secret_post", &[]), []);
        assert_eq!(
            compare("private_key_jwt", &[]),
            [(
                Key::Auth,
                vec![word("private_key_jwt")],
                vec![word("client_secret_basic"), word("client_secret_post")]
            )]
        );
        let none = vec![word("client_secret_basic")];
        assert_eq!(compare("none", &basic), [(Key::Auth, vec![word("none")], none)]);
    }

    #[test]
    fn the_server_has_one_issuer_and_one_address_of_each_endpoint() {
        let server = |values: &[(Key, Value)]| ServerMetadata {
            origin: THERE,
            statement: statement(THERE, values),
            supported: Statement::default(),
            details: Details::default(),
        };
        let issuer = |issuer: &str| [(Key::Issuer, text(issuer))];
        let attribute = statement(HERE, &issuer("https://as.example.com"));
        assert_eq!(with_server(&attribute, &server(&issuer("https://as.example.com"))), []);
        let differs = with_server(&attribute, &server(&issuer("https://as.example.com/")));
        assert!(differs.iter().all(|it| it.with == Party::Server && it.origin == THERE));
        let expected = (
            Key::Issuer,
            vec![text("https://as.example.com")],
            vec![text("https://as.example.com/")],
        );
        assert_eq!(found(differs), [expected]);
    }
}
