//! Waivers beside a line of code: `// oauth-flow: allow(rule, reason = "...")`.

use core::str::FromStr;

use oauth_flow_core::{Date, Finding};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::TextRange;
use crate::document::NoDocuments;
use crate::tokens::is_word;

/// A waiver beside a line of code.
#[derive(Clone, Debug)]
pub struct LineWaiver {
    /// The rule that it silences.
    pub rule: &'static str,
    /// Why.
    pub reason: String,
    /// Its last day.
    pub until: Option<Date>,
    /// The line that it is for, from 1.
    pub line: usize,
    /// Where it is.
    pub place: TextRange,
}

/// A waiver that cannot be read, and what is wrong with it.
pub struct BadWaiver {
    /// What is wrong.
    pub finding: Finding,
    /// Where it is.
    pub place: TextRange,
}

/// What the comments of a file waive.
#[derive(Default)]
pub(super) struct Waivers {
    pub(super) readable: Vec<LineWaiver>,
    pub(super) bad: Vec<BadWaiver>,
    /// Where a comment has the mark, and no waiver behind it.
    pub(super) not_read: Vec<TextRange>,
}

const MARK: &str = "oauth-flow:";

/// The waivers in the comments of a file.
pub(super) fn read(text: &str) -> Waivers {
    let mut all = Waivers::default();
    let Waivers { readable, bad, not_read } = &mut all;
    if !text.contains(MARK) {
        return all;
    }
    let literals = TokenStream::from_str(text).map(literals).unwrap_or_default();
    let hidden = hidden(text, literals);
    let lines: Vec<&str> = text.lines().collect();
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let at = start;
        start += line.len();
        // The end of the line is one character, or two.
        start += text.get(start..).map_or(0, |rest| if rest.starts_with("\r\n") { 2 } else { 1 });
        let Some((column, body)) = comment(line, at, &hidden) else { continue };
        let alone = line.get(..column).is_some_and(|before| before.trim().is_empty());
        let place = TextRange {
            line: index + 1,
            column: line.get(..column).map_or(0, |it| it.chars().count()) + 1,
            end_line: index + 1,
            end_column: line.chars().count() + 1,
            bytes: at + column..at + line.len(),
        };
        // Alone on its line, it is for the next one that is no comment.
        let next = lines.iter().enumerate().skip(index).find(|(_, line)| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with("//")
        });
        let target = if alone { next.map_or(index + 1, |(at, _)| at + 1) } else { index + 1 };
        let (found, mistakes) = arguments(body);
        if found.is_empty() && mistakes.is_empty() {
            not_read.push(place);
            continue;
        }
        for waiver in found {
            readable.push(LineWaiver { line: target, place: place.clone(), ..waiver });
        }
        bad.extend(mistakes.into_iter().map(|finding| BadWaiver { finding, place: place.clone() }));
    }
    all
}

/// The comment of a line, with its column in bytes, if it is a waiver.
fn comment<'l>(
    line: &'l str,
    start: usize,
    hidden: &[core::ops::Range<usize>],
) -> Option<(usize, &'l str)> {
    let mut from = 0;
    while let Some(found) = line.get(from..)?.find("//") {
        let at = from + found;
        from = at + 2;
        let body = line.get(at + 2..)?.trim_start();
        let in_text = hidden.iter().any(|it| it.contains(&(start + at)));
        if let (Some(rest), false) = (body.strip_prefix(MARK), in_text) {
            return Some((at, rest.trim()));
        }
    }
    None
}

/// What is behind the mark, read as the attribute reads it.
fn arguments(body: &str) -> (Vec<LineWaiver>, Vec<Finding>) {
    let tokens = TokenStream::from_str(body).ok().filter(|it| super::depth::check(it).is_ok());
    let waives = |it: &TokenStream| {
        it.clone().into_iter().next().is_some_and(|first| is_word(&first, "allow"))
    };
    let Some(tokens) = tokens.filter(waives) else { return (Vec::new(), Vec::new()) };
    let source = crate::read(
        quote!(kind = "m2m", #tokens),
        quote!(
            struct Client;
        ),
        &NoDocuments,
    );
    let client = source.into_client();
    let nowhere = TextRange { line: 0, column: 0, end_line: 0, end_column: 0, bytes: 0..0 };
    let mut found = Vec::new();
    for waiver in client.waivers() {
        if let Some(rule) = oauth_flow_core::rules::find(waiver.rule) {
            found.push(LineWaiver {
                rule: rule.id,
                reason: String::from(waiver.reason),
                until: waiver.until,
                line: 0,
                place: nowhere.clone(),
            });
        }
    }
    let mut mistakes = client.findings();
    mistakes.retain(|finding| !finding.rule.can_be_waived());
    // What is wrong with a waiver is one thing, however many follow from it.
    mistakes.truncate(1);
    if !mistakes.is_empty() {
        found.clear();
    }
    (found, mistakes)
}

/// Where the literals are.
fn literals(tokens: TokenStream) -> Vec<core::ops::Range<usize>> {
    let mut all = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Literal(literal) => all.push(literal.span().byte_range()),
            TokenTree::Group(group) => all.extend(literals(group.stream())),
            _ => {}
        }
    }
    all
}

/// Where no comment of one line begins: the literals, and the comments of several lines.
fn hidden(text: &str, literals: Vec<core::ops::Range<usize>>) -> Vec<core::ops::Range<usize>> {
    let mut hidden = literals;
    hidden.sort_by_key(|it| it.start);
    let mut blocks = Vec::new();
    let mut next = hidden.iter().peekable();
    let (mut at, mut depth, mut start) = (0, 0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if depth == 0 {
            while next.next_if(|it| it.end <= at).is_some() {}
            if let Some(literal) = next.next_if(|it| it.start == at) {
                at = literal.end;
                continue;
            }
        }
        if rest.starts_with("/*") {
            if depth == 0 {
                start = at;
            }
            (depth, at) = (depth + 1, at + 2);
        } else if depth > 0 && rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                blocks.push(start..at);
            }
        } else if depth == 0 && rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    hidden.extend(blocks);
    hidden
}
