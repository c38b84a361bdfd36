//! The documents that the attribute names, as dependencies of the crate: the compiler then builds it anew
//! when one of them changes, and refuses an expansion that was made from another document.

use std::ops::Range;

use oauth_flow_core::{BLOCK, Fingerprint, HASHED};
use oauth_flow_syntax::Source;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::private;

/// A constant that the compiler evaluates, and of which nothing gets into the program. In it is a static: of a
/// constant, the metadata of a library would have the bytes of the document. The paths are put
/// together when it is compiled, so that no path of a machine is in the expansion.
pub(crate) fn track(source: &Source) -> TokenStream {
    let quiet = Span::mixed_site();
    let core = Ident::new("core", quiet);
    let private = private(source);
    let mut tokens = TokenStream::new();
    let (mut expected, mut paths) = (TokenStream::new(), Vec::new());
    for (index, document) in source.documents().iter().enumerate() {
        let path = format!("/{}", document.path());
        let bytes = quote_spanned! {quiet=>
            ::#core::include_bytes!(::#core::concat!(::#core::env!("CARGO_MANIFEST_DIR"), #path))
        };
        match document.bytes() {
            Some(content) => {
                let parts = parts(&source.read_in(index), content.len());
                let Fingerprint { length, hash } = Fingerprint::of(content, &parts);
                let parts =
                    parts.iter().map(|(start, length)| quote_spanned!(quiet=> (#start, #length)));
                expected.extend(quote_spanned! {quiet=>
                    (#private::Fingerprint { length: #length, hash: #hash }, #bytes, &[#(#parts),*]),
                });
                paths.push(format!("`{}`", document.path()));
            }
            // Of a file that is too large, nothing was read that could be compared.
            None if document.exists() => {
                tokens.extend(quote_spanned! {quiet=>
                    const _: () = {
                        static _UNREAD: &[u8] = #bytes;
                    };
                });
            }
            None => {}
        }
    }
    if !paths.is_empty() {
        let changed = format!(
            "{} changed after `#[oauth_client]` had read it, and the compiler kept the old expansion: run \
             `cargo clean -p ",
            paths.join(" or ")
        );
        tokens.extend(quote_spanned! {quiet=>
            const _: () = {
                static _UNCHANGED: () = ::#core::assert!(
                    #private::all_unchanged(&[#expected]),
                    ::#core::concat!(#changed, ::#core::env!("CARGO_PKG_NAME"), "`")
                );
            };
        });
    }
    tokens
}

/// The parts of a document that are hashed, each the index of its first block and how many blocks it has:
/// those with what was read. A part costs as much as some blocks, so that near ones are one.
fn parts(read: &[Range<usize>], length: usize) -> Vec<(usize, usize)> {
    const NEAR: usize = 2;
    let blocks = length / BLOCK;
    let mut left = HASHED / BLOCK;
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for range in read {
        let (first, end) = (range.start / BLOCK, range.end.div_ceil(BLOCK).min(blocks));
        let (start, end) = match parts.last() {
            Some((start, length)) if first <= start + length + NEAR => {
                left += length;
                let joined = (*start, end.max(start + length));
                parts.pop();
                joined
            }
            _ => (first, end),
        };
        let length = end.saturating_sub(start).min(left);
        left -= length;
        if length > 0 {
            parts.push((start, length));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use core::slice;

    use super::parts;

    #[test]
    fn near_parts_are_one_and_far_ones_are_not() {
        assert_eq!(parts(&[0..1, 17..20], 160), [(0, 2)]);
        assert_eq!(parts(&[0..16, 48..50], 160), [(0, 4)]);
        assert_eq!(parts(&[0..16, 80..82], 160), [(0, 1), (5, 1)]);
        assert_eq!(parts(&[0..100, 20..30], 160), [(0, 7)]);
    }

    #[test]
    fn no_part_is_behind_the_last_block_or_longer_than_what_is_hashed() {
        assert_eq!(parts(slice::from_ref(&(0..165)), 165), [(0, 10)]);
        assert_eq!(parts(slice::from_ref(&(161..165)), 165), []);
        assert_eq!(parts(&[0..100_000, 200_000..200_016], 300_000), [(0, 1024)]);
        assert_eq!(parts(&[], 100), []);
    }
}
