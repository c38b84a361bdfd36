//! The metadata of the server and the declaration: who the server is, and what it requires.

use alloc::format;
use alloc::vec::Vec;

use super::super::client_authentication::metadata_document;
use super::super::extensions::INVALID_CLIENT_ID_URL;
use super::urls::{INSECURE_ENDPOINT, INSECURE_ISSUER, TEMPLATED_SERVER_URL};
use super::{METADATA, SERVER};
use crate::citation::{client_id_metadata, fapi2, mcp, oidc_discovery, project, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Disagreement, Origin, Party, Place, Rule, Subject, at, example};
use crate::members::{Detail, Key, Keys};
use crate::vocabulary::{JwsAlgorithm, Word};

/// Where the declaration and the metadata of the server say different things.
fn disagreements<'a>(subject: &Subject<'a>) -> Vec<&'a Disagreement> {
    let mut found = Vec::new();
    for disagreement in subject.disagreements {
        if disagreement.with == Party::Server {
            found.push(disagreement);
        }
    }
    found
}

/// The texts of the two sides.
fn texts(it: &Disagreement) -> (&str, &str) {
    let declared = it.declared.first().and_then(|stated| stated.value.text());
    let served = it.other.first().and_then(|stated| stated.value.text());
    (declared.unwrap_or_default(), served.unwrap_or_default())
}

