//! Any text as a file of Rust.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use oauth_flow_compile_tests::properties::hold_of_file;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    hold_of_file(text);
    Corpus::Keep
});
