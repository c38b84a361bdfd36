//! What a manifest says: its settings of this tool, and what else has to be known where cargo is not asked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::levels::Settings;
use crate::settings_error::SettingsError;

/// What is read of a manifest.
pub(crate) struct Manifest {
    /// The name of the package.
    pub(crate) name: String,
    /// The features, each with those that it turns on.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// The table `[workspace.metadata.oauth-flow]`.
    pub(crate) of_workspace: Settings,
    /// The table `[package.metadata.oauth-flow]`.
    pub(crate) of_package: Settings,
    /// The root of the workspace that the package names, from its folder.
    pub(crate) root: Option<String>,
    /// The folders that the workspace leaves out, where the manifest has one.
    pub(crate) workspace: Option<Vec<String>>,
    /// The source files that the targets name.
    pub(crate) targets: Vec<String>,
}

impl Manifest {
    /// Reads the manifest at this path.
    pub(crate) fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = fs::read_to_string(path)
            .map_err(|error| SettingsError::Manifest(path.to_path_buf(), error.to_string()))?;
        let document = DeTable::parse(&text)
            .map_err(|error| SettingsError::Manifest(path.to_path_buf(), wrong(&error, &text)))?;
        let document = document.get_ref();
        let package = table(document, "package");
        let name = package.and_then(|it| text_of(it, "name")).unwrap_or_default();
        let workspace = table(document, "workspace");
        let of_package = format!(" of `{name}`");
        let features = table(document, "features");
        let names =
            features.into_iter().flat_map(|it| it.keys().map(move |key| (it, key.get_ref())));
        Ok(Self {
            name: String::from(name),
            features: names.map(|(it, name)| (name.to_string(), list(it, name))).collect(),
            of_workspace: settings(workspace, "workspace", "")?,
            of_package: settings(package, "package", &of_package)?,
            root: package.and_then(|it| text_of(it, "workspace")).map(String::from),
            workspace: workspace.map(|it| list(it, "exclude")),
            targets: targets(document),
        })
    }
}

/// What is wrong with the text, and in which line.
fn wrong(error: &toml::de::Error, text: &str) -> String {
    let line =
        error.span().and_then(|span| text.get(..span.start)).map(|it| it.matches('\n').count());
    let line = line.map_or_else(String::new, |line| format!("line {}: ", line + 1));
    format!("{line}{}", error.message())
}

fn settings(of: Option<&DeTable<'_>>, kind: &str, name: &str) -> Result<Settings, SettingsError> {
    let own = of.and_then(|it| table(it, "metadata")).and_then(|it| it.get("oauth-flow"));
    own.map_or_else(|| Ok(Settings::default()), |it| Settings::read(it.get_ref(), kind, name))
}

fn table<'t, 'a>(of: &'t DeTable<'a>, key: &str) -> Option<&'t DeTable<'a>> {
    match of.get(key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn text_of<'t>(of: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
    of.get(key)?.get_ref().as_str()
}

fn list(of: &DeTable<'_>, key: &str) -> Vec<String> {
    let Some(DeValue::Array(values)) = of.get(key).map(Spanned::get_ref) else {
        return Vec::new();
    };
    values.iter().filter_map(|it| it.get_ref().as_str()).map(String::from).collect()
}

/// The paths of the library and of the programs.
fn targets(document: &DeTable<'_>) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    paths.extend(table(document, "lib").and_then(|it| text_of(it, "path")).map(String::from));
    if let Some(DeValue::Array(programs)) = document.get("bin").map(Spanned::get_ref) {
        for program in programs {
            if let DeValue::Table(program) = program.get_ref() {
                paths.extend(text_of(program, "path").map(String::from));
            }
        }
    }
    paths
}

/// The manifest of the workspace that a package is in, if it is in one: that of the package itself, the one
/// that it names, or the first one above it.
pub(crate) fn of_workspace(path: &Path) -> Result<Option<PathBuf>, SettingsError> {
    let own = Manifest::read(path)?;
    if own.workspace.is_some() {
        return Ok(Some(path.to_path_buf()));
    }
    let Some(home) = path.parent() else { return Ok(None) };
    if let Some(root) = own.root {
        return Ok(Some(home.join(root).join("Cargo.toml")));
    }
    for folder in home.ancestors().skip(1) {
        let above = folder.join("Cargo.toml");
        if !above.is_file() {
            continue;
        }
        // What is above may be of anybody, and is not the package's to mend.
        let Ok(Some(excluded)) = Manifest::read(&above).map(|it| it.workspace) else { continue };
        let is_out = excluded.iter().any(|it| home.starts_with(folder.join(it)));
        return Ok((!is_out).then_some(above));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::{Manifest, of_workspace};

    #[test]
    fn a_package_is_in_the_workspace_above_it_or_in_none() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        };
        let root = write("Cargo.toml", "[workspace]\nmembers = [\"a\"]\nexclude = [\"out\"]\n");
        let package = "[package]\nname = \"a\"\n";
        let member = write("crates/a/Cargo.toml", package);
        let out = write("out/b/Cargo.toml", package);
        let own = write("c/Cargo.toml", &format!("{package}[workspace]\n"));
        let named = write("out/d/Cargo.toml", &format!("{package}workspace = \"../../c\"\n"));
        assert_eq!(of_workspace(&member).unwrap(), Some(root));
        assert_eq!(of_workspace(&out).unwrap(), None);
        assert_eq!(of_workspace(&own).unwrap(), Some(own.clone()));
        let root = of_workspace(&named).unwrap().unwrap();
        assert_eq!(fs::canonicalize(root).unwrap(), fs::canonicalize(own).unwrap());
    }

    #[test]
    fn targets_are_named_by_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Cargo.toml");
        let text = "[package]\nname = \"a\"\n[lib]\npath = \"source/lib.rs\"\n[[bin]]\nname = \"b\"\n\
                    path = \"tools/b.rs\"\n[[bin]]\nname = \"c\"\n";
        fs::write(&path, text).unwrap();
        assert_eq!(Manifest::read(&path).unwrap().targets, ["source/lib.rs", "tools/b.rs"]);
        fs::write(&path, "[package]\nname = \n").unwrap();
        let error = Manifest::read(&path).err().unwrap().to_string();
        assert!(error.contains("Cargo.toml` cannot be read: line 2: "), "{error}");
    }
}
