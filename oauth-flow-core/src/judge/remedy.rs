//! What to do about a finding.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::place::Place;
use super::subject::Subject;
use super::text::{echo, quoted, whole};
use crate::members::{Key, Shape};
use crate::vocabulary::Word;

/// What to do about a finding, as an edit of the declaration. The text of `help:` is made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Give a key this value, whether it is written or not. An empty value writes a bare flag.
    Set(Key, String),
    /// Write this word in place of the value at the place. For a token that could not be read it is
    /// what the word seems to mean.
    Replace(Place, String),
    /// Take out what is at the place.
    Remove(Place),
    /// A person has to decide; the text names the choices.
    Decide(String),
    /// Write an attribute with these arguments above a struct, to declare what the code does.
    Declare {
        /// The arguments, each a key and its value.
        arguments: Vec<String>,
        /// The item that the attribute belongs above, where one alone can be meant.
        holder: Option<Holder>,
        /// Whether the arguments have a `kind`: else its user has to add one.
        has_kind: bool,
        /// Whether all of the arguments are certain, and nothing is left out that could not be told.
        is_certain: bool,
    },
    /// Do all of these.
    All(Vec<Remedy>),
}

/// The item that a declaration of a client in the code belongs above.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Holder {
    /// The struct of this name, with the settings of the client.
    Settings(String),
    /// The struct of this name, whose methods make the calls, the first at this place in the code. It
    /// may be the client, or one of many things that a program has.
    Caller(String, usize),
    /// There is none: functions without a type make the calls, the first at this place in the code.
    Functions(usize),
}

impl Remedy {
    /// Gives `key` the word `value`.
    #[must_use]
    pub fn set<T: Word>(key: Key, value: T) -> Self {
        Self::Set(key, String::from(value.word()))
    }

    /// Takes out what is at each of these places.
    pub(crate) fn removals(places: &[Place]) -> Vec<Self> {
        let mut removals = Vec::with_capacity(places.len());
        for place in places {
            removals.push(Self::Remove(*place));
        }
        removals
    }

    /// Leaves the choice to a person.
    #[must_use]
    pub fn decide(choices: &str) -> Self {
        Self::Decide(String::from(choices))
    }

    /// The text of `help:`.
    #[must_use]
    pub fn text(&self, subject: &Subject<'_>) -> String {
        if let Some(text) = subject.in_registration(self) {
            return text;
        }
        match self {
            Self::Set(key, value) if value.is_empty() => format!("add `{}`", key.word()),
            Self::Set(key, value) => {
                let flag = matches!(key.member().shape, Shape::Flag);
                let verb = if flag || subject.written.contains(*key) { "use" } else { "add" };
                let quote = if flag { "" } else { "\"" };
                let value = whole(&subject.shown(value, key.is_uri()));
                format!("{verb} `{} = {quote}{value}{quote}`", key.word())
            }
            Self::Replace(Place::Token(_), word) => format!("did you mean `{}`?", echo(word)),
            Self::Replace(Place::Key(key), word) => {
                format!(
                    "write `{} = \"{}\"`",
                    key.word(),
                    whole(&subject.shown(word, key.is_uri()))
                )
            }
            Self::Replace(place, word) => {
                let word = whole(&subject.shown(word, place.is_uri()));
                match subject.name_of(*place) {
                    Some(name) => {
                        // What is registered is compared with it as text.
                        let registered = matches!(
                            place.key(),
                            Some(Key::RedirectUri | Key::PostLogoutRedirectUri)
                        );
                        let there = if registered { ", here and in the registration" } else { "" };
                        format!("write `{word}` in place of {name}{there}")
                    }
                    None => format!("write `{word}`"),
                }
            }
            Self::Remove(place) => match subject.name_of(*place) {
                Some(name) => format!("remove {name}"),
                None => String::from("remove it"),
            },
            Self::Decide(choices) => String::from(choices),
            Self::Declare { arguments, holder, has_kind, .. } => {
                let place = match holder {
                    Some(Holder::Settings(name)) => format!("above the struct `{}`", echo(name)),
                    Some(Holder::Caller(..) | Holder::Functions(_)) | None => {
                        String::from("above the struct that configures it, or above a unit struct")
                    }
                };
                let unsure = if *has_kind { "" } else { ", with the `kind` that it is" };
                let arguments =
                    if arguments.is_empty() { String::from("...") } else { arguments.join(", ") };
                format!("write `#[oauth_client({arguments})]` {place}{unsure}")
            }
            Self::All(remedies) => {
                let mut texts = Vec::with_capacity(remedies.len());
                for remedy in remedies {
                    texts.push(remedy.text(subject));
                }
                texts.join(", and ")
            }
        }
    }
}

