//! `check`: what is wrong with the clients of a workspace.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use oauth_flow_core::rules::waivers::unused_beside_line;
use oauth_flow_core::rules::workspace as of_workspace;
use oauth_flow_core::{Client, Date, Finding, InCode, Level, Origin, Whose};
use oauth_flow_syntax::code::TextRange;

use crate::arguments::{Check, Format};
use crate::error::Failure;
use crate::levels::Levels;
use crate::reading::{Declared, Gap, Reading, Source};
use crate::workspace::Workspace;
use crate::{CLEAN, FOUND, error, format};

/// What a run found.
pub(crate) struct Outcome<'r> {
    pub(crate) findings: Vec<Found<'r>>,
    pub(crate) gaps: &'r [Gap],
    pub(crate) clients: usize,
    pub(crate) files: usize,
    pub(crate) root: &'r Path,
}

/// A finding, with its place in a file.
pub(crate) struct Found<'r> {
    pub(crate) finding: Finding,
    pub(crate) level: Level,
    pub(crate) file: &'r Source,
    pub(crate) place: &'r TextRange,
    /// The name of the client.
    pub(crate) client: &'r str,
    pub(crate) package: &'r str,
    /// Its number among those of the same rule, client, file and fact.
    pub(crate) number: usize,
}

pub(crate) fn run(check: &Check) -> Result<u8, Failure> {
    let workspace = Workspace::find(&check.selection)?;
    let levels = Levels::of(check, &workspace)?;
    let reading = Reading::of(&workspace, check.selection.tests, &levels);
    let findings = findings(&reading, &levels, check.day.or_now());
    let outcome = Outcome {
        findings,
        gaps: &reading.gaps,
        clients: reading.clients.len(),
        files: reading.looked_at,
        root: &workspace.root,
    };
    let text = match check.format {
        Format::Human => format::human::write(&outcome, check.quiet, check.verbose),
        Format::Json => format::json::write(&outcome),
        Format::Sarif => format::sarif::write(&outcome),
        Format::Github => format::github::write(&outcome),
    };
    match put_out(check.output.output.as_deref(), &text, check.format == Format::Human) {
        // Whoever reads has seen enough, and the status is that of the run all the same.
        Ok(()) | Err(Failure::ClosedPipe) => {}
        Err(failure) => return Err(failure),
    }
    // A file that cannot be read may have anything in it.
    let faults = outcome.gaps.iter().any(|gap| gap.is_fault) && levels.denies_warnings();
    let errors = faults || outcome.findings.iter().any(|found| found.level == Level::Error);
    Ok(if errors && !check.no_fail { FOUND } else { CLEAN })
}

/// Writes the text to the file, else to standard output. Text for a person may have colors, which only a
/// terminal shows.
pub(crate) fn put_out(file: Option<&Path>, text: &str, colored: bool) -> Result<(), Failure> {
    if let Some(path) = file {
        let plain = if colored {
            Cow::Owned(anstream::adapter::strip_str(text).to_string())
        } else {
            Cow::Borrowed(text)
        };
        return std::fs::write(path, plain.as_bytes())
            .map_err(|error| Failure::Output(path.to_path_buf(), error));
    }
    if colored {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        return error::write(&mut out, b"");
    }
    error::write(&mut std::io::stdout().lock(), text.as_bytes())
}

/// All that is wrong, in the order of the files.
pub(crate) fn findings<'r>(
    reading: &'r Reading,
    levels: &'r Levels,
    today: Date,
) -> Vec<Found<'r>> {
    let mut collected = Collected { reading, levels, all: Vec::new() };
    collected.declarations(today);
    let used = collected.code();
    collected.beside_lines(&used, today);
    let mut all = collected.all;
    all.sort_by(|one, other| {
        let key = |it: &Found<'_>| {
            (
                it.file.path.clone(),
                it.place.bytes.start,
                it.finding.rule.id,
                it.finding.fact.clone(),
            )
        };
        key(one).cmp(&key(other))
    });
    // A constant that two clients name is one text.
    all.dedup_by(|one, other| {
        one.finding.rule == other.finding.rule
            && one.finding.fact == other.finding.fact
            && one.file.path == other.file.path
            && one.place == other.place
    });
    let mut counts: HashMap<(&str, String, &str, &str), usize> = HashMap::new();
    for found in &mut all {
        let key = (
            found.finding.rule.id,
            found.finding.fact.clone(),
            found.client,
            found.file.path.as_str(),
        );
        let count = counts.entry(key).or_default();
        found.number = *count;
        *count += 1;
    }
    all
}

