//! The names in the attribute, handed to an editor: `hints! { kind kind spa; redirect_uri; }` is a
//! key with the set of its words and those that are written, each with the user's own token, and a
//! key without a set. The compiler expands it to nothing.

use oauth_flow_core::vocabulary::{Key, Word, bare};
use oauth_flow_syntax::{Part, Source, Written};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// The call that names every key and word. It needs nothing that can fail to be read, so that an
/// editor completes what is half-written.
pub(crate) fn hints(source: &Source) -> TokenStream {
    let facade = source.facade();
    // As in the rest of the expansion: what is missing there is one error, at that path.
    let end = facade.clone().into_iter().last().map_or_else(Span::call_site, |it| it.span());
    let mut names = TokenStream::new();
    for written in source.written() {
        let Some(ident) = identifier(written) else { continue };
        if written.part != Part::Word && !names.is_empty() {
            names.extend(quote_spanned!(end=> ;));
        }
        ident.to_tokens(&mut names);
        if written.part == Part::KeyOfWords {
            Ident::new(&written.name, end).to_tokens(&mut names);
        }
    }
    if !names.is_empty() {
        names.extend(quote_spanned!(end=> ;));
    }
    quote_spanned!(end=> #facade::__private::hints! { #names })
}

/// The name as an identifier; `None` where it cannot be one that an editor looks up.
fn identifier(Written { name, known, span, .. }: &Written) -> Option<Ident> {
    if !known {
        let mut ident: Ident = syn::parse_str(name).ok()?;
        ident.set_span(*span);
        return Some(ident);
    }
    // No item can have this name.
    (name != Key::Crate.word()).then(|| Ident::new(&bare(name), *span))
}