impl Subject<'_> {
    /// What is at a place, in the words of the declaration.
    pub(super) fn name_of(&self, place: Place) -> Option<String> {
        let text = match place {
            Place::Key(key) => key.word(),
            Place::Value(key, index) => self.value(key, index)?,
            Place::SecretKey(index) => self.secret_keys.get(index)?,
            Place::Field(index) => {
                return Some(format!("the field {}", quoted(&self.fields.get(index)?.name)));
            }
            Place::Waiver(index) => {
                let rule = self.declaration.waivers.get(index)?.rule;
                return Some(format!("`allow({})`", echo(rule)));
            }
            Place::Whole
            | Place::Token(_)
            | Place::Code(_)
            | Place::Document(_)
            | Place::Metadata(_)
            | Place::Server => return None,
        };
        Some(quoted(&self.shown(text, place.is_uri())))
    }

    fn value(&self, key: Key, index: usize) -> Option<&str> {
        let it = &self.declaration;
        match key {
            Key::Grant => it.grants.get(index).map(|grant| grant.word()),
            Key::ResponseType => it.response_types.get(index).map(|response| response.word()),
            Key::RedirectUri => it.redirect_uris.get(index).copied(),
            Key::PostLogoutRedirectUri => it.post_logout_redirect_uris.get(index).copied(),
            Key::Scope => it.scopes.get(index).copied(),
            Key::Resource => it.resources.get(index).copied(),
            Key::Audience => it.audiences.get(index).copied(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;

    use super::Remedy;
    use crate::declaration::{Declaration, Waiver};
    use crate::judge::{Field, Place, Subject};
    use crate::members::{Key, Keys};
    use crate::vocabulary::{Grant, Pkce, ResponseType};

    #[test]
    fn help_says_what_to_write_and_in_place_of_what() {
        let fields = [Field::new("client_secret", None)];
        let declaration = Declaration {
            grants: &[Grant::Password],
            response_types: &[ResponseType::Token],
            redirect_uris: &["a:/cb"],
            post_logout_redirect_uris: &["a:/bye"],
            scopes: &["openid"],
            resources: &["https://api.example"],
            audiences: &["https://jobs.example"],
            waivers: &[Waiver { rule: "plain_pkce", reason: "a test", until: None }],
            ..Declaration::EMPTY
        };
        let mut subject = Subject::of(declaration);
        subject.written = Keys::of(&[Key::Grant]);
        subject.fields = &fields;
        subject.secret_keys = &["app_secret"];
        let replace = |place, word| Remedy::Replace(place, String::from(word));
        let pkce = Remedy::set(Key::Pkce, Pkce::S256);
        let both = Remedy::All(vec![pkce.clone(), Remedy::Remove(Place::Value(Key::Grant, 0))]);
        for (remedy, text) in [
            (Remedy::Set(Key::Par, String::new()), "add `par`"),
            (Remedy::Set(Key::Par, String::from("true")), "use `par = true`"),
            (pkce, "add `pkce = \"S256\"`"),
            (Remedy::set(Key::Grant, Grant::Ciba), "use `grant = \"ciba\"`"),
            (replace(Place::Token(0), "spa"), "did you mean `spa`?"),
            (replace(Place::Key(Key::Issuer), "b"), "write `issuer = \"b\"`"),
            (replace(Place::Value(Key::Grant, 0), "ciba"), "write `ciba` in place of `password`"),
            (replace(Place::Value(Key::Grant, 1), "ciba"), "write `ciba`"),
            (Remedy::Remove(Place::Key(Key::Pkce)), "remove `pkce`"),
            (Remedy::Remove(Place::Value(Key::ResponseType, 0)), "remove `token`"),
            (Remedy::Remove(Place::Value(Key::RedirectUri, 0)), "remove `a:/cb`"),
            (Remedy::Remove(Place::Value(Key::PostLogoutRedirectUri, 0)), "remove `a:/bye`"),
            (Remedy::Remove(Place::Value(Key::Scope, 0)), "remove `openid`"),
            (Remedy::Remove(Place::Value(Key::Resource, 0)), "remove `https://api.example`"),
            (Remedy::Remove(Place::Value(Key::Audience, 0)), "remove `https://jobs.example`"),
            (Remedy::Remove(Place::Waiver(0)), "remove `allow(plain_pkce)`"),
            (Remedy::Remove(Place::Field(0)), "remove the field `client_secret`"),
            (Remedy::Remove(Place::SecretKey(0)), "remove `app_secret`"),
            (Remedy::Remove(Place::Whole), "remove it"),
            (Remedy::decide("one or the other"), "one or the other"),
            (both, "add `pkce = \"S256\"`, and remove `password`"),
        ] {
            assert_eq!(remedy.text(&subject), text);
        }
    }
}
