//! The command line: its arguments, its commands and its formats.

mod arguments;
mod baseline;
mod cargo;
mod check;
mod error;
mod excerpt;
mod explain;
mod export;
mod fix;
mod fnv;
mod format;
mod inventory;
pub(crate) mod packaging;
pub(crate) mod progress;
mod replace;
mod secrets;
mod server;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use error::Failure;

use crate::readers::deep;

/// The exit status of a run without an error among its findings.
const CLEAN: u8 = 0;
/// The exit status of a run that found errors.
const FOUND: u8 = 1;
/// The exit status of a run that could not be done.
const FAILED: u8 = 2;

/// Runs the command line with these arguments, the name of the program first. `cargo oauth-flow` gives
/// its own name as the second one.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_some_and(|first| first == "oauth-flow") {
        arguments.remove(1);
    }
    let arguments = options_last(arguments);
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { FAILED } else { CLEAN };
            // Nobody is left to be told where the terminal is gone.
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    match execute(&arguments) {
        Ok(status) => ExitCode::from(status),
        // Whoever reads has seen enough.
        Err(Failure::ClosedPipe) => ExitCode::from(CLEAN),
        Err(failure) => {
            let _ = writeln!(anstream::stderr(), "error: {failure}");
            ExitCode::from(FAILED)
        }
    }
}

/// The arguments with `--color` as the last: it is of all commands, and may stand before one.
fn options_last(arguments: Vec<OsString>) -> Vec<OsString> {
    let (mut others, mut colors) = (Vec::new(), Vec::new());
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        if text == "--" {
            others.push(argument);
            break;
        }
        if text == "--color" {
            colors.push(argument);
            colors.extend(rest.next());
        } else if text.starts_with("--color=") {
            colors.push(argument);
        } else {
            others.push(argument);
        }
    }
    let end = others.iter().position(|it| it == "--").unwrap_or(others.len());
    others.splice(end..end, colors);
    others.extend(rest);
    others
}

fn execute(arguments: &Arguments) -> Result<u8, Failure> {
    arguments.color.write_global();
    match &arguments.command {
        // A fix reads files once more.
        None => deep(|| check::run(&arguments.check)),
        Some(Command::Check(check)) => deep(|| check::run(check)),
        Some(Command::List(list)) => inventory::run(list),
        Some(Command::Export(export)) => export::run(export),
        Some(Command::Explain(explain)) => explain::run(explain),
        Some(Command::Server(server)) => server::run(server),
        Some(Command::Completions { shell }) => {
            let mut command = <Arguments as clap::CommandFactory>::command();
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut command, "cargo-oauth-flow", &mut text);
            error::write(&mut std::io::stdout().lock(), &text)?;
            Ok(CLEAN)
        }
    }
}
