//! Turns findings into what the compiler shows: an error each, or a warning each.

use oauth_flow_core::{Finding, Level};
use oauth_flow_syntax::Source;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, Meta};

/// The tokens that make the compiler report `findings`.
pub(crate) fn report(source: &Source, findings: &[Finding]) -> TokenStream {
    let lints: Vec<&Attribute> =
        source.attributes().iter().filter(|it| sets_warnings(it)).collect();
    let mut tokens = TokenStream::new();
    for finding in findings {
        let span = source.span(finding.origin);
        let message = finding.message_at(&places(source, finding));
        let conditions = source.conditions(finding.place);
        tokens.extend(match finding.level {
            Level::Error => {
                let text = format!("{}: {message}", finding.rule.id);
                let core = Ident::new("core", quiet(span));
                quote_spanned!(span=> #(#conditions)* ::#core::compile_error! { #text })
            }
            Level::Warn => {
                let warning = warning(finding.rule.id, &message, span);
                quote!(#(#conditions)* #(#lints)* const _: () = { #warning };)
            }
            Level::Off => TokenStream::new(),
        });
    }
    tokens
}

/// Where in documents the finding is, each as `path:line:column`: a compiler shows tokens alone.
fn places(source: &Source, finding: &Finding) -> Vec<String> {
    let client = source.client();
    let also = finding.also.iter().map(|place| client.origin(*place));
    let mut places: Vec<String> = Vec::new();
    for origin in std::iter::once(finding.origin).chain(also) {
        let Some(position) = source.position(origin) else { continue };
        let Some(document) = source.documents().get(position.document) else { continue };
        let place = format!("{}:{}:{}", document.path(), position.line, position.column);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// A use of a deprecated macro that is named after the rule: the one warning that stable Rust lets
/// a macro give. It is the lint `deprecated`, and obeys its levels.
fn warning(id: &str, message: &str, span: Span) -> TokenStream {
    let name = Ident::new(id, span);
    let quiet = quiet(span);
    let definition = Ident::new(id, quiet);
    let definition = quote_spanned! {quiet=>
        #[deprecated(note = #message)]
        macro_rules! #definition { () => {}; }
    };
    quote_spanned!(span=> #definition #name!();)
}

/// The start of the user's token, without its text: for tokens that an editor asked about that
/// token is not to find in its place.
fn quiet(span: Span) -> Span {
    if proc_macro::is_available() { span.unwrap().start().into() } else { span }
}

/// Whether the attribute sets the level of the lint that warnings are. `expect` is left out: it
/// would be unfulfilled on the copy or on the item.
fn sets_warnings(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let level = ["allow", "warn", "deny", "forbid"].iter().any(|level| list.path.is_ident(level));
    let names = |lint: &str| {
        list.tokens.clone().into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == lint,
            _ => false,
        })
    };
    level && (names("deprecated") || names("warnings"))
}
