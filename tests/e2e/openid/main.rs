//! A login that knows the user: against an OpenID provider that does each wrong thing, with the tests of
//! the OpenID certification by their names, and against a real one.

#![expect(clippy::needless_pass_by_value, reason = "a test writes a plan in the call")]

mod asynchronous;
mod certification;
mod claims;
mod key_sets;
mod keys;
mod logout;
mod party;
mod real;
mod refresh;
mod shown;
mod signatures;
mod tenants;
mod userinfo;

use std::process::ExitCode;

use oauth_flow_e2e_tests::{Run, Test};

const TESTS: [&[Test]; 14] = [
    asynchronous::TESTS,
    certification::BASIC,
    certification::FORM_POST,
    certification::TESTS,
    claims::TESTS,
    key_sets::TESTS,
    keys::TESTS,
    logout::TESTS,
    real::TESTS,
    refresh::TESTS,
    shown::TESTS,
    signatures::TESTS,
    tenants::TESTS,
    userinfo::TESTS,
];

fn main() -> ExitCode {
    let tests = TESTS.concat().into_iter().map(|(name, test)| (name, Box::new(test) as Run));
    oauth_flow_e2e_tests::run(tests)
}
