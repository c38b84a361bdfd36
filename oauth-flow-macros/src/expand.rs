//! What an annotated struct implements, as tokens.

use oauth_flow_core::encoding::Encoded;
use oauth_flow_core::vocabulary::{Grant, Word};
use oauth_flow_core::{Date, Declaration, Waiver};
use oauth_flow_syntax::Source;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::GenericParam;

use super::{accessor, hints};

/// The implementations for a sound declaration; for a broken one those of every flow, so that one
/// mistake does not become many in the code that uses the client.
pub(crate) fn expand(
    source: &Source,
    declaration: &Declaration<'_>,
    sound: bool,
    accessor: bool,
) -> TokenStream {
    let (Some(ident), Some(generics)) = (source.ident(), source.generics()) else {
        return TokenStream::new();
    };
    // What is not found there is reported at the path that says where it should be.
    let facade = source.facade();
    let end = facade.clone().into_iter().last().map_or_else(Span::call_site, |it| it.span());
    let private = quote_spanned!(end=> #facade::__private);
    // The whole attribute, but written by the user: the compiler then points there without a note
    // on where the tokens come from.
    let span = Span::call_site().resolved_at(ident.span());
    let mut name = ident.clone();
    name.set_span(span);
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let quiet = is_deprecated(source).then(|| quote!(#[allow(deprecated)]));
    let implement = |what: TokenStream, body: TokenStream| {
        quote_spanned! {span=>
            #quiet
            #[automatically_derived]
            impl #parameters #private::#what for #name #arguments #bounds { #body }
        }
    };
    let types = accessor.then(|| accessor::types(declaration, &private));
    let constants = constants(declaration, &private);
    let hints = hints::hints(source, &private);
    let mut client = implement(quote!(OAuthClient), quote!(#hints #constants #types));
    if accessor {
        client.extend(accessor::fields(source, &name, &private));
    }
    if !sound {
        let mut any = generics.clone();
        let marker = format_ident!("__Grant", span = span);
        any.params.push(GenericParam::Type(marker.clone().into()));
        let (any_parameters, _, _) = any.split_for_impl();
        let public = implement(quote!(PublicClient), TokenStream::new());
        let confidential = implement(quote!(ConfidentialClient), TokenStream::new());
        return quote_spanned! {span=>
            #client
            #public
            #confidential
            #quiet
            #[automatically_derived]
            impl #any_parameters #private::Allows<#marker> for #name #arguments #bounds {}
        };
    }
    let markers = declaration.grants.iter().map(|grant| {
        let marker = marker(*grant, span);
        implement(quote!(Allows<#private::grant::#marker>), TokenStream::new())
    });
    let side =
        if declaration.is_public() { quote!(PublicClient) } else { quote!(ConfidentialClient) };
    let side = implement(side, TokenStream::new());
    quote!(#client #side #(#markers)*)
}

/// The marker of a grant, which is named as the grant is.
fn marker(grant: Grant, span: Span) -> Ident {
    Ident::new(&grant.word().replace('-', "_"), span)
}

/// Whether the item is deprecated: naming it then warns, also in what is generated for it.
pub(crate) fn is_deprecated(source: &Source) -> bool {
    source.attributes().iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

/// The constants from which the declaration is decoded where it is used.
fn constants(declaration: &Declaration<'_>, private: &TokenStream) -> TokenStream {
    let Encoded { words, texts, .. } = Encoded::of(declaration);
    let mut constants = quote!(const ENCODED: &'static [&'static str] = &[#words #(, #texts)*];);
    if !declaration.waivers.is_empty() {
        let waivers = declaration.waivers.iter().map(|it| waiver(it, private));
        constants.extend(quote! {
            const WAIVERS: &'static [#private::Waiver<'static>] = &[#(#waivers),*];
        });
    }
    constants
}

fn waiver(waiver: &Waiver<'_>, private: &TokenStream) -> TokenStream {
    let Waiver { rule, reason, until } = waiver;
    let until = match until {
        None => quote!(::core::option::Option::None),
        Some(Date { year, month, day }) => quote! {
            ::core::option::Option::Some(#private::Date { year: #year, month: #month, day: #day })
        },
    };
    quote!(#private::Waiver { rule: #rule, reason: #reason, until: #until })
}
