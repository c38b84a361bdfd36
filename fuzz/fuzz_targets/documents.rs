//! Any bytes as the registration of a client, and any as the metadata of its server.
//!
//! The bytes before the first NUL are the registration, and those after it the metadata: no JSON has a
//! NUL in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_flow_compile_tests::properties::hold_of_documents;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (registration, server) = (parts.next(), parts.next());
    hold_of_documents(registration.unwrap_or_default(), server.unwrap_or_default());
    // The texts that the spans of the tokens point into, which have no user any more.
    proc_macro2::extra::invalidate_current_thread_spans();
});
