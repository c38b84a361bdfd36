//! What is wrong with the settings of a project.

use std::fmt;
use std::path::PathBuf;

/// What is wrong with the settings of a project.
#[derive(Debug)]
pub(crate) enum SettingsError {
    /// There is no rule of this name; perhaps the other one is meant.
    NoRule(String, Option<&'static str>),
    /// A manifest cannot be read, and why.
    Manifest(PathBuf, String),
    /// A table of a manifest is not in order.
    Table(String),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRule(name, meant) => {
                write!(f, "there is no rule `{}`", oauth_flow_core::echo(name))?;
                match meant {
                    Some(meant) => write!(f, "; did you mean `{meant}`?"),
                    None => f.write_str("; `cargo oauth-flow explain --list` has all of them"),
                }
            }
            Self::Manifest(path, why) => write!(f, "`{}` cannot be read: {why}", path.display()),
            Self::Table(text) => f.write_str(text),
        }
    }
}
