//! A document is a dependency of the crate: each change of it is read, and nothing of it is left in the
//! program. Cargo is run for real.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use oauth_flow_compile_tests::{scratch, scratch_target};

/// A registration without a mistake.
const SOUND: &str = r#"{
  "client_id": "portal-of-the-test",
  "client_name": "This name is in no program",
  "grant_types": ["authorization_code"],
  "token_endpoint_auth_method": "client_secret_basic",
  "redirect_uris": ["https://app.example.com/cb"]
}
"#;

const CLIENT: &str = r#"
#[oauth_flow::oauth_client(kind = "web", pkce = "S256", registration = "clients/portal.json")]
pub struct Portal;
"#;

/// A package with one client and its registration.
struct Fresh {
    folder: PathBuf,
}

impl Fresh {
    fn new(name: &str, main: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(scratch(&folder, "main.rs"), main).expect("a source file");
        std::fs::create_dir_all(folder.join("clients")).expect("a folder");
        let fresh = Self { folder };
        fresh.write(SOUND);
        fresh
    }

    fn document(&self) -> PathBuf {
        self.folder.join("clients/portal.json")
    }

    fn write(&self, text: &str) {
        // Cargo compares times, and those of some file systems have whole seconds.
        sleep(Duration::from_millis(1100));
        std::fs::write(self.document(), text).expect("a document");
    }

    /// Whether cargo succeeds, and what it writes.
    fn cargo(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", scratch_target(&self.folder))
            .env_remove("CARGO_MANIFEST_DIR")
            .output()
            .expect("cargo runs");
        (output.status.success(), String::from_utf8(output.stderr).expect("text"))
    }

    fn passes(&self) -> String {
        let (passed, text) = self.cargo(&["check"]);
        assert!(passed, "{text}");
        text
    }

    fn fails_with(&self, expected: &str) {
        let (passed, text) = self.cargo(&["check"]);
        assert!(!passed && text.contains(expected), "{text}");
    }
}

#[test]
fn an_edit_a_deletion_and_a_new_file_are_read() {
    let package = Fresh::new("documents_read", &format!("{CLIENT}\nfn main() {{}}\n"));
    package.passes();
    let again = package.passes();
    assert!(!again.contains("Checking documents_read"), "nothing changed: {again}");

    package.write(&SOUND.replace("https://app", "http://app"));
    package.fails_with(
        "insecure_redirect_uri: the redirect URI `http://app.example.com/cb` is not https",
    );
    package.fails_with("at: clients/portal.json:6:21");
    package.write(SOUND);
    package.passes();

    // What only warns is built again too.
    package.write(
        &SOUND.replace("  \"grant", "  \"client_secret\": \"not-a-real-secret\",\n  \"grant"),
    );
    let text = package.passes();
    assert!(
        text.contains("committed_secret") || text.contains("has the client secret in it"),
        "{text}"
    );
    assert!(!text.contains("not-a-real-secret"), "{text}");
    package.write(SOUND);
    let text = package.passes();
    assert!(text.contains("Checking documents_read") && !text.contains("warning"), "{text}");

    sleep(Duration::from_millis(1100));
    std::fs::remove_file(package.document()).expect("the document is there");
    package.fails_with("unreadable_document: there is no file `clients/portal.json`");
    package.fails_with("unreadable_document: there is no file `clients/portal.json`");
    package.write(SOUND);
    package.passes();
}

#[test]
fn an_expansion_that_was_made_from_another_document_does_not_compile() {
    let package = Fresh::new("documents_stale", "fn main() {}\n");
    let attribute = r#"kind = "web", pkce = "S256", registration = "documents/portal.json""#;
    let tokens = oauth_flow_expand::declare(
        attribute.parse().expect("tokens"),
        "pub struct Portal;".parse().expect("tokens"),
    );
    let expansion = tokens.to_string();
    assert!(expansion.contains("portal-of-the-test"), "the values of keys are constants");
    assert!(!expansion.contains("A name in no expansion"), "a part of the document: {expansion}");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/portal.json");
    let seen = std::fs::read_to_string(here).expect("the document of the test");
    std::fs::create_dir_all(package.folder.join("documents")).expect("a folder");
    let copy = package.folder.join("documents/portal.json");
    std::fs::write(package.folder.join("src/main.rs"), format!("{expansion}\nfn main() {{}}\n"))
        .expect("a source file");
    let stale = "`documents/portal.json` changed after `#[oauth_client]` had read it";
    for (text, is_stale) in [
        (seen.clone(), false),
        // Another length, and another text of the same length.
        (seen.replace("portal", "portals"), true),
        (seen.replace("authorization_code", "Authorization_code"), true),
        (seen, false),
    ] {
        sleep(Duration::from_millis(1100));
        std::fs::write(&copy, text).expect("a document");
        if is_stale {
            package.fails_with(stale);
            package.fails_with("cargo clean -p documents_stale");
        } else {
            package.passes();
        }
    }
}

#[test]
fn nothing_of_a_document_but_the_values_of_keys_is_in_the_program() {
    let main = format!(
        "{CLIENT}\nfn main() {{\n    let id = <Portal as oauth_flow::OAuthClient>::DECLARATION.client_id;\n    \
         println!(\"{{id:?}}\");\n}}\n"
    );
    let package = Fresh::new("documents_program", &main);
    let (built, text) = package.cargo(&["build"]);
    assert!(built, "{text}");
    let binary = scratch_target(&package.folder).join("debug/documents_program");
    let binary = binary.with_extension(std::env::consts::EXE_EXTENSION);
    let bytes = std::fs::read(binary).expect("the binary");
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("portal-of-the-test"), "the program prints it");
    assert!(!has("This name is in no program"));
    assert!(!has("token_endpoint_auth_method"));
    // The crates that depend on a library have its metadata.
    let library = Fresh::new("documents_library", "fn main() {}\n");
    std::fs::write(library.folder.join("src/lib.rs"), CLIENT).expect("a source file");
    let (checked, text) = library.cargo(&["check", "--lib"]);
    assert!(checked, "{text}");
    let deps = scratch_target(&library.folder).join("debug/deps");
    let built = std::fs::read_dir(deps).expect("what was checked");
    let names = built.map(|entry| entry.expect("a readable entry").path());
    let is_of_library = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().contains("documents_library"))
    };
    let files: Vec<Vec<u8>> =
        names.filter(is_of_library).map(|path| std::fs::read(path).expect("a file")).collect();
    let has = |text: &str| {
        files.iter().any(|bytes| bytes.windows(text.len()).any(|it| it == text.as_bytes()))
    };
    assert!(has("portal-of-the-test"), "the metadata has the declaration");
    assert!(!has("This name is in no program"), "the metadata has a part of the document");
}
