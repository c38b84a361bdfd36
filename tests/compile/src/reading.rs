//! Reads declarations out of texts, as the macro reads them out of a source file.

use oauth_flow_core::Example;
use oauth_flow_syntax::Source;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};

/// Reads the arguments of an attribute and the item that it stands on; of several items, the
/// first. Texts that are no tokens read as none.
pub fn read(attribute: &str, item: &str) -> Source {
    let attribute: TokenStream = attribute.parse().unwrap_or_default();
    let items: TokenStream = item.parse().unwrap_or_default();
    let first = |input: ParseStream<'_>| {
        let first = input.parse::<syn::DeriveInput>()?;
        let _rest: TokenStream = input.parse()?;
        Ok(first)
    };
    match first.parse2(items.clone()) {
        Ok(first) => oauth_flow_syntax::read(attribute, first.to_token_stream()),
        Err(_) => oauth_flow_syntax::read(attribute, items),
    }
}

/// Reads an example of the rulebook.
pub fn read_example(example: &Example) -> Source {
    read(example.attribute, example.item)
}
