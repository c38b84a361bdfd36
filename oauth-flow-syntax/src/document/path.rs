//! What is wrong with the path of a document, before anybody looks for the document.

use oauth_flow_core::rules::documents as rule;
use oauth_flow_core::{Level, Mistake, Rule};

use super::Documents;

/// What is wrong with a path, to be told of the token of the path.
pub(super) struct Fault {
    pub(super) rule: &'static Rule,
    /// Fills in a mistake.
    pub(super) mistake: Mistake,
    /// Whether the document is read in spite of it.
    pub(super) is_read: bool,
}

/// Looks at a path. `place` is a mistake at its token.
pub(super) fn check(path: &str, documents: &dyn Documents, place: Mistake) -> Option<Fault> {
    let fault = |rule, fact| Fault { rule, mistake: place.fact(fact).quote(path), is_read: false };
    if is_absolute(path) {
        return Some(fault(&rule::DOCUMENT_OUTSIDE_PACKAGE, rule::ABSOLUTE_PATH));
    }
    if path.contains('\\') {
        let Fault { rule, mistake, .. } = fault(&rule::UNREADABLE_DOCUMENT, rule::BACKSLASH);
        let mistake = mistake.replace(&path.replace('\\', "/"));
        return Some(Fault { rule, mistake, is_read: false });
    }
    if !leaves_package(path) {
        return None;
    }
    if documents.is_in_workspace(path) {
        let Fault { rule, mistake, .. } =
            fault(&rule::DOCUMENT_OUTSIDE_PACKAGE, rule::PATH_IN_WORKSPACE);
        return Some(Fault { rule, mistake: mistake.level(Level::Warn), is_read: true });
    }
    Some(fault(&rule::DOCUMENT_OUTSIDE_PACKAGE, rule::PATH_LEAVES_PACKAGE))
}

/// Whether a path begins at a root, or at a drive of Windows, on whichever system it is read.
fn is_absolute(path: &str) -> bool {
    let drive = match path.as_bytes() {
        [letter, b':', ..] => letter.is_ascii_alphabetic(),
        _ => false,
    };
    drive || path.starts_with(['/', '\\'])
}

/// Whether a path leads out of the folder from which it begins.
fn leaves_package(path: &str) -> bool {
    let mut depth = 0_usize;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match depth.checked_sub(1) {
                Some(up) => depth = up,
                None => return true,
            },
            _ => depth += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::{Level, Remedy};

    use crate::document::InMemory;
    use crate::document::testing::{found, mistakes, with};

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
        for path in
            ["a/../client.json", "./client.json", "a..b/..c", "ab:c.json", "a//b.json", ".a"]
        {
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
        assert!(
            matches!(&finding.remedy, Remedy::Replace(_, path) if path == "clients/portal.json")
        );
    }
}
