//! Text in the page: nothing of it is markup, and no secret is in it.

use oauth_flow_core::visible;

use crate::cli::secrets;

/// Text of a source as it is shown, in an element or in an attribute with quotes.
pub(super) fn text(of_source: &str) -> String {
    escaped(&secrets::in_text(of_source))
}

/// The same of text that is masked already.
pub(super) fn escaped(masked: &str) -> String {
    let mut shown = String::new();
    for letter in visible(masked).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            letter => shown.push(letter),
        }
    }
    shown
}

/// A path, which may be broken behind each folder.
pub(super) fn path(of_source: &str) -> String {
    text(of_source).replace('/', "/<wbr>")
}

/// A sentence whose names are in backticks.
pub(super) fn prose(sentence: &str) -> String {
    let mut shown = String::new();
    let masked = secrets::in_text(sentence);
    let mut rest = masked.as_ref();
    while let Some((before, behind)) = rest.split_once('`') {
        let Some((name, after)) = behind.split_once('`') else { break };
        shown.push_str(&escaped(before));
        shown.push_str("<code>");
        shown.push_str(&escaped(name));
        shown.push_str("</code>");
        rest = after;
    }
    shown.push_str(&escaped(rest));
    shown
}

/// A number with its noun, such as `2 errors`.
pub(super) fn number(count: usize, of: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {of}{plural}")
}

/// The text, cut to so many characters.
pub(super) fn short(of_source: &str, length: usize) -> String {
    let shown = visible(of_source);
    if shown.chars().nth(length).is_none() {
        return shown;
    }
    let mut cut: String = shown.chars().take(length.saturating_sub(1)).collect();
    cut.push('\u{2026}');
    cut
}
