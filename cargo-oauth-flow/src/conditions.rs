//! Whether the conditions of an item hold in a build.

use std::collections::{BTreeMap, BTreeSet};

use oauth_flow_syntax::code::Condition;

/// The build that is meant.
pub(crate) enum Build {
    /// That for this machine, with these features: those that are on unless the user says otherwise.
    Default(BTreeSet<String>),
    /// The one of a build script, by the variables that cargo sets for it.
    Script(BTreeMap<String, String>),
}

impl Build {
    /// Whether an item with these conditions is there; where that cannot be told, it is.
    pub(crate) fn has(&self, conditions: &[Condition], tests: bool) -> bool {
        let holds = |name: &str, value: Option<&str>| match (name, value) {
            ("test", None) => Some(tests),
            ("miri" | "doc" | "doctest" | "docsrs" | "loom" | "kani" | "rust_analyzer", None) => {
                Some(false)
            }
            _ => match self {
                Self::Default(features) => on_this_machine(features, name, value),
                Self::Script(variables) => in_script(variables, name, value),
            },
        };
        conditions.iter().all(|condition| condition.evaluate(&holds) != Some(false))
    }
}

fn on_this_machine(features: &BTreeSet<String>, name: &str, value: Option<&str>) -> Option<bool> {
    match (name, value) {
        ("unix", None) => Some(cfg!(unix)),
        ("windows", None) => Some(cfg!(windows)),
        ("feature", Some(feature)) => Some(features.contains(feature)),
        ("target_os", Some(os)) => Some(os == std::env::consts::OS),
        ("target_family", Some(family)) => Some(family == std::env::consts::FAMILY),
        ("target_arch", Some(arch)) => Some(arch == std::env::consts::ARCH),
        _ => None,
    }
}

/// What cargo tells of its features and its target. Other conditions may come from the script itself.
fn in_script(
    variables: &BTreeMap<String, String>,
    name: &str,
    value: Option<&str>,
) -> Option<bool> {
    let variable = format!("CARGO_CFG_{}", name.to_ascii_uppercase());
    match (name, value) {
        ("unix" | "windows", None) => Some(variables.contains_key(&variable)),
        ("feature", Some(feature)) => {
            let name = feature.to_ascii_uppercase().replace('-', "_");
            Some(variables.contains_key(&format!("CARGO_FEATURE_{name}")))
        }
        (name, Some(value)) if name.starts_with("target_") => {
            variables.get(&variable).map(|values| values.split(',').any(|it| it == value))
        }
        _ => None,
    }
}

/// The features that `default` turns on, one by the other.
pub(crate) fn by_default(features: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut on = BTreeSet::new();
    let mut open = vec![String::from("default")];
    while let Some(feature) = open.pop() {
        if let Some(others) = features.get(&feature)
            && on.insert(feature)
        {
            open.extend(others.iter().cloned());
        }
    }
    on
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::in_script;

    #[test]
    fn a_build_script_knows_its_features_and_its_target() {
        let variables = [
            ("CARGO_FEATURE_WEB_LOGIN", "1"),
            ("CARGO_CFG_UNIX", ""),
            ("CARGO_CFG_TARGET_OS", "linux"),
            ("CARGO_CFG_TARGET_FAMILY", "unix,wasm"),
        ];
        let variables: BTreeMap<String, String> =
            variables.map(|(name, value)| (String::from(name), String::from(value))).into();
        for (name, value, holds) in [
            ("feature", Some("web-login"), Some(true)),
            ("feature", Some("other"), Some(false)),
            ("unix", None, Some(true)),
            ("windows", None, Some(false)),
            ("target_os", Some("linux"), Some(true)),
            ("target_os", Some("macos"), Some(false)),
            ("target_family", Some("wasm"), Some(true)),
            ("target_abi", Some("eabi"), None),
            ("tokio_unstable", None, None),
        ] {
            assert_eq!(in_script(&variables, name, value), holds, "{name} {value:?}");
        }
    }
}
