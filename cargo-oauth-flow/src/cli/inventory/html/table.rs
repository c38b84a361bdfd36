//! The table of all clients.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

use super::badges::{badge, counts};
use super::escape::{number, path, text};
use super::listed::Listed;
use super::model::Review;

/// The columns, and whether they are sorted as numbers.
const COLUMNS: [(&str, bool); 10] = [
    ("Client", false),
    ("Findings", true),
    ("Kind", false),
    ("Grants", false),
    ("PKCE", false),
    ("Authentication", false),
    ("Server", false),
    ("Waivers", true),
    ("Package", false),
    ("Place", false),
];

pub(super) fn write(html: &mut String, review: &Review<'_>) {
    if review.clients.is_empty() {
        html.push_str("<p>No client is declared, and none was found in the code.</p>\n");
        return;
    }
    filter(html, review);
    html.push_str(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"clients-caption\">\n\
         <table id=\"client-table\">\n<caption id=\"clients-caption\">Each client that is declared or was \
         found in the code</caption>\n<thead><tr>",
    );
    for (title, is_number) in COLUMNS {
        let class = if is_number { " class=\"number\"" } else { "" };
        let sorted = if title == "Findings" { " aria-sort=\"descending\"" } else { "" };
        let _ = write!(html, "<th scope=\"col\"{class}{sorted}>{title}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    let mut clients: Vec<&Listed<'_>> = review.clients.iter().collect();
    clients.sort_by_key(|client| Reverse(weight(client)));
    for client in clients {
        row(html, review, client);
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}

/// What narrows the table. The script shows it: without one it does nothing.
fn filter(html: &mut String, review: &Review<'_>) {
    let kinds: BTreeSet<&str> = review.clients.iter().map(kind).collect();
    html.push_str(
        "<form id=\"filter\" role=\"search\" aria-label=\"Filter the table\" hidden>\n\
         <p><label for=\"filter-text\">Text</label><input id=\"filter-text\" type=\"search\" \
         autocomplete=\"off\" spellcheck=\"false\"></p>\n\
         <p><label for=\"filter-kind\">Kind</label><select id=\"filter-kind\"><option value=\"\">all \
         kinds</option>",
    );
    for kind in kinds {
        let _ = write!(html, "<option value=\"{0}\">{0}</option>", text(kind));
    }
    html.push_str(
        "</select></p>\n\
         <p><label for=\"filter-level\">Findings</label><select id=\"filter-level\">\
         <option value=\"\">with and without</option><option value=\"error\">with errors</option>\
         <option value=\"warn\">with warnings</option><option value=\"clean\">without findings</option>\
         </select></p>\n\
         <p><label for=\"filter-state\">Declaration</label><select id=\"filter-state\">\
         <option value=\"\">with and without</option><option value=\"declared\">declared</option>\
         <option value=\"undeclared\">compared with none</option></select></p>\n\
         <p><button type=\"reset\">Show all</button></p>\n</form>\n",
    );
    let _ = writeln!(
        html,
        "<p id=\"shown\" role=\"status\" class=\"muted\">{}</p>",
        number(review.clients.len(), "client")
    );
}

fn kind<'r>(client: &'r Listed<'_>) -> &'r str {
    client.kind.as_deref().unwrap_or("not known")
}

fn row(html: &mut String, review: &Review<'_>, client: &Listed<'_>) {
    let mut levels = Vec::new();
    if client.errors > 0 {
        levels.push("error");
    }
    if client.warnings > 0 {
        levels.push("warn");
    }
    if levels.is_empty() {
        levels.push("clean");
    }
    let state = if client.is_declared() { "declared" } else { "undeclared" };
    let _ = write!(
        html,
        "<tr data-kind=\"{}\" data-level=\"{}\" data-state=\"{state}\">\
         <th scope=\"row\"><a href=\"#{}\">{}</a>",
        text(kind(client)),
        levels.join(" "),
        client.anchor,
        text(&client.name),
    );
    if client.is_of_several() {
        let _ = write!(html, " {}", badge("undeclared", "not compared"));
    } else if !client.is_declared() {
        let _ = write!(html, " {}", badge("undeclared", "not declared"));
    }
    html.push_str("</th>");
    let _ = write!(
        html,
        "<td class=\"number\" data-sort=\"{}\">{}</td>",
        weight(client),
        counts(client.errors, client.warnings)
    );
    let known = |value: Option<&str>| value.map_or_else(|| String::from("\u{2013}"), text);
    let grants = (!client.grants.is_empty()).then(|| client.grants.join(", "));
    for cell in [
        text(kind(client)),
        grants.map_or_else(|| String::from("not known"), |grants| text(&grants)),
        known(client.pkce.as_deref()),
        known(client.auth.as_deref()),
        server(client),
    ] {
        let _ = write!(html, "<td>{cell}</td>");
    }
    let waivers = client.waivers();
    let over = waivers.iter().filter(|waiver| review.is_over(waiver.until)).count();
    let over = match over {
        0 => String::new(),
        over => format!(" {}", badge("warn", &format!("{over} over"))),
    };
    let _ = writeln!(
        html,
        "<td class=\"number\" data-sort=\"{waived}\">{waived}{over}</td><td>{}</td>\
         <td class=\"place\"><code>{}:{}</code></td></tr>",
        text(client.package),
        path(client.file),
        client.line,
        waived = waivers.len(),
    );
}

/// What the column of the findings is sorted by: an error weighs more than all warnings.
fn weight(client: &Listed<'_>) -> usize {
    client.errors * 100_000 + client.warnings
}

/// The servers of a client, in words.
pub(super) fn server(client: &Listed<'_>) -> String {
    if !client.servers.is_empty() {
        return text(&client.servers.join(", "));
    }
    String::from(if client.is_declared() { "at run time" } else { "not named" })
}
