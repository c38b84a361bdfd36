//! The file of a baseline: JSON with one finding a line, so that a change of it can be reviewed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use oauth_flow_core::{quoted, visible};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Compared, Identity};
use crate::cli::error::Failure;
use crate::cli::replace::put;

/// The version of the file that this version of the tool reads and writes.
const VERSION: u64 = 1;

/// How a broken file is replaced.
const ANEW: &str = "mend it, or delete it and write it anew with `--write-baseline`";

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct Document {
    #[serde(rename = "version")]
    _version: IgnoredAny,
    findings: Vec<Entry>,
}

/// One finding. There is no fingerprint: it would be a second truth beside the members that it is made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct Entry {
    package: String,
    file: String,
    rule: String,
    client: String,
    fact: String,
    #[serde(default)]
    number: usize,
}

/// Reads the entries, in their order. A file that is not there has none if it is to be written.
pub(crate) fn read(path: &Path, is_to_be_written: bool) -> Result<Vec<Identity>, Failure> {
    match text(path) {
        Ok(text) => entries(&text).map_err(|why| Failure::Baseline(path.to_path_buf(), why)),
        Err(error) if error.kind() == ErrorKind::NotFound && is_to_be_written => Ok(Vec::new()),
        Err(error) => {
            let why = if error.kind() == ErrorKind::NotFound {
                String::from("is not there; `--write-baseline` writes it")
            } else {
                format!("cannot be read: {error}")
            };
            Err(Failure::Baseline(path.to_path_buf(), why))
        }
    }
}

fn text(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a folder; name a file"));
    }
    // A device or a pipe may give bytes for ever.
    if !metadata.is_file() {
        return Err(io::Error::other("it is no file; name a file"));
    }
    fs::read(path)
}

fn entries(bytes: &[u8]) -> Result<Vec<Identity>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        format!("is not UTF-8 (byte {}); save it as UTF-8", error.valid_up_to())
    })?;
    if text.starts_with('\u{feff}') {
        return Err(String::from(
            "begins with a byte order mark, which JSON does not have; save it as UTF-8 without one",
        ));
    }
    if text.trim().is_empty() {
        return Err(String::from("is empty; delete it, and write it anew with `--write-baseline`"));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| match conflict(text) {
        Some(line) => format!(
            "has a merge conflict in line {line}; keep the lines of both sides, without the marks"
        ),
        None => format!("is not JSON: {}; {ANEW}", at(&error)),
    })?;
    version(&value)?;
    types(&value).map_err(|what| format!("has another shape: {what}; {ANEW}"))?;
    let document: Document = serde_json::from_str(text)
        .map_err(|error| format!("has another shape: {}; {ANEW}", at(&error)))?;
    numbered(document.findings)
}

/// What is wrong, with its place first.
fn at(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let what = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    format!("line {line}, column {column}: {}", visible(what))
}

/// The line in which a conflict of a merge begins.
fn conflict(text: &str) -> Option<usize> {
    text.lines().position(|line| line.starts_with("<<<<<<<")).map(|index| index + 1)
}

fn version(document: &Value) -> Result<(), String> {
    if !document.is_object() {
        return Err(format!("has another shape: it is no object; {ANEW}"));
    }
    match document.get("version") {
        None => Err(format!("has another shape: the member `version` is missing; {ANEW}")),
        Some(version) if version.as_u64() == Some(VERSION) => Ok(()),
        Some(Value::Number(version)) => Err(format!(
            "is of version {version}, and this version of the tool reads version {VERSION}; \
             use the version of the tool that wrote it, or delete it and write it anew with `--write-baseline`"
        )),
        Some(_) => Err(format!("has another shape: the member `version` is no number; {ANEW}")),
    }
}

/// Names a member whose value is of another type; what is missing or too many is told by the reader.
fn types(document: &Value) -> Result<(), String> {
    let Some(findings) = document.get("findings") else { return Ok(()) };
    let findings = findings.as_array().ok_or("the member `findings` is no list")?;
    for (index, entry) in findings.iter().enumerate() {
        // A list would be read as an object whose members have its order.
        let entry = entry.as_object().ok_or_else(|| format!("`findings[{index}]` is no object"))?;
        for (name, value) in entry {
            let (is_right, kind) = match name.as_str() {
                "package" | "file" | "rule" | "client" | "fact" => (value.is_string(), "text"),
                "number" => (value.is_u64(), "number from 0 on"),
                _ => continue,
            };
            if !is_right {
                return Err(format!("`findings[{index}].{name}` is no {kind}"));
            }
        }
    }
    Ok(())
}

/// The entries in their order. Of those that differ in their number alone, it counts how many they are:
/// a person who deletes one of them need not change the others.
fn numbered(entries: Vec<Entry>) -> Result<Vec<Identity>, String> {
    let mut first: BTreeMap<Identity, usize> = BTreeMap::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let Entry { package, file, rule, client, fact, number } = entry;
        let identity = Identity { package, file, rule, client, fact, number };
        if let Some(before) = first.get(&identity) {
            return Err(format!(
                "has one finding twice: {} in {} is `findings[{before}]` and `findings[{index}]`; delete one of them",
                quoted(&identity.rule),
                quoted(&identity.file)
            ));
        }
        first.insert(identity, index);
    }
    Ok(renumbered(first.into_keys()))
}

/// Sorted entries, those that differ in their number alone numbered from 0.
fn renumbered(sorted: impl Iterator<Item = Identity>) -> Vec<Identity> {
    let mut all: Vec<Identity> = Vec::new();
    for mut entry in sorted {
        entry.number = match all.last() {
            Some(last) if (Identity { number: last.number, ..entry.clone() }) == *last => {
                last.number + 1
            }
            _ => 0,
        };
        all.push(entry);
    }
    all
}

/// What became of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// How many findings it has.
    pub(crate) findings: usize,
    pub(crate) added: usize,
    pub(crate) dropped: usize,
}

/// Writes what was found and what was not checked, by which the findings are compared from now on. A file
/// that says the same already is not touched.
pub(crate) fn write(
    path: &Path,
    found: BTreeSet<Identity>,
    compared: &mut Compared,
) -> Result<Written, Failure> {
    let added = found.difference(&compared.known).count();
    let all = found.iter().chain(&compared.not_checked).cloned().collect::<BTreeSet<_>>();
    let all = renumbered(all.into_iter());
    let text = rendered(&all);
    put(path, &text).map_err(|error| Failure::Output(path.to_path_buf(), error))?;
    compared.known = found;
    let dropped = std::mem::take(&mut compared.gone).len();
    Ok(Written { findings: all.len(), added, dropped })
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { findings, added, dropped } = self;
        let plural = if *findings == 1 { "" } else { "s" };
        write!(f, "{findings} finding{plural}: {added} added, {dropped} dropped")
    }
}

fn rendered(entries: &[Identity]) -> String {
    let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
    for (index, entry) in entries.iter().enumerate() {
        let Identity { package, file, rule, client, fact, number } = entry;
        let members = [
            ("package", package),
            ("file", file),
            ("rule", rule),
            ("client", client),
            ("fact", fact),
        ];
        let members = members.map(|(name, value)| format!("\"{name}\": {}", Value::from(&**value)));
        let number = if *number == 0 { String::new() } else { format!(", \"number\": {number}") };
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\n    {{ {}{number} }}", members.join(", "));
    }
    text.push_str(if entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    text
}
