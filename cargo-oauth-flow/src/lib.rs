//! `cargo oauth-flow` checks the OAuth 2.0 clients of a workspace as the compiler does, and lists them
//! for a review.
//!
//! It reads the source files, judges with the rulebook of `oauth-flow`, and builds nothing: the
//! dependencies of the packages need not be there.

#[cfg(feature = "cli")]
mod cli;
mod conditions;
mod documents;
mod file;
#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "the command line shows more of what was read")
)]
mod findings;
mod in_build;
mod levels;
mod manifest;
mod readers;
#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "the command line shows more of what was read")
)]
mod reading;
mod settings_error;
mod spot;
mod walk;
mod workspace;

#[cfg(feature = "cli")]
pub use cli::run;
pub use in_build::{check_in_build_script, check_in_test};
