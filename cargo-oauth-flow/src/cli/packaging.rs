//! Which files `cargo package` takes, as far as the manifest says it.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::manifest::Manifest;

/// The patterns of a package that may be published.
pub(crate) struct Packaging {
    include: Option<Gitignore>,
    exclude: Gitignore,
}

impl Packaging {
    /// What the manifest says; `None` where nobody publishes the package, or where a pattern cannot be read.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let manifest = Manifest::read(&folder.join("Cargo.toml")).ok()?;
        if !manifest.is_published {
            return None;
        }
        // An empty list is none.
        let include = match manifest.include.as_slice() {
            [] => None,
            patterns => Some(matcher(folder, patterns)?),
        };
        Some(Self { include, exclude: matcher(folder, &manifest.exclude)? })
    }

    /// The key of the manifest by which cargo leaves out a file of the package. It has patterns as a
    /// `.gitignore` has them, and `exclude` says nothing beside `include`.
    pub(crate) fn leaves_out(&self, file: &Path) -> Option<&'static str> {
        let has = |patterns: &Gitignore| {
            matches!(patterns.matched_path_or_any_parents(file, false), Match::Ignore(_))
        };
        match &self.include {
            Some(include) => (!has(include)).then_some("include"),
            None => has(&self.exclude).then_some("exclude"),
        }
    }
}

fn matcher(folder: &Path, patterns: &[String]) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        builder.add_line(None, pattern).ok()?;
    }
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::Packaging;

    #[test]
    fn the_manifest_says_which_files_are_packed() {
        let folder = tempfile::tempdir().unwrap();
        for (keys, left_out) in [
            ("", None),
            ("include = [\"src/**\", \"clients/*.json\"]", None),
            ("include = [\"/clients\"]", None),
            ("include = [\"src/**\"]", Some("include")),
            ("include = [\"*.json\", \"!portal.json\"]", Some("include")),
            ("include = []", None),
            ("exclude = [\"clients/\"]", Some("exclude")),
            ("exclude = [\"*.json\"]", Some("exclude")),
            ("exclude = [\"*.json\", \"!portal.json\"]", None),
            ("exclude = [\"/portal.json\"]", None),
            ("exclude = [\"*.json\"]\ninclude = [\"*.json\"]", None),
            // What is inherited is not looked up.
            ("include.workspace = true", None),
            ("publish = []\nexclude = [\"*.json\"]", None),
            ("publish = false\nexclude = [\"*.json\"]", None),
            ("publish = [\"mine\"]\nexclude = [\"*.json\"]", Some("exclude")),
        ] {
            let text = format!("[package]\nname = \"a\"\n{keys}\n");
            fs::write(folder.path().join("Cargo.toml"), text).unwrap();
            let file = folder.path().join("clients/portal.json");
            let found = Packaging::of(folder.path()).and_then(|it| it.leaves_out(&file));
            assert_eq!(found, left_out, "{keys}");
        }
    }
}
