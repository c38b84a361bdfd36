//! The command line, as its own package builds it: here the tests know where the program is.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_oauth_flow::run(std::env::args_os())
}
