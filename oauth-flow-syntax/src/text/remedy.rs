//! Applies remedies to the text of a declaration, as an editor would.

use core::ops::Range;

use oauth_flow_core::{Origin, Place, Remedy};
use quote::ToTokens;

use super::Text;
use super::arguments::Arguments;
use crate::Source;

/// The text with the remedy applied; `None` if a person has to decide.
#[must_use]
pub fn apply(text: &Text, source: &Source, remedy: &Remedy) -> Option<Text> {
    let mut item = text.item.clone();
    let mut of_attribute = Vec::new();
    for edit in edits(remedy) {
        match edit {
            Remedy::Remove(Place::Field(index)) => {
                item = without_field(&item, &source.fields().get(*index)?.name)?;
            }
            edit => of_attribute.push(edit),
        }
    }
    let tokens = |index: usize| Some(source.span(Origin::Token(index)).byte_range());
    let attribute = all_applied(&text.attribute, &tokens, &of_attribute)?;
    Some(Text { attribute, item, documents: text.documents.clone() })
}

/// The arguments of an attribute with the remedy applied, and all else as it is written. `tokens` gives
/// the bytes of the text that a token is.
///
/// `None` if a person has to decide, or if the remedy is not one of the attribute alone.
#[must_use]
pub fn apply_to_arguments(
    text: &str,
    tokens: &dyn Fn(usize) -> Option<Range<usize>>,
    remedy: &Remedy,
) -> Option<String> {
    all_applied(text, tokens, &edits(remedy))
}

/// The single edits of a remedy, from the back, so that an index still means what it meant.
fn edits(remedy: &Remedy) -> Vec<&Remedy> {
    let mut edits = Vec::new();
    let mut open = vec![remedy];
    while let Some(edit) = open.pop() {
        match edit {
            Remedy::All(all) => open.extend(all),
            edit => edits.push(edit),
        }
    }
    edits
}

fn all_applied(
    text: &str,
    tokens: &dyn Fn(usize) -> Option<Range<usize>>,
    edits: &[&Remedy],
) -> Option<String> {
    let mut text = text.to_owned();
    for (number, edit) in edits.iter().enumerate() {
        // Only in the text that was read is a token where it was.
        let range = |index: usize| tokens(index).filter(|_| number == 0);
        let arguments = Arguments::read(&text)?;
        text = match edit {
            Remedy::Set(key, value) | Remedy::Replace(Place::Key(key), value) => {
                arguments.set(*key, value)
            }
            Remedy::Replace(Place::Token(index), word) => {
                let range = range(*index)?;
                let word = as_written(text.get(range.clone())?, word);
                let mut text = text.clone();
                text.replace_range(range, &word);
                text
            }
            Remedy::Replace(place, word) => arguments.replace(*place, word)?,
            Remedy::Remove(Place::Token(index)) => arguments.remove_bytes(&range(*index)?)?,
            Remedy::Remove(place) => arguments.remove(*place)?,
            Remedy::Decide(_) | Remedy::Declare { .. } | Remedy::All(_) => return None,
        };
    }
    Some(text)
}

/// The word in the form of what it replaces: a text, or a name.
fn as_written(old: &str, word: &str) -> String {
    let is_text = old.starts_with('"') || (old.starts_with('r') && old.contains('"'));
    if is_text { format!("{word:?}") } else { word.to_owned() }
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
