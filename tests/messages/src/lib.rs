//! What the tests of the compiler's messages share, in each folder of snapshots.

mod documents;

use std::process::Command;

pub use documents::put_documents;

/// Fails on every toolchain but that of `rust-toolchain.toml`: another compiler words its messages
/// otherwise, and each snapshot would fail without this reason.
pub fn require_pinned_toolchain() {
    let pinned = include_str!("../../../rust-toolchain.toml");
    let output = Command::new("rustc").arg("--version").output().expect("rustc runs");
    let version = String::from_utf8(output.stdout).expect("a version in UTF-8");
    let number = version.split_whitespace().nth(1).expect("rustc and its number");
    assert!(
        pinned.contains(&format!("channel = \"{number}\"")),
        "the snapshots are pinned by rust-toolchain.toml, and this is {version}"
    );
}
