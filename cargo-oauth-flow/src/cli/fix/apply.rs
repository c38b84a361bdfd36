//! Writes the edits into the files, until nothing changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use oauth_flow_core::Date;
use oauth_flow_syntax::code;

use super::{Edit, edit, lacks_facade, tree};
use crate::cli::arguments::Check;
use crate::cli::error::Failure;
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

/// More than the mistakes that one attribute can have: a remedy may make room for the next one.
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
        let mut changed = false;
        for (index, file) in reading.files.iter().enumerate() {
            let edits = together(edits.iter(), index);
            if edits.is_empty() || fixed.failed.contains_key(&file.path) {
                continue;
            }
            match write(file, &changed_text(&file.text, &edits)) {
                Ok(()) => {
                    *fixed.files.entry(file.path.clone()).or_default() += edits.len();
                    changed = true;
                }
                Err(why) => {
                    fixed.failed.insert(file.path.clone(), why);
                }
            }
        }
        if !changed {
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

fn changed_text(text: &str, edits: &[&Edit]) -> String {
    let mut text = String::from(text);
    for edit in edits {
        if text.get(edit.place.bytes.clone()).is_some() {
            text.replace_range(edit.place.bytes.clone(), &edit.text);
        }
    }
    text
}

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the new text in place of the one that was read. Whoever looks sees one or the other.
fn write(file: &Source, new: &str) -> Result<(), String> {
    if code::read(new).is_err() {
        return Err(String::from("the remedy would leave a file that does not parse"));
    }
    let text = |error: std::io::Error| error.to_string();
    // A link stays one.
    let path = fs::canonicalize(&file.location).map_err(text)?;
    let permissions = fs::metadata(&path).map_err(text)?.permissions();
    if permissions.readonly() {
        return Err(String::from("the file is read-only"));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temporary =
        tempfile::Builder::new().prefix(".oauth-flow-").tempfile_in(folder).map_err(text)?;
    let old = fs::read(&path).map_err(text)?;
    let (mark, body) = match old.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => (&[][..], old.as_slice()),
    };
    temporary.write_all(mark).map_err(text)?;
    temporary.write_all(new.as_bytes()).map_err(text)?;
    temporary.as_file().set_permissions(permissions).map_err(text)?;
    temporary.as_file().sync_all().map_err(text)?;
    if body != file.text.as_bytes() {
        return Err(String::from("the file has changed since it was read"));
    }
    temporary.persist(&path).map_err(|error| error.error.to_string())?;
    Ok(())
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
