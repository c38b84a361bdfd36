//! `explain`: what a rule is, and which rules there are.

use std::fmt::Write;

use oauth_flow_core::{explain, rules};

use super::{CLEAN, check};
use crate::cli::arguments::Explain;
use crate::cli::error::Failure;
use crate::levels;

pub(crate) fn run(arguments: &Explain) -> Result<u8, Failure> {
    let text = match &arguments.rule {
        Some(name) => {
            let id = levels::rule(name)?;
            rules::find(id).map(explain).unwrap_or_default()
        }
        None => table(),
    };
    check::put_out(None, &text, false)?;
    Ok(CLEAN)
}

/// All rules, a line each, under the titles of their chapters.
fn table() -> String {
    let width = rules::all().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    for chapter in rules::CHAPTERS {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{gap}{}", chapter.title);
        for rule in chapter.rules {
            let _ = writeln!(text, "  {:width$}  {}", rule.id, rule.summary);
        }
    }
    text
}
