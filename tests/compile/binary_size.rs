//! A binary pays for nothing that it does not use: a hundred annotated clients leave the code and
//! the constants of a release build as they are.

#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use oauth_flow_compile_tests::{scratch, scratch_target};
use object::{Object, ObjectSection};

/// Builds a binary with a hundred structs in release mode, and gives the size of its code and of
/// its constants in bytes. Both builds have the same name and folder, so that no path in the binary
/// differs.
fn sizes(attribute: &str) -> (u64, u64) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("binary_size");
    let main = scratch(&folder, "main.rs");
    let mut source = String::new();
    for number in 0..100 {
        writeln!(
            source,
            "{attribute}\npub struct Client{number} {{ pub client_id: String, pub port: u16 }}\n\
             impl Client{number} {{ pub fn port(&self) -> u16 {{ self.port + {number} }} }}"
        )
        .expect("text");
    }
    source += "fn main() {\n    let port = std::env::args().count() as u16;\n    \
               let client = Client7 { client_id: String::from(\"seven\"), port };\n    \
               println!(\"{} {}\", client.client_id, client.port());\n}\n";
    std::fs::write(main, source).expect("a source file");
    let target = scratch_target(&folder);
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--offline", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", "-Adead_code")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let binary = target.join("release/binary_size").with_extension(std::env::consts::EXE_EXTENSION);
    let bytes = std::fs::read(binary).expect("the binary");
    let file = object::File::parse(&*bytes).expect("an object file");
    let size = |name: &str| file.section_by_name(name).map_or(0, |section| section.size());
    (size(".text"), size(".rodata"))
}

#[test]

fn a_hundred_clients_add_nothing_to_a_release_binary() {
    let without = sizes("");
    let with = sizes(
        "#[oauth_flow::oauth_client(kind = \"spa\", redirect_uri = \"https://app.example.com/cb\")]",
    );
    assert!(without.0 > 0 && without.1 > 0, "the sections have no size: {without:?}");
    assert_eq!(with, without, "(code, constants) in bytes");
}
