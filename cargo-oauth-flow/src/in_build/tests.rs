//! What a build script or a test says of packages of all sorts.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{in_script, in_test};

const MANIFEST: &str = "[package]\nname = \"shop\"\n";

/// A function that sends no challenge, in its line 2. The other finding is `undeclared_client`, which
/// warns.
const LOGIN: &str = "pub fn url(state: &str) -> String {\n\
    format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")\n}\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What cargo shows: the lines without those that say what is watched.
fn said(home: &Path, variables: &[(&str, &str)]) -> Vec<String> {
    let variables: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let lines = in_script(home, variables).into_iter();
    lines.filter(|line| !line.starts_with("cargo::rerun-if-changed=")).collect()
}

/// The same, each line as far as the id of its rule.
fn heads(home: &Path, variables: &[(&str, &str)]) -> Vec<String> {
    let lines = said(home, variables).into_iter();
    lines.map(|line| line.split_inclusive(']').next().unwrap_or_default().to_owned()).collect()
}

fn watched(home: &Path) -> Vec<String> {
    let lines = in_script(home, BTreeMap::new());
    let paths = lines.iter().filter_map(|it| it.strip_prefix("cargo::rerun-if-changed="));
    let home = home.to_string_lossy();
    paths.map(|path| path.replace(&*home, "").replace('\\', "/")).collect()
}

const WARNED: [&str; 2] = [
    "cargo::warning=src/lib.rs:2:9: [code_without_pkce]",
    "cargo::warning=src/lib.rs:2:9: [undeclared_client]",
];

#[test]
fn a_finding_is_one_line_with_all_that_a_message_has() {
    let package = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LOGIN)]);
    let lines = said(package.path(), &[]);
    assert_eq!(heads(package.path(), &[]), WARNED);
    let first = lines.first().unwrap();
    for part in ["; why: ", "; help: ", "; spec: RFC 9700 section 2.1.1"] {
        assert!(first.contains(part), "{first}");
    }
    assert_eq!(watched(package.path()), ["/Cargo.toml", "/src"]);
}

#[test]
fn a_level_in_a_manifest_is_that_of_the_build() {
    let deny = "[package.metadata.oauth-flow]\nlevels = { code_without_pkce = \"deny\" }\n";
    let manifest = format!("{MANIFEST}{deny}");
    let package = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", LOGIN)]);
    let first = heads(package.path(), &[]).remove(0);
    assert_eq!(first, "cargo::error=src/lib.rs:2:9: [code_without_pkce]");
    let text = in_test(package.path()).unwrap();
    assert!(text.starts_with("\nerror: src/lib.rs:2:9: [code_without_pkce] "), "{text}");
    assert!(text.contains("\n  help: "), "{text}");
    let out = "[package.metadata.oauth-flow]\nexclude = [\"src/lib.rs\"]\n";
    let manifest = format!("{MANIFEST}{out}");
    let package = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", LOGIN)]);
    assert_eq!(said(package.path(), &[]), [""; 0]);
    assert_eq!(in_test(package.path()), None);
}

#[test]
fn a_virtual_workspace_gives_levels_and_paths() {
    let root = "[workspace]\nmembers = [\"shop\"]\nexclude = [\"other\"]\n\
                [workspace.metadata.oauth-flow]\nlevels = { undeclared_client = \"allow\" }\n";
    let folder = folder(&[
        ("Cargo.toml", root),
        ("shop/Cargo.toml", MANIFEST),
        ("shop/src/main.rs", LOGIN),
        ("shop/src/bin/job/main.rs", LOGIN),
        ("other/Cargo.toml", MANIFEST),
        ("other/src/lib.rs", LOGIN),
    ]);
    let shop = folder.path().join("shop");
    assert_eq!(
        heads(&shop, &[]),
        [
            "cargo::warning=shop/src/bin/job/main.rs:2:9: [code_without_pkce]",
            "cargo::warning=shop/src/main.rs:2:9: [code_without_pkce]",
        ]
    );
    let root = folder.path().join("Cargo.toml");
    let lines = in_script(&shop, BTreeMap::new());
    let line = format!("cargo::rerun-if-changed={}", root.display());
    assert!(lines.contains(&line), "{lines:?}");
    assert_eq!(heads(&folder.path().join("other"), &[]), WARNED);
}

