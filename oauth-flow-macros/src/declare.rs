//! From the tokens of an attribute and its item to those that take their place.

use oauth_flow_core::{Declaration, Level, check};
use proc_macro2::TokenStream;

use super::{expand, report};

/// Reads, checks, expands, reports. The item comes back first, whatever else is found. The findings
/// come last: an editor completes a name in the hints of the expansion only if all before them is
/// the same without that name. The accessor is for the typed run time alone.
pub(crate) fn declare(attribute: TokenStream, item: TokenStream, accessor: bool) -> TokenStream {
    let source = oauth_flow_syntax::read(attribute, item);
    source.with_subject(|subject| {
        let mut findings = source.mistakes().to_vec();
        findings.extend(check(subject));
        let sound = findings.iter().all(|finding| finding.level < Level::Error);
        let mut tokens = source.item();
        let declaration = if sound { subject.declaration } else { Declaration::EMPTY };
        tokens.extend(expand::expand(&source, &declaration, sound, accessor));
        tokens.extend(report::report(&source, subject, &findings));
        tokens
    })
}
