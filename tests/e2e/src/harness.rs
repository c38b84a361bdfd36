//! A test program of end-to-end tests: where there is no server to be had, each counts as ignored.

use std::collections::BTreeSet;
use std::env;
use std::io::Write as _;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use crate::Server;

/// A test: its name, with the path of its module, and what it does.
pub type Test = (&'static str, fn());

/// What a test does, with what it needs.
pub type Run = Box<dyn FnOnce() + Send>;

/// Makes `TESTS` of the functions of a module that are tests. One that is left out is not used, so
/// that the compiler warns of it.
#[macro_export]
macro_rules! tests {
    ($($(#[$condition:meta])? $test:ident)+) => {
        pub(crate) const TESTS: &[$crate::Test] = &[$(
            $(#[$condition])?
            (concat!(module_path!(), "::", stringify!($test)), $test)
        ),+];
    };
}

/// Runs the tests of a program by the arguments that `cargo test` takes: each is a name, which
/// begins with that of the program, and what the test does.
///
/// Without Node.js or the packages of the server, the tests are ignored, after one line on standard
/// error. With `OAUTH_FLOW_E2E=required` in the environment they run, and fail.
#[must_use]
pub fn run(tests: impl IntoIterator<Item = (&'static str, Run)>) -> ExitCode {
    run_where(tests, |_| None)
}

/// The same for a program of which some tests need more than the server. `lacks` says what a test of this
/// name does not have on this machine: those are ignored, after one line for each reason.
#[must_use]
pub fn run_where(
    tests: impl IntoIterator<Item = (&'static str, Run)>,
    lacks: impl Fn(&str) -> Option<String>,
) -> ExitCode {
    let arguments = Arguments::from_args();
    let required = env::var_os("OAUTH_FLOW_E2E").is_some_and(|it| it == "required");
    let missing = if required || arguments.list { None } else { Server::missing() };
    if let Some(reason) = &missing {
        // A closed standard error must not fail a test.
        let _ = writeln!(std::io::stderr(), "ignored: every end-to-end test, because {reason}");
    }
    let mut reasons = BTreeSet::new();
    let trials = tests.into_iter().map(|(path, test)| {
        let name = path.split_once("::").map_or(path, |(_, name)| name);
        let run = move || {
            test();
            Ok(())
        };
        let lacking = if required || missing.is_some() { None } else { lacks(name) };
        let is_ignored = missing.is_some() || lacking.is_some();
        reasons.extend(lacking);
        Trial::test(name, run).with_ignored_flag(is_ignored)
    });
    let trials = trials.collect();
    for reason in reasons.iter().filter(|_| !arguments.list) {
        let _ = writeln!(std::io::stderr(), "ignored: some end-to-end tests, because {reason}");
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
