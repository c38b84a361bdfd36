//! The two pages.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use crate::SERVERS;

/// The page of somebody who is not logged in, with a button for each server.
pub(crate) fn nobody(text: &str) -> Response {
    let buttons = SERVERS.map(|name| {
        format!("<form action=\"/login/{name}\"><button>Log in with {name}</button></form>")
    });
    page(&format!("<p>{}</p>{}", escaped(text), buttons.concat()))
}

/// The page of a user.
pub(crate) fn somebody(name: &str, issuer: &str, logins: u32) -> Response {
    let (name, issuer) = (escaped(name), escaped(issuer));
    page(&format!(
        "<p>Logged in as {name} of {issuer}. Logins so far: {logins}.</p>\
         <form method=\"post\" action=\"/logout\"><button>Log out</button></form>"
    ))
}

/// No cache keeps a page that says who is logged in.
fn page(body: &str) -> Response {
    let html = format!("<!doctype html><title>axum_two_providers</title>{body}");
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// Texts come from outside: the name and the issuer from the server.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
