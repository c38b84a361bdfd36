//! Finds the packages of a workspace by asking cargo.

use std::collections::BTreeSet;
use std::path::PathBuf;

use cargo_metadata::{
    Dependency, DependencyKind, Metadata, MetadataCommand, Package, Target, TargetKind,
};
use clap_cargo::{Manifest, Workspace as Chosen};
use oauth_flow_core::vocabulary::nearest;

use crate::cli::arguments::Selection;
use crate::cli::error::Failure;
use crate::cli::packaging::Packaging;
use crate::conditions::{Build, by_default};
use crate::walk;
use crate::workspace::{Member, Workspace};

impl Workspace {
    /// Finds the packages that are selected. Nothing is downloaded, and no lock file is needed.
    pub(crate) fn find(selection: &Selection) -> Result<Self, Failure> {
        let flag = selection.offline.then_some("--offline");
        let metadata = metadata(&selection.manifest, flag)?;
        let packages = selected(&metadata, &selection.workspace)?;
        let mut seen = BTreeSet::new();
        let members = packages
            .iter()
            .map(|package| {
                let home = home(package);
                let targets = targets(package, selection.tests);
                let (files, unread) = walk::files(&home, targets, selection.tests);
                // A file that two packages share is read for the first.
                let files = files.into_iter().filter(|path| seen.insert(path.clone())).collect();
                Member {
                    name: package.name.to_string(),
                    packaging: Packaging::of(&home),
                    folder: home,
                    build: Build::Default(by_default(&package.features)),
                    facade: facade(package),
                    files,
                    unread,
                }
            })
            .collect();
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let all = metadata.workspace_packages().into_iter().map(|package| {
            (package.name.to_string(), package.manifest_path.clone().into_std_path_buf())
        });
        let manifest = Some(root.join("Cargo.toml"));
        Ok(Self { root, manifest, packages: members, all: all.collect() })
    }
}

/// The folders of the packages that are selected.
pub(crate) fn folders(manifest: &Manifest, chosen: &Chosen) -> Result<Vec<PathBuf>, Failure> {
    let metadata = metadata(manifest, None)?;
    Ok(selected(&metadata, chosen)?.into_iter().map(home).collect())
}

/// What cargo says without a look at dependencies.
fn metadata(manifest: &Manifest, flag: Option<&str>) -> Result<Metadata, Failure> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    if let Some(path) = &manifest.manifest_path {
        command.manifest_path(path);
    }
    command.other_options(flag.map(String::from).into_iter().collect::<Vec<_>>());
    command.exec().map_err(Failure::Workspace)
}

/// The folder of a package.
fn home(package: &Package) -> PathBuf {
    package.manifest_path.parent().map(|it| it.as_std_path().to_path_buf()).unwrap_or_default()
}

fn selected<'m>(metadata: &'m Metadata, chosen: &Chosen) -> Result<Vec<&'m Package>, Failure> {
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

/// The source files of the targets.
fn targets(package: &Package, tests: bool) -> Vec<PathBuf> {
    let targets = package.targets.iter().filter(|target| tests || is_product(target));
    targets.map(|target| target.src_path.clone().into_std_path_buf()).collect()
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
