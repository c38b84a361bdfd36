//! The generated pages say what the core says.

use oauth_flow_core::{Client, Key};
use oauth_flow_pages::{COMMAND, on_disk, pages, registrations, snippets};
use oauth_flow_syntax::document::InMemory;
use oauth_flow_syntax::text::{read, read_with};

#[test]
fn each_page_is_as_fresh_as_the_core() {
    for (page, text) in pages() {
        assert!(on_disk(page) == text, "{page} is stale: run `{COMMAND}`");
    }
}

#[test]
fn the_guide_gives_declarations_without_a_finding() {
    for (kind, snippets) in snippets() {
        for attribute in snippets {
            let findings = read(&attribute, "struct Client;").findings();
            let found: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
            assert!(found.is_empty(), "{kind}: {found:?}");
        }
    }
}

#[test]
fn the_guide_gives_registrations_that_mean_the_recommended_flow() {
    for ((kind, registered), (_, [adopted, _])) in registrations().into_iter().zip(snippets()) {
        let documents = InMemory::default().with("client.json", registered.registration);
        let source = read_with(&registered.attribute, "struct Client;", &documents);
        let findings = source.findings();
        let found: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        assert!(found.is_empty(), "{kind}: {found:?}");
        let adopted = read(&adopted, "struct Client;");
        for key in [Key::Grant, Key::ResponseType, Key::Pkce, Key::Auth, Key::RedirectUri] {
            let texts = |client: &Client| {
                client.statement().texts(key).map(String::from).collect::<Vec<_>>()
            };
            assert_eq!(texts(source.client()), texts(adopted.client()), "{kind}: {key}");
        }
    }
}
