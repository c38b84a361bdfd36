//! The packages that are read, and their source files.

use std::path::{Path, PathBuf};

#[cfg(feature = "cli")]
use crate::cli::packaging::Packaging;
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
    /// Which files of it are published, if it is published.
    #[cfg(feature = "cli")]
    pub(crate) packaging: Option<Packaging>,
    /// The build by which its conditions are judged.
    pub(crate) build: Build,
    pub(crate) files: Vec<PathBuf>,
    /// The name by which the package names the facade, if it depends on it in every build.
    pub(crate) facade: Option<String>,
    /// The folders that cannot be listed in full, each with the reason.
    pub(crate) unread: Vec<(PathBuf, String)>,
}

impl Member {
    /// The key of the manifest by which `cargo package` leaves out a file of the package.
    #[cfg(feature = "cli")]
    pub(crate) fn leaves_out(&self, file: &Path) -> Option<&'static str> {
        let packaging = self.packaging.as_ref()?;
        file.starts_with(&self.folder).then(|| packaging.leaves_out(file))?
    }

    /// The same in a build, which publishes nothing.
    #[cfg(not(feature = "cli"))]
    #[expect(clippy::unused_self, reason = "the command line knows what is published")]
    pub(crate) const fn leaves_out(&self, _: &Path) -> Option<&'static str> {
        None
    }
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
