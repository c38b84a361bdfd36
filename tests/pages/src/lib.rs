//! The generated pages of the project: what the core knows, as Markdown, SVG and names for editors.

mod editor;
mod guide;
mod keys;
mod rules;
mod terminal;
mod tree;

pub use guide::{registrations, snippets};

use std::path::{Path, PathBuf};

use oauth_flow_core::citation::{Citation, Document};

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
        ("oauth-flow-core/src/editor_generated.rs", editor::module()),
        ("oauth-flow-macros/src/keys.md", keys::table()),
        ("docs/attribute.md", fill_in("docs/attribute.md", "keys", &keys::table())),
        ("docs/documents.md", fill_in("docs/documents.md", "formats", &keys::formats())),
        ("docs/guide.md", guide::page()),
        ("docs/error.svg", terminal::picture(&error)),
        ("README.md", fill_in("README.md", "guide", &guide::table(false))),
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

/// A page of the project with `text` between the markers of this name.
///
/// # Panics
///
/// Where the page has no such markers.
fn fill_in(page: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {name}:begin -->"), format!("<!-- {name}:end -->"));
    let written = on_disk(page);
    let parts = written.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    match parts {
        Some((before, after)) => format!("{before}{begin}\n{text}{end}{after}"),
        None => panic!("{page} lacks {begin} and {end}"),
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
fn cited(citation: &Citation) -> String {
    let page = citation.link();
    let link = match citation.document {
        // From the documentation site and from the repository alike.
        Document::Project => format!("{REPOSITORY}/blob/main/{page}"),
        _ => page,
    };
    format!("[{citation}]({link})")
}

/// Where the pages of the project are.
const REPOSITORY: &str = "https://github.com/oauth-flow/oauth-flow";

/// A text inside of XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