pub(crate) static ISSUER_MISMATCH: Rule = Rule {
    id: "issuer_mismatch",
    summary: "the declared issuer is not the one of the server's metadata",
    facts: &["the issuer is `{declared}` here and `{served}` in the document"],
    why: Some("the client compares the issuer as text, and trusts the server of that name alone"),
    help: "remove `issuer`, so that the document gives it, or name the document of the other server",
    yields_to: &[&INSECURE_ISSUER, &TEMPLATED_SERVER_URL],
    reads: Keys::of(&[Key::Issuer, Key::Server]),
    accepts: &[
        example(
            r#"kind = "web", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
        )
        .served(SERVER),
        example(
            r#"kind = "web", issuer = "https://as.example.com", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
        )
        .served(SERVER),
    ],
    rejects: &[example(
        r#"kind = "web", issuer = "https://as.example.com/", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(SERVER)],
    citations: &[
        rfc(8414, "3.3", "MUST"),
        oidc_discovery("4.3", "MUST"),
        fapi2("5.3.3.1", "shall"),
    ],
    check: Check::Subject(|subject, report| {
        for it in disagreements(subject) {
            if it.key != Key::Issuer {
                continue;
            }
            let (declared, served) = texts(it);
            let place = at(Place::Key(Key::Issuer)).also(Place::of_document(it.origin));
            let mistake = place.quote(declared).quote(served);
            report.add(if declared.trim_end_matches('/') == served.trim_end_matches('/') {
                mistake.help(
                    "remove `issuer`, so that the document gives it: the two differ in the slash at the \
                     end",
                )
            } else {
                mistake
            });
        }
    }),
    ..Rule::BASE
};

pub(crate) static ENDPOINT_MISMATCH: Rule = Rule {
    id: "endpoint_mismatch",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a declared endpoint is not the one of the server's metadata",
    facts: &["`{key}` is `{declared}` and not `{served}`"],
    why: Some("another server that gets the code or the secret can use it in place of the client"),
    help: "remove the key, so that the document gives the endpoint, or name the document of the other server",
    waive_where: Some("the client reaches the server by another name, such as that of a proxy"),
    yields_to: &[&INSECURE_ENDPOINT, &TEMPLATED_SERVER_URL],
    reads: Keys::of(&[Key::Server]),
    accepts: ISSUER_MISMATCH.accepts,
    rejects: &[example(
        r#"kind = "web", token_endpoint = "https://login.example.com/token", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(SERVER)],
    citations: &[rfc(8414, "2", ""), rfc(9700, "4.4", ""), project("docs/documents.md", "")],
    check: Check::Subject(|subject, report| {
        // Where the issuer is another one, so is each endpoint.
        if report.has_reported(ISSUER_MISMATCH.id) && !ISSUER_MISMATCH.is_waived(subject) {
            return;
        }
        for it in disagreements(subject) {
            if it.key.endpoint().is_none() {
                continue;
            }
            let (declared, served) = texts(it);
            let help = format!(
                "remove `{}`, so that the document gives the endpoint, or name the document of the other \
                 server",
                it.key.word()
            );
            let place = at(Place::Key(it.key)).also(Place::of_document(it.origin));
            report.add(place.with(&it.key).quote(declared).quote(served).help(&help));
        }
    }),
    ..Rule::BASE
};

/// Where a document requires signed authorization requests.
fn requires_request_object(subject: &Subject<'_>) -> Option<Origin> {
    let detail = Detail::RequireSignedRequestObject;
    let server = subject.server.map(|server| &server.details);
    let registration = subject.registration.map(|registration| &registration.details);
    for details in [server, registration] {
        if let Some(details) = details.filter(|details| details.is_set(detail)) {
            return details.get(detail).map(|stated| stated.origin);
        }
    }
    None
}

/// What to do at run time, where nothing signs the request.
const UNSIGNED_REQUESTS: &str = "ask the operator of the server to take unsigned requests of the client, or \
                                 send its requests by code of your own: `Flow` signs none";

pub(crate) static REQUEST_OBJECT_REQUIRED: Rule = Rule {
    id: "request_object_required",
    summary: "the server requires signed authorization requests, and the client signs none",
    facts: &[
        "the server requires signed authorization requests, and `request_object` is not declared",
    ],
    why: Some("the server refuses every authorization request that is not signed"),
    help: "add `request_object = \"ES256\"`",
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::RequestObject, Key::Server]),
    values: METADATA,
    accepts: ISSUER_MISMATCH.accepts,
    rejects: &[example(
        r#"kind = "web", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
    )
    .served(
        r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "code_challenge_methods_supported": ["S256"],
  "require_signed_request_object": true
}"#,
    )],
    citations: &[rfc(9101, "10.5", "MUST")],
    check: Check::Subject(|subject, report| {
        let it = &subject.declaration;
        let Some(origin) = requires_request_object(subject) else { return };
        if !it.redirects() || it.request_object.is_some() {
            return;
        }
        // The first of the algorithms that the server takes, else the one that is recommended.
        let taken = subject.server.and_then(|server| {
            let mut texts = server.supported.texts(Key::RequestObject);
            texts.find_map(JwsAlgorithm::of_word)
        });
        let mistake = at(Place::of_document(origin));
        report.add(if subject.at_run_time {
            mistake.help(UNSIGNED_REQUESTS)
        } else {
            mistake.set(Key::RequestObject, taken.unwrap_or(JwsAlgorithm::Es256))
        });
    }),
    ..Rule::BASE
};

pub(crate) static UNSUPPORTED_METADATA_DOCUMENT: Rule = Rule {
    id: "unsupported_metadata_document",
    levels: [Warn; 5],
    summary: "the client_id is the URL of a document, and the server does not say that it takes one",
    facts: &["the server does not say that it takes the URL `{client_id}` as a client_id"],
    why: Some("a server that does not know such identifiers refuses the client as unknown"),
    help: "register the client with the server, and declare the `client_id` that it gives",
    waive_where: Some("the server takes such identifiers without saying so"),
    yields_to: &[&INVALID_CLIENT_ID_URL],
    reads: Keys::of(&[Key::ClientId, Key::Server]),
    values: METADATA,
    accepts: &[example(
        r#"kind = "native", client_id = "https://app.example.com/client.json", server = "server.json", redirect_uri = "http://127.0.0.1/cb""#,
    )
    .served(
        r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "code_challenge_methods_supported": ["S256"],
  "client_id_metadata_document_supported": true
}"#,
    )],
    rejects: &[example(
        r#"kind = "native", client_id = "https://app.example.com/client.json", server = "server.json", redirect_uri = "http://127.0.0.1/cb""#,
    )
    .served(SERVER)],
    citations: &[client_id_metadata("6", ""), mcp("Client ID Metadata Documents", "SHOULD")],
    check: Check::Subject(|subject, report| {
        let Some(server) = subject.server else { return };
        let Some(url) = metadata_document(subject) else { return };
        if !server.details.is_set(Detail::ClientIdMetadataDocument) {
            let mistake = at(Place::Key(Key::ClientId)).also(Place::of_document(server.origin));
            report.add(mistake.quote(url));
        }
    }),
    ..Rule::BASE
};
