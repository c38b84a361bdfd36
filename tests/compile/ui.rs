//! What the compiler says, to the letter. Refresh with `TRYBUILD=overwrite cargo test -p
//! oauth-flow-compile-tests --test ui`, and read every line that changed.

use std::path::{Path, PathBuf};

use oauth_flow_message_tests::{put_documents, require_pinned_toolchain};

#[test]
fn messages() {
    require_pinned_toolchain();
    put_documents(&package());
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/*.rs");
    cases.pass("ui/pass/*.rs");
}

/// The folder of the package that `trybuild` makes of the cases: the path of a document begins there.
fn package() -> PathBuf {
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
    target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"))
}
