//! What holds of any attribute on any item.

use oauth_flow_core::{Finding, Level, Origin, Place};
use oauth_flow_expand::{declare, declare_with_accessor};
use oauth_flow_syntax::Source;
use oauth_flow_syntax::document::NoDocuments;
use proc_macro2::{TokenStream, TokenTree};

use super::{item, shows};

/// Asserts what holds of any attribute on any item: nothing panics; the item comes back first,
/// token for token, less its helper attributes; the same input gives the same findings and the same
/// expansion twice; each finding comes from somewhere; each error is one `compile_error!`; and on a
/// struct the whole expansion is Rust; with the accessor of the typed run time and without.
///
/// # Panics
///
/// Where that does not hold.
pub fn hold_of_declaration(attribute: &TokenStream, item: &TokenStream) {
    let read = || oauth_flow_syntax::read(attribute.clone(), item.clone(), &NoDocuments);
    let source = read();
    let more = item::after(item, &source.item());
    assert!(more.is_empty(), "more than the item came back: {more:?}");
    assert_places(&source);
    let said_of_it = said(&source);
    assert_eq!(said_of_it, said(&read()));
    for text in &said_of_it {
        assert!(shows(text), "a message with characters that do not show: {text:?}");
        assert!(text.len() < 4_000, "a message of {} bytes: {text}", text.len());
    }

    for expand in [declare, declare_with_accessor] {
        let expansion = expand(attribute.clone(), item.clone());
        let again = expand(attribute.clone(), item.clone());
        assert_eq!(expansion.to_string(), again.to_string());
        let generated = item::after(item, &expansion);
        let errors = source.findings().iter().filter(|it| it.level == Level::Error).count();
        assert_eq!(compile_errors(&generated), errors, "{said_of_it:?}");
        if syn2::parse2::<syn2::ItemStruct>(source.item()).is_ok()
            && let Err(error) = syn2::parse2::<syn2::File>(expansion.clone())
        {
            panic!("the expansion is not Rust: {error}: {expansion}");
        }
    }
}

/// Everything that is said of the source, with the places of it.
#[must_use]
pub fn said(source: &Source) -> Vec<String> {
    let shown = |finding: &Finding| {
        let Finding { rule, level, place, also, .. } = finding;
        format!("{} {level:?} {place:?} {also:?} {}", rule.id, finding.message())
    };
    source.findings().iter().map(shown).collect()
}

/// Asserts that each finding comes from something that is there, and that what the source writes has
/// a span in it.
fn assert_places(source: &Source) {
    for finding in source.findings() {
        for place in std::iter::once(&finding.place).chain(&finding.also) {
            let origin = source.client().origin(*place);
            let (id, written) = (finding.rule.id, source.client().statement().written);
            let counted = match place {
                Place::Whole => false,
                Place::Key(key) => written.contains(*key),
                // Where no item follows, there is no token to point at.
                _ => id != "not_a_struct",
            };
            assert!(origin != Origin::Whole || !counted, "{place:?} of {id} is nowhere");
            let located = !source.span(origin).byte_range().is_empty();
            assert!(located || !counted, "{place:?} of {id} has no text");
        }
    }
}

/// The number of `::core::compile_error! { .. }` among the tokens.
fn compile_errors(tokens: &[TokenTree]) -> usize {
    let error = |window: &&[TokenTree]| {
        matches!(window, [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(_)]
            if name == "compile_error" && mark.as_char() == '!')
    };
    tokens.windows(3).filter(error).count()
}
