//! The packages of a workspace, and their source files.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cargo_metadata::{
    Dependency, DependencyKind, Metadata, MetadataCommand, Package, Target, TargetKind,
};
use ignore::{WalkBuilder, WalkState};
use oauth_flow_core::vocabulary::nearest;

use crate::arguments::Selection;
use crate::error::Failure;

/// What is read of a workspace.
pub(crate) struct Workspace {
    /// The directory against which paths are shown.
    pub(crate) root: PathBuf,
    pub(crate) packages: Vec<Member>,
    pub(crate) metadata: Metadata,
}

/// A package of the workspace, and its files.
pub(crate) struct Member {
    pub(crate) name: String,
    /// The features that are on unless the user says otherwise.
    pub(crate) default_features: BTreeSet<String>,
    pub(crate) files: Vec<PathBuf>,
    /// The name by which the package names the facade, if it depends on it in every build.
    pub(crate) facade: Option<String>,
    /// The folders that cannot be listed in full, each with the reason.
    pub(crate) unread: Vec<(PathBuf, String)>,
}

impl Workspace {
    /// Finds the packages that are selected. Nothing is downloaded, and no lock file is needed.
    pub(crate) fn find(selection: &Selection) -> Result<Self, Failure> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(path) = &selection.manifest.manifest_path {
            command.manifest_path(path);
        }
        let mut flags = Vec::new();
        if selection.offline {
            flags.push(String::from("--offline"));
        }
        command.other_options(flags);
        let metadata = command.exec().map_err(Failure::Workspace)?;
        let packages = selected(&metadata, selection)?;
        let mut seen = BTreeSet::new();
        let members = packages
            .iter()
            .map(|package| {
                let (files, unread) = files(package, selection.tests);
                // A file that two packages share is read for the first.
                let files = files.into_iter().filter(|path| seen.insert(path.clone())).collect();
                Member {
                    name: package.name.to_string(),
                    default_features: default_features(package),
                    facade: facade(package),
                    files,
                    unread,
                }
            })
            .collect();
        let root = metadata.workspace_root.clone().into_std_path_buf();
        Ok(Self { root, packages: members, metadata })
    }

    /// The path as it is shown: from the root of the workspace, with slashes.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }
}

fn selected<'m>(
    metadata: &'m Metadata,
    selection: &Selection,
) -> Result<Vec<&'m Package>, Failure> {
    let chosen = &selection.workspace;
    let all = metadata.workspace_packages();
    let is_named = |package: &&Package, spec: &String| {
        let (name, version) = spec.split_once('@').unwrap_or((spec, ""));
        package.name.as_str() == name
            && (version.is_empty() || package.version.to_string() == version)
    };
    for spec in chosen.package.iter().chain(&chosen.exclude) {
        if !all.iter().any(|package| is_named(package, spec)) {
            let names: Vec<&str> = all.iter().map(|package| package.name.as_str()).collect();
            let meant = nearest(spec, &names).map(String::from);
            return Err(Failure::NoPackage(spec.clone(), meant));
        }
    }
    // Cargo before 1.71 does not say which they are.
    let default = if metadata.workspace_default_members.is_available() {
        metadata.workspace_default_packages()
    } else {
        all.clone()
    };
    let kept = if !chosen.package.is_empty() {
        all.into_iter().filter(|it| chosen.package.iter().any(|spec| is_named(it, spec))).collect()
    } else if chosen.workspace || chosen.all {
        all
    } else {
        default
    };
    let excluded = |it: &&Package| chosen.exclude.iter().any(|spec| is_named(it, spec));
    Ok(kept.into_iter().filter(|it| !excluded(it)).collect())
}

/// The name by which the package names the facade in each of its builds.
fn facade(package: &Package) -> Option<String> {
    let always = |it: &&Dependency| {
        it.name == "oauth-flow"
            && it.kind == DependencyKind::Normal
            && !it.optional
            && it.target.is_none()
    };
    let found = package.dependencies.iter().find(always)?;
    Some(found.rename.as_deref().unwrap_or(&found.name).replace('-', "_"))
}

/// The features that `default` turns on, one by the other.
fn default_features(package: &Package) -> BTreeSet<String> {
    let mut on = BTreeSet::new();
    let mut open = vec![String::from("default")];
    while let Some(feature) = open.pop() {
        if let Some(others) = package.features.get(&feature)
            && on.insert(feature)
        {
            open.extend(others.iter().cloned());
        }
    }
    on
}

/// The files of the targets of a package and of the modules beside them.
fn files(package: &Package, tests: bool) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let home = package.manifest_path.parent().map(|it| it.as_std_path().to_path_buf());
    let mut files = BTreeSet::new();
    let mut roots = BTreeSet::new();
    for target in package.targets.iter().filter(|target| tests || is_product(target)) {
        let path = plain(target.src_path.as_std_path());
        // Outside of the package, the folder of a target is that of others too.
        let inside = home.as_ref().is_some_and(|home| path.starts_with(home));
        roots.extend(path.parent().filter(|_| inside).map(Path::to_path_buf));
        files.insert(path);
    }
    let (found, unread) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    for root in &roots {
        let own = root.clone();
        let at_home = home.as_deref() == Some(root);
        let walk = WalkBuilder::new(root)
            .follow_links(true)
            .require_git(false)
            // What lies above a package says nothing of its sources.
            .parents(false)
            .git_global(false)
            .git_exclude(false)
            .filter_entry(move |entry| {
                let path = entry.path();
                let name = entry.file_name();
                let left_out =
                    ["tests", "benches", "examples", "target"].iter().any(|it| name == *it);
                // A folder with a manifest is a package of its own, of this workspace or of none.
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_other = is_folder && path.join("Cargo.toml").is_file();
                path == own || !(is_other || (at_home && left_out))
            })
            .build_parallel();
        walk.run(|| {
            Box::new(|entry| {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        // A loop of links is read once already.
                        if !is_loop(&error) {
                            let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
                            unread.push((root.clone(), error.to_string()));
                        }
                        return WalkState::Continue;
                    }
                };
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let is_build_script = at_home && entry.file_name() == "build.rs";
                let is_rust = entry.path().extension().is_some_and(|it| it == "rs");
                if is_file && is_rust && (tests || !is_build_script) {
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    found.push(entry.into_path());
                }
                WalkState::Continue
            })
        });
    }
    let mut files: Vec<PathBuf> = files.into_iter().collect();
    files.append(&mut found.into_inner().unwrap_or_else(PoisonError::into_inner));
    files.sort();
    files.dedup();
    (files, unread.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A path without `..` in it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// Whether the walk met a link to a folder around it.
fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}

/// Whether the target is part of what the package gives to others.
fn is_product(target: &Target) -> bool {
    !target.kind.iter().any(|kind| {
        matches!(
            kind,
            TargetKind::Test | TargetKind::Bench | TargetKind::Example | TargetKind::CustomBuild
        )
    })
}
