//! What follows from what could not be read.

use oauth_flow_core::{Key, Keys, Origin, Place};

use super::{CLIENT, SERVER, found, mistakes, registered, served, with};
use crate::document::InMemory;

fn ids(source: &crate::Source) -> Vec<&'static str> {
    source.findings().iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn a_document_that_is_no_text_is_a_mistake() {
    for (bytes, expected) in [
        (&b""[..], "attribute `client.json` is empty"),
        (b" \r\n\t", "attribute `client.json` is empty"),
        (b"{\n\"\xc3\xa4\xff\": 1 }", "2:3 `client.json` is not UTF-8: byte 5 begins no character"),
        (b"\xff", "1:1 `client.json` is not UTF-8: byte 0 begins no character"),
        // A text in another encoding.
        (b"\xfe\xff\0{", "1:1 `client.json` is not UTF-8: byte 0 begins no character"),
    ] {
        let source = registered("kind = m2m", bytes);
        assert_eq!(mistakes(&source), [format!("unreadable_document {expected}")], "{bytes:?}");
        let document = &source.documents()[0];
        assert_eq!(document.bytes(), Some(bytes));
        assert!(document.exists());
    }
    let nul = registered("kind = m2m", "{\"client_id\": \"a\0\"}");
    assert_eq!(mistakes(&nul), ["invalid_json 1:17 `\\u{0}` is no JSON here"]);
}

#[test]
fn a_finding_is_under_what_is_wrong() {
    for (document, wrong) in [
        (&b"{\n\"\xc3\xa4\xff\": 1 }"[..], 5..6),
        (b"{\"a\": tru}", 9..10),
        ("{\"a\": \u{feff}1}".as_bytes(), 6..9),
        (b"{\"a\":", 5..5),
        (b"  5", 2..3),
    ] {
        let source = registered("kind = m2m", document);
        let place = found(&source)[0].place;
        let position = source.position(source.client().origin(place)).unwrap();
        assert_eq!(position.bytes, wrong, "{document:?}");
    }
}

#[test]
fn what_was_read_of_a_document_are_its_values_in_order() {
    let registration = r#"{
        "redirect_uris": ["https://app.example.com/a", "https://app.example.com/b"],
        "client_name": "Portal",
        "token_endpoint_auth_method": "client_secret_basic",
        "jwks": { "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] },
        "client_id": "portal"
    }"#;
    let server = r#"{ "issuer": "https://as.example.com" }"#;
    let documents = InMemory::default().with(CLIENT, registration).with(SERVER, server);
    let attribute = format!("kind = web, registration = {CLIENT:?}, server = {SERVER:?}");
    let source = with(&attribute, &documents);
    let read = |index: usize, text: &'static str| {
        source.read_in(index).into_iter().map(move |it| &text[it]).collect::<Vec<_>>()
    };
    // Of the document and of the set of keys, where they begin, and of a key what is wrong with it.
    let of_registration = [
        "{",
        "\"redirect_uris\"",
        "\"https://app.example.com/a\"",
        "\"https://app.example.com/b\"",
        "\"client_secret_basic\"",
        "{",
        "\"k\"",
        "\"portal\"",
    ];
    assert_eq!(read(0, registration), of_registration);
    assert_eq!(read(1, server), ["{", "\"https://as.example.com\""]);
    assert_eq!(source.read_in(2), []);
}

#[test]
fn a_line_of_windows_ends_once() {
    let source = registered("kind = m2m", "{\r\n  \"client_id\":\r\n    5\r\n}\r\n");
    let expected = "wrong_member 3:5 `client_id` is a number, and it has to be a string";
    assert_eq!(mistakes(&source), [expected]);
}

#[test]
fn what_a_document_could_say_is_unknown_if_it_cannot_be_read() {
    // `web` needs a redirect URI, which the document may have.
    for text in ["", "{", "5", "{ \"a\": 1 }"] {
        assert_eq!(ids(&registered("kind = web", text)).len(), 1, "{text}");
        // So may the kind.
        assert_eq!(ids(&registered("profile = rfc9700", text)).len(), 1, "{text}");
    }
    assert_eq!(ids(&with("kind = web, registration = \"gone\"", &InMemory::default())).len(), 1);
    assert_eq!(ids(&with("registration = 5", &InMemory::default())), ["wrong_value"]);
    assert_eq!(
        ids(&with("kind = web, server = 5, registration = 5", &InMemory::default())).len(),
        2
    );
    // What the attribute says is known.
    let source = registered("kind = web, redirect_uri = \"http://app.example.com/cb\"", "{");
    assert_eq!(ids(&source), ["invalid_json", "insecure_redirect_uri"]);
    let unknown = source.client().statement().unknown;
    assert!(unknown.contains(Key::Auth) && !unknown.contains(Key::RedirectUri));
    let source = served("kind = web, issuer = \"https://as.example.com\"", "{");
    let unknown = source.client().statement().unknown;
    assert!(unknown.contains(Key::TokenEndpoint) && !unknown.contains(Key::Issuer));
    assert!(!unknown.contains(Key::Auth) && !unknown.contains(Key::JwksUri));
}

