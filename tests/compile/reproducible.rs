//! The expansion depends on nothing but its tokens: the same crate, compiled in two folders, at two
//! times and in two environments, gives the same metadata byte for byte.

use std::path::{Path, PathBuf};
use std::process::Command;

use oauth_flow_compile_tests::{scratch, scratch_target};

const CLIENTS: &str = r#"//! Clients with an error nowhere, and a warning somewhere.

/// A client of each shape.
#[oauth_flow::oauth_client(
    kind = "spa",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    scope = "a a",
    redirect_uri("https://app.example.com/cb", "https://app.example.com/cb2"),
)]
pub struct Frontend<'a, T: Clone> {
    /// A field.
    pub client_id: &'a str,
    /// Another one.
    pub other: T,
}

/// One with a waiver.
#[oauth_flow::oauth_client(
    kind = "trusted",
    grant = "password",
    allow(password_grant, reason = "terminals", until = "2027-06-30")
)]
pub struct Terminal;

/// What is declared, in the metadata too.
pub const SCOPES: usize = <Terminal as oauth_flow::OAuthClient>::DECLARATION.scopes.len();
"#;

/// Builds the facade once, and gives its library and the folder with those that it needs.
fn facade(folder: &Path) -> (PathBuf, PathBuf) {
    std::fs::write(scratch(folder, "lib.rs"), "").expect("a source file");
    let target = scratch_target(folder);
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--message-format=json", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("text");
    let library = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "oauth_flow")
        .find_map(|message| {
            let files = message["filenames"].as_array()?;
            files
                .iter()
                .filter_map(|file| file.as_str().map(PathBuf::from))
                .find(|path| path.extension().is_some_and(|it| it == "rlib"))
        });
    (library.expect("the library of the facade"), target.join("debug/deps"))
}

/// The metadata of a crate with these clients, compiled in `folder` with `variables` set.
fn metadata(
    folder: &Path,
    clients: &str,
    (library, dependencies): &(PathBuf, PathBuf),
    variables: [(&str, &str); 4],
) -> Vec<u8> {
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(folder.join("clients.rs"), clients).expect("a source file");
    let output = Command::new("rustc")
        .current_dir(folder)
        .args(["--crate-name=clients", "--edition=2024", "--crate-type=lib", "--emit=metadata"])
        .arg(format!("--remap-path-prefix={}=/", folder.display()))
        .arg(format!("--extern=oauth_flow={}", library.display()))
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg("clients.rs")
        .envs(variables)
        .output()
        .expect("rustc runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(errors.contains("duplicate_scope"), "the clients warn of nothing: {errors}");
    std::fs::read(folder.join("libclients.rmeta")).expect("the metadata")
}

#[test]
fn the_same_clients_expand_to_the_same_in_two_folders() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reproducible");
    let facade = facade(&folder);
    let here = metadata(
        &folder.join("here"),
        CLIENTS,
        &facade,
        [("TZ", "UTC"), ("LANG", "C"), ("USER", "one"), ("CARGO_MANIFEST_DIR", "/a")],
    );
    let there = metadata(
        &folder.join("there/and/deeper"),
        CLIENTS,
        &facade,
        [("TZ", "Asia/Tokyo"), ("LANG", "de_DE"), ("USER", "two"), ("CARGO_MANIFEST_DIR", "/b")],
    );
    assert!(here == there, "{} and {} bytes that differ", here.len(), there.len());
    let other = CLIENTS.replace("terminals", "terminal");
    let other = metadata(
        &folder.join("here"),
        &other,
        &facade,
        [("TZ", "UTC"), ("LANG", "C"), ("USER", "one"), ("CARGO_MANIFEST_DIR", "/a")],
    );
    assert!(here != other, "the metadata does not hold the declaration");
}
