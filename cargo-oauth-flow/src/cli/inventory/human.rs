//! The list for a terminal.

use std::fmt::Write;

use oauth_flow_core::visible;

use super::{Entry, Inventory, Member, Undeclared, day};

pub(super) fn write(inventory: &Inventory<'_>) -> String {
    let mut text = String::new();
    for entry in &inventory.clients {
        let Entry { package, client, file, line, .. } = entry;
        let _ = writeln!(text, "{} ({package}, {}:{line})", visible(client), visible(file));
        for Member { title, value, source } in &entry.members {
            let from = source.map_or_else(String::new, |it| format!(" (from the {it})"));
            let _ = writeln!(text, "  {title}: {}{from}", visible(value));
        }
        for (title, path, words) in entry.documents() {
            let _ = writeln!(text, "  {title}: {} ({})", visible(path), visible(&words));
        }
        for (rule, reason, until) in &entry.waivers {
            let until = until.as_ref().map_or_else(String::new, |day| format!(", until {day}"));
            let _ = writeln!(text, "  waived: {rule}: {}{until}", visible(reason));
        }
        if !entry.calls.is_empty() {
            let _ = writeln!(text, "  calls: {}", visible(&entry.calls.join(", ")));
        }
        for obligation in &entry.obligations {
            let _ = writeln!(text, "  relies on: {}", visible(obligation));
        }
        text.push('\n');
    }
    for client in &inventory.undeclared {
        undeclared(&mut text, client);
    }
    for (place, waiver) in &inventory.beside_lines {
        let until = waiver.until.map_or_else(String::new, |it| format!(", until {}", day(it)));
        let _ = writeln!(
            text,
            "waived: {}: {}: {}{until}",
            visible(place),
            waiver.rule,
            visible(&waiver.reason)
        );
    }
    for gap in inventory.gaps {
        let line = gap.place.as_ref().map_or_else(String::new, |at| format!(":{}", at.line));
        let _ = writeln!(text, "not read: {}{line}: {}", visible(&gap.path), visible(&gap.why));
    }
    let declared = inventory.clients.len();
    let plural = if declared == 1 { "" } else { "s" };
    let _ = writeln!(
        text,
        "{declared} declared client{plural}, {} in the code that are not compared with a declaration",
        inventory.undeclared.len()
    );
    text
}

fn undeclared(text: &mut String, client: &Undeclared<'_>) {
    let Undeclared { package, place, kind, grants, may_be, .. } = client;
    let title = if may_be.is_empty() {
        "a client that nothing declares"
    } else {
        "a client that several declarations may be of"
    };
    let _ = writeln!(text, "{title} ({package}, {})", visible(place));
    if let Some(kind) = kind {
        let _ = writeln!(text, "  kind: {kind}");
    }
    if !grants.is_empty() {
        let _ = writeln!(text, "  grants: {}", grants.join(", "));
    }
    if !may_be.is_empty() {
        let _ = writeln!(text, "  may be: {}; it is compared with none", may_be.join(", "));
    }
    text.push('\n');
}
