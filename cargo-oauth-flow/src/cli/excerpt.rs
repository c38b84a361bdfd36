//! The lines of a document in which a finding is: a part of each where they are long, and no secrets.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::secrets::{MASK, in_json, in_parameters};
use crate::spot::Spot;

/// How many bytes of a line are shown at most, and how many of them before the place.
const WIDTH: usize = 240;
const BEFORE: usize = 80;

/// How many bytes on either side of that are read to tell a secret whose name or end is not shown.
const AROUND: usize = 4096;

/// What is shown where a line is cut.
const CUT: &str = "...";

/// The secrets in the documents of a run, each read once.
#[derive(Default)]
pub(crate) struct Secrets<'r>(RefCell<BTreeMap<&'r str, Rc<[Range<usize>]>>>);

impl<'r> Secrets<'r> {
    /// Where the secrets are in the document of a place, in its order.
    fn of(&self, spot: &Spot<'r>) -> Rc<[Range<usize>]> {
        let mut all = self.0.borrow_mut();
        Rc::clone(all.entry(spot.path).or_insert_with(|| in_json(spot.text).into()))
    }

    /// The parts of some bytes of a document that are not to be shown, in their order.
    pub(crate) fn within(&self, spot: &Spot<'r>, bytes: &Range<usize>) -> Vec<Range<usize>> {
        let all = self.of(spot);
        let first = all.partition_point(|secret| secret.end <= bytes.start);
        let own = all.iter().skip(first).take_while(|secret| secret.start < bytes.end).cloned();
        let around = boundary(spot.text, bytes.start.saturating_sub(AROUND))
            ..boundary(spot.text, bytes.end.saturating_add(AROUND));
        let text = spot.text.get(around.clone()).unwrap_or_default();
        let in_uris = in_parameters(text).into_iter();
        let in_uris = in_uris.map(|it| around.start + it.start..around.start + it.end);
        let mut hidden: Vec<Range<usize>> = Vec::new();
        let mut sorted: Vec<Range<usize>> = own.chain(in_uris).collect();
        sorted.sort_by_key(|it| (it.start, it.end));
        for range in sorted {
            let range = range.start.max(bytes.start)..range.end.min(bytes.end);
            match hidden.last_mut() {
                _ if range.start > range.end => {}
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => hidden.push(range),
            }
        }
        hidden.retain(|it| !it.is_empty());
        hidden
    }
}

/// A line as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// The bytes of it to point at.
    pub(crate) mark: Range<usize>,
}

impl Excerpt {
    /// The first line of a place in a document; `None` where the file has no text to show.
    pub(crate) fn of<'r>(spot: &Spot<'r>, secrets: &Secrets<'r>) -> Option<Self> {
        let text = spot.text;
        let place = &spot.place.bytes;
        let start = text.get(..place.start)?.rfind('\n').map_or(0, |at| at + 1);
        let behind = text.get(place.start..)?;
        let end = place.start + behind.find('\n').unwrap_or(behind.len());
        let end = if text.get(start..end)?.ends_with('\r') { end - 1 } else { end };
        let place = place.start.min(end)..place.end.min(end);
        let is_long = end - start > WIDTH;
        let from = if is_long { start.max(place.start.saturating_sub(BEFORE)) } else { start };
        let from = boundary(text, from);
        let to = if is_long { boundary(text, end.min(from + WIDTH)) } else { end };
        let mut shown = String::from(if from > start { CUT } else { "" });
        let (mut mark_start, mut mark_end) = (None, None);
        let mut at = from;
        let hidden = secrets.within(spot, &(from..to));
        for secret in hidden.into_iter().chain(std::iter::once(to..to)) {
            for (part, is_secret) in [(at..secret.start, false), (secret.clone(), true)] {
                let before = shown.len();
                if !is_secret {
                    shown.push_str(text.get(part.clone()).unwrap_or_default());
                } else if !part.is_empty() {
                    shown.push_str(MASK);
                }
                if part.contains(&place.start) {
                    let inside = if is_secret { 0 } else { place.start - part.start };
                    mark_start = Some(before + inside);
                }
                if part.start < place.end && place.end <= part.end {
                    let inside = before + (place.end - part.start);
                    mark_end = Some(if is_secret { shown.len() } else { inside });
                }
            }
            at = secret.end;
        }
        // The place may be the end of the line, or reach behind what is shown.
        let last = shown.len();
        let mark_start = mark_start.unwrap_or(last);
        let mark = mark_start..mark_end.unwrap_or(last).max(mark_start);
        if to < end {
            shown.push_str(CUT);
        }
        Some(Self { text: shown, mark })
    }

    /// The column that the mark has in what is shown, in characters from 1.
    pub(crate) fn column(&self) -> usize {
        self.text.get(..self.mark.start).unwrap_or_default().chars().count() + 1
    }
}

