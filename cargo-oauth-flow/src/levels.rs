//! The levels that the command line and the manifests give to rules, and the paths that they leave out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oauth_flow_core::vocabulary::nearest;
use oauth_flow_core::{Finding, Level, quoted, rules};
use toml::de::DeValue;

use crate::manifest::Manifest;
use crate::settings_error::SettingsError;

/// The levels of rules, by their ids.
type OfRules = BTreeMap<&'static str, Level>;

/// What the user says of rules and paths. The command line comes before a package, and a package before
/// the workspace.
#[derive(Default)]
pub(crate) struct Levels {
    of_command: OfRules,
    of_packages: BTreeMap<String, OfRules>,
    of_workspace: OfRules,
    deny_warnings: bool,
    excluded: Vec<PathBuf>,
}

/// The table in a manifest.
const TABLE: &str = "metadata.oauth-flow";

/// The keys of that table.
const KEYS: [&str; 2] = ["levels", "exclude"];

impl Levels {
    /// What the manifests say: that of the workspace, and those of packages, each with its name.
    pub(crate) fn of_manifests<'m>(
        root: Option<&Path>,
        packages: impl Iterator<Item = (&'m str, &'m Path)>,
    ) -> Result<Self, SettingsError> {
        let mut levels = Self::default();
        let exclude = |levels: &mut Self, manifest: &Path, paths: &[String]| {
            let home = manifest.parent().unwrap_or(manifest);
            levels.excluded.extend(paths.iter().map(|it| home.join(it)));
        };
        if let Some(root) = root {
            let settings = Manifest::read(root)?.of_workspace;
            exclude(&mut levels, root, &settings.exclude);
            levels.of_workspace = settings.levels;
        }
        for (name, path) in packages {
            let settings = Manifest::read(path)?.of_package;
            exclude(&mut levels, path, &settings.exclude);
            levels.of_packages.insert(String::from(name), settings.levels);
        }
        Ok(levels)
    }

    /// The levels with what the command line says of rules.
    #[cfg(feature = "cli")]
    pub(crate) fn with(mut self, names: &[String], level: Level) -> Result<Self, SettingsError> {
        for name in names {
            if name == "warnings" && level == Level::Error {
                self.deny_warnings = true;
            } else {
                self.of_command.insert(rule(name)?, level);
            }
        }
        Ok(self)
    }

    /// The level of a finding in a package as the user wants it.
    pub(crate) fn level(&self, finding: &Finding, package: &str) -> Level {
        match self.own(finding.rule.id, package).unwrap_or(finding.level) {
            Level::Warn if self.deny_warnings => Level::Error,
            level => level,
        }
    }

    /// Whether the user leaves out what a rule finds in a package.
    #[cfg(feature = "cli")]
    pub(crate) fn leave_out(&self, rule: &str, package: &str) -> bool {
        self.own(rule, package) == Some(Level::Off)
    }

    /// The level that the user gives to a rule in a package.
    fn own(&self, rule: &str, package: &str) -> Option<Level> {
        let of_package = self.of_packages.get(package).and_then(|levels| levels.get(rule));
        let own = self.of_command.get(rule).or(of_package).or(self.of_workspace.get(rule));
        own.copied()
    }

    /// Whether what warns is to fail.
    #[cfg(feature = "cli")]
    pub(crate) const fn denies_warnings(&self) -> bool {
        self.deny_warnings
    }

    /// Whether a file is not to be read.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        self.excluded.iter().any(|excluded| path.starts_with(excluded))
    }
}

/// What one table says.
#[derive(Default)]
pub(crate) struct Settings {
    levels: OfRules,
    exclude: Vec<String>,
}

impl Settings {
    /// Reads the table of the package or workspace of this name.
    pub(crate) fn read(value: &DeValue<'_>, of: &str, name: &str) -> Result<Self, SettingsError> {
        let mut read = Self::default();
        let wrong = |text: String| SettingsError::Table(format!("`[{of}.{TABLE}]`{name}: {text}"));
        let DeValue::Table(table) = value else {
            return Err(wrong(String::from("write a table")));
        };
        for (key, value) in table {
            let value = value.get_ref();
            match &**key.get_ref() {
                "levels" => read.levels = levels(value).map_err(wrong)?,
                "exclude" => read.exclude = paths(value).map_err(wrong)?,
                other => {
                    let hint = nearest(other, &KEYS).map_or_else(
                        || String::from("it takes `levels` and `exclude`"),
                        |meant| format!("did you mean `{meant}`?"),
                    );
                    return Err(wrong(format!("there is no key {}; {hint}", quoted(other))));
                }
            }
        }
        Ok(read)
    }
}

fn levels(value: &DeValue<'_>) -> Result<OfRules, String> {
    let DeValue::Table(rules) = value else {
        return Err(String::from("`levels` is a table, such as `{ leaky_secret = \"deny\" }`"));
    };
    let mut levels = OfRules::new();
    for (name, level) in rules {
        let name = name.get_ref();
        let level = match level.get_ref().as_str() {
            Some("allow") => Level::Off,
            Some("warn") => Level::Warn,
            Some("deny") => Level::Error,
            _ => return Err(format!("the level of {} is `allow`, `warn` or `deny`", quoted(name))),
        };
        levels.insert(rule(name).map_err(|failure| failure.to_string())?, level);
    }
    Ok(levels)
}

fn paths(value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let paths: Option<Vec<String>> = match value {
        DeValue::Array(paths) => {
            paths.iter().map(|path| path.get_ref().as_str().map(String::from)).collect()
        }
        _ => None,
    };
    // An absolute path would take the place of the folder that it is read from.
    let relative = |paths: &Vec<String>| paths.iter().all(|path| Path::new(path).is_relative());
    paths.filter(relative).ok_or_else(|| {
        String::from("`exclude` is a list of paths from here, such as `[\"src/generated\"]`")
    })
}

/// The id of a rule that a user names.
pub(crate) fn rule(name: &str) -> Result<&'static str, SettingsError> {
    if let Some(rule) = rules::find(name) {
        return Ok(rule.id);
    }
    let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    Err(SettingsError::NoRule(String::from(name), nearest(name, &ids)))
}
