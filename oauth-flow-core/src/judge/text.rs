//! Text of a user in a message.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How many characters of a value a message shows where it names the value.
const SHOWN: usize = 40;

/// How many it shows where the user is to copy the value.
const LINE: usize = 120;

/// What a user wrote, as a message shows it: at most 40 characters, controls escaped.
#[must_use]
pub fn echo(text: &str) -> String {
    let mut shown = String::new();
    for (index, letter) in text.chars().enumerate() {
        if index == SHOWN {
            shown.push_str("...");
            break;
        }
        push_visible(&mut shown, letter);
    }
    shown
}

/// What a user is to write: all of it, so that it can be copied, unless it is longer than a line.
pub(crate) fn whole(text: &str) -> String {
    if text.chars().nth(LINE).is_some() {
        return echo(text);
    }
    visible(text)
}

/// What a user wrote, all of it, controls escaped: no text of a source moves the text around it.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        push_visible(&mut shown, letter);
    }
    shown
}

/// A text in which nothing can begin an element or a reference of a page: those marks are escaped.
pub(super) fn without_markup(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        if matches!(letter, '<' | '>' | '&') {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// What a user wrote, in backticks.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("`{}`", echo(text))
}

/// Each of the texts in backticks.
pub(crate) fn all_quoted(texts: &[&str]) -> Vec<String> {
    let mut all = Vec::with_capacity(texts.len());
    for text in texts {
        all.push(quoted(text));
    }
    all
}

/// Whether a character does not show, or moves the text around it.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A name of a standard or of a format in backticks, all of it.
pub(crate) fn ticked(name: &str) -> String {
    format!("`{name}`")
}

/// Each of these names in backticks, all of it.
pub(crate) fn all_ticked(names: &[&str]) -> Vec<String> {
    let mut all = Vec::with_capacity(names.len());
    for name in names {
        all.push(ticked(name));
    }
    all
}

/// A URI as it may be shown where it may hold a secret: with dots in place of its userinfo, of its query and
/// of its fragment. Another text is shown as it is, unless `is_uri` says that it has to be one.
pub(super) fn without_secrets(text: &str, is_uri: bool) -> Cow<'_, str> {
    let authority = text.split_once("://").map(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        (scheme, authority, rest)
    });
    let shown = authority.and_then(|(scheme, authority, rest)| {
        let (userinfo, _) = authority.rsplit_once('@')?;
        Some(format!("{scheme}://...{}", rest.strip_prefix(userinfo)?))
    });
    let shown = shown.map_or(Cow::Borrowed(text), Cow::Owned);
    match shown.find(['?', '#']).and_then(|at| shown.split_at_checked(at)) {
        Some((start, rest)) if is_uri || start.contains("://") => {
            let mark = if rest.starts_with('?') { '?' } else { '#' };
            Cow::Owned(format!("{start}{mark}..."))
        }
        _ => shown,
    }
}

/// Adds the character, or its escape where it is hidden.
fn push_visible(shown: &mut String, letter: char) {
    if is_hidden(letter) {
        shown.extend(letter.escape_default());
    } else {
        shown.push(letter);
    }
}

/// The template with each `{name}` in it replaced by the next argument.
pub(super) fn filled(template: &str, arguments: &[String]) -> String {
    let mut arguments = arguments.iter();
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((_, after)) = behind.split_once('}') else { break };
        text.push_str(before);
        text.push_str(arguments.next().map_or("", String::as_str));
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{echo, filled, quoted, whole, without_secrets};

    #[test]
    fn what_a_user_wrote_is_shown_short_and_visible() {
        assert_eq!(echo(&"a".repeat(40)), "a".repeat(40));
        assert_eq!(echo(&"a".repeat(41)), "a".repeat(40) + "...");
        assert_eq!(echo("a\u{202e}b\n"), "a\\u{202e}b\\n");
        assert_eq!(whole(&"a".repeat(120)), "a".repeat(120));
        assert_eq!(whole("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(whole(&"a".repeat(121)), "a".repeat(40) + "...");
        assert_eq!(quoted("a`b"), "`a`b`");
    }

    #[test]
    fn a_template_takes_its_arguments_in_order() {
        let arguments = ["{b}", "c"].map(String::from);
        assert_eq!(filled("a `{x}` and {y}", &arguments), "a `{b}` and c");
        assert_eq!(filled("nothing", &arguments), "nothing");
        assert_eq!(filled("{x}{y}{z}", &arguments), "{b}c");
    }

    #[test]
    fn what_may_be_secret_in_a_uri_is_not_shown() {
        for (text, shown) in [
            ("https://as.example.com/t", "https://as.example.com/t"),
            ("http://a.example/t?code=SECRETKEY", "http://a.example/t?..."),
            ("http://a.example/t#SECRETKEY", "http://a.example/t#..."),
            ("http://a.example/t?a=b#SECRETKEY", "http://a.example/t?..."),
            ("http://a.example/t#SECRETKEY?a=b", "http://a.example/t#..."),
            ("https://user:SECRET@a.example/t", "https://...@a.example/t"),
            ("https://a@SECRET@a.example", "https://...@a.example"),
            ("https://SECRET@a.example?key=SECRET", "https://...@a.example?..."),
            ("https://a.example/@b", "https://a.example/@b"),
            ("https://a.example?next=https://b@c", "https://a.example?..."),
        ] {
            assert_eq!(without_secrets(text, false), shown);
            assert_eq!(without_secrets(text, true), shown);
        }
        assert_eq!(
            without_secrets("com.example.app:/cb?key=SECRET", true),
            "com.example.app:/cb?..."
        );
        assert_eq!(without_secrets("a.example/cb?key=SECRET", true), "a.example/cb?...");
        // What is no URI has no query.
        assert_eq!(without_secrets("shop?eu", false), "shop?eu");
    }
}
