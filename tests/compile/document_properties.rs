//! What holds of any bytes as the documents of a client: `oauth_flow_compile_tests::properties` says what,
//! and a fuzzer tries more of them than there is time for here.

use std::fs;
use std::path::{Path, PathBuf};

use oauth_flow_compile_tests::properties::hold_of_documents;
use oauth_flow_core::rules::all;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const METADATA: &[u8] = br#"{ "issuer": "https://as.example.com" }"#;

/// Pieces of documents, right ones and wrong ones.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "false",
    "1",
    "-0.5e10",
    "\"\"",
    "\"a\"",
    "\"\\u0061\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u202e\\u0000\"",
    "\"\u{fc}\u{1f600}\"",
    "\u{feff}",
    "\r\n",
    "// a",
    "\"none\"",
    "\"portal\"",
    "\"authorization_code\"",
    "\"https://app.example.com/cb\"",
    "\"client_id\":",
    "\"application_type\": \"native\",",
    "\"application_type\": \"web\",",
    "\"grant_types\": [\"authorization_code\", \"urn:example:grant\"],",
    "\"response_types\": [",
    "\"redirect_uris\": [",
    "\"token_endpoint_auth_method\":",
    "\"token_endpoint_auth_methods_supported\": [",
    "\"scope\": \"openid \",",
    "\"client_secret\": \"abc\",",
    "\"jwks\": { \"keys\": [{ \"d\": \"a\" }] },",
    "\"dpop_bound_access_tokens\": true,",
    "\"realm\": \"master\",",
    "\"clients\": [",
    "{ \"clientId\": \"portal\", \"protocol\": \"openid-connect\" }",
    "{ \"clientId\": \"account\", \"bearerOnly\": true },",
    "\"clientId\":",
    "\"publicClient\": true,",
    "\"attributes\": {",
    "\"jwks.string\": \"{\\\"keys\\\":[{\\\"k\\\":\\\"a\\\"}]}\",",
    "\"post.logout.redirect.uris\": \"+##-\",",
    "\"settings\": { \"oauth\": {",
    "\"type\": \"WEB\",",
    "\"scopeSettings\": [{",
    "\"issuer\": \"https://as.example.com\",",
    "\"token_endpoint\":",
    "\"scopes_supported\": [",
    "\"code_challenge_methods_supported\": [\"plain\"],",
    "\"oauth_flow_snapshot\": { \"version\":",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn pieces_of_documents(
        registration in vec(select(PIECES), 0..24),
        server in vec(select(PIECES), 0..12),
    ) {
        hold_of_documents(registration.concat().as_bytes(), server.concat().as_bytes());
    }

    #[test]
    fn whole_objects_of_pieces(
        registration in vec(select(PIECES), 0..12),
        server in vec(select(PIECES), 0..12),
    ) {
        let whole = |pieces: &[&str]| format!("{{ {} \"a\": 1 }}", pieces.concat());
        hold_of_documents(whole(&registration).as_bytes(), whole(&server).as_bytes());
    }

    #[test]
    fn any_bytes(registration in vec(any::<u8>(), 0..64), server in vec(any::<u8>(), 0..64)) {
        hold_of_documents(&registration, &server);
    }
}

/// The documents under a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "json") {
            found.push(path);
        }
    }
}

/// The fixtures whole, with each line left out, and cut off at each line.
#[test]
fn a_document_is_read_whatever_a_line_is_missing() {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents"), &mut paths);
    assert!(paths.len() > 20, "{} documents", paths.len());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        hold_of_documents(text.as_bytes(), text.as_bytes());
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        // Of a long one, some of its lines.
        for index in (0..lines.len()).step_by(lines.len() / 12 + 1) {
            let (before, after) = lines.split_at(index);
            let without = before.concat() + &after[1..].concat();
            hold_of_documents(without.as_bytes(), without.as_bytes());
            let cut = before.concat();
            hold_of_documents(cut.as_bytes(), METADATA);
        }
    }
}

#[test]
fn the_documents_of_the_examples_hold() {
    for rule in all() {
        for example in rule.accepts.iter().chain(rule.rejects) {
            let text = |text: Option<&'static str>| text.unwrap_or_default().as_bytes();
            hold_of_documents(text(example.registration), text(example.server));
        }
    }
}

/// Inputs that were a mistake of a reader once, or might well be.
#[test]
fn what_was_found_before_holds() {
    for text in [
        "\"",
        "\"\\",
        "\"\\u",
        "\"\\ud83d\\u",
        "{\"a\":\u{e4}",
        "[\u{1f600}",
        "{\"\\ud83d\\ude00\":1,\"\u{1f600}\":1}",
        "{\"realm\":1,\"clients\":[{\"clientId\":null},{\"clientId\":\"\"}]}",
        "{\"realm\":\"a\",\"clients\":[]}",
        "[{\"realm\":\"a\",\"enabled\":true}]",
        "[{\"clientId\":\"portal\",\"attributes\":null}]",
        "{\"settings\":{\"oauth\":{\"grantTypes\":[\"~\",\"urn:~a\",\"hybrid\",\"hybrid\"]}}}",
        "{\"client_id\":\"a\",\"jwks\":{\"keys\":[{\"d\":{}}]}}",
        "{\"issuer\":\"{tenantid}\",\"oauth_flow_snapshot\":{\"version\":18446744073709551616}}",
        "{\"issuer\":\"https://as.example.com\",\"oauth_flow_snapshot\":{\"version\":0.1}}",
    ] {
        hold_of_documents(text.as_bytes(), text.as_bytes());
    }
    let long =
        format!("{{\"client_id\":\"{}\",\"scope\":\"{}\"}}", "a".repeat(50_000), "b ".repeat(200));
    hold_of_documents(long.as_bytes(), METADATA);
    let many: Vec<String> =
        (0..500).map(|index| format!("\"https://a{index}.example/\"")).collect();
    let many = format!("{{\"redirect_uris\":[{}]}}", many.join(","));
    hold_of_documents(many.as_bytes(), METADATA);
}
