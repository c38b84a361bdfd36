//! The paths of documents.

use oauth_flow_core::{Level, Remedy};

use super::{found, mistakes, with};
use crate::document::InMemory;

fn of(path: &str) -> crate::Source {
    let documents = InMemory::default().with("../idp/client.json", r#"{ "client_name": "a" }"#);
    with(&format!("kind = m2m, registration = {path:?}"), &documents)
}

#[test]
fn a_path_that_leaves_the_package_is_a_mistake_and_nothing_is_read() {
    for (path, fact) in [
        ("/srv/portal.json", "the path `/srv/portal.json` is absolute"),
        (r"C:\portal.json", r"the path `C:\portal.json` is absolute"),
        ("c:portal.json", "the path `c:portal.json` is absolute"),
        (r"\\server\portal.json", r"the path `\\server\portal.json` is absolute"),
        ("../portal.json", "the path `../portal.json` leaves the package"),
        ("a/../../portal.json", "the path `a/../../portal.json` leaves the package"),
        ("a/./..//../portal.json", "the path `a/./..//../portal.json` leaves the package"),
        ("..", "the path `..` leaves the package"),
    ] {
        let source = of(path);
        assert_eq!(mistakes(&source), [format!("document_outside_package attribute {fact}")]);
        assert_eq!(found(&source)[0].level, Level::Error, "{path}");
        assert!(!source.documents()[0].exists(), "{path}");
    }
    let source = of("/srv/portal.json");
    let rule = found(&source)[0].rule;
    assert!(rule.why.is_some_and(|why| why.contains("cargo package")));
}

#[test]
fn a_path_within_the_workspace_is_a_warning() {
    let source = of("../idp/client.json");
    let fact = "the path `../idp/client.json` leaves the package for its workspace";
    assert_eq!(mistakes(&source), [format!("document_outside_package attribute {fact}")]);
    assert_eq!(found(&source)[0].level, Level::Warn);
    assert!(source.client().registration().is_some());
}

#[test]
fn a_path_within_the_package_may_have_dots_and_colons() {
    for path in ["a/../client.json", "./client.json", "a..b/..c", "ab:c.json", "a//b.json", ".a"] {
        let source = of(path);
        assert_eq!(
            mistakes(&source),
            [format!("unreadable_document attribute there is no file `{path}`")]
        );
    }
}

#[test]
fn a_backslash_is_replaced() {
    let source = of(r"clients\portal.json");
    assert_eq!(
        mistakes(&source),
        [r"unreadable_document attribute the path `clients\portal.json` has a backslash"]
    );
    let finding = &found(&source)[0];
    assert_eq!(finding.help, "did you mean `clients/portal.json`?");
    assert!(matches!(&finding.remedy, Remedy::Replace(_, path) if path == "clients/portal.json"));
}
