//! The generated pages say what the core says.

use oauth_flow_pages::{COMMAND, on_disk, pages, snippets};
use oauth_flow_syntax::text::read;

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