#[test]
fn a_published_package_is_its_authors() {
    for (mark, home) in [
        ("Cargo.toml.orig", "shop"),
        (".cargo-checksum.json", "shop"),
        (".cargo-ok", "shop"),
        (".cargo-ok", "."),
    ] {
        let folder = folder(&[("shop/Cargo.toml", MANIFEST), ("shop/src/lib.rs", LOGIN)]);
        fs::write(folder.path().join(home).join(mark), "").unwrap();
        let shop = folder.path().join("shop");
        assert_eq!(said(&shop, &[]), [""; 0], "{mark}");
        assert_eq!(watched(&shop).len(), 1, "{mark}");
        assert_eq!(in_test(&shop), None, "{mark}");
    }
}

#[test]
fn the_features_of_the_build_decide_what_is_there() {
    let login = format!("#[cfg(feature = \"web-login\")]\n{LOGIN}");
    let manifest = format!("{MANIFEST}[features]\ndefault = []\nweb-login = []\n");
    let package = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", &login)]);
    assert_eq!(said(package.path(), &[]), [""; 0]);
    assert_eq!(said(package.path(), &[("CARGO_FEATURE_WEB_LOGIN", "1")]).len(), 2);
}

#[test]
fn what_the_compiler_says_is_left_to_it() {
    let wrong = "#[oauth_client(kind = \"spa\", grant = \"implicit\", redirect_uri = \"runtime\")]\n\
                 pub struct Shop { client_id: String }\n\
                 #[oauth_client(kind = \"m2m\", scope = \"a a\")]\n\
                 pub struct Job { client_id: String, client_secret: String }\n";
    let package = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", wrong)]);
    assert_eq!(said(package.path(), &[]), [""; 0]);
    // The compiler warns, and the project wants an error.
    let deny = "[package.metadata.oauth-flow]\nlevels = { duplicate_scope = \"deny\" }\n";
    let manifest = format!("{MANIFEST}{deny}");
    let package = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", wrong)]);
    assert_eq!(heads(package.path(), &[]), ["cargo::error=src/lib.rs:3:38: [duplicate_scope]"]);
}

#[test]
fn what_is_wrong_with_the_package_is_one_error() {
    let table = "[package.metadata.oauth-flow]\nlevel = {}\n";
    for (manifest, error) in [
        (
            format!("{MANIFEST}{table}"),
            "`[package.metadata.oauth-flow]` of `shop`: there is no key `level`; did you mean \
             `levels`?",
        ),
        (String::from("[package\n"), "Cargo.toml` cannot be read: line 1: "),
    ] {
        let package = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", LOGIN)]);
        let lines = said(package.path(), &[]);
        assert_eq!(lines.len(), 1);
        assert!(lines.iter().all(|it| it.starts_with("cargo::error=") && it.contains(error)));
        assert!(in_test(package.path()).unwrap().contains(error));
    }
    let package = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "fn oauth( {")]);
    let lines = said(package.path(), &[]);
    assert!(lines.iter().all(|it| it.starts_with("cargo::warning=not read: src/lib.rs:1: ")));
    assert_eq!(lines.len(), 1);
}

#[test]
fn targets_elsewhere_are_read_and_watched() {
    let manifest = format!(
        "{MANIFEST}[lib]\npath = \"source/lib.rs\"\n[[bin]]\nname = \"a\"\npath = \"main.rs\"\n"
    );
    let package = folder(&[
        ("Cargo.toml", &manifest),
        ("source/lib.rs", LOGIN),
        ("main.rs", ""),
        ("build.rs", LOGIN),
        ("tests/a.rs", LOGIN),
    ]);
    let heads = heads(package.path(), &[]);
    assert!(heads.iter().all(|it| it.starts_with("cargo::warning=source/lib.rs:")), "{heads:?}");
    assert_eq!(heads.len(), 2);
    assert_eq!(watched(package.path()), ["/Cargo.toml", "/source", "/main.rs"]);
}
