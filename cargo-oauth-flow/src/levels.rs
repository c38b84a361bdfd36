//! The levels that the command line and the manifests give to rules, and the paths that they leave out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oauth_flow_core::vocabulary::nearest;
use oauth_flow_core::{Finding, Level, quoted, rules};
use serde_json::Value;

use crate::arguments::Check;
use crate::error::Failure;
use crate::workspace::Workspace;

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
    pub(crate) fn of(check: &Check, workspace: &Workspace) -> Result<Self, Failure> {
        let mut levels = Self::settings(workspace)?;
        for (names, level) in
            [(&check.allow, Level::Off), (&check.warn, Level::Warn), (&check.deny, Level::Error)]
        {
            for name in names {
                if name == "warnings" && level == Level::Error {
                    levels.deny_warnings = true;
                } else {
                    levels.of_command.insert(rule(name)?, level);
                }
            }
        }
        Ok(levels)
    }

    /// What the manifests say.
    pub(crate) fn settings(workspace: &Workspace) -> Result<Self, Failure> {
        let mut levels = Self::default();
        let metadata = &workspace.metadata;
        let table = Table::of(&metadata.workspace_metadata, "workspace", "")?;
        levels.of_workspace = table.levels;
        levels.excluded.extend(table.exclude.iter().map(|it| workspace.root.join(it)));
        for package in metadata.workspace_packages() {
            let of = format!(" of `{}`", package.name);
            let table = Table::of(&package.metadata, "package", &of)?;
            let home = package.manifest_path.parent().map(|it| it.as_std_path().to_path_buf());
            let home = home.unwrap_or_default();
            levels.excluded.extend(table.exclude.iter().map(|it| home.join(it)));
            levels.of_packages.insert(package.name.to_string(), table.levels);
        }
        Ok(levels)
    }

    /// The level of a finding in a package as the user wants it.
    pub(crate) fn level(&self, finding: &Finding, package: &str) -> Level {
        match self.own(finding.rule.id, package).unwrap_or(finding.level) {
            Level::Warn if self.deny_warnings => Level::Error,
            level => level,
        }
    }

    /// Whether the user leaves out what a rule finds in a package.
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
    pub(crate) const fn denies_warnings(&self) -> bool {
        self.deny_warnings
    }

    /// Whether a file is not to be read.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        self.excluded.iter().any(|excluded| path.starts_with(excluded))
    }
}

/// What one manifest says.
#[derive(Default)]
struct Table {
    levels: OfRules,
    exclude: Vec<String>,
}

impl Table {
    fn of(metadata: &Value, of: &str, name: &str) -> Result<Self, Failure> {
        let mut read = Self::default();
        let Some(table) = metadata.get("oauth-flow") else { return Ok(read) };
        let wrong = |text: String| Failure::Settings(format!("`[{of}.{TABLE}]`{name}: {text}"));
        let Some(table) = table.as_object() else {
            return Err(wrong(String::from("write a table")));
        };
        for (key, value) in table {
            match key.as_str() {
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

fn levels(value: &Value) -> Result<OfRules, String> {
    let Some(rules) = value.as_object() else {
        return Err(String::from("`levels` is a table, such as `{ leaky_secret = \"deny\" }`"));
    };
    let mut levels = OfRules::new();
    for (name, level) in rules {
        let level = match level.as_str() {
            Some("allow") => Level::Off,
            Some("warn") => Level::Warn,
            Some("deny") => Level::Error,
            _ => return Err(format!("the level of {} is `allow`, `warn` or `deny`", quoted(name))),
        };
        levels.insert(rule(name).map_err(|failure| failure.to_string())?, level);
    }
    Ok(levels)
}

fn paths(value: &Value) -> Result<Vec<String>, String> {
    let text = |path: &Value| path.as_str().map(String::from);
    let paths: Option<Vec<String>> =
        value.as_array().and_then(|paths| paths.iter().map(text).collect());
    // An absolute path would take the place of the folder that it is read from.
    let relative = |paths: &Vec<String>| paths.iter().all(|path| Path::new(path).is_relative());
    paths.filter(relative).ok_or_else(|| {
        String::from("`exclude` is a list of paths from here, such as `[\"src/generated\"]`")
    })
}

/// The id of a rule that a user names.
pub(crate) fn rule(name: &str) -> Result<&'static str, Failure> {
    if let Some(rule) = rules::find(name) {
        return Ok(rule.id);
    }
    let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    Err(Failure::NoRule(String::from(name), nearest(name, &ids)))
}
