//! The generated pages say what the core says.

use oauth_flow_compile_tests::read;
use oauth_flow_core::check;
use oauth_flow_pages::{COMMAND, on_disk, pages, snippets};

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
            let source = read(&attribute, "struct Client;");
            let found: Vec<&str> = source.with_subject(|subject| {
                let mistakes = source.mistakes().iter().map(|mistake| mistake.rule.id);
                mistakes.chain(check(subject).iter().map(|finding| finding.rule.id)).collect()
            });
            assert!(found.is_empty(), "{kind}: {found:?}");
        }
    }
}
