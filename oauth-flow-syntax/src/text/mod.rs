//! Declarations as plain text, outside of a source file: they are read, and remedies are applied to
//! them.

mod arguments;
mod remedy;

pub use remedy::{apply, apply_to_arguments};

use oauth_flow_core::Example;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};

use crate::Source;

/// A declaration as text: the arguments of the attribute, and the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text between the parentheses of the attribute.
    pub attribute: String,
    /// The item below the attribute.
    pub item: String,
}

impl From<&Example> for Text {
    fn from(example: &Example) -> Self {
        Self { attribute: example.attribute.to_owned(), item: example.item.to_owned() }
    }
}

impl Text {
    /// Reads the declaration, as the macro reads one out of a source file; of several items, the
    /// first. Texts that are no tokens read as none.
    pub fn read(&self) -> Source {
        read(&self.attribute, &self.item)
    }
}

/// Reads the arguments of an attribute and the item below it; of several items, the first. Texts
/// that are no tokens read as none.
pub fn read(attribute: &str, item: &str) -> Source {
    let attribute: TokenStream = attribute.parse().unwrap_or_default();
    let items: TokenStream = item.parse().unwrap_or_default();
    let first = |input: ParseStream<'_>| {
        let first = input.parse::<syn::DeriveInput>()?;
        let _rest: TokenStream = input.parse()?;
        Ok(first)
    };
    match first.parse2(items.clone()) {
        Ok(first) => crate::read(attribute, first.to_token_stream()),
        Err(_) => crate::read(attribute, items),
    }
}
