//! The names in the attribute, handed to an editor: `names! { kind kind spa; redirect_uri; }` is a
//! key with the set of its words and those that are written, each with the user's own token, and a
//! key without a set. The compiler removes it by its `cfg`.

use oauth_flow_core::Key;
use oauth_flow_core::vocabulary::{Word, bare};
use oauth_flow_syntax::{NameInSource, Part, Source};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::Path;

/// The call that names every key and word, as the first item of the implementation of
/// `OAuthClient`. The compiler removes the call by its `cfg` before it looks for the macro, so that
/// it costs next to nothing and a facade that is not found is one error. The implementation is
/// there as soon as the item can be read, so that an editor completes an attribute that is
/// half-written.
///
/// The `cfg` is `miri`, which rust-analyzer sets by default and which the compiler knows. Its own
/// name, `rust_analyzer`, is unknown in a user's crate: it would warn, and an `allow` does not build
/// where the crate forbids `unexpected_cfgs` and warns where it forbids `warnings`. The price: who
/// sets `rust-analyzer.cargo.cfgs` without `miri` has no completion, and a run under Miri expands the
/// call, to nothing.
pub(super) fn names(source: &Source, private: &Path) -> TokenStream {
    let mut names = TokenStream::new();
    for written in source.names() {
        let Some(ident) = identifier(written) else { continue };
        if written.part != Part::Word && !names.is_empty() {
            names.extend(quote!(;));
        }
        ident.to_tokens(&mut names);
        if written.part == Part::KeyOfWords {
            Ident::new(&written.name, Span::call_site()).to_tokens(&mut names);
        }
    }
    if !names.is_empty() {
        names.extend(quote!(;));
    }
    quote!(#[cfg(miri)] #private::names! { #names })
}

/// The name as an identifier; `None` where it cannot be one that an editor looks up.
fn identifier(NameInSource { name, known, span, .. }: &NameInSource) -> Option<Ident> {
    if !known {
        let mut ident: Ident = syn::parse_str(name).ok()?;
        ident.set_span(*span);
        return Some(ident);
    }
    // No item can have this name.
    (name != Key::Crate.word()).then(|| Ident::new(&bare(name), *span))
}
