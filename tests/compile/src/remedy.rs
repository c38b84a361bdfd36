//! Applies remedies to the text of a declaration, as an editor would.

use oauth_flow_core::vocabulary::{Key, Word};
use oauth_flow_core::{Place, Remedy, Subject};
use oauth_flow_syntax::Source;
use quote::ToTokens;

/// A declaration as text: the arguments of the attribute, and the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What stands between the parentheses of the attribute.
    pub attribute: String,
    /// The item that the attribute stands on.
    pub item: String,
}

/// The text with the remedy applied; `None` if a person has to decide.
#[must_use]
pub fn apply(text: &Text, source: &Source, subject: &Subject<'_>, remedy: &Remedy) -> Option<Text> {
    let mut arguments = Arguments::read(&text.attribute);
    let mut item = text.item.clone();
    let mut edits = vec![remedy];
    // From the back, so that an index still means what it meant.
    while let Some(edit) = edits.pop() {
        match edit {
            Remedy::All(all) => edits.extend(all),
            Remedy::Set(key, value) | Remedy::Replace(Place::Key(key), value) => {
                arguments.set(*key, value);
            }
            Remedy::Replace(Place::Token(index), word) => {
                let range = source.span(Place::Token(*index)).byte_range();
                let mut attribute = text.attribute.clone();
                let quoted = attribute.get(range.clone())?.starts_with('"');
                let word = if quoted { format!("{word:?}") } else { word.clone() };
                attribute.replace_range(range, &word);
                arguments = Arguments::read(&attribute);
            }
            Remedy::Replace(place, word) => *arguments.value(*place)? = format!("{word:?}"),
            Remedy::Remove(Place::Field(index)) => {
                item = without_field(&item, subject.fields.get(*index)?.name)?;
            }
            Remedy::Remove(Place::Token(index)) => {
                let range = source.span(Place::Token(*index)).byte_range();
                let mut attribute = text.attribute.clone();
                attribute.replace_range(range, "");
                arguments = Arguments::read(&attribute);
            }
            Remedy::Remove(place) => arguments.remove(*place)?,
            Remedy::Decide(_) => return None,
        }
    }
    Some(Text { attribute: arguments.write(), item })
}

/// The first item of the text without the field of this name; the items after it stay.
fn without_field(items: &str, name: &str) -> Option<String> {
    use syn::parse::{ParseStream, Parser};
    let read = |input: ParseStream<'_>| {
        let first = input.parse::<syn::DeriveInput>()?;
        Ok((first, input.parse::<proc_macro2::TokenStream>()?))
    };
    let (mut first, rest) = read.parse_str(items).ok()?;
    if let syn::Data::Struct(data) = &mut first.data
        && let syn::Fields::Named(fields) = &mut data.fields
    {
        let kept = std::mem::take(&mut fields.named).into_iter();
        fields.named =
            kept.filter(|field| field.ident.as_ref().is_some_and(|it| it != name)).collect();
    }
    Some(format!("{} {rest}", first.into_token_stream()))
}

/// The arguments of an attribute: keys with their values.
struct Arguments(Vec<Argument>);

struct Argument {
    key: String,
    values: Vec<String>,
    /// What stands there, where it is more than a key and its values.
    raw: Option<String>,
}

impl Arguments {
    fn read(attribute: &str) -> Self {
        Self(split(attribute).iter().map(|argument| Argument::read(argument)).collect())
    }

    fn find(&mut self, key: Key) -> Option<&mut Argument> {
        self.0.iter_mut().find(|argument| argument.key == key.word())
    }

    fn set(&mut self, key: Key, value: &str) {
        let literal = match (key, value) {
            (_, "") => vec![],
            (Key::Par, value) => vec![value.to_owned()],
            (_, value) => vec![format!("{value:?}")],
        };
        let argument = Argument { key: key.word().to_owned(), values: literal, raw: None };
        match self.find(key) {
            Some(written) => *written = argument,
            None => self.0.push(argument),
        }
    }

    fn value(&mut self, place: Place) -> Option<&mut String> {
        self.find(place.key()?)?.values.get_mut(index(place)?)
    }

    fn remove(&mut self, place: Place) -> Option<()> {
        match place {
            Place::Key(key) => self.0.retain(|argument| argument.key != key.word()),
            Place::Waiver(number) => {
                let mut waivers = (0..self.0.len()).filter(|it| self.0[*it].key == "allow");
                let at = waivers.nth(number)?;
                self.0.remove(at);
            }
            place => {
                let key = place.key()?;
                let argument = self.find(key)?;
                argument.values.remove(index(place)?);
                if argument.values.is_empty() {
                    self.remove(Place::Key(key))?;
                }
            }
        }
        Some(())
    }

    fn write(&self) -> String {
        self.0.iter().map(Argument::write).collect::<Vec<_>>().join(", ")
    }
}

impl Argument {
    fn read(text: &str) -> Self {
        let end = text.find(['=', '(', ' ']).unwrap_or(text.len());
        let (key, rest) = text.split_at(end);
        let rest = rest.trim();
        let list = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let values = match (list, rest.strip_prefix('=')) {
            (Some(list), _) => split(list),
            (None, Some(value)) => vec![value.trim().to_owned()],
            (None, None) => vec![],
        };
        let key = key.trim().to_owned();
        // The scopes of one string are values of their own.
        let values = match (key.as_str(), values.as_slice()) {
            ("scope", [one]) => {
                let text = one.trim_matches('"');
                text.split(' ').map(|scope| format!("\"{scope}\"")).collect()
            }
            _ => values,
        };
        let raw = (key == "allow" || key == "deny").then(|| text.to_owned());
        Self { key, values, raw }
    }

    fn write(&self) -> String {
        match (&self.raw, self.values.as_slice()) {
            (Some(raw), _) => raw.clone(),
            (None, []) => self.key.clone(),
            (None, [one]) => format!("{} = {one}", self.key),
            (None, many) => format!("{}({})", self.key, many.join(", ")),
        }
    }
}

/// The index of a place in its list.
fn index(place: Place) -> Option<usize> {
    match place {
        Place::Grant(index)
        | Place::ResponseType(index)
        | Place::RedirectUri(index)
        | Place::PostLogoutRedirectUri(index)
        | Place::Scope(index)
        | Place::Resource(index) => Some(index),
        _ => None,
    }
}

/// The text at its top-level commas.
fn split(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut parts = vec![String::new()];
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
