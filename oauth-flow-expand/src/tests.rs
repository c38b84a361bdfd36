//! The expansion, as it was reviewed.
#![allow(clippy::unwrap_used)]

use proc_macro2::TokenStream;

use crate::declare;

/// The expansion of a declaration, formatted.
fn expansion(attribute: &str, item: &str, accessor: bool) -> String {
    let tokens: TokenStream = declare(attribute.parse().unwrap(), item.parse().unwrap(), accessor);
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
        false,
    );
    assert_eq!(expanded, include_str!("../snapshots/sound.rs"));
}

#[test]
fn a_broken_declaration_expands_as_reviewed() {
    let expanded = expansion(r#"kind = "sap""#, "pub struct Frontend<T>(T);", false);
    assert_eq!(expanded, include_str!("../snapshots/broken.rs"));
}

#[test]
fn the_accessor_expands_as_reviewed() {
    let expanded = expansion(
        r#"kind = "web", redirect_uri = "runtime", par, request_object = "ES256""#,
        "pub struct Login<'a, S: ?Sized> where S: AsRef<str> { r#client_id: &'a str,          #[oauth(client_secret, with = expose)] #[expect(dead_code)] key: Secret,          #[cfg(unix)] #[cfg(test)] scopes: Vec<String>, retries: u32, issuer: S }",
        true,
    );
    assert_eq!(expanded, include_str!("../snapshots/accessor.rs"));
}
