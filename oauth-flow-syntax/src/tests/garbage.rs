//! Whatever is in the attribute, reading ends, nothing panics, and the item comes back.

use proc_macro2::{TokenStream, TokenTree};

use super::{UNIT, ids, mistakes, seen, source, subject, tokens};
use crate::document::NoDocuments;

const PIECES: &str = r#"kind = "spa" , grant ( ) ( "a" , b - c ) [ ] { } :: ! $ # . 5 1.5 true 'x' b"b" r#type crate allow ( missing_pkce , reason = "" , until = 2027 - ) deny par ( , ) = [ , ] redirect_uri runtime scope "" -- 'a oauth"#;

/// A generator of numbers, the same ones each time (xorshift).
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap_or_default()
}

#[test]
fn permutations_of_tokens_are_read_to_the_end() {
    let pieces: Vec<TokenTree> = tokens(PIECES).into_iter().collect();
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..20_000 {
        let length = next(&mut state) % 12;
        let drawn = |_| {
            let index = next(&mut state) % pieces.len();
            pieces.get(index).cloned()
        };
        let attribute: TokenStream = (0..length).filter_map(drawn).collect();
        let shown = attribute.to_string();
        let source = crate::read(attribute.clone(), tokens(UNIT), &NoDocuments);
        assert_eq!(source.item().to_string(), tokens(UNIT).to_string());
        let declared = seen(&source, |subject| subject.declaration.kind.is_some());
        assert!(declared || !mistakes(&source).is_empty(), "{shown}");
        assert!(source.findings().iter().all(|finding| !finding.fact.is_empty()), "{shown}");

        let back = crate::read(tokens("kind = m2m"), attribute, &NoDocuments).item();
        assert!(back.into_iter().count() <= length);
    }
}

#[test]
fn long_input_is_one_mistake() {
    let long = "x".repeat(20_000);
    assert_eq!(ids(&source(&format!("kind = \"{long}\""), UNIT)), ["unknown_word"]);
    assert_eq!(ids(&source(&format!("kind = m2m, {long} = 1"), UNIT)), ["unknown_key"]);
    let grants = vec!["client_credentials"; 500].join(", ");
    assert_eq!(ids(&source(&format!("kind = m2m, grant({grants})"), UNIT)), ["repeated_value"]);
    let attribute = format!("kind = m2m, client_id = \"{long}\"");
    assert_eq!(subject(&attribute, UNIT, |s| s.declaration.client_id.map(str::len)), Some(20_000));
}
