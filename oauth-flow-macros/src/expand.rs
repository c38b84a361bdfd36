//! What an annotated struct implements, as tokens.

use oauth_flow_core::vocabulary::{Grant, Word};
use oauth_flow_core::{Date, Declaration, Waiver};
use oauth_flow_syntax::Source;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::GenericParam;

use crate::accessor;

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
    let constant = constant(declaration, &private);
    let types = accessor.then(|| accessor::types(declaration, &private));
    let mut client = implement(
        quote!(OAuthClient),
        quote!(const DECLARATION: &'static #private::Declaration<'static> = &#constant; #types),
    );
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

/// The declaration as a constant expression: what it says, over the empty one.
fn constant(declaration: &Declaration<'_>, private: &TokenStream) -> TokenStream {
    let empty = &Declaration::EMPTY;
    let mut members = TokenStream::new();
    macro_rules! member {
        ($name:ident, $tokens:expr) => {
            if declaration.$name != empty.$name {
                let value = $tokens;
                members.extend(quote!($name: #value,));
            }
        };
    }
    macro_rules! words {
        ($($name:ident),+) => { $(member!($name, some_word(declaration.$name, private));)+ };
    }
    macro_rules! texts {
        ($($name:ident),+) => { $(member!($name, some_text(declaration.$name));)+ };
    }
    macro_rules! lists {
        ($($name:ident),+) => { $(member!($name, list(declaration.$name));)+ };
    }
    macro_rules! flags {
        ($($name:ident),+) => { $(member!($name, declaration.$name.to_token_stream());)+ };
    }
    words!(kind, response_mode, pkce, refresh, sender_constraint, request_object);
    member!(profile, word(declaration.profile, private));
    member!(auth, word(declaration.auth, private));
    member!(grants, word_list(declaration.grants, private));
    member!(response_types, word_list(declaration.response_types, private));
    lists!(extension_grants, redirect_uris, post_logout_redirect_uris, scopes, resources, denied);
    flags!(redirect_uri_at_run_time, post_logout_redirect_uri_at_run_time, par);
    texts!(client_id, jwks_uri, issuer, authorization_endpoint, token_endpoint);
    texts!(device_authorization_endpoint, revocation_endpoint);
    texts!(pushed_authorization_request_endpoint);
    member!(waivers, waivers(declaration.waivers, private));
    quote!(#private::Declaration { #members ..#private::Declaration::EMPTY })
}

/// A word of the vocabulary, by the path of its variant.
fn word<T: Word>(word: T, private: &TokenStream) -> TokenStream {
    let (set, variant) = (format_ident!("{}", T::TYPE), format_ident!("{}", word.variant()));
    quote!(#private::#set::#variant)
}

fn some_word<T: Word>(value: Option<T>, private: &TokenStream) -> TokenStream {
    some(value.map(|value| word(value, private)))
}

fn some_text(value: Option<&str>) -> TokenStream {
    some(value.map(ToTokens::to_token_stream))
}

fn some(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

fn word_list<T: Word>(words: &[T], private: &TokenStream) -> TokenStream {
    let words = words.iter().map(|it| word(*it, private));
    quote!(&[#(#words),*])
}

fn list(texts: &[&str]) -> TokenStream {
    quote!(&[#(#texts),*])
}

fn waivers(waivers: &[Waiver<'_>], private: &TokenStream) -> TokenStream {
    let waivers = waivers.iter().map(|Waiver { rule, reason, until }| {
        let until = some(until.map(|Date { year, month, day }| {
            quote!(#private::Date { year: #year, month: #month, day: #day })
        }));
        quote!(#private::Waiver { rule: #rule, reason: #reason, until: #until })
    });
    quote!(&[#(#waivers),*])
}
