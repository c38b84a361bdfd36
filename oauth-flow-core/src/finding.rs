//! What a rule found, and what to do about it: one type for the compiler, for command lines and
//! for reports.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::rule::{Level, Rule};
use crate::source::Source;
use crate::subject::{Place, Subject};
use crate::vocabulary::{Key, Profile, Word};

/// One mistake of one declaration.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How much it matters under the profile of the declaration.
    pub level: Level,
    /// Where it stands.
    pub place: Place,
    /// Other places that take part in it.
    pub also: Vec<Place>,
    /// What is the case, in one sentence without a capital or a full stop.
    pub fact: String,
    /// What to do about it.
    pub remedy: Remedy,
}

/// What to do about a finding, as an edit of the declaration. The text of `help:` is made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Give a key this value, whether it is written or not. An empty value writes a bare flag.
    Set(Key, String),
    /// Write this word in place of the one that stands there. For a token that could not be read
    /// it is what the word seems to mean.
    Replace(Place, String),
    /// Take out what stands there.
    Remove(Place),
    /// A person has to decide; the text names the choices.
    Decide(String),
    /// Do all of these.
    All(Vec<Remedy>),
}

impl Remedy {
    /// Gives `key` the word `value`.
    #[must_use]
    pub fn set<T: Word>(key: Key, value: T) -> Self {
        Self::Set(key, String::from(value.word()))
    }

    /// Leaves the choice to a person.
    #[must_use]
    pub fn decide(choices: impl Into<String>) -> Self {
        Self::Decide(choices.into())
    }

    /// The text of `help:`.
    #[must_use]
    pub fn text(&self, subject: &Subject<'_>) -> String {
        match self {
            Self::Set(key, value) if value.is_empty() => format!("add `{key}`"),
            Self::Set(Key::Par, value) => format!("use `{} = {value}`", Key::Par),
            Self::Set(key, value) => {
                let verb = if subject.written.contains(*key) { "use" } else { "add" };
                format!("{verb} `{key} = \"{}\"`", whole(value))
            }
            Self::Replace(Place::Token(_), word) => format!("did you mean `{}`?", echo(word)),
            Self::Replace(Place::Key(key), word) => format!("write `{key} = \"{}\"`", whole(word)),
            Self::Replace(place, word) => match named(*place, subject) {
                Some(name) => format!("write `{}` in place of {name}", whole(word)),
                None => format!("write `{}`", whole(word)),
            },
            Self::Remove(place) => match named(*place, subject) {
                Some(name) => format!("remove {name}"),
                None => String::from("remove it"),
            },
            Self::Decide(choices) => choices.clone(),
            Self::All(remedies) => {
                let texts: Vec<String> =
                    remedies.iter().map(|remedy| remedy.text(subject)).collect();
                texts.join(", and ")
            }
        }
    }
}

/// What stands at a place, in the words of the declaration.
fn named(place: Place, subject: &Subject<'_>) -> Option<String> {
    let declaration = &subject.declaration;
    let text = match place {
        Place::Key(key) => key.word(),
        Place::Grant(index) => declaration.grants.get(index)?.word(),
        Place::ResponseType(index) => declaration.response_types.get(index)?.word(),
        Place::RedirectUri(index) => declaration.redirect_uris.get(index)?,
        Place::PostLogoutRedirectUri(index) => declaration.post_logout_redirect_uris.get(index)?,
        Place::Scope(index) => declaration.scopes.get(index)?,
        Place::Resource(index) => declaration.resources.get(index)?,
        Place::SecretKey(index) => subject.secret_keys.get(index)?,
        Place::Field(index) => {
            return Some(format!("the field {}", quoted(subject.fields.get(index)?.name)));
        }
        Place::Waiver(index) => {
            return Some(format!("`allow({})`", echo(declaration.waivers.get(index)?.rule)));
        }
        Place::Whole | Place::Token(_) => return None,
    };
    Some(quoted(text))
}

impl Finding {
    /// The message without its rule id: the fact, then `why:`, `help:` and `spec:` in lines of
    /// their own.
    #[must_use]
    pub fn message(&self, subject: &Subject<'_>) -> String {
        let mut text = self.fact.clone();
        if let Some(why) = self.rule.why {
            text.push_str("\nwhy: ");
            text.push_str(why);
        }
        text.push_str("\nhelp: ");
        text.push_str(&self.remedy.text(subject));
        text.push_str("\nspec: ");
        text.push_str(&cited(self.rule.sources, subject.declaration.profile));
        text
    }
}

/// The citations of a message: at most two, the profile's own text first.
fn cited(sources: &[Source], profile: Profile) -> String {
    let own = |source: &&Source| source.document.profile() == Some(profile);
    let first = sources.iter().find(own).or(sources.first());
    let second = sources.iter().find(|source| Some(*source) != first);
    let texts: Vec<String> = first.into_iter().chain(second).map(ToString::to_string).collect();
    texts.join(", ")
}

/// What a user is to write: all of it, so that it can be copied, unless it is longer than a line.
fn whole(text: &str) -> String {
    const LINE: usize = 120;
    if text.chars().nth(LINE).is_some() {
        return echo(text);
    }
    text.chars().flat_map(visible).collect()
}

/// What a user wrote, as a message shows it: at most 40 characters, controls escaped.
#[must_use]
pub fn echo(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.chars().take(SHOWN).flat_map(visible).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str("...");
    }
    shown
}

/// The character itself, or its escape where it would not show or would move the text around it.
fn visible(letter: char) -> alloc::vec::IntoIter<char> {
    let hidden = letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let letters: Vec<char> =
        if hidden { letter.escape_default().collect() } else { alloc::vec![letter] };
    letters.into_iter()
}

/// What a user wrote, in backticks.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("`{}`", echo(text))
}

#[cfg(test)]
mod tests {
    use super::{echo, whole};

    #[test]
    fn what_a_user_wrote_is_shown_short_and_visible() {
        assert_eq!(echo(&"a".repeat(41)), "a".repeat(40) + "...");
        assert_eq!(echo("a\u{202e}b\n"), "a\\u{202e}b\\n");
        assert_eq!(whole(&"a".repeat(120)), "a".repeat(120));
        assert_eq!(whole("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(whole(&"a".repeat(121)), "a".repeat(40) + "...");
    }
}
