//! RULES.md: every rule with its levels, its reason, its examples and its sources.

use std::fmt::Write;

use oauth_flow_core::rules::Chapter;
use oauth_flow_core::vocabulary::{Profile, Word};
use oauth_flow_core::{Check, Example, Level, Rule, rules};
use oauth_flow_syntax::text::Text;

use super::{COMMAND, cited, sentence};

/// The whole page: the table of all rules, how to read it, the declarations that several rules accept,
/// and the chapters, those about mistakes of reading last.
pub(super) fn page() -> String {
    let shared = shared_examples();
    let mut page = introduction();
    page.push_str("\n## Accepted declarations\n\nSeveral rules accept one of these.\n");
    for (index, example) in shared.iter().enumerate() {
        let _ = write!(page, "\n### Declaration {}\n\n{}", index + 1, block(example));
    }
    for chapter in chapters() {
        let _ = write!(page, "\n## {}\n", chapter.title);
        for rule in chapter.rules {
            page.push('\n');
            page.push_str(&entry(rule, &shared));
        }
    }
    page.trim_end().to_owned() + "\n"
}

/// The chapters, in the order of the page.
fn chapters() -> Vec<&'static Chapter> {
    let reads =
        |chapter: &&Chapter| chapter.rules.iter().all(|rule| matches!(rule.check, Check::Reader));
    let (last, first): (Vec<_>, Vec<_>) = rules::CHAPTERS.iter().partition(reads);
    first.into_iter().chain(last).collect()
}

/// The accepted examples that more than one rule has, each once.
fn shared_examples() -> Vec<&'static Example> {
    let all: Vec<&Example> =
        chapters().iter().flat_map(|it| it.rules).flat_map(|it| it.accepts).collect();
    let mut shared: Vec<&Example> = Vec::new();
    for example in &all {
        let times = all.iter().filter(|other| *other == example).count();
        if times > 1 && !shared.contains(example) {
            shared.push(example);
        }
    }
    shared
}

fn introduction() -> String {
    let mut page = format!(
        "# The rules of oauth-flow\n\n\
         <!-- Generated from oauth-flow-core/src/rules by `{COMMAND}`. -->\n\n\
         A message begins with the id of its rule, and a waiver names it: \
         `allow(missing_pkce, reason = \"...\")`.\n\n\
         | rule | level | what it reports |\n|---|---|---|\n"
    );
    for rule in chapters().iter().flat_map(|chapter| chapter.rules) {
        let _ = writeln!(page, "| {} | {} | {} |", link(rule.id), levels(rule), rule.summary);
    }
    page.push_str(
        "\n## Levels and profiles\n\n\
         An **error** stops the build, a **warn** is a warning of the compiler (its lint is \
         `deprecated`), **off** says nothing. `deny(rule)` turns a warning of one client into an \
         error. The level of the table is that of the default profile, with the profiles that have \
         another one. A client declares its profile:\n\n\
         | profile | the text by which the declaration is judged |\n|---|---|\n",
    );
    for profile in Profile::ALL {
        let _ = writeln!(page, "| `{profile}` | {} |", profile.documentation());
    }
    page.push_str(
        "\nA rejected example of a warning begins with `#![deny(deprecated)]`, which makes the \
         warning an error: each rejected example on this page fails to compile, and each accepted \
         one compiles without a warning. The documents that an example names are below it.\n\n\
         ## Stability\n\n\
         The id of a rule never changes. A new rule, or a raised level, enters as a warning; it \
         becomes an error only in a breaking release. The rules about code are no part of a build: \
         `cargo oauth-flow check` reports them, and a new one may enter as an error.\n",
    );
    page
}

/// The level under the default profile, and under each profile that has another one.
fn levels(rule: &Rule) -> String {
    let default = rule.level(Profile::Rfc9700);
    let mut text = String::from(default.word());
    for level in [Level::Error, Level::Warn, Level::Off] {
        let profiles: Vec<String> = Profile::ALL
            .iter()
            .filter(|profile| rule.level(**profile) == level && level != default)
            .map(|profile| format!("`{profile}`"))
            .collect();
        if !profiles.is_empty() {
            let _ = write!(text, "; {} under {}", level.word(), profiles.join(", "));
        }
    }
    text
}

