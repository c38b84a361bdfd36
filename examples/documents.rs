//! Four clients whose registrations are documents: two clients of a Keycloak realm, an application of
//! Gravitee AM, and an RFC 7591 registration. All are compared with the metadata of one server.
//!
//! `cargo run --example documents` prints what the declarations have from the documents.
#![allow(dead_code)]

use oauth_flow::{Declaration, OAuthClient, Word, oauth_client};
use secrecy::SecretString;

/// The shop. Keycloak says nothing of the kind, and a realm has several clients.
#[oauth_client(
    kind = "web",
    client_id = "storefront",
    registration = "examples/documents/realm.json",
    server = "examples/documents/login.example.com.json"
)]
struct Storefront {
    client_secret: SecretString,
}

/// A nightly job of the same realm.
#[oauth_client(
    kind = "m2m",
    client_id = "stock-report",
    registration = "examples/documents/realm.json",
    server = "examples/documents/login.example.com.json"
)]
struct StockReport {
    client_secret: SecretString,
}

/// The dashboard: the type of the application decides the kind.
#[oauth_client(
    registration = "examples/documents/dashboard.json",
    server = "examples/documents/login.example.com.json"
)]
struct Dashboard;

/// The command line tool. RFC 7591 has no member for PKCE and none for the rotation of refresh tokens,
/// so the attribute says both.
#[oauth_client(
    pkce = "S256",
    refresh = "rotate",
    registration = "examples/documents/cli.json",
    server = "examples/documents/login.example.com.json"
)]
struct CommandLine;

fn main() {
    for (name, declaration) in [
        ("Storefront", Storefront::DECLARATION),
        ("StockReport", StockReport::DECLARATION),
        ("Dashboard", Dashboard::DECLARATION),
        ("CommandLine", CommandLine::DECLARATION),
    ] {
        print(name, declaration);
    }
    println!(
        "Now change one word and build again: set `directAccessGrantsEnabled` of `storefront` to `true`\n\
         in examples/documents/realm.json, and read the error."
    );
}

/// What one client declares, from whichever source.
fn print(name: &str, it: &Declaration<'_>) {
    let words = |words: Vec<&'static str>| words.join(", ");
    println!("{name}");
    println!("  kind            {}", it.kind.map_or("-", Word::word));
    println!("  client_id       {}", it.client_id.unwrap_or("-"));
    println!("  grants          {}", words(it.grants.iter().map(|grant| grant.word()).collect()));
    println!("  PKCE            {}", it.pkce.map_or("-", Word::word));
    println!("  authentication  {}", it.auth.word());
    println!("  redirect URIs   {}", it.redirect_uris.join(", "));
    println!("  scopes          {}", it.scopes.join(" "));
    println!("  issuer          {}", it.issuer.unwrap_or("-"));
    println!("  token endpoint  {}\n", it.endpoints.token_endpoint.unwrap_or("-"));
}
