//! The documents of a declaration in a file of Rust.

use std::sync::mpsc;

use super::{CLIENT, SERVER};
use crate::code;
use crate::document::InMemory;

const FILE: &str = "\
#[oauth_client(
    registration = \"client.json\",
    server = \"server.json\",
)]
struct Portal;
";

fn file() -> code::File {
    let documents = InMemory::default()
        .with(CLIENT, "{ \"application_type\": \"native\",\n\"scope\": 5 }")
        .with(SERVER, "{ \"issuer\": \"http://as.example.com\" }");
    code::read(FILE, &documents).unwrap()
}

#[test]
fn the_compiler_points_at_the_path_of_a_document() {
    let file = file();
    let declared = &file.declared[0];
    let shown: Vec<_> = declared
        .client
        .findings()
        .into_iter()
        .filter_map(|finding| {
            let at = declared.places.position(finding.origin)?;
            let range = declared.places.of_origin(finding.origin);
            let path = declared.places.documents()[at.document].path().to_owned();
            let text = FILE[range.bytes.clone()].to_owned();
            Some((finding.rule.id, text, path, at.line, at.column))
        })
        .collect();
    let at =
        |id, path: &str, line, column| (id, format!("{path:?}"), path.to_owned(), line, column);
    assert!(shown.contains(&at("wrong_member", CLIENT, 2, 10)), "{shown:?}");
    assert!(shown.contains(&at("insecure_issuer", SERVER, 1, 13)), "{shown:?}");
}

#[test]
fn what_is_read_may_go_to_another_thread() {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || assert!(sender.send(file()).is_ok())).join().unwrap();
    let declared = &receiver.recv().unwrap().declared[0];
    assert_eq!(declared.places.documents().len(), 2);
}
