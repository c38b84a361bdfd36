//! The list as a page for a security review: one file that loads nothing.
//!
//! All of it is there without the script, which sorts and filters the table.

mod badges;
mod clients;
mod drawing;
mod escape;
mod explanations;
mod findings;
mod mask;
mod model;
mod rest;
mod source;
mod table;

use std::fmt::Write;

use oauth_flow_core::{Date, Level};

use super::{Inventory, day};
use crate::check::Found;
use crate::reading::Reading;
use crate::workspace::Workspace;
use escape::{number, text};
use model::Review;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The hashes of the style and of the script (Content Security Policy Level 3, section 2.3.1): nothing
/// else on the page may run or style it. The tests compute them.
const STYLE_HASH: &str = "sha256-WHr66d/vQS9hO5wc6u4fP5EeQO0zR/QVliyvg3aOgRY=";
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
         version {}. The page loads nothing. Secrets that the tool found in the code are masked.</p>\
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
         <p class=\"muted\">{} and {} were looked at. Waivers are judged by {}.</p>\n</header>\n",
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
    html.push_str("</ul></nav>\n<main id=\"content\" tabindex=\"-1\">\n");
    section(html, "summary", "Summary", |html| summary(html, review));
}

fn section(html: &mut String, anchor: &str, title: &str, content: impl FnOnce(&mut String)) {
    let _ = writeln!(
        html,
        "<section id=\"{anchor}\" aria-labelledby=\"{anchor}-title\">\n<h2 id=\"{anchor}-title\">{title}</h2>"
    );
    content(html);
    html.push_str("</section>\n");
}

fn summary(html: &mut String, review: &Review<'_>) {
    let waivers = review.waivers();
    let over = waivers.iter().filter(|(_, until)| review.is_over(*until)).count();
    let (errors, warnings) = (review.count(Level::Error), review.count(Level::Warn));
    let faults = review.inventory.gaps.iter().filter(|gap| gap.is_fault).count();
    let note = |count: usize, words: &str| {
        if count == 0 {
            String::new()
        } else {
            format!("<span class=\"also\">{count} {words}</span>")
        }
    };
    let undeclared = clients::count(review, false);
    html.push_str("<ul class=\"tiles\">\n");
    for (count, words, target, class, also) in [
        (clients::count(review, true), "declared client", "declared", "", String::new()),
        (
            undeclared,
            "undeclared client",
            "undeclared",
            if undeclared > 0 { "dashed" } else { "" },
            String::new(),
        ),
        (errors, "error", "clients", if errors > 0 { "error" } else { "" }, String::new()),
        (warnings, "warning", "clients", if warnings > 0 { "warn" } else { "" }, String::new()),
        (
            waivers.len(),
            "waiver",
            "waivers",
            if over > 0 { "warn" } else { "" },
            note(over, "over"),
        ),
        (clients::obligations(review), "obligation", "declared", "", String::new()),
        (
            review.inventory.gaps.len(),
            "not read",
            "not-read",
            if faults > 0 { "warn" } else { "" },
            note(faults, "at fault"),
        ),
    ] {
        let words = if words == "not read" { String::from(words) } else { noun(count, words) };
        let _ = writeln!(
            html,
            "<li class=\"{class}\"><a href=\"#{target}\"><strong>{count}</strong> {words}</a>{also}</li>"
        );
    }
    html.push_str("</ul>\n");
    by_rule(html, review);
}

/// The noun for so many.
fn noun(count: usize, of: &str) -> String {
    if count == 1 { String::from(of) } else { format!("{of}s") }
}

/// The rules that found something, with the number of their findings.
fn by_rule(html: &mut String, review: &Review<'_>) {
    if review.findings.is_empty() {
        return;
    }
    let mut rows: Vec<(usize, usize, &str, &str)> = Vec::new();
    for rule in review.rules() {
        let of = |level: Level| {
            let found = review.findings.iter().filter(|it| it.finding.rule == rule);
            found.filter(|it| it.level == level).count()
        };
        let (errors, warnings) = (of(Level::Error), of(Level::Warn));
        if errors + warnings > 0 {
            rows.push((errors, warnings, rule.id, rule.summary));
        }
    }
    rows.sort_by_key(|(errors, warnings, ..)| std::cmp::Reverse((*errors, *warnings)));
    html.push_str(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"by-rule\">\n<table>\n\
         <caption id=\"by-rule\">Findings by rule</caption>\n<thead><tr><th scope=\"col\">Rule</th>\
         <th scope=\"col\">What it reports</th><th scope=\"col\" class=\"number\">Errors</th>\
         <th scope=\"col\" class=\"number\">Warnings</th></tr></thead>\n<tbody>\n",
    );
    for (errors, warnings, id, summary) in rows {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td class=\"wide\">{}</td><td class=\"number\">{errors}</td>\
             <td class=\"number\">{warnings}</td></tr>",
            clients::rule(id),
            escape::prose(summary)
        );
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}
