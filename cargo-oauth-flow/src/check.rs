//! `check`: what is wrong with the clients of a workspace.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use oauth_flow_core::rules::waivers::unused_beside_line;
use oauth_flow_core::rules::workspace as of_workspace;
use oauth_flow_core::{Client, Code, Date, Finding, InCode, Level, Origin, Whose};
use oauth_flow_syntax::code::TextRange;

use crate::arguments::{Check, Format};
use crate::baseline::{self, Compared, Identity, State};
use crate::error::Failure;
use crate::fix::{self, Edit, Fixed};
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
    pub(crate) fixed: &'r Fixed,
    /// The files, by the indexes in edits.
    pub(crate) sources: &'r [Source],
    /// The baseline, where there is one.
    pub(crate) baseline: Option<Compared>,
}

impl<'r> Outcome<'r> {
    /// The findings that are not in the baseline.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Found<'r>> {
        self.findings.iter().filter(|found| found.state != Some(State::Known))
    }

    /// How many findings of this level are not in the baseline.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.shown().filter(|found| found.level == level).count()
    }

    /// What is in the baseline and no longer found.
    pub(crate) fn gone(&self) -> &[Identity] {
        self.baseline.as_ref().map_or(&[], |compared| &compared.gone)
    }
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
    /// What `--fix` does about it.
    pub(crate) edit: Option<Edit>,
    /// Whether it is in the baseline, where there is one.
    pub(crate) state: Option<State>,
}

pub(crate) fn run(check: &Check) -> Result<u8, Failure> {
    let file = check.baseline.file.as_deref();
    let entries = match file {
        Some(path) if check.output.output.as_deref() == Some(path) => {
            let why = String::from("is the file of `--output` too; name two files");
            return Err(Failure::Baseline(path.to_path_buf(), why));
        }
        Some(path) => Some(baseline::read(path, check.baseline.is_to_be_written)?),
        None => None,
    };
    let workspace = Workspace::find(&check.selection)?;
    let levels = Levels::of(check, &workspace)?;
    let today = check.today.unwrap_or_else(today);
    let fixed =
        if check.fix { fix::all(check, &workspace, &levels, today)? } else { Fixed::default() };
    let reading = Reading::of(&workspace, check.selection.tests, &levels);
    let mut findings = findings(&reading, &levels, today);
    let mut compared = match entries {
        Some(entries) => {
            let run = (&levels, &reading, today);
            Some(baseline::of_run(&entries, &findings, check, &workspace, run)?)
        }
        None => None,
    };
    if let (Some(path), Some(compared), true) =
        (file, &mut compared, check.baseline.is_to_be_written)
    {
        let found = findings.iter().map(Identity::of).collect();
        let written = baseline::write(path, found, compared)?;
        if !check.detail.quiet {
            // Nobody is left to be told where the terminal is gone.
            let _ = writeln!(anstream::stderr(), "`{}` has {written}", path.display());
        }
    }
    for found in &mut findings {
        found.state = compared.as_ref().map(|it| it.state(&Identity::of(found)));
    }
    let outcome = Outcome {
        findings,
        gaps: &reading.gaps,
        clients: reading.clients.len(),
        files: reading.looked_at,
        root: &workspace.root,
        fixed: &fixed,
        sources: &reading.files,
        baseline: compared,
    };
    let text = match check.format {
        Format::Human => format::human::write(&outcome, &check.detail),
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
    let errors = faults || outcome.count(Level::Error) > 0;
    let may_fail = !check.no_fail && !check.baseline.is_to_be_written;
    Ok(if errors && may_fail { FOUND } else { CLEAN })
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
    fn add(
        &mut self,
        finding: Finding,
        file: usize,
        place: &'r TextRange,
        client: &'r str,
        edit: Option<Edit>,
    ) {
        let Some(file) = self.reading.files.get(file) else { return };
        let level = self.levels.level(&finding, &file.package);
        if level != Level::Off {
            let package = &file.package;
            self.all.push(Found {
                finding,
                level,
                file,
                place,
                client,
                package,
                number: 0,
                edit,
                state: None,
            });
        }
    }

    fn add_to(&mut self, declared: &'r Declared, code: Option<&Code>, finding: Finding) {
        let place = declared.places.of_origin(finding.origin);
        let file = self.reading.files.get(declared.file);
        let edit = file.and_then(|file| fix::of_declared(&finding, declared, code, file));
        self.add(finding, declared.file, place, &declared.name, edit);
    }

    /// The code of a declared client.
    fn code_of(&self, declared: usize) -> Option<&'r Code> {
        let clients = self.reading.code.iter().flat_map(|package| &package.clients);
        let mut own = clients.filter(|client| client.whose == Whose::Of(declared));
        own.next().map(|client| &client.code)
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
                self.add_to(declared, self.code_of(index), finding);
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
                        self.add_to(declared, Some(code), finding);
                    }
                }
                let client = declared.map_or("", |it| it.name.as_str());
                for finding in findings {
                    let Origin::Code(index) = finding.origin else { continue };
                    let Some((file, place)) = package.places.get(index) else { continue };
                    let waiver = reading.waivers.iter().position(|(of, waiver)| {
                        of == file && waiver.line == place.line && waiver.rule == finding.rule.id
                    });
                    if let Some(used) = waiver.and_then(|index| used.get_mut(index)) {
                        *used = true;
                        continue;
                    }
                    let edit = fix::of_undeclared(&finding, package, reading);
                    self.add(finding, *file, place, client, edit);
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
                let finding = unused_beside_line(waiver.rule);
                let edit = fix::of_waiver(&finding, waiver, reading, *file);
                self.add(finding, *file, &waiver.place, "", edit);
            }
            if let Some(until) = waiver.until.filter(|until| *until < today) {
                let finding = of_workspace::overdue_beside_line(waiver.rule, until);
                self.add(finding, *file, &waiver.place, "", None);
            }
        }
        for (file, bad) in &reading.bad_waivers {
            self.add(bad.finding.clone(), *file, &bad.place, "", None);
        }
    }
}

/// The day that it is now in the universal time.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    Date::of_days(seconds / 86_400)
}
