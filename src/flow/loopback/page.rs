//! What the user sees in the browser: a page without anything that is loaded.

use std::format;
use std::string::String;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

/// How a login ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
}

/// The texts of the pages.
#[derive(Default)]
pub(super) struct Pages {
    pub(super) app_name: Option<String>,
    pub(super) success: Option<Text>,
    pub(super) failure: Option<Text>,
}

/// A heading and a paragraph.
pub(super) struct Text {
    pub(super) heading: String,
    pub(super) paragraph: String,
}

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto 0;padding:0 1.5rem}\
h1{font-size:1.5rem;line-height:1.2}";

/// Takes the parameters of the response out of the address bar, and so out of the history of the tab.
const SCRIPT: &str = "history.replaceState(null,\"\",location.pathname)";

impl Pages {
    /// The page that tells how the login ended.
    pub(super) fn of(&self, outcome: Outcome) -> String {
        let app = self.app_name.as_deref();
        let the_app = app.unwrap_or("the application");
        match (outcome, &self.success, &self.failure) {
            (Outcome::Success, Some(text), _) | (Outcome::Failure, _, Some(text)) => {
                page(app, "", &text.heading, &text.paragraph)
            }
            (Outcome::Success, None, _) => {
                let paragraph = format!("You can close this page and go back to {the_app}.");
                page(app, ENGLISH, "You are logged in", &paragraph)
            }
            (Outcome::Failure, _, None) => {
                let paragraph = format!(
                    "Please go back to {the_app}: it says why, and you can try again there. This page \
                     can be closed."
                );
                page(app, ENGLISH, "You are not logged in", &paragraph)
            }
        }
    }

    /// The page for a response that answers no login of this app.
    pub(super) fn of_other_login(&self) -> String {
        let app = self.app_name.as_deref();
        let the_app = app.unwrap_or("the application");
        let paragraph = format!(
            "This page belongs to another login, perhaps to an older one. Nothing was changed, and the page \
             can be closed. Go on in the page that {the_app} opened, or begin anew there."
        );
        page(app, ENGLISH, "This is not the login that was expected", &paragraph)
    }
}

/// Only the default texts are known to be English.
const ENGLISH: &str = " lang=\"en\"";

fn page(app: Option<&str>, language: &str, heading: &str, paragraph: &str) -> String {
    let (heading, paragraph) = (escaped(heading), escaped(paragraph));
    let title = app.map_or_else(|| heading.clone(), |app| format!("{heading} - {}", escaped(app)));
    format!(
        "<!DOCTYPE html>\n<html{language}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body><h1>{heading}</h1>\n<p>{paragraph}</p>\n\
         <script>{SCRIPT}</script></body></html>\n"
    )
}

/// What the pages may do: their own style and their own script, by their hashes.
pub(super) fn content_security_policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// The text as HTML has it, in an element.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
