//! The documents that the attribute names, as dependencies of the crate: the compiler then builds it anew
//! when one of them changes, and refuses an expansion that was made from another document.

use super::private;
use oauth_flow_core::{Fingerprint, HASHED};
use oauth_flow_syntax::Source;
use oauth_flow_syntax::document::Document;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// One constant for each document that is there: the compiler evaluates it, and nothing of it gets into
/// the program. The path is put together when the constant is compiled, so that no path of a machine is in
/// the expansion.
pub(crate) fn track(source: &Source) -> TokenStream {
    let existing = source.documents().iter().filter(|document| document.exists());
    existing.map(|document| constant(document, source)).collect()
}

fn constant(document: &Document, source: &Source) -> TokenStream {
    let quiet = Span::mixed_site();
    let core = Ident::new("core", quiet);
    let path = format!("/{}", document.path());
    let bytes = quote_spanned! {quiet=>
        ::#core::include_bytes!(::#core::concat!(::#core::env!("CARGO_MANIFEST_DIR"), #path))
    };
    // Of a file that is too large, nothing was read that could be compared.
    let Some(content) = document.bytes() else {
        return quote_spanned!(quiet=> const _: &[u8] = #bytes;);
    };
    let private = private(source);
    let parts = parts(document);
    let Fingerprint { length, hash } = Fingerprint::of(content, &parts);
    let parts = parts.iter().map(|(start, length)| quote_spanned!(quiet=> (#start, #length)));
    let changed = format!(
        "`{}` changed after `#[oauth_client]` had read it, and the compiler kept the old expansion: run \
         `cargo clean -p ",
        document.path()
    );
    quote_spanned! {quiet=>
        const _: () = ::#core::assert!(
            #private::Fingerprint { length: #length, hash: #hash }.is_of(#bytes, &[#(#parts),*]),
            ::#core::concat!(#changed, ::#core::env!("CARGO_PKG_NAME"), "`")
        );
    }
}

/// What is hashed: the parts on which the client depends, and as much of them as a fingerprint takes.
fn parts(document: &Document) -> Vec<(usize, usize)> {
    let mut left = HASHED;
    let mut parts = Vec::new();
    for range in document.ranges() {
        let length = range.len().min(left);
        left -= length;
        if length > 0 {
            parts.push((range.start, length));
        }
    }
    parts
}
