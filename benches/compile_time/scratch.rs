//! The scratch workspace: the crates that are measured, and three small macro crates.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::Result;
use crate::documents;
use crate::measure::{self, Cost};
use crate::services::Service;
use crate::variant::{Cold, Variant};

const IDENTITY: &str = "\
use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn identity(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}
";

/// As the attribute does it, up to where it would emit. A finding stops the run, so that nothing is
/// measured that the attribute would reject or warn about.
const READ: &str = "\
use oauth_flow_core::Level;
use oauth_flow_syntax::document::NoDocuments;
use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn read(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let source = oauth_flow_syntax::read(attribute.into(), item.into(), &NoDocuments);
    let findings = source.findings();
    assert!(findings.iter().all(|finding| finding.level < Level::Warn));
    source.item().into()
}
";

/// A macro crate with the usual three, each of them used.
const BARE: &str = "\
use quote::ToTokens;

#[proc_macro_attribute]
pub fn bare(_: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let ident: Option<syn::Ident> = syn::parse(item.clone()).ok();
    let _: proc_macro2::TokenStream = ident.to_token_stream();
    item
}
";

/// The scratch workspace, written.
pub struct Scratch {
    root: PathBuf,
}

/// The crate of a variant.
pub fn name(size: usize, variant: Variant) -> String {
    format!("{}-{size}", variant.id())
}

impl Scratch {
    /// Writes the crates of `runs` and those of the cold builds.
    pub fn write(runs: &[(usize, Variant)]) -> Result<Self> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let target = program.ancestors().nth(2).ok_or("the program is in no target directory")?;
        let scratch = Self { root: target.join("compile-time") };
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let project = project.canonicalize().map_err(|error| error.to_string())?;
        let at = |path: &str| format!("{{ path = '{}' }}", project.join(path).display());
        let mut manifest = String::from("[workspace]\nresolver = \"3\"\nmembers = [\"*-*\"]\n");
        // Left by other options, a crate would only slow down the resolution.
        let _ = fs::remove_dir_all(scratch.crates());
        manifest += "\n[workspace.dependencies]\nproc-macro2 = \"1\"\nquote = \"1\"\nsyn = \"3\"\n";
        manifest += "thiserror = \"2\"\nbon = \"3\"\n";
        manifest += "serde = { version = \"1\", features = [\"derive\"] }\n";
        manifest += "oauth2 = { version = \"5\", default-features = false }\n";
        manifest += "openidconnect = { version = \"4\", default-features = false }\n";
        manifest += "subtle = \"2\"\n";
        for macros in ["scratch-identity", "scratch-read", "scratch-bare"] {
            let _ = writeln!(manifest, "{macros} = {{ path = \"{macros}\" }}");
        }
        let _ = writeln!(manifest, "oauth-flow = {}", at(""));
        let tool = at("cargo-oauth-flow").replace(" }", ", default-features = false }");
        let _ = writeln!(manifest, "cargo-oauth-flow = {tool}");
        let core = at("oauth-flow-core").replace(" }", ", features = [\"rules\"] }");
        let _ = writeln!(manifest, "oauth-flow-core = {core}");
        let _ = writeln!(manifest, "oauth-flow-syntax = {}", at("oauth-flow-syntax"));
        write(&scratch.crates().join("Cargo.toml"), &manifest)?;
        scratch.member("scratch-identity", &[], true, IDENTITY)?;
        scratch.member("scratch-read", &["oauth-flow-core", "oauth-flow-syntax"], true, READ)?;
        scratch.member("scratch-bare", &["proc-macro2", "quote", "syn"], true, BARE)?;
        for (size, variant) in runs {
            let source = variant.source(*size);
            let name = name(*size, *variant);
            scratch.member(&name, variant.dependencies(), false, &source)?;
            scratch.script(&name, *variant)?;
            scratch.documents(&name, *size, *variant)?;
        }
        for cold in Cold::ALL {
            let (name, dependencies, variant) = cold.parts();
            scratch.member(name, dependencies, false, &variant.source(1))?;
            scratch.script(name, variant)?;
        }
        // The versions that the project itself is tested with.
        fs::copy(project.join("Cargo.lock"), scratch.crates().join("Cargo.lock"))
            .map_err(|error| format!("Cargo.lock: {error}"))?;
        Ok(scratch)
    }

    /// Writes the services.
    pub fn services(&self) -> Result<()> {
        for service in Service::ALL {
            let (name, dependencies, source) = service.parts();
            self.member(name, dependencies, false, source)?;
        }
        Ok(())
    }

    /// Settles and downloads the dependencies, offline if they are there.
    pub fn resolve(&self) -> Result<()> {
        let fetch = |offline: &[&str]| {
            Command::new("cargo")
                .args(["fetch", "--quiet"])
                .args(offline)
                .current_dir(self.crates())
                .output()
                .map_err(|error| format!("cargo: {error}"))
        };
        if fetch(&["--offline"])?.status.success() {
            return Ok(());
        }
        let output = fetch(&[])?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("cargo fetch:\n{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Makes cargo check the crate again.
    pub fn touch(&self, name: &str) -> Result<()> {
        let path = self.crates().join(name).join("src/lib.rs");
        fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Checks or builds the crate, its dependencies being built.
    pub fn warm(&self, command: &str, name: &str) -> Result<Cost> {
        measure::cargo(&self.crates(), &self.root.join("warm"), &[command, "-p", name])
    }

    /// Checks or builds the crate in an empty target directory.
    pub fn cold(&self, command: &str, name: &str) -> Result<Cost> {
        let target = self.root.join("cold");
        let _ = fs::remove_dir_all(&target);
        let cost = measure::cargo(&self.crates(), &target, &[command, "-p", name]);
        let _ = fs::remove_dir_all(&target);
        cost
    }

    fn crates(&self) -> PathBuf {
        self.root.join("crates")
    }

    fn member(&self, name: &str, dependencies: &[&str], macros: bool, source: &str) -> Result<()> {
        let mut manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[lib]\n");
        let _ = writeln!(manifest, "proc-macro = {macros}\n\n[dependencies]");
        for dependency in dependencies {
            let (name, feature) = dependency.split_once('/').unwrap_or((dependency, ""));
            let features = if feature.is_empty() { Vec::new() } else { vec![feature] };
            let _ = writeln!(manifest, "{name} = {{ workspace = true, features = {features:?} }}");
        }
        let directory = self.crates().join(name);
        write(&directory.join("Cargo.toml"), &manifest)?;
        write(&directory.join("src/lib.rs"), source)
    }

    /// Writes the documents of a crate whose clients name some.
    fn documents(&self, name: &str, size: usize, variant: Variant) -> Result<()> {
        if variant != Variant::Documents {
            return Ok(());
        }
        let directory = self.crates().join(name);
        write(&directory.join(documents::SERVER_PATH), &documents::server())?;
        for index in 0..size {
            let path = directory.join(documents::registration_path(index));
            write(&path, &documents::registration(index))?;
        }
        Ok(())
    }

    /// Adds the build script of a crate that has one.
    fn script(&self, name: &str, variant: Variant) -> Result<()> {
        if !variant.is_checked() {
            return Ok(());
        }
        let directory = self.crates().join(name);
        let path = directory.join("Cargo.toml");
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        write(&path, &(text + "\n[build-dependencies]\ncargo-oauth-flow.workspace = true\n"))?;
        write(
            &directory.join("build.rs"),
            "fn main() {\n    cargo_oauth_flow::check_in_build_script();\n}\n",
        )
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}
