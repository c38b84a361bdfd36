//! The list as tables of Markdown.

use std::fmt::Write;

use oauth_flow_core::visible;

use super::{Entry, Inventory, Member, day};

pub(super) fn write(inventory: &Inventory<'_>) -> String {
    let mut text = String::from("# OAuth clients\n");
    for entry in &inventory.clients {
        client(&mut text, entry);
    }
    if !inventory.undeclared.is_empty() {
        text.push_str("\n## In the code, and not compared with a declaration\n\n");
        text.push_str("| package | place | kind | grants | may be |\n|---|---|---|---|---|\n");
        for it in &inventory.undeclared {
            let _ = writeln!(
                text,
                "| {} | `{}` | {} | {} | {} |",
                cell(&it.package),
                visible(&it.place),
                it.kind.unwrap_or("-"),
                it.grants.join(", "),
                cell(&it.may_be.join(", "))
            );
        }
    }
    if !inventory.beside_lines.is_empty() {
        text.push_str("\n## Waived beside a line\n\n");
        text.push_str("| place | waived rule | reason | until |\n|---|---|---|---|\n");
        for (place, it) in &inventory.beside_lines {
            let until = it.until.map_or_else(|| String::from("-"), day);
            let _ =
                writeln!(text, "| `{place}` | `{}` | {} | {until} |", it.rule, cell(&it.reason));
        }
    }
    if !inventory.gaps.is_empty() {
        text.push_str("\n## Not read\n\n");
        for gap in inventory.gaps {
            let line = gap.place.as_ref().map_or_else(String::new, |at| format!(":{}", at.line));
            let _ = writeln!(text, "- `{}{line}`: {}", visible(&gap.path), cell(&gap.why));
        }
    }
    text
}

fn client(text: &mut String, entry: &Entry) {
    let Entry { package, client, file, line, .. } = entry;
    let _ =
        writeln!(text, "\n## {}\n\n{} (`{}:{line}`)\n", cell(client), cell(package), visible(file));
    text.push_str("| member | value |\n|---|---|\n");
    for Member { title, value, source } in &entry.members {
        let from = source.map_or_else(String::new, |it| format!(" (from the {it})"));
        let _ = writeln!(text, "| {title} | {}{from} |", cell(value));
    }
    for (title, path, words) in entry.documents() {
        let _ = writeln!(text, "| {title} | `{}` ({}) |", visible(path), cell(&words));
    }
    if !entry.calls.is_empty() {
        let _ = writeln!(text, "| calls | `{}` |", visible(&entry.calls.join("`, `")));
    }
    if !entry.waivers.is_empty() {
        text.push_str("\n| waived rule | reason | until |\n|---|---|---|\n");
        for (rule, reason, until) in &entry.waivers {
            let until = until.as_deref().unwrap_or("-");
            let _ = writeln!(text, "| `{rule}` | {} | {until} |", cell(reason));
        }
    }
    if !entry.obligations.is_empty() {
        text.push_str("\nIt relies on this:\n\n");
        for obligation in &entry.obligations {
            let _ = writeln!(text, "- {}", cell(obligation));
        }
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    visible(text).replace('|', "\\|").replace('<', "&lt;")
}