fn entry(rule: &Rule, shared: &[&Example]) -> String {
    let mut entry = format!("### {}\n\n{}\n\n", rule.id, sentence(rule.summary));
    let _ = writeln!(entry, "**Level:** {}.\n", levels(rule));
    if let Some(why) = rule.why {
        let _ = writeln!(entry, "**Why:** {}\n", sentence(why));
    }
    let _ = writeln!(entry, "**Help:** {}\n", sentence(rule.help));
    if let Some(note) = precedence(rule) {
        let _ = writeln!(entry, "{note}\n");
    }
    accepted(&mut entry, rule.accepts, shared);
    rejected(&mut entry, rule.rejects);
    let sources: Vec<String> = rule.citations.iter().map(cited).collect();
    let _ = writeln!(entry, "Sources: {}.", sources.join(" · "));
    entry
}

/// Which rules report the mistake in place of this one, and whether a waiver can silence it.
fn precedence(rule: &Rule) -> Option<String> {
    let mut notes = Vec::new();
    if let Some((last, others)) = rule.yields_to.split_last() {
        let others: Vec<String> = others.iter().map(|other| link(other.id)).collect();
        let joint = if others.is_empty() { "" } else { " or " };
        let names = others.join(", ");
        notes.push(format!(
            "It reports nothing where {names}{joint}{} reports the same mistake.",
            link(last.id)
        ));
    }
    for other in rule.uncovered_by_waiver {
        notes.push(format!("A waiver of {} does not silence it.", link(other.id)));
    }
    match rule.check {
        Check::Subject(_) => {}
        Check::Reader => {
            notes
                .push(String::from("What could not be read is unknown, so no waiver silences it."));
        }
        Check::Code => notes.push(format!(
            "`cargo oauth-flow check` reports it; the compiler never calls a waiver of it unused. \
             [Its examples](tests/code/rules/{}) are files of Rust.",
            rule.id
        )),
        Check::Workspace => notes.push(String::from(
            "`cargo oauth-flow check` reports it; the compiler never calls a waiver of it unused.",
        )),
        Check::Values(_) => notes.push(String::from("The run time reports it.")),
        Check::RunTime => {
            notes.push(String::from("The run time reports it; no waiver silences it."));
        }
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn accepted(entry: &mut String, examples: &[Example], shared: &[&Example]) {
    let mut links = Vec::new();
    for example in examples {
        if let Some(index) = shared.iter().position(|other| *other == example) {
            let number = index + 1;
            links.push(format!("[declaration {number}](#declaration-{number})"));
        }
    }
    if !links.is_empty() {
        let _ = writeln!(entry, "Accepted: {}.\n", links.join(", "));
    }
    let own: Vec<&Example> = examples.iter().filter(|example| !shared.contains(example)).collect();
    if !own.is_empty() {
        let _ = writeln!(entry, "{}:\n", if links.is_empty() { "Accepted" } else { "And" });
    }
    for example in own {
        entry.push_str(&block(example));
        entry.push('\n');
    }
}

fn rejected(entry: &mut String, examples: &[Example]) {
    if !examples.is_empty() {
        entry.push_str("Rejected:\n\n");
    }
    for example in examples {
        entry.push_str(&block(example));
        entry.push('\n');
    }
}

/// An example as a block of code, which compiles or fails to as the rulebook says. Where it has
/// documents, they follow: a documentation test has no such files, so that it ignores the example.
fn block(example: &Example) -> String {
    let code = snippet(example);
    let documents = documents(example);
    let level = Text::from(example).read().findings().iter().map(|finding| finding.level).max();
    let deny = if level == Some(Level::Warn) { "#![deny(deprecated)]\n\n" } else { "" };
    let test = match level {
        _ if !documents.is_empty() => ",ignore",
        None => "",
        Some(_) => ",compile_fail",
    };
    format!("```rust{test}\n{deny}{code}\n```\n{documents}")
}

/// The documents of an example as blocks of JSON.
fn documents(example: &Example) -> String {
    let named = [("client.json", example.registration), ("server.json", example.server)];
    let given = named.into_iter().filter_map(|(path, text)| Some((path, text?)));
    given.fold(String::new(), |mut blocks, (path, text)| {
        let _ = if text.is_empty() {
            write!(blocks, "\n`{path}` is empty.\n")
        } else {
            write!(blocks, "\n`{path}`:\n\n```json\n{}\n```\n", elided(text))
        };
        blocks
    })
}

/// The text of a document with the beginning of each long string in place of the string.
fn elided(text: &str) -> String {
    const LONG: usize = 200;
    const SHOWN: usize = 20;
    let parts = text.split('"').map(|part| match part.get(..SHOWN) {
        Some(shown) if part.len() > LONG => format!("{shown}... ({} characters)", part.len()),
        _ => String::from(part),
    });
    parts.collect::<Vec<_>>().join("\"")
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

/// Splits a text where `separator` is outside of brackets and strings.
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

fn link(id: &str) -> String {
    format!("[`{id}`](#{id})")
}
