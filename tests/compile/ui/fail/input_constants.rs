#![allow(dead_code)]

use oauth_flow::oauth_client;

const CALLBACK: &str = "https://app.example.com/cb";

#[oauth_client(kind = "web", redirect_uri = CALLBACK)]
struct Constant;

#[oauth_client(kind = "web", redirect_uri = crate::CALLBACK)]
struct Path;

#[oauth_client(kind = "web", redirect_uri = concat!("https://", "app.example.com"))]
struct Concat;

#[oauth_client(kind = "web", redirect_uri = env!("CALLBACK"))]
struct Environment;

fn main() {}
