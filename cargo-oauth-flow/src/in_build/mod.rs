//! The check as a part of a build: one line in `build.rs`, or in a test.
//!
//! Cargo is not called, only the package itself is read, and nothing depends on the date.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use oauth_flow_core::{Level, visible};

use crate::conditions::{Build, by_default};
use crate::findings::{About, Found, findings};
use crate::levels::Levels;
use crate::manifest::{self, Manifest};
use crate::reading::Reading;
use crate::settings_error::SettingsError;
use crate::walk;
use crate::workspace::{Member, Workspace};

/// Checks the package whose build script calls it: `cargo build` and `cargo check` fail on an error, and
/// show a warning as one.
///
/// ```no_run
/// // The whole of `main` in `build.rs`.
/// cargo_oauth_flow::check_in_build_script();
/// ```
///
/// What the compiler says of a declaration is left to it. A package from a registry, from git or from a
/// folder of vendored sources is not checked: its author did that.
pub fn check_in_build_script() {
    let lines = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(home) if env::var_os("OUT_DIR").is_some() => in_script(Path::new(&home), variables()),
        _ => vec![String::from(
            "cargo::error=`check_in_build_script` was called, and cargo runs no build script",
        )],
    };
    let version = env::var("CARGO_PKG_RUST_VERSION").unwrap_or_default();
    if knows_errors(&version) {
        for line in lines {
            println!("{line}");
        }
        return;
    }
    // What the package says it can be built with has other lines, and none for an error.
    let mut failed = false;
    for line in lines {
        failed |= line.starts_with("cargo::error=");
        println!(
            "{}",
            line.replacen("cargo::error=", "cargo:warning=error: ", 1)
                .replacen("cargo::", "cargo:", 1)
        );
    }
    if failed {
        std::process::exit(1);
    }
}

/// Whether cargo takes the lines of today from a package with this `rust-version`: those of an error came
/// with Rust 1.84.
fn knows_errors(version: &str) -> bool {
    let mut parts = version.split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= (1, 84),
        (Some(Ok(major)), None) => major > 1,
        // It says nothing.
        _ => true,
    }
}

/// Checks the package whose test calls it.
///
/// ```no_run
/// // The whole of a test.
/// cargo_oauth_flow::check_in_test();
/// ```
///
/// # Panics
///
/// An error was found, or the package could not be read. Warnings go to standard error.
#[track_caller]
pub fn check_in_test() {
    let home = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let text = match home {
        Some(home) => in_test(&home),
        None => Some(String::from("cargo runs no test: `CARGO_MANIFEST_DIR` is not set")),
    };
    if let Some(text) = text {
        #[expect(clippy::panic, reason = "a test fails by a panic")]
        {
            panic!("{text}");
        }
    }
}

/// What cargo tells a build script of the build.
fn variables() -> BTreeMap<String, String> {
    let all = env::vars_os().map(|(name, value)| {
        (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())
    });
    all.filter(|(name, _)| name.starts_with("CARGO_CFG_") || name.starts_with("CARGO_FEATURE_"))
        .collect()
}

/// A package, as it is read without cargo.
struct Package {
    workspace: Workspace,
    levels: Levels,
    /// What to look at for changes.
    watched: Vec<PathBuf>,
}

impl Package {
    fn read(home: &Path, build: impl FnOnce(&Manifest) -> Build) -> Result<Self, SettingsError> {
        let path = home.join("Cargo.toml");
        let root = manifest::of_workspace(&path)?;
        let manifest = Manifest::read(&path)?;
        let targets = manifest.targets.iter().map(|it| home.join(it));
        let mut targets: Vec<PathBuf> = targets.filter(|it| it.is_file()).collect();
        if manifest.has_programs {
            targets.extend(programs(&home.join("src/bin")));
        }
        let mut watched = vec![path.clone()];
        watched.extend(root.clone());
        // Where a target may appear, too.
        let usual = home.join("src");
        let mut folders: BTreeSet<&Path> = targets.iter().filter_map(|it| it.parent()).collect();
        folders.extend(usual.is_dir().then_some(usual.as_path()));
        folders.retain(|it| it.starts_with(home) && *it != home);
        let is_top = |it: &&Path| !folders.iter().any(|top| it != top && it.starts_with(top));
        watched.extend(folders.iter().copied().filter(is_top).map(Path::to_path_buf));
        let (files, unread) = walk::files(home, targets, false);
        let outside = |it: &&PathBuf| !watched.iter().any(|folder| it.starts_with(folder));
        let outside: Vec<PathBuf> = files.iter().filter(outside).cloned().collect();
        watched.extend(outside);
        let above = root.as_deref().and_then(Path::parent).unwrap_or(home).to_path_buf();
        let member = Member {
            name: manifest.name.clone(),
            folder: home.to_path_buf(),
            #[cfg(feature = "cli")]
            packaging: None,
            build: build(&manifest),
            files,
            facade: None,
            unread,
        };
        let all = vec![(manifest.name, path)];
        let workspace = Workspace { root: above, manifest: root, packages: vec![member], all };
        Ok(Self { levels: workspace.levels()?, workspace, watched })
    }
}

