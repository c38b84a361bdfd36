#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "größe", redirect_uri = "runtime")]
struct NonAscii;

#[oauth_client(kind = "web\u{202e}bew", redirect_uri = "runtime")]
struct TurnedAround;

#[oauth_client(kind = 1.5, redirect_uri = 'c', scope = b"bytes", par = "maybe")]
struct WrongLiterals;

#[oauth_client(r#kind = "sap")]
struct RawKey;

#[oauth_client(= "web")]
struct NoKey;

#[oauth_client(kind = "web", redirect_uri = { "https://app.example.com/cb" })]
struct Braces;

fn main() {}
