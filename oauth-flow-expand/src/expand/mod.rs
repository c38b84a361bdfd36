//! What an annotated struct implements, as tokens.

#[cfg(any(test, feature = "oauth2"))]
mod accessor;
mod documents;
mod editor;
mod fallback;

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind};
use oauth_flow_core::{Date, Key, Statement, Waiver};
use oauth_flow_syntax::Source;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Generics;

use crate::Outcome;
#[cfg(any(test, feature = "oauth2"))]
pub(crate) use accessor::ACCESSOR;
pub(crate) use documents::track;

macro_rules! with_version {
    ($name:literal) => {
        concat!(
            $name,
            env!("CARGO_PKG_VERSION_MAJOR"),
            "_",
            env!("CARGO_PKG_VERSION_MINOR"),
            "_",
            env!("CARGO_PKG_VERSION_PATCH"),
        )
    };
}

/// The module of the facade that holds what an expansion names. Its name has the version, so that
/// the macro of one version fails to compile against the facade of another.
const PRIVATE: &str = with_version!("__private_");

/// The same module where `crate = ...` names the facade: if the path leads elsewhere, the compiler
/// cannot find this name there, and the name says why.
const PRIVATE_OF_CRATE: &str = with_version!("__crate_must_be_the_path_of_oauth_flow_");

/// What every implementation needs to know of the item.
pub(crate) struct Target<'s> {
    source: &'s Source,
    name: Ident,
    generics: &'s Generics,
    /// The path of the private module of the facade.
    private: Path,
    /// The whole attribute, but written by the user: the compiler then points there without a note
    /// on where the tokens come from.
    span: Span,
}

/// A path that is written many times. Its tokens are added one by one: to add a stream makes the
/// compiler join two.
struct Path(Vec<TokenTree>);

impl ToTokens for Path {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }
}

/// What the typed run time needs of a client.
pub(crate) struct Accessor {
    /// The implementation that reads the fields.
    fields: fn(&Target<'_>) -> TokenStream,
    /// The associated types that say how what is declared is run.
    types: fn(&Statement, &Target<'_>) -> TokenStream,
}

/// The implementations for a sound declaration; for a broken one those of the fallback. None where
/// the item is not a type.
pub(crate) fn expand(
    source: &Source,
    outcome: Outcome,
    accessor: Option<&Accessor>,
) -> TokenStream {
    let Some(target) = Target::of(source) else { return TokenStream::new() };
    let fields = accessor.map(|accessor| (accessor.fields)(&target)).unwrap_or_default();
    let types = |statement: &Statement| accessor.map(|it| (it.types)(statement, &target));
    match outcome {
        Outcome::Sound => {
            let types = types(source.client().statement());
            let mut tokens = target.client(&constants(&target), types.as_ref());
            tokens.extend([fields, markers(&target)]);
            tokens
        }
        Outcome::Broken => {
            let types = types(&Statement::default());
            let mut tokens = target.client(&fallback::constants(), types.as_ref());
            tokens.extend([fields, fallback::markers(&target)]);
            tokens
        }
    }
}

/// The path of the private module of the facade.
fn private(source: &Source) -> Path {
    // What is not found there is reported at the path that says where it should be.
    let facade = source.facade();
    let end = facade.clone().into_iter().last().map_or_else(Span::call_site, |it| it.span());
    let name = if source.has_default_facade() { PRIVATE } else { PRIVATE_OF_CRATE };
    let module = Ident::new(name, end);
    Path(quote_spanned!(end=> #facade::#module).into_iter().collect())
}

impl<'s> Target<'s> {
    fn of(source: &'s Source) -> Option<Self> {
        let (ident, generics) = (source.ident()?, source.generics()?);
        let private = private(source);
        let span = Span::call_site().resolved_at(ident.span());
        let mut name = ident.clone();
        name.set_span(span);
        Some(Self { source, name, generics, private, span })
    }

    /// The implementation of `what` with this body.
    fn implement(&self, what: &TokenStream, body: &TokenStream) -> TokenStream {
        self.implement_for(self.generics, what, body)
    }

    /// The same with parameters of its own.
    fn implement_for(
        &self,
        parameters: &Generics,
        what: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let (parameters, _, _) = parameters.split_for_impl();
        let (_, arguments, bounds) = self.generics.split_for_impl();
        let (name, private, quiet) = (&self.name, &self.private, self.quiet());
        quote_spanned! {self.span=>
            #quiet
            #[automatically_derived]
            impl #parameters #private::#what for #name #arguments #bounds { #body }
        }
    }

    /// The empty implementation of `marker`, of one grant if there is one. It is what most clients
    /// have most of: it is written down whole, as each joining of two streams is a call of the compiler.
    fn mark(&self, marker: &str, grant: &[Ident]) -> TokenStream {
        let marker = Ident::new(marker, self.span);
        let (parameters, arguments, bounds) = self.generics.split_for_impl();
        let (name, private, quiet) = (&self.name, &self.private, self.quiet());
        quote_spanned! {self.span=>
            #quiet
            #[automatically_derived]
            impl #parameters #private::#marker #(<#private::grant::#grant>)*
            for #name #arguments #bounds {}
        }
    }

    /// Naming a deprecated item warns, also in what is generated for it.
    fn quiet(&self) -> Option<TokenStream> {
        is_deprecated(self.source).then(|| quote!(#[allow(deprecated)]))
    }

    /// The implementation of `OAuthClient`.
    fn client(&self, constants: &TokenStream, types: Option<&TokenStream>) -> TokenStream {
        let names = editor::names(self.source, &self.private);
        self.implement(&quote!(OAuthClient), &quote!(#names #constants #types))
    }
}

/// The markers of what the declaration allows.
fn markers(target: &Target<'_>) -> TokenStream {
    let statement = target.source.client().statement();
    let public = statement.word(Key::Kind).is_some_and(Kind::is_public)
        || statement.word(Key::Auth) == Some(AuthMethod::None);
    let side = if public { "PublicClient" } else { "ConfidentialClient" };
    let mut tokens = target.mark(side, &[]);
    for grant in statement.words::<Grant>(Key::Grant) {
        tokens.extend(target.mark("Allows", &[Ident::new(grant.marker(), target.span)]));
    }
    tokens
}

/// Whether the item is deprecated.
fn is_deprecated(source: &Source) -> bool {
    source.attributes().iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

/// The constants from which the declaration is unpacked where it is used.
fn constants(target: &Target<'_>) -> TokenStream {
    let client = target.source.client();
    let packed = client.pack();
    let (words, texts) = (&packed.words, &packed.texts);
    let mut constants = quote!(const PACKED: &'static [&'static str] = &[#words #(, #texts)*];);
    let waivers = client.waivers();
    if !waivers.is_empty() {
        let private = &target.private;
        let waivers = waivers.iter().map(|it| waiver(it, private));
        constants.extend(quote! {
            const WAIVERS: &'static [#private::Waiver<'static>] = &[#(#waivers),*];
        });
    }
    constants
}

fn waiver(waiver: &Waiver<'_>, private: &Path) -> TokenStream {
    let Waiver { rule, reason, until } = waiver;
    let until = match until {
        None => quote!(::core::option::Option::None),
        Some(Date { year, month, day }) => quote! {
            ::core::option::Option::Some(#private::Date { year: #year, month: #month, day: #day })
        },
    };
    quote!(#private::Waiver { rule: #rule, reason: #reason, until: #until })
}
