//! What the compiler says, to the letter. Refresh with `TRYBUILD=overwrite cargo test -p
//! oauth-flow-run-time-tests --test ui`, and read every line that changed.

use oauth_flow_message_tests::require_pinned_toolchain;

#[test]
fn messages() {
    require_pinned_toolchain();
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}
