//! The implementations for a declaration with an error: those of every flow, so that one mistake
//! does not become many in the code that uses the client.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::GenericParam;

use super::Target;

/// A declaration that says nothing.
pub(super) fn constants() -> TokenStream {
    quote!(
        const PACKED: &'static [&'static str] = &[""];
    )
}

/// The markers of every grant, and of both sides.
pub(super) fn markers(target: &Target<'_>) -> TokenStream {
    let none = TokenStream::new();
    let public = target.implement(&quote!(PublicClient), &none);
    let confidential = target.implement(&quote!(ConfidentialClient), &none);
    let mut parameters = target.generics.clone();
    let grant = format_ident!("__Grant", span = target.span);
    parameters.params.push(GenericParam::Type(grant.clone().into()));
    let allows = target.implement_for(&parameters, &quote!(Allows<#grant>), &none);
    quote!(#public #confidential #allows)
}
