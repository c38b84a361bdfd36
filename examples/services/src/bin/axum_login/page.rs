//! The pages.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

/// The page of somebody who is not logged in.
pub(crate) fn nobody(text: &str) -> Response {
    page(&format!("<p>{}</p><p><a href=\"/login\">Log in</a></p>", escaped(text)))
}

/// The page of a user, by what the user is called.
pub(crate) fn somebody(name: &str) -> Response {
    let name = escaped(name);
    page(&format!(
        "<p>Logged in as {name}. <a href=\"/profile\">Profile</a></p>\
         <form method=\"post\" action=\"/logout\"><button>Log out</button></form>"
    ))
}

/// What the server says of a user: what the user is called.
pub(crate) fn profile(name: &str) -> Response {
    let name = escaped(name);
    page(&format!("<p>The server knows you as {name}.</p><p><a href=\"/\">Back</a></p>"))
}

/// No cache keeps a page that says who is logged in.
fn page(body: &str) -> Response {
    let html = format!("<!doctype html><title>axum_login</title>{body}");
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// Texts come from outside: the name from the server, an error code through the browser.
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
