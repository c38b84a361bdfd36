//! The packages that are read, and their source files.

use std::path::{Path, PathBuf};

use crate::conditions::Build;
use crate::levels::Levels;
use crate::settings_error::SettingsError;

/// What is read of a workspace.
pub(crate) struct Workspace {
    /// The directory against which paths are shown.
    pub(crate) root: PathBuf,
    /// The manifest of the workspace, where there is one.
    pub(crate) manifest: Option<PathBuf>,
    pub(crate) packages: Vec<Member>,
    /// All packages of the workspace, each with its manifest.
    pub(crate) all: Vec<(String, PathBuf)>,
}

/// A package of the workspace, and its files.
pub(crate) struct Member {
    pub(crate) name: String,
    /// The folder of its manifest.
    pub(crate) folder: PathBuf,
    /// The build by which its conditions are judged.
    pub(crate) build: Build,
    pub(crate) files: Vec<PathBuf>,
    /// The name by which the package names the facade, if it depends on it in every build.
    pub(crate) facade: Option<String>,
    /// The folders that cannot be listed in full, each with the reason.
    pub(crate) unread: Vec<(PathBuf, String)>,
}

impl Workspace {
    /// What the manifests say of levels and paths.
    pub(crate) fn levels(&self) -> Result<Levels, SettingsError> {
        let packages = self.all.iter().map(|(name, manifest)| (name.as_str(), manifest.as_path()));
        Levels::of_manifests(self.manifest.as_deref(), packages)
    }

    /// The path as it is shown: from the root of the workspace, with slashes.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }
}
