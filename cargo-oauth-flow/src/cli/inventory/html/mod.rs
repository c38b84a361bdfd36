//! The list as a page for a security review: one file that loads nothing.
//!
//! All of it is there without the script, which sorts and filters the table.

mod badges;
mod clients;
mod drawing;
mod escape;
mod explanations;
mod findings;
mod listed;
mod mask;
mod model;
mod owners;
mod rest;
mod source;
mod summary;
mod table;

use std::fmt::Write;

use oauth_flow_core::Date;

use super::{Inventory, day};
use crate::findings::Found;
use crate::reading::Reading;
use crate::workspace::Workspace;
use escape::{number, text};
use model::Review;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The hashes of the style and of the script (Content Security Policy Level 3, section 2.3.1): nothing
/// else on the page may run or style it. The tests compute them.
const STYLE_HASH: &str = "sha256-PRC9yI38gLBovfmSiHWdLxXj5yNXvQSuKPD1BJhaaOQ=";
const SCRIPT_HASH: &str = "sha256-FNDmwiofsfJZxKbbfuqD+SPrKvltoY6b9LQlpVYtsGw=";

pub(super) fn write(
    workspace: &Workspace,
    reading: &Reading,
    inventory: &Inventory<'_>,
    findings: &[Found<'_>],
    today: Date,
) -> String {
    let review = Review::of(reading, inventory, findings, today, workspace);
    let mut html = String::new();
    head(&mut html, &review);
    section(&mut html, "drawing", "Clients and servers", |html| drawing::write(html, &review));
    section(&mut html, "clients", "All clients", |html| table::write(html, &review));
    for (anchor, title, declared) in [
        ("declared", "Declared clients", true),
        ("undeclared", "Clients that are compared with no declaration", false),
    ] {
        section(&mut html, anchor, title, |html| {
            if clients::count(&review, declared) == 0 {
                html.push_str(clients::none(declared));
            }
            clients::write(html, &review, declared);
        });
    }
    if !review.loose.is_empty() {
        section(&mut html, "other-findings", "Findings of no client", |html| {
            findings::write(html, &review, &review.loose, 3);
        });
    }
    section(&mut html, "waivers", "Waivers", |html| rest::waivers(html, &review));
    section(&mut html, "not-read", "Not read", |html| rest::gaps(html, &review));
    section(&mut html, "rules", "Rules", |html| explanations::write(html, &review));
    let _ = write!(
        html,
        "</main>\n<footer><p class=\"muted\">Made by <code>cargo oauth-flow list --format html</code>, \
         version {}. The page loads nothing. Secrets that the tool found in the code and in documents are masked.</p>\
         </footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    html
}

fn head(html: &mut String, review: &Review<'_>) {
    let title = text(&review.title);
    let _ = write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '{STYLE_HASH}'; script-src '{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>OAuth clients of {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">Skip to the content</a>\n\
         <a class=\"skip\" href=\"#clients\">Skip to the table of clients</a>\n\
         <header>\n<h1>OAuth clients of <span class=\"of\">{title}</span></h1>\n\
         <p class=\"muted\">{} and {} were looked at. Waivers and snapshots are judged by {}.</p>\n</header>\n",
        number(review.packages, "package"),
        number(review.reading.looked_at, "file"),
        day(review.today),
    );
    html.push_str("<nav aria-label=\"Sections\"><ul>");
    for (anchor, title) in [
        ("drawing", "Drawing"),
        ("clients", "Table"),
        ("declared", "Declared"),
        ("undeclared", "Not declared"),
        ("waivers", "Waivers"),
        ("not-read", "Not read"),
        ("rules", "Rules"),
    ] {
        let _ = write!(html, "<li><a href=\"#{anchor}\">{title}</a></li>");
    }
    let many = if clients::are_many(review) { " class=\"many\"" } else { "" };
    let _ = writeln!(html, "</ul></nav>\n<main id=\"content\" tabindex=\"-1\"{many}>");
    section(html, "summary", "Summary", |html| summary::write(html, review));
}

fn section(html: &mut String, anchor: &str, title: &str, content: impl FnOnce(&mut String)) {
    let _ = writeln!(
        html,
        "<section id=\"{anchor}\" aria-labelledby=\"{anchor}-title\">\n<h2 id=\"{anchor}-title\">{title}</h2>"
    );
    content(html);
    html.push_str("</section>\n");
}
