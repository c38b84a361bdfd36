//! Declarations as plain text, outside of a source file: they are read, and remedies are applied to
//! them.

mod arguments;
mod remedy;

pub(crate) use arguments::Arguments;

pub use remedy::{apply, apply_to_arguments};

use oauth_flow_core::Example;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};

use crate::Source;
use crate::document::{Documents, InMemory, NoDocuments};

/// A declaration as text: the arguments of the attribute, the item, and the documents that the attribute
/// names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text between the parentheses of the attribute.
    pub attribute: String,
    /// The item below the attribute.
    pub item: String,
    /// The documents.
    pub documents: InMemory,
}

impl From<&Example> for Text {
    fn from(example: &Example) -> Self {
        Self {
            attribute: example.attribute.to_owned(),
            item: example.item.to_owned(),
            documents: InMemory::from(example),
        }
    }
}

impl Text {
    /// Reads the declaration, as the macro reads one out of a source file; of several items, the
    /// first. Texts that are no tokens read as none.
    pub fn read(&self) -> Source {
        read_with(&self.attribute, &self.item, &self.documents)
    }
}

/// Reads the arguments of an attribute and the item below it; of several items, the first. Texts
/// that are no tokens read as none. No document can be read.
pub fn read(attribute: &str, item: &str) -> Source {
    read_with(attribute, item, &NoDocuments)
}

/// The same with documents that can be read.
pub fn read_with(attribute: &str, item: &str, documents: &dyn Documents) -> Source {
    let attribute: TokenStream = attribute.parse().unwrap_or_default();
    let items: TokenStream = item.parse().unwrap_or_default();
    let first = |input: ParseStream<'_>| {
        let first = input.parse::<syn::DeriveInput>()?;
        let _rest: TokenStream = input.parse()?;
        Ok(first)
    };
    match first.parse2(items.clone()) {
        Ok(first) => crate::read(attribute, first.to_token_stream(), documents),
        Err(_) => crate::read(attribute, items, documents),
    }
}
