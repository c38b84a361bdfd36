//! Any tokens as the arguments of the attribute and as its item, through the whole macro.
//!
//! The first line of the input is the text between the parentheses of `#[oauth_client(...)]`; the
//! lines after it are the item.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use oauth_flow_compile_tests::properties::hold_of_declaration;
use proc_macro2::TokenStream;

fn declaration(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (attribute, item) = text.split_once('\n')?;
    let attribute: TokenStream = attribute.parse().ok()?;
    let item: TokenStream = item.parse().ok()?;
    hold_of_declaration(&attribute, &item);
    Some(())
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let read = declaration(bytes);
    // The texts that the spans of the tokens point into, which have no user any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    // What is no tokens does not get past the compiler.
    if read.is_some() { Corpus::Keep } else { Corpus::Reject }
});
