//! RULES.md: every rule with its levels, its reason, its examples and its sources.

use std::fmt::Write;

use oauth_flow_core::vocabulary::{Profile, Word};
use oauth_flow_core::{Example, Level, Rule, check, rules};

use super::{COMMAND, cited, sentence};
use oauth_flow_compile_tests::read_example;

/// The whole page.
pub(super) fn page() -> String {
    let mut page = introduction();
    for chapter in rules::CHAPTERS.iter().filter(|chapter| !chapter.rules.is_empty()) {
        let _ = write!(page, "\n## {}\n", chapter.title);
        for rule in chapter.rules {
            page.push('\n');
            page.push_str(&entry(rule));
        }
    }
    page
}

fn introduction() -> String {
    let mut page = format!(
        "# The rules of oauth-flow\n\n\
         <!-- Generated from oauth-flow-core/src/rules by `{COMMAND}`. -->\n\n\
         A message begins with the id of its rule, and a waiver names it: \
         `allow(missing_pkce, reason = \"...\")`.\n\n\
         ## Levels and profiles\n\n\
         An **error** stops the build, a **warn** is a warning of the compiler (its lint is \
         `deprecated`), **off** says nothing. `deny(rule)` turns a warning of one client into an \
         error. The level depends on the profile that the client declares:\n\n\
         | profile | the declaration is held against |\n|---|---|\n"
    );
    for profile in Profile::ALL {
        let _ = writeln!(page, "| `{profile}` | {} |", profile.documentation());
    }
    page.push_str(
        "\nAn example of a warning begins with `#![deny(deprecated)]`, which makes it an error: \
         each rejected example on this page fails to compile, and each accepted one compiles \
         without a word.\n\n\
         ## Stability\n\n\
         The id of a rule never changes. A new rule, or a raised level, enters as a warning; it \
         becomes an error only in a breaking release.\n\n\
         ## Contents\n\n",
    );
    for chapter in rules::CHAPTERS.iter().filter(|chapter| !chapter.rules.is_empty()) {
        let links: Vec<String> = chapter.rules.iter().map(|rule| link(rule.id)).collect();
        let title = chapter.title;
        let _ = writeln!(page, "- [{title}](#{}): {}", anchor(title), links.join(", "));
    }
    page
}

fn entry(rule: &Rule) -> String {
    let mut entry = format!("### {}\n\n{}\n\n", rule.id, sentence(rule.summary));
    let profiles: Vec<String> = Profile::ALL.iter().map(|it| format!("`{it}`")).collect();
    let levels: Vec<&str> = Profile::ALL.iter().map(|it| level(rule.level(*it))).collect();
    let _ = writeln!(entry, "| {} |", profiles.join(" | "));
    let _ = writeln!(entry, "|{}", "---|".repeat(levels.len()));
    let _ = writeln!(entry, "| {} |\n", levels.join(" | "));
    if let Some(why) = rule.why {
        let _ = writeln!(entry, "**Why:** {}\n", sentence(why));
    }
    let _ = writeln!(entry, "**Remedy:** {}\n", sentence(rule.help));
    if let Some(note) = precedence(rule) {
        let _ = writeln!(entry, "{note}\n");
    }
    examples(&mut entry, "Accepted", rule.accepts);
    examples(&mut entry, "Rejected", rule.rejects);
    let sources: Vec<String> = rule.sources.iter().map(cited).collect();
    let _ = writeln!(entry, "Sources: {}.", sources.join(" · "));
    entry
}

