//! All waivers in one table, and what was not read.

use std::fmt::Write;
use std::path::MAIN_SEPARATOR;

use super::badges::badge;
use super::clients::{rule, until};
use super::escape::{prose, text};
use super::model::Review;

/// All waivers: those of the clients, then those beside lines.
pub(super) fn waivers(html: &mut String, review: &Review<'_>) {
    let mut rows = Vec::new();
    for client in &review.clients {
        for waiver in client.waivers() {
            let of = format!("<a href=\"#{}\">{}</a>", client.anchor, text(&client.name));
            rows.push((rule(waiver.rule), of, text(waiver.reason), waiver.until));
        }
    }
    for (place, waiver) in &review.inventory.beside_lines {
        let of = format!("<code>{}</code>", text(place));
        rows.push((rule(waiver.rule), of, text(&waiver.reason), waiver.until));
    }
    if rows.is_empty() {
        html.push_str("<p>Nothing is waived.</p>\n");
        return;
    }
    html.push_str(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"waivers-caption\">\n<table>\n\
         <caption id=\"waivers-caption\">Each waiver, of a client or beside a line</caption>\n<thead><tr>\
         <th scope=\"col\">Rule</th><th scope=\"col\">Where</th><th scope=\"col\">Reason</th>\
         <th scope=\"col\">Last day</th></tr></thead>\n<tbody>\n",
    );
    for (rule, of, reason, last) in rows {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{rule}</th><td>{of}</td><td class=\"wide\">{reason}</td><td>{}</td></tr>",
            until(review, last)
        );
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}

pub(super) fn gaps(html: &mut String, review: &Review<'_>) {
    if review.inventory.gaps.is_empty() {
        html.push_str("<p>All that was looked at could be read.</p>\n");
        return;
    }
    html.push_str("<ul class=\"plain\">\n");
    for gap in review.inventory.gaps {
        let line = gap.place.as_ref().map_or_else(String::new, |at| format!(":{}", at.line));
        let fault =
            if gap.is_fault { format!(" {}", badge("warn", "fault")) } else { String::new() };
        // What the system says of a file may have its whole path.
        let why = gap.why.replace(&format!("{}{MAIN_SEPARATOR}", review.root), "");
        let _ = writeln!(
            html,
            "<li><code>{}{line}</code>{fault} {}</li>",
            text(&gap.path),
            prose(&why)
        );
    }
    html.push_str("</ul>\n");
}
