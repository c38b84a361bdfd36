//! `cargo oauth-flow`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_oauth_flow::run(std::env::args_os())
}
