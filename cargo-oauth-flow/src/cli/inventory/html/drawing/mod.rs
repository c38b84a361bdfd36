//! The drawing: the clients, the servers, and the flows between them.
//!
//! A row has one client, or several that are alike. The servers are on the right, each at the height of
//! its clients, so that lines seldom cross. Nothing is measured: the layout depends on the clients alone.

mod rows;
mod shapes;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::badges::mark;
use super::escape::{escaped, number};
use super::model::Review;
use rows::{Row, is_unknown, rows};
use shapes::{client, lines};

const WIDTH: usize = 1120;
const CLIENT_WIDTH: usize = 300;
const SERVER_WIDTH: usize = 260;
/// Where the lines leave the labels for the servers.
const BEND: usize = 650;
const ROW: usize = 78;
const BOX: usize = 66;
const SERVER: usize = 44;
const GAP: usize = 12;

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
        shapes::server(html, server, *top);
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
    let mut all = Vec::new();
    for (middle, server) in places {
        let top = middle.saturating_sub(SERVER / 2).max(next);
        next = top + SERVER + GAP;
        all.push((String::from(server), top));
    }
    all
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
