//! Text from outside in a message: bounded, and escaped for any reader, a terminal, a log or a page.

use std::string::String;

/// How many characters of a word a message shows.
const WORD: usize = 60;

/// How many characters of a value are shown.
const VALUE: usize = 200;

/// How many characters of a description are kept.
const DESCRIPTION: usize = 1000;

/// A word of the other side, such as an error code, the name of a member or a URL. What is neither a
/// letter, a digit nor a mark of a URL is escaped.
pub(super) fn shown(word: &str) -> String {
    bounded(word, WORD, is_plain)
}

/// A value of a configuration or of a server's metadata: an identifier or a URL, as a message shows it. Of
/// a URL, what may be a secret is left out: userinfo, the query and the fragment.
pub(super) fn shown_value(value: &str) -> String {
    let Some((scheme, rest)) = value.split_once("://") else {
        return bounded(value, VALUE, is_plain);
    };
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (start, left_out) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (authority, path) =
        start.split_once('/').map_or((start, None), |(it, path)| (it, Some(path)));
    let mut shown = [scheme, "://"].concat();
    match authority.rsplit_once('@') {
        Some((_, host)) => shown.extend(["...@", host]),
        None => shown.push_str(authority),
    }
    shown.extend(path.into_iter().flat_map(|path| ["/", path]));
    shown.extend(left_out.chars().next());
    let mut shown = bounded(&shown, VALUE, is_plain);
    if !left_out.is_empty() {
        shown.push_str("...");
    }
    shown
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ":/?#@!$()*+,;=.-_~%[]{} ".contains(letter)
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
    use std::borrow::ToOwned as _;

    use super::{described, shown, shown_value};

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
    fn a_value_is_shown_without_what_may_be_a_secret() {
        for (value, expected) in [
            ("https://as.example.com/tenant", "https://as.example.com/tenant"),
            ("https://as.example.com", "https://as.example.com"),
            ("https://u:hunter2@as.example.com/t", "https://...@as.example.com/t"),
            ("https://a@b@as.example.com", "https://...@as.example.com"),
            ("https://as.example.com/t?key=hunter2", "https://as.example.com/t?..."),
            ("https://as.example.com?key=hunter2#x", "https://as.example.com?..."),
            ("https://as.example.com/#hunter2", "https://as.example.com/#..."),
            ("https://as.example.com/a@b", "https://as.example.com/a@b"),
            ("portal?1", "portal?1"),
            ("<b>", r"\u{3c}b\u{3e}"),
        ] {
            assert_eq!(shown_value(value), expected);
        }
        assert_eq!(shown_value(&"x".repeat(201)), "x".repeat(200) + "...");
        let long = "https://as.example.com/".to_owned() + &"x".repeat(900_000);
        assert_eq!(shown_value(&long).len(), 203);
    }

    #[test]
    fn a_text_from_outside_has_an_end() {
        assert_eq!(shown(&"x".repeat(60)), "x".repeat(60));
        assert_eq!(shown(&"x".repeat(61)), "x".repeat(60) + "...");
        assert_eq!(described(&"x".repeat(5000)).len(), 1003);
    }
}