/// What is found, but for what the user leaves out.
struct Collected<'r> {
    reading: &'r Reading,
    levels: &'r Levels,
    all: Vec<Found<'r>>,
}

impl<'r> Collected<'r> {
    fn add(&mut self, finding: Finding, file: usize, place: &'r TextRange, client: &'r str) {
        let Some(file) = self.reading.files.get(file) else { return };
        let level = self.levels.level(&finding, &file.package);
        if level != Level::Off {
            let package = &file.package;
            self.all.push(Found { finding, level, file, place, client, package, number: 0 });
        }
    }

    fn add_to(&mut self, declared: &'r Declared, finding: Finding) {
        let place = declared.places.of_origin(finding.origin);
        self.add(finding, declared.file, place, &declared.name);
    }

    /// What the compiler says too, and what takes the calendar or the whole workspace.
    fn declarations(&mut self, today: Date) {
        let reading = self.reading;
        let clients: Vec<&Client> = reading.clients.iter().map(|it| &it.client).collect();
        let mut shared = of_workspace::shared_redirect_uris(&clients).into_iter().peekable();
        for (index, declared) in reading.clients.iter().enumerate() {
            let mut findings = declared.client.findings();
            findings.extend(of_workspace::overdue_waivers(&declared.client, today));
            while let Some((_, finding)) = shared.next_if(|(of, _)| *of == index) {
                findings.push(finding);
            }
            for finding in findings {
                self.add_to(declared, finding);
            }
        }
    }

    /// What the rules about code find, but for what is waived beside its line. Gives which of the waivers
    /// there silenced something.
    fn code(&mut self) -> Vec<bool> {
        let reading = self.reading;
        let mut used = vec![false; reading.waivers.len()];
        for package in &reading.code {
            for InCode { code, whose } in &package.clients {
                let declared = match whose {
                    Whose::Of(index) => reading.clients.get(*index),
                    Whose::Nobodys | Whose::OneOf(_) => None,
                };
                let findings = match (declared, whose) {
                    (Some(declared), _) => declared.client.findings_in(code),
                    (None, Whose::OneOf(_)) => code.findings_but_undeclared(),
                    (None, _) => code.findings(),
                };
                if let Some(declared) = declared {
                    for finding in declared.client.unused_in(code) {
                        self.add_to(declared, finding);
                    }
                }
                let client = declared.map_or("", |it| it.name.as_str());
                for finding in findings {
                    let Origin::Code(index) = finding.origin else { continue };
                    let Some((file, place)) = package.places.get(index) else { continue };
                    let waiver = reading.waivers.iter().position(|(of, waiver)| {
                        of == file && waiver.line == place.line && waiver.rule == finding.rule.id
                    });
                    match waiver.and_then(|index| used.get_mut(index)) {
                        Some(used) => *used = true,
                        None => self.add(finding, *file, place, client),
                    }
                }
            }
        }
        used
    }

    /// What is wrong with the waivers beside lines.
    fn beside_lines(&mut self, used: &[bool], today: Date) {
        let reading = self.reading;
        for ((file, waiver), used) in reading.waivers.iter().zip(used) {
            if !used {
                self.add(unused_beside_line(waiver.rule), *file, &waiver.place, "");
            }
            if let Some(until) = waiver.until.filter(|until| *until < today) {
                let finding = of_workspace::overdue_beside_line(waiver.rule, until);
                self.add(finding, *file, &waiver.place, "");
            }
        }
        for (file, bad) in &reading.bad_waivers {
            self.add(bad.finding.clone(), *file, &bad.place, "");
        }
    }
}
