//! The seven kinds of client of the flow guide, declared as a service would declare them.
//!
//! `cargo run --example quickstart` prints what each one declares and why.
#![allow(dead_code)]

use oauth_flow::{Allows, Declaration, OAuthClient, Word, grant, oauth_client, row};
use secrecy::SecretString;
use serde::Deserialize;

/// A nightly job that reads orders from an API: no user takes part.
#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_basic",
    scope = "orders:read"
)]
#[derive(Debug, Deserialize)]
struct NightlyReport {
    client_id: String,
    client_secret: SecretString,
    token_endpoint: String,
}

/// The shop: its backend signs users in and keeps their tokens.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    redirect_uri = "https://shop.example.com/callback",
    scope("openid", "profile")
)]
#[derive(Debug, Deserialize)]
struct Shop {
    client_id: String,
    client_secret: SecretString,
}

/// The dashboard: all of it runs in the browser.
#[oauth_client(
    kind = "spa",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://dashboard.example.com/callback"
)]
#[derive(Debug, Deserialize)]
struct Dashboard {
    client_id: String,
}

/// The command line tool: the system browser comes back to a port of this machine.
#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    redirect_uri = "http://127.0.0.1/callback"
)]
#[derive(Debug, Deserialize)]
struct CommandLine {
    client_id: String,
}

/// The kiosk printer: the user enters its code on a phone.
#[oauth_client(kind = "device", grant = "device_code")]
#[derive(Debug, Deserialize)]
struct KioskPrinter {
    client_id: String,
}

/// The company's own app, which adopts the recommended flow: the user signs in at the server.
#[oauth_client(kind = "trusted", redirect_uri = "https://account.example.com/callback")]
#[derive(Debug, Deserialize)]
struct AccountApp {
    client_id: String,
    client_secret: SecretString,
}

/// A logistics partner that exchanges the tokens of its own users.
#[oauth_client(
    kind = "third_party",
    grant("jwt-bearer", "token-exchange"),
    auth = "private_key_jwt",
    resource = "https://orders.example.com"
)]
#[derive(Debug, Deserialize)]
struct LogisticsPartner {
    client_id: String,
    signing_key: SecretString,
}

/// Takes only clients that declare the grant: `machine_token_of::<Dashboard>()` does not compile.
fn machine_token_of<C: OAuthClient + Allows<grant::client_credentials>>() -> String {
    let client = std::any::type_name::<C>().rsplit("::").next().unwrap_or_default();
    format!("{client} may ask for a token of its own: it declares client_credentials")
}

fn main() {
    let declarations = [
        NightlyReport::DECLARATION,
        Shop::DECLARATION,
        Dashboard::DECLARATION,
        CommandLine::DECLARATION,
        KioskPrinter::DECLARATION,
        AccountApp::DECLARATION,
        LogisticsPartner::DECLARATION,
    ];
    let mut table =
        vec![["kind", "grants", "PKCE", "authentication", "why this flow"].map(String::from)];
    table.extend(declarations.into_iter().filter_map(line));
    print(&table);
    println!("\n{}", machine_token_of::<NightlyReport>());
    println!(
        "\nNow change one word and build again: take `pkce = \"S256\"` out of `Dashboard` in\n\
         examples/quickstart.rs, or make its kind \"m2m\", and read the error."
    );
}

/// What one client declares, and the row of the flow guide behind it.
fn line(declaration: &Declaration<'_>) -> Option<[String; 5]> {
    let kind = declaration.kind?;
    let guide = row(kind);
    let grants: Vec<&str> = declaration.grants.iter().map(|grant| grant.word()).collect();
    Some([
        String::from(kind.word()),
        grants.join(", "),
        String::from(declaration.pkce.map_or("-", Word::word)),
        String::from(declaration.auth.word()),
        format!("{}\n[{}]", guide.why, guide.citation),
    ])
}

/// Prints the lines in columns; the last one may have several lines of its own.
fn print(table: &[[String; 5]]) {
    let mut widths = [0; 5];
    for line in table {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.len().max(*width);
        }
    }
    let [kind, grants, pkce, auth, _] = widths;
    for [a, b, c, d, why] in table {
        let mut cells = [a.as_str(), b, c, d];
        for part in why.lines() {
            let [a, b, c, d] = cells;
            println!("{a:kind$}  {b:grants$}  {c:pkce$}  {d:auth$}  {part}");
            cells = [""; 4];
        }
    }
}
