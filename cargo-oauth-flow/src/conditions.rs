//! Whether the conditions of an item hold in an ordinary build.

use std::collections::BTreeSet;

use oauth_flow_syntax::code::Condition;

/// Whether the item is there in a build of the default features for this machine; where that cannot be
/// told, it is.
pub(crate) fn hold(conditions: &[Condition], features: &BTreeSet<String>, tests: bool) -> bool {
    let holds = |name: &str, value: Option<&str>| match (name, value) {
        ("test", None) => Some(tests),
        ("miri" | "doc" | "doctest" | "docsrs" | "loom" | "kani" | "rust_analyzer", None) => {
            Some(false)
        }
        ("unix", None) => Some(cfg!(unix)),
        ("windows", None) => Some(cfg!(windows)),
        ("feature", Some(feature)) => Some(features.contains(feature)),
        ("target_os", Some(os)) => Some(os == std::env::consts::OS),
        ("target_family", Some(family)) => Some(family == std::env::consts::FAMILY),
        ("target_arch", Some(arch)) => Some(arch == std::env::consts::ARCH),
        _ => None,
    };
    conditions.iter().all(|condition| condition.evaluate(&holds) != Some(false))
}
