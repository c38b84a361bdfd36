//! Writes the edits into the files, until nothing changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use oauth_flow_core::Date;
use oauth_flow_syntax::code;
use oauth_flow_syntax::document::NoDocuments;

use super::{Edit, edit, evidence, lacks_facade, settled, tree};
use crate::cli::arguments::Check;
use crate::cli::error::Failure;
use crate::cli::replace::replace;
use crate::findings::{Found, findings};
use crate::levels::Levels;
use crate::reading::{Reading, Source};
use crate::workspace::Workspace;

/// What was written, and what could not be.
#[derive(Default)]
pub(crate) struct Fixed {
    /// The files, each with how many mistakes were mended in it.
    pub(crate) files: BTreeMap<String, usize>,
    /// The files that could not be written, each with the reason.
    pub(crate) failed: BTreeMap<String, String>,
    /// The packages that have to depend on the facade before a client of theirs can be declared.
    pub(crate) without_facade: BTreeSet<String>,
}

/// Each attribute is settled in one round; what is then found by the calls takes a few more.
const ROUNDS: usize = 100;

/// Mends what can be mended.
pub(crate) fn all(
    check: &Check,
    workspace: &Workspace,
    levels: &Levels,
    today: Date,
) -> Result<Fixed, Failure> {
    tree::check(&workspace.root, &check.allowed)?;
    let mut fixed = Fixed::default();
    for _ in 0..ROUNDS {
        let reading = Reading::of(workspace, check.selection.tests, levels);
        let found = findings(&reading, levels, Some(today));
        let edits: Vec<Edit> = found.iter().filter_map(|it| edit(it, &reading)).collect();
        fixed.without_facade = without_facade(&reading, &found);
        let mut changed_any = false;
        for (index, file) in reading.files.iter().enumerate() {
            let edits = together(edits.iter(), index);
            if edits.is_empty() || fixed.failed.contains_key(&file.path) {
                continue;
            }
            let is_first = !fixed.files.contains_key(&file.path);
            if is_first && let Some(why) = tree::unkept(&file.location, &check.allowed) {
                fixed.failed.insert(file.path.clone(), why);
                continue;
            }
            let (text, count) = changed(&reading, levels, file, &edits);
            match write(file, &text) {
                Ok(()) => {
                    *fixed.files.entry(file.path.clone()).or_default() += count;
                    changed_any = true;
                }
                Err(why) => {
                    fixed.failed.insert(file.path.clone(), why);
                }
            }
        }
        if !changed_any {
            break;
        }
    }
    Ok(fixed)
}

/// The packages with a client that could be declared if they had the facade.
fn without_facade(reading: &Reading, found: &[Found<'_>]) -> BTreeSet<String> {
    let lacking = found.iter().filter(|it| lacks_facade(it, reading));
    lacking.map(|it| String::from(it.package)).collect()
}

/// The edits of a file that do not touch each other, the last one first.
fn together<'e>(edits: impl Iterator<Item = &'e Edit>, file: usize) -> Vec<&'e Edit> {
    let mut edits: Vec<&Edit> = edits.filter(|edit| edit.file == file).collect();
    edits.sort_by_key(|edit| (edit.zone.start, edit.zone.end));
    let mut chosen: Vec<&Edit> = Vec::new();
    for edit in edits {
        let apart = |before: &&Edit| {
            before.zone.end < edit.zone.start && before.place.bytes.end <= edit.place.bytes.start
        };
        if chosen.last().is_none_or(apart) {
            chosen.push(edit);
        }
    }
    chosen.reverse();
    chosen
}

/// The text with the edits, and with what the same attributes have to mend after that.
fn changed(reading: &Reading, levels: &Levels, file: &Source, edits: &[&Edit]) -> (String, usize) {
    let mut text = file.text.clone();
    let mut count = 0;
    for edit in edits {
        if text.get(edit.place.bytes.clone()).is_none() {
            continue;
        }
        text.replace_range(edit.place.bytes.clone(), &edit.text);
        count += 1;
        let start = edit.zone.start;
        let own = reading
            .clients
            .iter()
            .position(|it| it.file == edit.file && it.places.attribute.bytes.start == start);
        if let Some((index, own)) = own.and_then(|at| Some((at, reading.clients.get(at)?))) {
            let shown = evidence(reading, index);
            let Some(documents) = reading.documents_of(&own.package) else { continue };
            let (settled, more) = settled(&text, start, (own, &documents), shown, levels);
            (text, count) = (settled, count + more);
        }
    }
    (text, count)
}

/// Writes the new text in place of the one that was read.
fn write(file: &Source, new: &str) -> Result<(), String> {
    if code::read(new, &NoDocuments).is_err() {
        return Err(String::from("the remedy would leave a file that does not parse"));
    }
    let before = fs::read(&file.location).map_err(|error| error.to_string())?;
    // A byte order mark is no part of the text.
    let mark = before.len().saturating_sub(file.text.len());
    let (mark, body) = before.split_at_checked(mark).unwrap_or_default();
    if body != file.text.as_bytes() {
        return Err(String::from("the file has changed since it was read"));
    }
    let new = [mark, new.as_bytes()].concat();
    replace(&file.location, Some(&before), &new).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::{Source, write};

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let location = folder.path().join("lib.rs");
        let source = |text: &str| Source {
            path: String::from("lib.rs"),
            location: location.clone(),
            text: String::from(text),
            items: Vec::new(),
            package: String::new(),
        };
        fs::write(&location, "\u{feff}fn a() {}\n").unwrap();
        let changed = Err(String::from("the file has changed since it was read"));
        assert_eq!(write(&source("fn b() {}\n"), "fn c() {}\n"), changed);
        assert_eq!(fs::read_to_string(&location).unwrap(), "\u{feff}fn a() {}\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let unparsable = Err(String::from("the remedy would leave a file that does not parse"));
        assert_eq!(write(&source("fn a() {}\n"), "fn c( {\n"), unparsable);
        assert_eq!(write(&source("fn a() {}\n"), "fn c() {}\n"), Ok(()));
        assert_eq!(fs::read_to_string(&location).unwrap(), "\u{feff}fn c() {}\n");
        fs::remove_file(&location).unwrap();
        assert!(write(&source("fn c() {}\n"), "fn d() {}\n").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