/// The source files of the programs in a folder: each file, and `main.rs` of each folder.
fn programs(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let main = |path: PathBuf| if path.is_dir() { path.join("main.rs") } else { path };
    let paths = entries.map(|entry| main(entry.path()));
    paths.filter(|it| it.is_file() && it.extension() == Some(OsStr::new("rs"))).collect()
}

/// Whether somebody else published the package: cargo packed it, unpacked it from a registry, checked it out
/// of git, or it is among vendored sources.
fn is_published(home: &Path) -> bool {
    home.join(".cargo-checksum.json").is_file()
        || home.ancestors().any(|folder| folder.join(".cargo-ok").is_file())
        || Manifest::read(&home.join("Cargo.toml")).is_ok_and(|manifest| manifest.is_packed)
}

/// The lines for cargo.
fn in_script(home: &Path, variables: BTreeMap<String, String>) -> Vec<String> {
    let mut lines = vec![format!("cargo::rerun-if-changed={}", home.join("Cargo.toml").display())];
    if is_published(home) {
        return lines;
    }
    let package = match Package::read(home, |_| Build::Script(variables)) {
        Ok(package) => package,
        Err(failure) => {
            lines.push(format!("cargo::error={}", visible(&failure.to_string())));
            return lines;
        }
    };
    let watched = package.watched.iter().skip(1);
    lines.extend(watched.map(|path| format!("cargo::rerun-if-changed={}", path.display())));
    let reading = Reading::of(&package.workspace, false, &package.levels);
    for document in &reading.documents {
        lines.push(format!("cargo::rerun-if-changed={}", document.location.display()));
    }
    for found in own(findings(&reading, &package.levels, None)) {
        let title = if found.level == Level::Error { "error" } else { "warning" };
        lines.push(format!("cargo::{title}={}", visible(&line(&found, "; "))));
    }
    for gap in reading.gaps.iter().filter(|gap| gap.is_fault) {
        let place = gap.place.as_ref().map_or_else(String::new, |at| format!(":{}", at.line));
        let text = format!("not read: {}{place}: {}", gap.path, gap.why);
        lines.push(format!("cargo::warning={}", visible(&text)));
    }
    lines
}

/// What is wrong with the package, if an error is.
fn in_test(home: &Path) -> Option<String> {
    if is_published(home) {
        return None;
    }
    let build = |manifest: &Manifest| Build::Default(by_default(&manifest.features));
    let package = match Package::read(home, build) {
        Ok(package) => package,
        Err(failure) => return Some(failure.to_string()),
    };
    let reading = Reading::of(&package.workspace, false, &package.levels);
    let mut errors = String::new();
    for found in own(findings(&reading, &package.levels, None)) {
        let text = line(&found, "\n  ");
        if found.level == Level::Error {
            let _ = write!(errors, "\nerror: {text}\n");
        } else {
            eprintln!("warning: {text}\n");
        }
    }
    (!errors.is_empty()).then_some(errors)
}

/// What the compiler does not say: it has the same mistakes of a declaration, unless a manifest makes an
/// error of what it warns of.
fn own(found: Vec<Found<'_>>) -> impl Iterator<Item = Found<'_>> {
    found.into_iter().filter(|found| {
        !matches!(found.about, About::Declaration(_)) || found.level > found.finding.level
    })
}

/// The finding in words, with its place first and its parts behind the separator.
fn line(found: &Found<'_>, separator: &str) -> String {
    let finding = &found.finding;
    let mut text = format!("{}: [{}] {}", found.at.written(), finding.rule.id, finding.fact);
    for spot in &found.also {
        let _ = write!(text, "{separator}{}: {}", spot.role.words(), spot.written());
    }
    for (name, part) in [
        ("why", finding.rule.why.unwrap_or_default()),
        ("help", finding.help.as_str()),
        ("spec", finding.spec().as_str()),
    ] {
        if !part.is_empty() {
            let _ = write!(text, "{separator}{name}: {part}");
        }
    }
    text
}

#[cfg(test)]
mod tests;
