//! Any text as a word, a date, a scope, the name of a field or the id of a rule.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use oauth_flow_compile_tests::properties::hold_of_text;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    hold_of_text(text);
    Corpus::Keep
});