/// The last place where a character begins, not behind this byte.
fn boundary(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use oauth_flow_syntax::code::TextRange;

    use super::{Excerpt, Secrets};
    use crate::spot::{Role, Spot};

    /// What is shown of a text for this part of it, and what is marked.
    fn shown(text: &str, part: &str) -> (String, String) {
        let start = text.find(part).unwrap();
        let bytes = start..start + part.len();
        let place = TextRange { line: 1, column: 1, end_line: 1, end_column: 1, bytes };
        let role = Role::Registered;
        let spot = Spot { path: "a.json", location: Path::new("a.json"), text, place, role };
        let Excerpt { text, mark } = Excerpt::of(&spot, &Secrets::default()).unwrap();
        let marked = text.get(mark).unwrap().to_owned();
        (text, marked)
    }

    fn is(text: &str, part: &str, line: &str, marked: &str) {
        assert_eq!(shown(text, part), (line.into(), marked.into()), "{part}");
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let text = "{\r\n  \"client_id\": \"sh\u{f6}p\",\r\n}";
        is(text, "\"sh\u{f6}p\"", "  \"client_id\": \"sh\u{f6}p\",", "\"sh\u{f6}p\"");
        is(text, "{", "{", "{");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let filler = "\u{e4}".repeat(500);
        let text = format!("[\"{filler}\", \"http://a\", \"{filler}\"]");
        let (line, marked) = shown(&text, "\"http://a\"");
        assert_eq!(marked, "\"http://a\"");
        assert!(line.starts_with("...\u{e4}") && line.ends_with("\u{e4}..."), "{line}");
        assert!(line.len() <= 246, "{}", line.len());
        let (line, marked) = shown(&text, &format!("\"{filler}\", \"http"));
        assert!(line.starts_with("[\"\u{e4}") && line.ends_with("\u{e4}..."), "{line}");
        assert_eq!(format!("[{marked}..."), line);
    }

    #[test]
    fn secrets_are_masked_and_the_mark_stays() {
        let text = "{\"client_secret\": \"s3cr3t\", \"b\": \"c\"}";
        let masked = "{\"client_secret\": \"[masked]\", \"b\": \"c\"}";
        for (part, marked) in [
            ("\"s3cr3t\"", "\"[masked]\""),
            ("\"client_secret\"", "\"client_secret\""),
            ("\"c\"", "\"c\""),
            ("cr3", "[masked]"),
            (text, masked),
        ] {
            is(text, part, masked, marked);
        }
        let uri = "[\"https://u:s3cr3t@as.example.com/?client_secret=s3cr3t\"]";
        let masked = "[\"https://u:[masked]@as.example.com/?client_secret=[masked]\"]";
        is(uri, "as.", masked, "as.");
    }

    #[test]
    fn a_secret_is_masked_where_its_name_is_on_another_line_or_cut_off() {
        let text = "{\"client_secret\":\n  \"s3cr3t\"}";
        is(text, "\"s3cr3t\"", "  \"[masked]\"}", "\"[masked]\"");
        let long = "s3cr3t".repeat(100);
        let text = format!("{{\"client_secret\": \"{long}\", \"b\": \"c\"}}");
        is(&text, "\"c\"", "...[masked]\", \"b\": \"c\"}", "\"c\"");
        let text = format!("[\"https://as.example.com/?client_secret={long}\", \"b\"]");
        is(&text, "\"b\"", "...[masked]\", \"b\"]", "\"b\"");
    }
}
