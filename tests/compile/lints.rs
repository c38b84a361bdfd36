//! The expansion is silent under every lint that a user may deny, and obeys the levels of the one
//! lint that its warnings are.
#![deny(warnings)]
#![deny(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::cargo,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_lifetimes,
    single_use_lifetimes,
    unused_crate_dependencies,
    non_camel_case_types,
    rust_2018_idioms,
    future_incompatible,
    let_underscore,
    unexpected_cfgs,
    nonstandard_style,
    unused
)]
// What the package as a whole depends on is no business of this file.
#![allow(unused_crate_dependencies, clippy::cargo, dead_code)]

use oauth_flow::{Allows, OAuthClient, grant, oauth_client};

/// A client with all that an expansion can hold.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "urn:example:grant-type:badge"),
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
    scope("openid"),
    deny(pkce_switch)
)]
#[allow(deprecated)]
#[derive(Debug)]
struct Portal<'a, T, const N: usize>
where
    T: Clone,
{
    client_id: &'a str,
    client_secret: Hidden,
    values: [T; N],
}

/// A secret that hides itself.
#[derive(Debug)]
struct Hidden;

/// A client that nobody should use any more: naming it warns, but not in its own expansion.
#[oauth_client(kind = "device")]
#[deprecated(note = "the televisions are gone")]
#[derive(Debug)]
struct Television;

/// A warning that is waived is no warning.
#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    redirect_uri = "runtime",
    allow(missing_pkce_confidential, reason = "the server knows no PKCE")
)]
#[derive(Debug)]
struct Waived;

/// A warning that the struct allows is silent.
#[oauth_client(kind = "web", grant = "authorization_code", redirect_uri = "runtime")]
#[allow(deprecated)]
#[derive(Debug)]
struct Silenced;

/// An error of a field that is compiled out is not there either.
#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/callback")]
#[derive(Debug)]
struct Conditional {
    client_id: String,
    #[cfg(any())]
    client_secret: String,
}

/// A field with a raw name, and one outside ASCII.
#[oauth_client(kind = "device")]
#[derive(Debug)]
struct Named {
    r#client_id: String,
    r#type: String,
    größe: u8,
}

const fn allows<C: Allows<G>, G>() {}

#[test]
fn an_expansion_is_silent_and_complete() {
    allows::<Portal<'static, u8, 2>, grant::authorization_code>();
    allows::<Portal<'static, u8, 2>, grant::refresh_token>();
    let declaration = <Portal<'static, u8, 2> as OAuthClient>::DECLARATION;
    assert_eq!(declaration.extension_grants, ["urn:example:grant-type:badge"]);
    allows::<Named, grant::device_code>();
    let conditional = Conditional { client_id: String::from("cli") };
    assert_eq!(conditional.client_id, "cli");
}
