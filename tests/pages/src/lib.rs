//! The generated pages of the project: what the core knows, as Markdown, SVG and names for editors.

mod guide;
mod hints;
mod rules;
mod terminal;
mod tree;

pub use guide::snippets;

use std::path::{Path, PathBuf};

use oauth_flow_core::source::Document;
use oauth_flow_core::source::Source;

/// The command that writes every page again.
pub const COMMAND: &str = "cargo run -p oauth-flow-pages";

/// Every generated page: its path from the root of the project, and its text.
///
/// # Panics
///
/// Where the README or the snapshot that the picture is made from is missing.
#[must_use]
pub fn pages() -> Vec<(&'static str, String)> {
    let error = on_disk("tests/compile/ui/fail/missing_pkce.stderr");
    vec![
        ("RULES.md", rules::page()),
        ("oauth-flow-core/src/hints.rs", hints::module()),
        ("docs/guide.md", guide::page()),
        ("docs/error.svg", terminal::picture(&error)),
        ("README.md", guide::fill_in_table(&on_disk("README.md"))),
    ]
}

/// Where a page is on this machine.
#[must_use]
pub fn location(page: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(page)
}

/// The text of a file of the project.
///
/// # Panics
///
/// Where it cannot be read.
#[must_use]
pub fn on_disk(page: &str) -> String {
    match std::fs::read_to_string(location(page)) {
        Ok(text) => text,
        Err(error) => panic!("{page}: {error}"),
    }
}

/// A text of the core as a sentence of a page: with a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let end = if text.ends_with('.') { "" } else { "." };
    first.into_iter().chain(letters).collect::<String>() + end
}

/// A citation with a link to the text.
fn cited(source: &Source) -> String {
    if source.document == Document::Project {
        let anchor = source.section.to_lowercase().replace(' ', "-");
        return format!("[{source}]({}#{anchor})", source.link());
    }
    format!("[{source}]({})", source.link())
}

/// A text inside of XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
