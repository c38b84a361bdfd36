//! One client of the realms of Keycloak.

use oauth_flow_core::Key;

use super::{found, mistakes, place, registered, texts};

/// A realm with these clients, each in a line of its own from the fourth.
fn realm(name: &str, clients: &[&str]) -> String {
    let clients = clients.join(",\n");
    format!(
        "{{\n\"realm\": \"{name}\",\n\"clients\": [\n{clients}\n],\n\"roles\": {{ \"client\": {{}} }}\n}}"
    )
}

fn client(id: &str) -> String {
    format!(r#"{{ "clientId": "{id}", "protocol": "openid-connect", "publicClient": true }}"#)
}

const SAML: &str = r#"{ "clientId": "intranet", "protocol": "saml" }"#;
const API: &str = r#"{ "clientId": "api", "bearerOnly": true }"#;

#[test]
fn the_identifier_picks_the_client_and_the_rest_of_the_document_does_not_matter() {
    let text = realm("shop", &[&client("stock"), &client("portal"), SAML]);
    let source = registered("kind = spa, client_id = \"portal\"", &*text);
    assert_eq!(mistakes(&source), [""; 0]);
    let registration = source.client().registration().unwrap();
    assert_eq!(texts(&registration.statement, Key::ClientId), "portal");
    let at = source.position(registration.origin).unwrap();
    assert_eq!((at.line, at.column), (5, 1));
    let document = &source.documents()[0];
    let parts: Vec<&str> = document.ranges().iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(parts, ["\"shop\"", &*client("portal")]);
    assert_eq!(registration.length, text.len());
}

#[test]
fn the_only_client_of_its_own_is_meant() {
    let of_server = [
        "account",
        "account-console",
        "admin-cli",
        "admin-permissions",
        "broker",
        "realm-management",
        "security-admin-console",
        "_system",
    ];
    let mut clients: Vec<String> = of_server.iter().map(|id| client(id)).collect();
    clients.extend([SAML.to_owned(), API.to_owned(), client("portal")]);
    let clients: Vec<&str> = clients.iter().map(String::as_str).collect();
    for text in [
        realm("shop", &clients),
        format!("[{}]", realm("shop", &clients)),
        format!("[{}, {}]", realm("empty", &[]), realm("shop", &clients)),
        format!("[{}]", clients.join(", ")),
    ] {
        let source = registered("kind = spa", &*text);
        assert_eq!(mistakes(&source), [""; 0], "{text}");
        let registration = source.client().registration().unwrap();
        assert_eq!(texts(&registration.statement, Key::ClientId), "portal", "{text}");
    }
    // Whoever names a client of the server gets it.
    let source = registered("kind = spa, client_id = \"admin-cli\"", realm("shop", &clients));
    assert_eq!(mistakes(&source), [""; 0]);
    // The clients for other realms are in the master realm alone.
    for (name, own) in [("master", "portal"), ("shop", "")] {
        let text = realm(name, &[&client("shop-realm"), &client("portal")]);
        let source = registered("kind = spa", text);
        let found = source.client().registration();
        let id = found.map(|it| texts(&it.statement, Key::ClientId)).unwrap_or_default();
        assert_eq!(id, own, "{name}");
    }
}

#[test]
fn a_document_with_several_clients_needs_an_identifier() {
    let ids: Vec<String> = (0..12).map(|index| format!("c{index}")).collect();
    let clients: Vec<String> = ids.iter().map(|id| client(id)).collect();
    let clients: Vec<&str> = clients.iter().map(String::as_str).collect();
    let source = registered("kind = spa", realm("shop", &clients));
    let expected = "ambiguous_registration 3:12 the document has 12 clients, and `client_id` picks none of them";
    assert_eq!(mistakes(&source), [expected]);
    assert_eq!(
        found(&source)[0].help,
        "declare the `client_id` of one: `c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9` and 2 more"
    );
    assert!(source.client().registration().is_none());
    let two = registered("kind = spa", realm("shop", &[&client("a"), &client("b"), SAML]));
    assert_eq!(found(&two)[0].help, "declare the `client_id` of one: `a`, `b`");
    let twice = realm("shop", &[&client("a"), &client("b"), &client("a")]);
    let twice = registered("kind = spa", twice);
    assert_eq!(found(&twice)[0].help, "declare the `client_id` of one: `a`, `b`");
}

#[test]
fn an_identifier_that_is_not_there_is_answered_with_the_nearest() {
    let text = realm("shop", &[&client("stock"), &client("admin-cli"), &client("portal"), SAML]);
    let source = registered("kind = spa, client_id = \"portl\"", text);
    assert_eq!(
        mistakes(&source),
        ["ambiguous_registration attribute the document has no client `portl`"]
    );
    let finding = &found(&source)[0];
    assert_eq!(finding.help, "did you mean `portal`?");
    assert_eq!(finding.also.len(), 1);
    assert_eq!(place(&source, finding.also[0]), "3:12");
    let none = registered("kind = spa, client_id = \"a\"", realm("shop", &[SAML]));
    assert_eq!(found(&none)[0].help, "export the realm in which the client is");
    let text = realm("shop", &[&client("stock"), &client("portal")]);
    let other = registered("kind = spa, client_id = \"warehouse-9\"", text);
    let help = "declare a `client_id` of the document: `stock`, `portal`";
    assert_eq!(found(&other)[0].help, help);
}

#[test]
fn a_document_without_a_client_of_its_own_says_so() {
    for clients in [vec![], vec![SAML], vec![API]] {
        let source = registered("kind = spa", realm("shop", &clients));
        let fact = "the document has no OAuth client but those of the server itself";
        assert_eq!(mistakes(&source), [format!("ambiguous_registration 3:12 {fact}")]);
    }
}

#[test]
fn an_identifier_of_two_realms_is_no_choice() {
    let (first, second) = (realm("a", &[&client("portal")]), realm("b", &[&client("portal")]));
    let text = format!("[{first},\n{second}]");
    let source = registered("kind = spa, client_id = \"portal\"", text);
    let fact = "the document has the client `portal` 2 times";
    assert_eq!(mistakes(&source), [format!("ambiguous_registration 11:1 {fact}")]);
    let also: Vec<String> =
        found(&source)[0].also.iter().map(|also| place(&source, *also)).collect();
    assert_eq!(also, ["4:1"]);
}

#[test]
fn a_client_that_uses_no_grant_is_picked_in_vain() {
    let text = realm("shop", &[SAML, API]);
    let saml = registered("kind = spa, client_id = \"intranet\"", &*text);
    assert_eq!(
        mistakes(&saml),
        ["unknown_document 4:39 the client uses the protocol `saml`, and not OAuth"]
    );
    let api = registered("kind = spa, client_id = \"api\"", text);
    assert_eq!(
        mistakes(&api),
        ["unknown_document 5:36 `api` is a resource server, which uses no grant"]
    );
}

#[test]
fn an_identifier_that_could_not_be_read_may_have_picked_one() {
    let text = realm("shop", &[&client("a"), &client("b")]);
    let source = registered("kind = spa, client_id = ID", text);
    let ids: Vec<_> = source.findings().iter().map(|finding| finding.rule.id).collect();
    assert_eq!(ids, ["constant_value"]);
}

#[test]
fn a_realm_of_another_form_is_a_mistake() {
    for (text, expected) in [
        (
            "{ \"realm\": \"a\",\n\"clients\": {} }",
            "2:12 `clients` is an object, and it has to be an array of objects",
        ),
        (
            "{ \"realm\": \"a\",\n\"clients\": [\"b\"] }",
            "2:13 an element of `clients` is a string, and it has to be an object",
        ),
    ] {
        let source = registered("kind = spa", text);
        assert_eq!(mistakes(&source), [format!("wrong_member {expected}")], "{text}");
    }
}
