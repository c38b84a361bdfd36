//! What the compiler says, to the letter. Refresh with `TRYBUILD=overwrite cargo test -p
//! oauth-flow-run-time-tests --test ui`, and read every line that changed.

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}
