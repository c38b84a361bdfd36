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
    use alloc::string::String;
    use alloc::vec;

    use super::{Remedy, echo, whole};
    use crate::declaration::{Declaration, Keys, Waiver};
    use crate::subject::{Field, Holds, Place, Subject};
    use crate::vocabulary::{Grant, Key, Kind, Pkce, Profile, ResponseType};
    use crate::{check, quoted};

    #[test]
    fn what_a_user_wrote_is_shown_short_and_visible() {
        assert_eq!(echo(&"a".repeat(41)), "a".repeat(40) + "...");
        assert_eq!(echo("a\u{202e}b\n"), "a\\u{202e}b\\n");
        assert_eq!(whole(&"a".repeat(120)), "a".repeat(120));
        assert_eq!(whole("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(whole(&"a".repeat(121)), "a".repeat(40) + "...");
    }

    #[test]
    fn help_says_what_to_write_and_in_place_of_what() {
        let client_secret =
            Field { name: "client_secret", role: None, holds: Holds::Other, exposed_by: None };
        let declaration = Declaration {
            grants: &[Grant::Password],
            response_types: &[ResponseType::Token],
            redirect_uris: &["a:/cb"],
            post_logout_redirect_uris: &["a:/bye"],
            scopes: &["openid"],
            resources: &["https://api.example"],
            waivers: &[Waiver { rule: "plain_pkce", reason: "a test", until: None }],
            ..Declaration::EMPTY
        };
        let subject = Subject {
            written: Keys::of(&[Key::Grant]),
            fields: &[client_secret],
            secret_keys: &["app_secret"],
            ..Subject::of(declaration)
        };
        let replace = |place, word| Remedy::Replace(place, String::from(word));
        let pkce = Remedy::set(Key::Pkce, Pkce::S256);
        let both = Remedy::All(vec![pkce.clone(), Remedy::Remove(Place::Grant(0))]);
        for (remedy, text) in [
            (Remedy::Set(Key::Par, String::new()), "add `par`"),
            (Remedy::Set(Key::Par, String::from("true")), "use `par = true`"),
            (pkce, "add `pkce = \"S256\"`"),
            (Remedy::set(Key::Grant, Grant::Ciba), "use `grant = \"ciba\"`"),
            (replace(Place::Token(0), "spa"), "did you mean `spa`?"),
            (replace(Place::Key(Key::Issuer), "b"), "write `issuer = \"b\"`"),
            (replace(Place::Grant(0), "ciba"), "write `ciba` in place of `password`"),
            (replace(Place::Grant(1), "ciba"), "write `ciba`"),
            (Remedy::Remove(Place::Key(Key::Pkce)), "remove `pkce`"),
            (Remedy::Remove(Place::ResponseType(0)), "remove `token`"),
            (Remedy::Remove(Place::RedirectUri(0)), "remove `a:/cb`"),
            (Remedy::Remove(Place::PostLogoutRedirectUri(0)), "remove `a:/bye`"),
            (Remedy::Remove(Place::Scope(0)), "remove `openid`"),
            (Remedy::Remove(Place::Resource(0)), "remove `https://api.example`"),
            (Remedy::Remove(Place::Waiver(0)), "remove `allow(plain_pkce)`"),
            (Remedy::Remove(Place::Field(0)), "remove the field `client_secret`"),
            (Remedy::Remove(Place::SecretKey(0)), "remove `app_secret`"),
            (Remedy::Remove(Place::Whole), "remove it"),
            (Remedy::decide("one or the other"), "one or the other"),
            (both, "add `pkce = \"S256\"`, and remove `password`"),
        ] {
            assert_eq!(remedy.text(&subject), text);
        }
        assert_eq!(quoted("a`b"), "`a`b`");
    }

    #[test]
    fn a_message_cites_the_text_of_its_profile_and_one_more() {
        let best_practice = "RFC 9700 section 2.6 (MUST NOT)";
        for (profile, first, second) in [
            (Profile::Rfc9700, best_practice, "OAuth 2.1 draft-16 section 1.5 (MUST)"),
            (Profile::Rfc6749, "RFC 6749 section 3.1.2.1 (SHOULD)", best_practice),
            (Profile::OAuth21, "OAuth 2.1 draft-16 section 1.5 (MUST)", best_practice),
            (Profile::Fapi2, "FAPI 2.0 Security Profile section 5.3.2.2 (shall)", best_practice),
            (Profile::Mcp, "MCP 2026-07-28, Communication Security (MUST)", best_practice),
        ] {
            let declaration = Declaration {
                kind: Some(Kind::Web),
                profile,
                redirect_uris: &["http://a.example/cb"],
                ..Declaration::EMPTY
            };
            let subject = Subject::of(declaration);
            let found = check(&subject);
            let finding = found.iter().find(|it| it.rule.id == "insecure_redirect_uri");
            let message = alloc::format!(
                "the redirect URI `http://a.example/cb` is not https\n\
                 why: whoever shares the network with the user reads the code\n\
                 help: write `https://a.example/cb` in place of `http://a.example/cb`\n\
                 spec: {first}, {second}"
            );
            assert_eq!(finding.map(|it| it.message(&subject)), Some(message), "{profile}");
        }
    }
}
