//! What the compiler says, to the letter. Refresh with `TRYBUILD=overwrite cargo test -p
//! oauth-flow-compile-tests --test ui`, and read every line that changed.

use oauth_flow_message_tests::require_pinned_toolchain;

#[test]
fn messages() {
    require_pinned_toolchain();
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/*.rs");
    cases.pass("ui/pass/*.rs");
}
