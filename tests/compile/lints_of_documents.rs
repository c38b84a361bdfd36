//! The constants of documents are silent under every lint that a user may deny.
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

use oauth_flow::{OAuthClient, oauth_client};

/// A client whose documents are constants of the expansion.
#[oauth_client(
    kind = "web",
    pkce = "S256",
    registration = "ui/documents/clients/portal.json",
    server = "ui/documents/servers/login.example.com.json"
)]
#[derive(Debug)]
struct Registered;

/// A realm, of which a part alone is the client's.
#[oauth_client(kind = "m2m", client_id = "stock", registration = "ui/documents/clients/realm.json")]
#[derive(Debug)]
struct OfRealm;

/// A waived finding in a document is no warning either.
#[oauth_client(
    kind = "m2m",
    registration = "ui/documents/clients/committed_secret.json",
    allow(committed_secret, reason = "the secret of a test server")
)]
#[derive(Debug)]
struct WithSecret;

#[test]
fn the_constants_of_documents_are_silent() {
    assert_eq!(Registered::DECLARATION.redirect_uris.len(), 1);
    assert!(OfRealm::DECLARATION.redirect_uris.is_empty());
    assert_eq!(WithSecret::DECLARATION.waivers.len(), 1);
}
