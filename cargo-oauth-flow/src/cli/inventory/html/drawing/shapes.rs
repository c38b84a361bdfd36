//! The shapes of the drawing.

use std::fmt::Write;

use super::rows::{Row, is_declared, is_unknown, level, row_state};
use super::{BEND, BOX, CLIENT_WIDTH, SERVER, SERVER_WIDTH, WIDTH};
use crate::cli::inventory::html::badges::mark;
use crate::cli::inventory::html::escape::{escaped, number, short, text};
use crate::cli::inventory::html::listed::Listed;
use crate::cli::secrets::in_text;

/// The lines from a client to its servers.
pub(super) fn lines(html: &mut String, row: &Row<'_>, top: usize, places: &[(String, usize)]) {
    let from = top + BOX / 2;
    let end = WIDTH - SERVER_WIDTH - 1;
    let dashed = if is_declared(row) { "" } else { " dashed" };
    let level = level(row);
    for server in &row.servers {
        let Some((_, top)) = places.iter().find(|(name, _)| name == server) else { continue };
        let to = top + SERVER / 2;
        let middle = usize::midpoint(BEND, end);
        let tip = end - 8;
        let _ = writeln!(
            html,
            "<path class=\"flow {level}{dashed}\" d=\"M{CLIENT_WIDTH} {from}H{BEND}C{middle} {from} {middle} {to} {tip} {to}\"/>\
             <path class=\"tip {level}\" d=\"M{tip} {}L{end} {to}L{tip} {}Z\"/>",
            to.saturating_sub(5),
            to + 5
        );
    }
}

pub(super) fn client(html: &mut String, row: &Row<'_>, top: usize) {
    let Some(first) = row.clients.first() else { return };
    let count = row.clients.len();
    let (level, dashed) = (level(row), if is_declared(row) { "" } else { " dashed" });
    let one = |words: fn(&Listed<'_>) -> String| {
        let mut all: Vec<String> = row.clients.iter().map(|it| words(it)).collect();
        all.sort_unstable();
        all.dedup();
        match all.as_slice() {
            [only] => only.clone(),
            _ => String::from("various"),
        }
    };
    let title = if count == 1 { first.name.clone() } else { number(count, "client") };
    let kind = one(|it| it.kind.clone().unwrap_or_else(|| String::from("kind not known")));
    let package = one(|it| String::from(it.package));
    let target = if count == 1 { first.anchor.as_str() } else { "clients" };
    let _ = writeln!(html, "<a href=\"#{target}\">");
    if count > 1 {
        let _ = writeln!(
            html,
            "<rect class=\"behind {level}{dashed}\" x=\"7\" y=\"{}\" width=\"{}\" height=\"{BOX}\" rx=\"6\"/>",
            top + 6,
            CLIENT_WIDTH - 8
        );
    }
    let _ = writeln!(
        html,
        "<rect class=\"client {level}{dashed}\" x=\"1\" y=\"{top}\" width=\"{}\" height=\"{BOX}\" rx=\"6\"/>",
        CLIENT_WIDTH - 2 - if count > 1 { 6 } else { 0 }
    );
    // An inner image cuts what is wider than the box.
    let _ = writeln!(
        html,
        "<svg x=\"1\" y=\"{top}\" width=\"{}\" height=\"{BOX}\">\
         <text class=\"name\" x=\"12\" y=\"21\">{}</text> \
         <text class=\"note\" x=\"12\" y=\"38\">{} \u{b7} {}</text>",
        CLIENT_WIDTH - 14,
        text(&short(&title, if is_declared(row) { 32 } else { 22 })),
        text(&short(&package, 26)),
        text(&kind)
    );
    if !is_declared(row) {
        let _ = writeln!(
            html,
            "<text class=\"note\" x=\"{}\" y=\"21\" text-anchor=\"end\">{}</text>",
            CLIENT_WIDTH - 24,
            row_state(row)
        );
    }
    let errors: usize = row.clients.iter().map(|it| it.errors).sum();
    let warnings: usize = row.clients.iter().map(|it| it.warnings).sum();
    let mut left = 12;
    let mut put = |shape: &str, words: &str| {
        let _ = writeln!(
            html,
            "<svg class=\"mark {shape}\" x=\"{left}\" y=\"45\" width=\"14\" height=\"14\" \
             viewBox=\"0 0 16 16\">{}</svg><text class=\"note {shape}\" x=\"{}\" y=\"56\">{words}</text>",
            mark(shape),
            left + 18
        );
        left += 28 + words.len() * 13 / 2;
    };
    if errors > 0 {
        put("error", &number(errors, "error"));
    }
    if warnings > 0 {
        put("warn", &number(warnings, "warning"));
    }
    if errors + warnings == 0 {
        put("clean", "no findings");
    }
    html.push_str("</svg>\n");
    labels(html, row, top, &one);
    html.push_str("</a>\n");
}

/// The flow, above and below its line.
fn labels(
    html: &mut String,
    row: &Row<'_>,
    top: usize,
    one: &dyn Fn(fn(&Listed<'_>) -> String) -> String,
) {
    let from = top + BOX / 2;
    let left = CLIENT_WIDTH + 12;
    let grants = one(|it| {
        if it.grants.is_empty() { String::from("grant not known") } else { it.grants.join(", ") }
    });
    let mut protection = Vec::new();
    let uses_code = row.clients.iter().any(|it| it.pkce.is_some());
    if uses_code {
        let pkce = one(|it| it.pkce.clone().unwrap_or_else(|| String::from("not used")));
        protection.push(format!("PKCE {pkce}"));
    }
    let auth = one(|it| it.auth.clone().unwrap_or_default());
    if auth == "none" {
        protection.push(String::from("public client"));
    } else if !auth.is_empty() {
        protection.push(auth);
    }
    let _ = writeln!(
        html,
        "<text class=\"label\" x=\"{left}\" y=\"{}\">{}</text> \
         <text class=\"note\" x=\"{left}\" y=\"{}\">{}</text>",
        from - 7,
        text(&short(&grants, 42)),
        from + 17,
        text(&short(&protection.join(" \u{b7} "), 46))
    );
}

pub(super) fn server(html: &mut String, server: &str, top: usize) {
    let unknown = if is_unknown(server) { " dashed" } else { "" };
    let left = WIDTH - SERVER_WIDTH;
    let _ = writeln!(
        html,
        "<rect class=\"server{unknown}\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{SERVER}\" rx=\"{}\"/>\
         <svg x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{SERVER}\">\
         <text class=\"server-name\" x=\"16\" y=\"27\">{}</text></svg>",
        SERVER_WIDTH - 1,
        SERVER / 2,
        SERVER_WIDTH - 4,
        escaped(&short(&in_text(server), 28))
    );
}
