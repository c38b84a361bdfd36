//! The command line says of a declaration what the compiler says: every message of the UI tests, and every
//! example of the rulebook.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oauth_flow_core::rules;
use oauth_flow_message_tests::put_documents;
use oauth_flow_syntax::text::Text;
use serde_json::Value;

use crate::support::{check, here, package};

/// A finding as the compiler shows it: line, column, level, rule, fact, places in documents, help, source.
type Message = (u64, u64, String, String, String, String, String, String);

/// The messages of rules in what the compiler wrote.
fn compiled(text: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(title) = line.strip_prefix("error: ").or_else(|| line.strip_prefix("warning: "))
        else {
            continue;
        };
        let warned =
            title.strip_prefix("use of deprecated macro `").and_then(|rest| rest.split_once("`: "));
        let level = if warned.is_some() { "warn" } else { "error" };
        let Some((rule, fact)) = warned.or_else(|| title.split_once(": ")) else { continue };
        if rules::find(rule).is_none() {
            continue;
        }
        let (mut at, mut help, mut spec) = (String::new(), String::new(), String::new());
        for line in lines.by_ref() {
            if let Some(place) = line.trim_start().strip_prefix("--> ") {
                let mut parts = place.rsplit(':').map(|it| it.parse().unwrap_or_default());
                let (column, line) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
                let own = |text: &str| String::from(text);
                messages.push((line, column, own(level), own(rule), own(fact), at, help, spec));
                break;
            }
            let line = line.trim_start();
            if let Some(text) = line.strip_prefix("at: ") {
                at = String::from(text);
            } else if let Some(text) = line.strip_prefix("help: ") {
                help = String::from(text);
            } else if let Some(text) = line.strip_prefix("spec: ") {
                spec = String::from(text);
            }
        }
    }
    messages.sort();
    messages
}

/// The findings of the tool about declarations, by file of Rust. What is in a document is where the
/// attribute names the document.
fn found(lines: &[Value]) -> BTreeMap<String, Vec<Message>> {
    let mut files: BTreeMap<String, Vec<Message>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line["type"] == "finding") {
        let text = |key: &str| String::from(line[key].as_str().unwrap_or_default());
        if !is_of_declarations(&text("rule")) {
            continue;
        }
        let related = line["related"].as_array().unwrap();
        let is_document = |place: &&Value| {
            let file = Path::new(place["file"].as_str().unwrap());
            file.extension().is_some_and(|it| it == "json")
        };
        let places = std::iter::once(line).chain(related);
        let at: Vec<String> = places
            .filter(is_document)
            .map(|it| {
                let (file, place) = (it["file"].as_str().unwrap(), &it["place"]);
                format!("{file}:{}:{}", place["line"], place["column"])
            })
            .collect();
        let named = |it: &&Value| it["what"] == "named here";
        // Several clients may name one document, each at its place.
        let owners: Vec<&Value> =
            if is_document(&line) { related.iter().filter(named).collect() } else { vec![line] };
        for owner in owners {
            let number = |key: &str| owner["place"][key].as_u64().unwrap_or_default();
            let message = (
                number("line"),
                number("column"),
                text("level"),
                text("rule"),
                text("fact"),
                at.join(", "),
                text("help"),
                text("spec"),
            );
            files.entry(owner["file"].as_str().unwrap().into()).or_default().push(message);
        }
    }
    for messages in files.values_mut() {
        messages.sort();
    }
    files
}

/// Whether the compiler knows the rule too.
fn is_of_declarations(rule: &str) -> bool {
    let of_tool = |title: &str| title == "The code" || title == "The workspace";
    let chapters = rules::CHAPTERS.iter().filter(|chapter| !of_tool(chapter.title));
    chapters.flat_map(|chapter| chapter.rules).any(|known| known.id == rule)
}

/// What the tool does not read, and lists: an item that a macro makes, and a file that is no Rust.
const NOT_READ: [&str; 2] = ["input_fragments", "unreadable_struct"];

/// Where `#[allow(deprecated)]` hides a warning: the tool speaks before lint levels.
const HIDDEN: (&str, u64) = ("src/warning_levels.rs", 11);

#[test]
fn every_message_of_the_compiler_is_said_by_the_command_line_too() {
    let folder = package(&[]);
    let cases = here().join("../compile/ui/fail");
    put_documents(folder.path());
    let mut expected: BTreeMap<String, Vec<Message>> = BTreeMap::new();
    for entry in fs::read_dir(cases).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|it| it == "rs") && !NOT_READ.contains(&name.as_str()) {
            fs::copy(&path, folder.path().join(format!("src/{name}.rs"))).unwrap();
            let said = fs::read_to_string(path.with_extension("stderr")).unwrap();
            expected.insert(format!("src/{name}.rs"), compiled(&said));
        }
    }
    for name in NOT_READ {
        let path = here().join(format!("../compile/ui/fail/{name}.rs"));
        fs::copy(path, folder.path().join(format!("src/{name}.rs"))).unwrap();
    }
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    for name in NOT_READ {
        let file = format!("src/{name}.rs");
        let listed = lines.iter().any(|line| line["type"] == "not_read" && line["file"] == file);
        assert!(listed, "{name} is listed as not read");
    }
    let mut found = found(&lines);
    let (mut compared, mut wrong) = (0, Vec::new());
    for (file, expected) in expected {
        let mut found = found.remove(&file).unwrap_or_default();
        if file == HIDDEN.0 {
            let before = found.len();
            found.retain(|(line, ..)| *line != HIDDEN.1);
            assert_eq!(found.len() + 1, before, "the hidden warning is said");
        }
        compared += expected.len();
        if expected != found {
            wrong.push(format!("{file}\n  compiler: {expected:#?}\n  tool: {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 180, "{compared} messages");
    println!("{compared} messages are the same");
}

#[test]
fn every_example_of_the_rulebook_is_judged_as_the_attribute_judges_it() {
    let folder = package(&[]);
    let mut expected: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for rule in rules::all() {
        for (index, example) in rule.accepts.iter().chain(rule.rejects).enumerate() {
            let file = format!("src/{}_{index}.rs", rule.id);
            // Each has documents of its own, with short paths that no message cuts.
            let home = expected.len();
            let own = |text: &str| {
                let text = text.replace("\"client.json", &format!("\"{home}/client.json"));
                let text = text.replace("\"server.json", &format!("\"{home}/server.json"));
                let text = text.replace("`client.json", &format!("`{home}/client.json"));
                text.replace("`server.json", &format!("`{home}/server.json"))
            };
            let attribute = own(example.attribute);
            let text = format!("#[oauth_client({attribute})]\n{}\n", example.item);
            fs::write(folder.path().join(&file), text).unwrap();
            for (document, text) in
                [("client.json", example.registration), ("server.json", example.server)]
            {
                if let Some(text) = text {
                    let home = folder.path().join(home.to_string());
                    fs::create_dir_all(&home).unwrap();
                    fs::write(home.join(document), text).unwrap();
                }
            }
            let findings = Text::from(example).read().findings();
            let mut said: Vec<_> = findings
                .iter()
                .map(|finding| (String::from(finding.rule.id), own(&finding.fact)))
                .collect();
            said.sort();
            expected.insert(file, said);
        }
    }
    let mut found = found(&check(&folder.path().join("Cargo.toml"), &[]));
    for (file, expected) in expected {
        let mut said: Vec<_> = found
            .remove(&file)
            .unwrap_or_default()
            .into_iter()
            .map(|(_, _, _, rule, fact, ..)| (rule, fact))
            .collect();
        said.sort();
        assert_eq!(said, expected, "{file}");
    }
}
