//! From the tokens of an attribute and its item to those that take their place: what the macro of
//! `oauth-flow` does, as a library that runs outside a compiler too.

// The expansion asks whether it runs inside the compiler.
extern crate proc_macro;

mod expand;
mod report;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use oauth_flow_core::{Finding, Level};
use oauth_flow_syntax::document::Package;
use proc_macro2::TokenStream;

use expand::Accessor;

/// Reads, checks, expands, reports. The item comes back first, whatever else is found. The findings
/// come last: an editor completes a name of the expansion only if all before it is the same without
/// that name.
#[must_use]
pub fn declare(attribute: TokenStream, item: TokenStream) -> TokenStream {
    declare_with(attribute, item, None)
}

/// The same with what the typed run time needs.
#[cfg(any(test, feature = "oauth2"))]
#[must_use]
pub fn declare_with_accessor(attribute: TokenStream, item: TokenStream) -> TokenStream {
    declare_with(attribute, item, Some(&expand::ACCESSOR))
}

fn declare_with(
    attribute: TokenStream,
    item: TokenStream,
    accessor: Option<&Accessor>,
) -> TokenStream {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let source = oauth_flow_syntax::read(attribute, item, &Package::at(folder.as_deref()));
    let findings = source.findings();
    let mut tokens = source.item();
    tokens.extend(expand::expand(&source, Outcome::of(&findings), accessor));
    tokens.extend(expand::track(&source));
    tokens.extend(report::report(&source, &findings));
    tokens
}

/// What was found of a declaration as a whole.
#[derive(Clone, Copy)]
enum Outcome {
    /// The declaration has no error.
    Sound,
    /// The declaration has an error, and the build fails.
    Broken,
}

impl Outcome {
    fn of(findings: &[Finding]) -> Self {
        let error = findings.iter().any(|finding| finding.level == Level::Error);
        if error { Self::Broken } else { Self::Sound }
    }
}
