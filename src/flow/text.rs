//! Text from outside in a message: bounded, and escaped for any reader, a terminal, a log or a page.

use std::string::String;

/// How many characters of a word a message shows.
const WORD: usize = 60;

/// How many characters of a description are kept.
const DESCRIPTION: usize = 1000;

/// A word of the other side, such as an error code, the name of a member or a URL. What is neither a
/// letter, a digit nor a mark of a URL is escaped.
pub(super) fn shown(word: &str) -> String {
    bounded(word, WORD, |letter| {
        letter.is_ascii_alphanumeric() || ":/?#@!$()*+,;=.-_~%[]{} ".contains(letter)
    })
}

/// A sentence of the other side. What could end an attribute or begin an element of a page, and what
/// does not show or moves the text around it, is escaped.
pub(super) fn described(text: &str) -> String {
    bounded(text, DESCRIPTION, |letter| {
        !matches!(letter, '<' | '>' | '&' | '"') && !oauth_flow_core::is_hidden(letter)
    })
}

fn bounded(text: &str, length: usize, is_plain: impl Fn(char) -> bool) -> String {
    let mut shown = String::new();
    for (index, letter) in text.chars().enumerate() {
        if index == length {
            shown.push_str("...");
            break;
        }
        if is_plain(letter) {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_unicode());
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{described, shown};

    #[test]
    fn nothing_from_outside_is_markup_or_a_control() {
        assert_eq!(shown("invalid_grant"), "invalid_grant");
        assert_eq!(shown("https://a.example/cb?x=1"), "https://a.example/cb?x=1");
        assert_eq!(shown("<b>\u{1b}[2J`"), r"\u{3c}b\u{3e}\u{1b}[2J\u{60}");
        assert_eq!(shown("\u{202e}&\"'"), r"\u{202e}\u{26}\u{22}\u{27}");
        assert_eq!(
            described("the client isn't <b> & \"x\"\n"),
            r"the client isn't \u{3c}b\u{3e} \u{26} \u{22}x\u{22}\u{a}"
        );
        assert_eq!(described("das Gerät"), "das Gerät");
    }

    #[test]
    fn a_text_from_outside_has_an_end() {
        assert_eq!(shown(&"x".repeat(60)), "x".repeat(60));
        assert_eq!(shown(&"x".repeat(61)), "x".repeat(60) + "...");
        assert_eq!(described(&"x".repeat(5000)).len(), 1003);
    }
}
