//! Any text as a URI: the core's reader against those of RFC 3986 and of browsers.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use oauth_flow_compile_tests::uri_readers::Tally;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    Tally::default().compare(text);
    Corpus::Keep
});
