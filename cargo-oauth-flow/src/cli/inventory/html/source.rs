//! The lines of a finding, with its range marked.

use std::fmt::Write;
use std::ops::Range;

use super::escape::escaped;
use super::mask::Masks;
use crate::spot::Spot;

/// How many lines are shown of a finding that has more: the first ones, and the last ones.
const FIRST: usize = 10;
const LAST: usize = 3;

/// How many characters of a line are shown, and how many of them before the mark.
const WIDTH: usize = 320;
const BEFORE: usize = 80;

/// The lines of a place, and one on either side.
pub(super) fn excerpt<'r>(spot: &Spot<'r>, masks: &Masks<'r>) -> String {
    let text = spot.text;
    let mark = &spot.place.bytes;
    let line_start =
        |at: usize| text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |newline| newline + 1);
    let first = line_start(mark.start);
    let (mut start, mut number) = (first, spot.place.line);
    if first > 0 {
        start = line_start(first - 1);
        number = number.saturating_sub(1);
    }
    let mut lines = Vec::new();
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if number > spot.place.end_line + 1 {
            break;
        }
        let shown = line.trim_end_matches(['\n', '\r']);
        lines.push((number, start, shown));
        start += line.len();
        number += 1;
    }
    // A blank line on either side tells nothing.
    if lines.first().is_some_and(|(at, _, line)| *at < spot.place.line && line.trim().is_empty()) {
        lines.remove(0);
    }
    if lines.last().is_some_and(|(at, _, line)| *at > spot.place.end_line && line.trim().is_empty())
    {
        lines.pop();
    }
    let indents = lines.iter().filter(|(_, _, line)| !line.trim().is_empty());
    let indent =
        indents.map(|(_, _, line)| line.len() - line.trim_start_matches([' ', '\t']).len());
    let indent = indent.min().unwrap_or_default();
    let count = lines.len();
    let is_cut = count > FIRST + LAST + 1;
    let mut html = String::from("<pre class=\"source\"><code>");
    for (index, (number, start, line)) in lines.into_iter().enumerate() {
        if is_cut && index == FIRST {
            let left_out = count - FIRST - LAST;
            let _ = writeln!(
                html,
                "<span class=\"line\"><span class=\"n\"></span><span class=\"cut\">{left_out} lines \
                 are not shown</span></span>"
            );
        }
        if is_cut && (FIRST..count - LAST).contains(&index) {
            continue;
        }
        let hidden = masks.in_line(spot, start, line);
        let mark = mark.start.saturating_sub(start)..mark.end.saturating_sub(start);
        let indent = indent.min(line.len());
        let _ = writeln!(
            html,
            "<span class=\"line\"><span class=\"n\">{number}</span><span>{}</span></span>",
            marked(line, indent, &mark, &hidden)
        );
    }
    html.push_str("</code></pre>");
    html
}

/// How a part of a line is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    is_marked: bool,
    is_hidden: bool,
}

/// A line with the marked part in `<mark>`, and without its indent and the hidden parts.
fn marked(line: &str, indent: usize, mark: &Range<usize>, hidden: &[Range<usize>]) -> String {
    // Of a long line, what is around the mark.
    let to_mark = line.get(..mark.start.min(line.len())).map_or(0, |before| before.chars().count());
    let is_long = line.chars().nth(WIDTH).is_some();
    let skipped = if is_long { indent.max(to_mark.saturating_sub(BEFORE)) } else { indent };
    let mut parts: Vec<(Look, String)> = Vec::new();
    for (at, letter) in line.char_indices().skip(skipped).take(WIDTH) {
        let is_hidden = hidden.iter().any(|range| range.contains(&at));
        let look = Look { is_marked: mark.contains(&at), is_hidden };
        let shown = if letter == '\t' { String::from("    ") } else { String::from(letter) };
        match parts.last_mut() {
            Some((last, text)) if *last == look => text.push_str(&shown),
            _ => parts.push((look, shown)),
        }
    }
    let cut = "<span class=\"cut\">\u{2026}</span>";
    let mut html = String::new();
    if skipped > indent {
        html.push_str(cut);
    }
    let mut in_mark = false;
    for (look, text) in parts {
        if look.is_marked != in_mark {
            html.push_str(if look.is_marked { "<mark>" } else { "</mark>" });
            in_mark = look.is_marked;
        }
        if look.is_hidden {
            html.push_str("<span class=\"masked\">masked</span>");
        } else {
            html.push_str(&escaped(&text));
        }
    }
    if in_mark {
        html.push_str("</mark>");
    }
    if line.chars().nth(skipped + WIDTH).is_some() {
        html.push_str(cut);
    }
    html
}
