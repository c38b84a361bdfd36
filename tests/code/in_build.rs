//! The check in the build of a fresh package: one line in `build.rs`, and one in a test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::here;

const LOGIN: &str = "pub fn url(state: &str) -> String {\n\
    \x20   format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")\n\
    }\n";

/// The finding of that function, as cargo shows it.
const FOUND: &str = ": src/lib.rs:2:13: [code_without_pkce] the authorization request carries no code \
                     challenge; why: ";

/// A package in a folder that keeps what was built of the tool.
struct Fresh {
    home: PathBuf,
    target: PathBuf,
}

impl Fresh {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap().keep();
        let root = here().join("../..").canonicalize().unwrap();
        let tool = root.join("cargo-oauth-flow");
        let manifest = format!(
            "[package]\nname = \"fresh\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [build-dependencies]\n\
             cargo-oauth-flow = {{ path = '{0}', default-features = false }}\n\n\
             [dev-dependencies]\n\
             cargo-oauth-flow = {{ path = '{0}', default-features = false }}\n\n\
             [package.metadata.oauth-flow]\n\
             levels = {{ code_without_pkce = \"deny\", undeclared_client = \"allow\" }}\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n\n\
             [workspace]\n",
            tool.display()
        );
        fs::create_dir(home.join("src")).unwrap();
        fs::create_dir(home.join("tests")).unwrap();
        fs::write(home.join("Cargo.toml"), manifest).unwrap();
        fs::copy(root.join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
        let test = "#[test]\nfn clients() {\n    cargo_oauth_flow::check_in_test();\n}\n";
        fs::write(home.join("tests/clients.rs"), test).unwrap();
        Self { home, target: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("in_build") }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.home.join(path), text).unwrap();
    }

    /// Whether cargo succeeds, and what it writes.
    fn cargo(&self, command: &str) -> (bool, String) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&self.home).args([command, "--offline"]);
        // What the tests are run with is not the user's.
        for name in ["CARGO_MANIFEST_DIR", "OUT_DIR", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            cargo.env_remove(name);
        }
        let output = cargo.env("CARGO_TARGET_DIR", &self.target).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // The folder of the system for such files is cleared by the system too.
        let _ = fs::remove_dir_all(&self.home);
    }
}

fn lines<'t>(text: &'t str, of: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.contains(of)).collect()
}

#[test]
fn a_build_and_a_test_fail_on_what_is_found_and_pass_without_it() {
    let package = Fresh::new();
    package.write("src/lib.rs", LOGIN);
    // Without the line, the build passes.
    let (passed, text) = package.cargo("check");
    assert!(passed, "{text}");
    let (passed, text) = package.cargo("test");
    assert!(!passed, "{text}");
    assert!(text.contains("error: src/lib.rs:2:13: [code_without_pkce] "), "{text}");

    package.write("build.rs", "fn main() {\n    cargo_oauth_flow::check_in_build_script();\n}\n");
    for command in ["check", "build"] {
        let (passed, text) = package.cargo(command);
        assert!(!passed, "{text}");
        let found = lines(&text, FOUND);
        assert_eq!(found.len(), 1, "{text}");
        assert!(found.iter().all(|line| line.starts_with("error: fresh@0.0.0: ")), "{text}");
    }

    let mended = LOGIN
        .replace("(state", "(challenge: &str, state")
        .replace("=code&", "=code&code_challenge={challenge}&code_challenge_method=S256&");
    package.write("src/lib.rs", &mended);
    for command in ["check", "build", "test"] {
        let (passed, text) = package.cargo(command);
        assert!(passed, "{command}: {text}");
    }

    // A file that is new makes the script run once more.
    wait(&package.home);
    package.write("src/login.rs", LOGIN);
    let (passed, text) = package.cargo("check");
    assert!(!passed && text.contains(": src/login.rs:2:13: [code_without_pkce] "), "{text}");
    fs::remove_file(package.home.join("src/login.rs")).unwrap();

    // A warning is shown, and the build passes.
    let manifest = fs::read_to_string(package.home.join("Cargo.toml")).unwrap();
    package.write("Cargo.toml", &manifest.replace("\"deny\"", "\"warn\""));
    package.write("src/lib.rs", LOGIN);
    let (passed, text) = package.cargo("check");
    assert!(passed, "{text}");
    let found = lines(&text, FOUND);
    assert!(found.iter().all(|line| line.starts_with("warning: fresh@0.0.0: ")), "{text}");
    assert_eq!(found.len(), 1, "{text}");

    // What somebody else published does not break a build.
    let packed = format!("# THIS FILE IS AUTOMATICALLY GENERATED BY CARGO\n{manifest}");
    package.write("Cargo.toml", &packed);
    let (passed, text) = package.cargo("check");
    assert!(passed && lines(&text, FOUND).is_empty(), "{text}");

    // Cargo takes no line of today from a package that says that it can be built with an old one.
    let old = manifest.replace("edition = \"2024\"", "edition = \"2021\"\nrust-version = \"1.70\"");
    package.write("Cargo.toml", &old);
    let (passed, text) = package.cargo("check");
    assert!(!passed && text.contains("error: src/lib.rs:2:13: [code_without_pkce] "), "{text}");
    assert!(!text.contains("the minimum supported Rust version"), "{text}");
}

/// Waits until a new file is younger than what was built: file systems count in steps.
fn wait(home: &Path) {
    let probe = home.join("probe");
    let first = {
        fs::write(&probe, "").unwrap();
        fs::metadata(&probe).unwrap().modified().unwrap()
    };
    loop {
        fs::write(&probe, "").unwrap();
        if fs::metadata(&probe).unwrap().modified().unwrap() > first {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    fs::remove_file(probe).unwrap();
}