/// Which rules speak in place of this one, and whether a waiver can silence it.
fn precedence(rule: &Rule) -> Option<String> {
    let mut notes = Vec::new();
    if let Some((last, others)) = rule.yields_to.split_last() {
        let others: Vec<String> = others.iter().map(|id| link(id)).collect();
        let joint = if others.is_empty() { "" } else { " or " };
        let names = others.join(", ");
        notes.push(format!("Silent where {names}{joint}{} fires.", link(last)));
    }
    for id in rule.uncovered_by_waiver {
        notes.push(format!("A waiver of {} uncovers it.", link(id)));
    }
    if !rule.can_be_waived() {
        notes.push(String::from("The attribute could not be read, so no waiver silences it."));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn examples(entry: &mut String, title: &str, examples: &[Example]) {
    if examples.is_empty() {
        return;
    }
    let _ = writeln!(entry, "{title}:\n");
    for example in examples {
        let code = snippet(example);
        let _ = match found(example) {
            None => writeln!(entry, "```rust\n{code}\n```\n"),
            Some(Level::Error) => writeln!(entry, "```rust,compile_fail\n{code}\n```\n"),
            Some(_) => {
                writeln!(entry, "```rust,compile_fail\n#![deny(deprecated)]\n\n{code}\n```\n")
            }
        };
    }
}

/// The level of what is found in an example, under the profile that it names.
fn found(example: &Example) -> Option<Level> {
    let source = read_example(example);
    source.with_subject(|subject| {
        let mut findings = source.mistakes().to_vec();
        findings.extend(check(subject));
        findings.iter().map(|finding| finding.level).max()
    })
}

/// The example as a user would write it.
pub(super) fn snippet(example: &Example) -> String {
    let attribute = attribute(example.attribute);
    format!("use oauth_flow::oauth_client;\n\n{attribute}\n{}", items(example.item))
}

/// The attribute in one line if it is short, else one argument a line.
pub(super) fn attribute(arguments: &str) -> String {
    let line = format!("#[oauth_client({arguments})]");
    let parts = split(arguments, ',');
    if line.len() <= 80 || parts.len() < 2 {
        return line;
    }
    let lines: Vec<String> = parts.iter().map(|part| format!("    {},", part.trim())).collect();
    format!("#[oauth_client(\n{}\n)]", lines.join("\n"))
}

/// Items in the layout of rustfmt, as far as the examples need it: attributes and fields each in a
/// line of their own.
fn items(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.split_whitespace().collect::<Vec<_>>().join(" ");
    while !rest.is_empty() {
        let (attributes, item) = leading_attributes(&rest);
        let end = item_end(item);
        let (item, tail) = item.split_at_checked(end).unwrap_or((item, ""));
        lines.extend(attributes);
        match item.strip_suffix('}').and_then(|item| item.split_once('{')) {
            Some((head, body)) if !body.trim().is_empty() && !head.starts_with("fn ") => {
                lines.push(format!("{head}{{"));
                for field in split(body, ',').iter().map(|field| field.trim()) {
                    let (attributes, field) = leading_attributes(field);
                    lines.extend(attributes.iter().map(|attribute| format!("    {attribute}")));
                    if !field.is_empty() {
                        lines.push(format!("    {field},"));
                    }
                }
                lines.push(String::from("}"));
            }
            _ => lines.push(String::from(item)),
        }
        rest = String::from(tail.trim_start());
        if !rest.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

/// The attributes that a text begins with, and what follows them.
fn leading_attributes(text: &str) -> (Vec<String>, &str) {
    let (mut attributes, mut rest) = (Vec::new(), text.trim_start());
    while rest.starts_with("#[") {
        let end = positions(rest).find(|(_, letter, depth)| *letter == ']' && *depth == 0);
        let Some((end, ..)) = end else { break };
        let (attribute, tail) = rest.split_at(end + 1);
        attributes.push(String::from(attribute));
        rest = tail.trim_start();
    }
    (attributes, rest)
}

/// Where the first item of a text ends.
fn item_end(text: &str) -> usize {
    positions(text)
        .find(|(_, letter, depth)| matches!(letter, '}' | ';') && *depth == 0)
        .map_or(text.len(), |(at, ..)| at + 1)
}

/// Splits a text where `separator` stands outside of brackets and strings.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, letter, depth) in positions(text) {
        if letter == separator && depth == 0 {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push(&text[start..]);
    }
    parts
}

/// The characters of a text outside of its strings, with the number of brackets around each; a
/// closing bracket counts as outside of itself.
fn positions(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut depth, mut quoted) = (0_usize, false);
    text.char_indices().filter_map(move |(at, letter)| {
        if letter == '"' {
            quoted = !quoted;
        }
        if quoted {
            return None;
        }
        if matches!(letter, ')' | ']' | '}') {
            depth = depth.saturating_sub(1);
        }
        let position = (at, letter, depth);
        if matches!(letter, '(' | '[' | '{') {
            depth += 1;
        }
        Some(position)
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warn",
        Level::Off => "off",
    }
}

fn link(id: &str) -> String {
    format!("[`{id}`](#{id})")
}

/// The anchor that a heading gets.
fn anchor(title: &str) -> String {
    let kept = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    title.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}
