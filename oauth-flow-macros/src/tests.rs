//! The expansion, as it was reviewed.
#![allow(clippy::unwrap_used)]

use proc_macro2::TokenStream;

use crate::declare;

/// The expansion of a declaration, formatted.
fn expansion(attribute: &str, item: &str) -> String {
    let tokens: TokenStream = declare(attribute.parse().unwrap(), item.parse().unwrap());
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

#[test]
fn a_sound_declaration_expands_as_reviewed() {
    let expanded = expansion(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256",
           refresh = "rotate", redirect_uri = "https://app.example.com/cb",
           allow(missing_pkce, reason = "never used", until = "2027-06-30")"#,
        "#[derive(Debug)] pub struct Frontend<T: Clone = ()> where T: Send { client_id: String, \
         #[oauth(skip)] extra: T }",
    );
    assert_eq!(expanded, include_str!("../snapshots/sound.rs"));
}

#[test]
fn a_broken_declaration_expands_as_reviewed() {
    let expanded = expansion(r#"kind = "sap""#, "pub struct Frontend<T>(T);");
    assert_eq!(expanded, include_str!("../snapshots/broken.rs"));
}