#[test]
fn a_member_that_could_not_be_read_is_unknown_unless_the_attribute_has_it() {
    let text = r#"{ "redirect_uris": 5, "scope": 5 }"#;
    let source = registered("kind = web, scope = \"openid\"", text);
    assert_eq!(ids(&source), ["wrong_member", "wrong_member"]);
    assert_eq!(source.client().statement().unknown, Keys::of(&[Key::RedirectUri]));
}

#[test]
fn the_kind_may_come_from_the_registration() {
    let native = r#"{ "application_type": "native", "redirect_uris": ["http://127.0.0.1/cb"] }"#;
    let source = registered("pkce = S256, refresh = rotate", native);
    assert_eq!(ids(&source), [""; 0]);
    assert!(source.client().statement().unknown.is_empty());
    // What the kind brings comes from where the kind is.
    let adopted = source.client().origin(Place::Key(Key::Auth));
    assert_eq!(adopted, Origin::Adopted);
    let at = source.position(adopted).unwrap();
    assert_eq!((at.line, at.column), (1, 23));
}

#[test]
fn a_kind_that_nothing_decides_is_missing() {
    let open = r#"{ "application_type": "web", "grant_types": ["client_credentials"] }"#;
    for (source, help) in [
        (
            registered("pkce = S256", open),
            "add `kind`: the registration fits `web`, `spa`, `trusted`, `m2m`, `third_party`",
        ),
        (
            registered("pkce = S256", r#"{ "client_name": "a" }"#),
            "add `kind`: one of `m2m`, `web`, `spa`, `native`, `device`, `trusted`, `third_party`",
        ),
        (
            served("pkce = S256", r#"{ "issuer": "https://as.example.com" }"#),
            "add `kind`: one of `m2m`, `web`, `spa`, `native`, `device`, `trusted`, `third_party`",
        ),
    ] {
        let findings = source.findings();
        let missing: Vec<_> = findings
            .iter()
            .filter(|finding| finding.rule.id == "missing_kind")
            .map(|finding| &finding.help)
            .collect();
        assert_eq!(missing, [help]);
    }
    // Something that could not be read may have been the kind.
    let source = registered("5, pkce = S256", open);
    assert!(!ids(&source).contains(&"missing_kind"));
}

#[test]
fn the_documents_are_in_the_order_of_the_attribute() {
    let documents = InMemory::default()
        .with(SERVER, r#"{ "issuer": "https://as.example.com", "token_endpoint": 5 }"#)
        .with(CLIENT, "{ \"client_name\": \"a\",\n\"scope\": 5 }");
    let attribute = format!("kind = m2m, server = {SERVER:?}, registration = {CLIENT:?}");
    let source = with(&attribute, &documents);
    let named: Vec<_> = source.documents().iter().map(|it| (it.key(), it.path())).collect();
    assert_eq!(named, [(Key::Server, SERVER), (Key::Registration, CLIENT)]);
    let places: Vec<_> = source
        .findings()
        .iter()
        .filter_map(|finding| source.position(finding.origin))
        .map(|at| (at.document, at.line, at.column, at.end_column))
        .collect();
    assert_eq!(places, [(0, 1, 57, 58), (1, 2, 10, 11)]);
    for finding in source.findings() {
        let index = source.position(finding.origin).unwrap().document;
        let token = source.span(finding.origin).source_text().unwrap();
        assert_eq!(token, format!("{:?}", [SERVER, CLIENT][index]));
    }
    let lengths: Vec<_> =
        source.documents().iter().map(crate::document::Document::length).collect();
    assert_eq!(lengths, [Some(59), Some(34)]);
}

#[test]
fn a_key_that_is_there_twice_names_no_document() {
    let documents = InMemory::default().with(CLIENT, r#"{ "client_name": "a" }"#);
    let attribute = format!("kind = web, registration = {CLIENT:?}, registration = \"b\"");
    let source = with(&attribute, &documents);
    assert_eq!(ids(&source), ["duplicate_key"]);
    assert!(source.documents().is_empty());
}

#[test]
fn a_place_in_no_document_has_no_position() {
    let source = registered("kind = m2m", r#"{ "client_name": "a" }"#);
    for origin in [Origin::Whole, Origin::Token(0), Origin::Adopted, Origin::Document(usize::MAX)] {
        assert_eq!(source.position(origin), None, "{origin:?}");
    }
}
