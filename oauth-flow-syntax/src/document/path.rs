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
