//! The marks of levels: a color, a shape and a word each, so that no color is needed to tell them.

use oauth_flow_core::Level;

use super::escape::number;

/// The drawing of a mark in a square of 16.
pub(super) fn mark(shape: &str) -> &'static str {
    match shape {
        // An octagon with a cross.
        "error" => {
            "<path d=\"M5 1h6l4 4v6l-4 4H5l-4-4V5Z\"/><path class=\"inner\" d=\"M5.5 5.5l5 5m0-5l-5 5\"/>"
        }
        // A triangle with an exclamation mark.
        "warn" => "<path d=\"M8 1.5l7 13H1Z\"/><path class=\"inner\" d=\"M8 6v4m0 1.6v1\"/>",
        // A dashed square.
        "undeclared" => "<rect x=\"2\" y=\"2\" width=\"12\" height=\"12\" rx=\"2\"/>",
        // A tick.
        _ => "<path d=\"M2.5 8.5l3.5 4 7.5-9\"/>",
    }
}

/// The mark, and the words beside it.
pub(super) fn badge(shape: &str, words: &str) -> String {
    format!(
        "<span class=\"badge {shape}\"><svg class=\"mark {shape}\" width=\"12\" height=\"12\" \
         viewBox=\"0 0 16 16\" aria-hidden=\"true\">{}</svg>{words}</span>",
        mark(shape)
    )
}

/// The badge of a level.
pub(super) fn of_level(level: Level) -> String {
    match level {
        Level::Error => badge("error", "error"),
        Level::Warn | Level::Off => badge("warn", "warning"),
    }
}

/// The numbers of errors and warnings, as badges.
pub(super) fn counts(errors: usize, warnings: usize) -> String {
    let mut badges = Vec::new();
    if errors > 0 {
        badges.push(badge("error", &number(errors, "error")));
    }
    if warnings > 0 {
        badges.push(badge("warn", &number(warnings, "warning")));
    }
    if badges.is_empty() {
        badges.push(badge("clean", "no findings"));
    }
    badges.join(" ")
}
