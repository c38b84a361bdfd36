//! What the compiler says, to the letter. Refresh with `TRYBUILD=overwrite cargo test -p
//! oauth-flow-compile-tests --test ui`, and read every line that changed.

use std::process::Command;

/// Another compiler words its messages otherwise: the snapshots then fail, and this says why.
#[test]
fn the_snapshots_are_those_of_this_toolchain() {
    let pinned = include_str!("../../rust-toolchain.toml");
    let output = Command::new("rustc").arg("--version").output().expect("rustc runs");
    let version = String::from_utf8(output.stdout).expect("a version in UTF-8");
    let number = version.split_whitespace().nth(1).expect("rustc and its number");
    assert!(
        pinned.contains(&format!("channel = \"{number}\"")),
        "the UI snapshots are pinned by rust-toolchain.toml, and this is {version}"
    );
}

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/*.rs");
    cases.pass("ui/pass/*.rs");
}
