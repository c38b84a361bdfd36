//! Text of a user in a message.

use alloc::format;
use alloc::string::String;

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
pub(super) fn whole(text: &str) -> String {
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

/// What a user wrote, in backticks.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("`{}`", echo(text))
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

    use super::{echo, filled, quoted, whole};

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
}
