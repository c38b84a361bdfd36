//! The drawing: the clients, the servers, and the flows between them.
//!
//! A row has one client, or several that are alike. The servers are on the right, each at the height of
//! its clients, so that lines seldom cross. Nothing is measured: the layout depends on the clients alone.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::badges::mark;
use super::escape::{escaped, number, short, text};
use super::mask::in_text;
use super::model::{Listed, Review};

/// How many rows and how many servers a drawing has at most.
const ROWS: usize = 24;
/// How many servers a row has lines to.
const LINES: usize = 3;

const WIDTH: usize = 1120;
const CLIENT_WIDTH: usize = 300;
const SERVER_WIDTH: usize = 260;
/// Where the lines leave the labels for the servers.
const BEND: usize = 650;
const ROW: usize = 78;
const BOX: usize = 66;
const SERVER: usize = 44;
const GAP: usize = 12;

/// A row of the drawing.
struct Row<'r> {
    clients: Vec<&'r Listed<'r>>,
    servers: Vec<String>,
}

/// What clients have in common that share a row.
type Likeness = Vec<String>;

/// The ways to group, from the finest to the coarsest: what the clients of a row have in common.
const WAYS: [(&str, fn(&Listed<'_>) -> Likeness); 5] = [
    ("", |client| vec![client.anchor.clone()]),
    ("package, server, kind, grants, PKCE, authentication and state", |client| {
        let mut likeness = flow(client);
        likeness.push(String::from(client.package));
        likeness
    }),
    ("server, kind, grants, PKCE, authentication and state", flow),
    ("server and state", |client| {
        let mut likeness = state(client);
        likeness.extend(servers(client));
        likeness
    }),
    ("state", state),
];

/// Whether it is declared, and whether it has errors and warnings.
fn state(client: &Listed<'_>) -> Likeness {
    [client.is_declared(), client.is_of_several(), client.errors > 0, client.warnings > 0]
        .map(|it| String::from(if it { "yes" } else { "no" }))
        .to_vec()
}

fn flow(client: &Listed<'_>) -> Likeness {
    let mut likeness = state(client);
    let known = |word: &Option<String>| word.clone().unwrap_or_default();
    likeness.extend([known(&client.kind), known(&client.pkce), known(&client.auth)]);
    likeness.push(client.grants.join(", "));
    likeness.extend(servers(client));
    likeness
}

/// The servers as they are named in the drawing.
fn servers(client: &Listed<'_>) -> Vec<String> {
    if !client.servers.is_empty() {
        return client.servers.clone();
    }
    let unknown = if client.is_declared() { "chosen at run time" } else { "not named in the code" };
    vec![String::from(unknown)]
}

fn is_unknown(server: &str) -> bool {
    server == "chosen at run time"
        || server == "not named in the code"
        || server.ends_with(" servers")
}

/// The rows, the finest that are few enough, and how they are grouped.
fn rows<'r>(clients: &'r [Listed<'r>]) -> (Vec<Row<'r>>, &'static str) {
    let mut last = (Vec::new(), "");
    for (way, likeness) in WAYS {
        let mut groups: BTreeMap<Likeness, Vec<&Listed<'_>>> = BTreeMap::new();
        for client in clients {
            groups.entry(likeness(client)).or_default().push(client);
        }
        let mut rows: Vec<Row<'_>> = groups.into_values().map(row).collect();
        let mut all: Vec<&String> = rows.iter().flat_map(|row| &row.servers).collect();
        all.sort_unstable();
        all.dedup();
        let fits = rows.len() <= ROWS && all.len() <= ROWS;
        rows.sort_by_cached_key(|row| {
            let first = row.clients.first();
            let of = |number: fn(&Listed<'_>) -> usize| first.map_or(0, |it| number(it));
            let server = row.servers.first().cloned().unwrap_or_default();
            let weight = (usize::MAX - of(|it| it.errors), usize::MAX - of(|it| it.warnings));
            (is_unknown(&server), server, weight, first.map(|it| it.name.clone()))
        });
        last = (rows, way);
        if fits {
            break;
        }
    }
    last
}

fn row<'r>(clients: Vec<&'r Listed<'r>>) -> Row<'r> {
    let mut all: Vec<String> = Vec::new();
    for client in &clients {
        for server in servers(client) {
            if !all.contains(&server) {
                all.push(server);
            }
        }
    }
    if all.len() > LINES {
        all = vec![format!("{} servers", all.len())];
    }
    Row { clients, servers: all }
}

/// The drawing with its caption; nothing where there is no client.
pub(super) fn write(html: &mut String, review: &Review<'_>) {
    let (rows, way) = rows(&review.clients);
    if rows.is_empty() {
        html.push_str("<p>No client was found, so that there is nothing to draw.</p>\n");
        return;
    }
    let tops: Vec<usize> = (0..rows.len()).map(|index| GAP + index * ROW).collect();
    let places = server_places(&rows, &tops);
    let lowest = places.iter().map(|(_, top)| top + SERVER).max().unwrap_or_default();
    let height = lowest.max(GAP + rows.len() * ROW) + GAP;
    let said = summary(&rows, &places);
    html.push_str("<figure>\n");
    // What does not fit a narrow window can be moved with the keyboard too.
    html.push_str(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Drawing of the clients and their servers\">\n",
    );
    let _ = writeln!(
        html,
        "<svg class=\"drawing\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"group\" aria-labelledby=\"drawing-name drawing-text\">\n\
         <title id=\"drawing-name\">Clients, flows and servers</title>\n\
         <desc id=\"drawing-text\">{}</desc>",
        escaped(&said)
    );
    for (row, top) in rows.iter().zip(&tops) {
        lines(html, row, *top, &places);
    }
    for (row, top) in rows.iter().zip(&tops) {
        client(html, row, *top);
    }
    for (server, top) in &places {
        self::server(html, server, *top);
    }
    html.push_str("</svg>\n</div>\n<figcaption>\n");
    legend(html);
    if !way.is_empty() {
        let _ = writeln!(
            html,
            "<p>{} are drawn in {}: those in one box are alike in {way}. The table has each of them.</p>",
            number(review.clients.len(), "client"),
            if rows.len() == 1 { String::from("one box") } else { format!("{} boxes", rows.len()) },
        );
    }
    html.push_str("</figcaption>\n</figure>\n");
}

/// The servers with the heights of their boxes: each near the middle of its clients, none on another.
fn server_places(rows: &[Row<'_>], tops: &[usize]) -> Vec<(String, usize)> {
    let mut heights: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, top) in rows.iter().zip(tops) {
        for server in &row.servers {
            heights.entry(server).or_default().push(top + BOX / 2);
        }
    }
    let mut places: Vec<(usize, &str)> = heights
        .into_iter()
        .map(|(server, heights)| (heights.iter().sum::<usize>() / heights.len().max(1), server))
        .collect();
    places.sort_unstable();
    let mut next = 0;
    let mut placed = Vec::new();
    for (middle, server) in places {
        let top = middle.saturating_sub(SERVER / 2).max(next);
        next = top + SERVER + GAP;
        placed.push((String::from(server), top));
    }
    placed
}

/// What the drawing shows, in words.
fn summary(rows: &[Row<'_>], servers: &[(String, usize)]) -> String {
    let clients: usize = rows.iter().map(|row| row.clients.len()).sum();
    let known = servers.iter().filter(|(server, _)| !is_unknown(server)).count();
    format!(
        "{} on the left, {} on the right, and a line for each flow between them. The table below has the \
         same information.",
        number(clients, "client"),
        number(known, "named server"),
    )
}

/// The class of a row: its worst level.
fn level(row: &Row<'_>) -> &'static str {
    if row.clients.iter().any(|it| it.errors > 0) {
        "error"
    } else if row.clients.iter().any(|it| it.warnings > 0) {
        "warn"
    } else {
        "clean"
    }
}

fn is_declared(row: &Row<'_>) -> bool {
    row.clients.iter().all(|it| it.is_declared())
}

/// What is known of the declarations of clients that are compared with none.
fn row_state(row: &Row<'_>) -> &'static str {
    if row.clients.iter().all(|it| it.is_of_several()) { "not compared" } else { "not declared" }
}

/// The lines from a client to its servers.
fn lines(html: &mut String, row: &Row<'_>, top: usize, places: &[(String, usize)]) {
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

fn client(html: &mut String, row: &Row<'_>, top: usize) {
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
        let _ = write!(
            html,
            "<text class=\"note\" x=\"{}\" y=\"21\" text-anchor=\"end\">{}</text>\n",
            CLIENT_WIDTH - 24,
            row_state(row)
        );
    }
    let errors: usize = row.clients.iter().map(|it| it.errors).sum();
    let warnings: usize = row.clients.iter().map(|it| it.warnings).sum();
    let mut left = 12;
    let mut put = |shape: &str, words: &str| {
        let _ = write!(
            html,
            "<svg class=\"mark {shape}\" x=\"{left}\" y=\"45\" width=\"14\" height=\"14\" \
             viewBox=\"0 0 16 16\">{}</svg><text class=\"note {shape}\" x=\"{}\" y=\"56\">{words}</text>\n",
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

fn server(html: &mut String, server: &str, top: usize) {
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

fn legend(html: &mut String) {
    html.push_str("<ul class=\"legend\" aria-label=\"Legend\">\n");
    for (shape, words) in [
        ("error", "has errors"),
        ("warn", "has warnings"),
        ("clean", "no findings"),
        ("undeclared", "dashed: compared with no declaration"),
    ] {
        let _ = writeln!(
            html,
            "<li><svg class=\"mark {shape}\" width=\"14\" height=\"14\" viewBox=\"0 0 16 16\" \
             aria-hidden=\"true\">{}</svg> {words}</li>",
            mark(shape)
        );
    }
    html.push_str("</ul>\n");
}
