//! What is wrong with the clients that were read, by one judgement for all front ends.

use std::cmp::Reverse;
use std::collections::HashMap;

use oauth_flow_core::rules::waivers::unused_beside_line;
use oauth_flow_core::rules::workspace as of_workspace;
use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Client, Date, Finding, InCode, Level, Origin, Place, Whose};
use oauth_flow_syntax::code::TextRange;
use oauth_flow_syntax::document::Document;

use crate::levels::Levels;
use crate::reading::{Declared, Reading};
use crate::spot::Spot;

/// A finding, with its place in a file.
pub(crate) struct Found<'r> {
    pub(crate) finding: Finding,
    pub(crate) level: Level,
    pub(crate) at: Spot<'r>,
    /// Where else to look, if a document takes part in it.
    pub(crate) also: Vec<Spot<'r>>,
    /// The name of the client.
    pub(crate) client: &'r str,
    pub(crate) package: &'r str,
    /// Its number among those of the same rule, client, file and fact.
    pub(crate) number: usize,
    pub(crate) about: About,
    /// The other clients that name the document in which it is, each with the same mistake.
    pub(crate) others: Vec<About>,
}

/// What a finding is about, by its index in the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The declaration of a client: the compiler says it too.
    Declaration(usize),
    /// A declared client, by what only a tool sees.
    Declared(usize),
    /// A client in the code of a package.
    Code(usize),
    /// A waiver beside a line.
    Waiver(usize),
    /// A comment that is meant as a waiver.
    Comment,
}

/// All that is wrong, in the order of the files. Without a day, no waiver is over.
pub(crate) fn findings<'r>(
    reading: &'r Reading,
    levels: &'r Levels,
    today: Option<Date>,
) -> Vec<Found<'r>> {
    let mut collected = Collected { reading, levels, all: Vec::new() };
    collected.declarations(today);
    let used = collected.code();
    collected.beside_lines(&used, today);
    let mut all = collected.all;
    all.sort_by(|one, other| {
        let key = |it: &Found<'r>| (it.at.path, it.at.place.bytes.start, it.finding.rule.id);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.finding.fact.cmp(&other.finding.fact))
            .then_with(|| judged(one).cmp(&judged(other)))
    });
    // A constant that two clients name is one text, and a document that several clients name is one file.
    // Clients that are judged differently have a finding each.
    all.dedup_by(|other, kept| {
        let is_same = other.finding.rule == kept.finding.rule
            && other.finding.fact == kept.finding.fact
            && other.at == kept.at;
        if !kept.at.is_in_document() {
            return is_same;
        }
        if !is_same || judged(other) != judged(kept) {
            return false;
        }
        if kept.about != other.about && !kept.others.contains(&other.about) {
            kept.others.push(other.about);
        }
        let is_new = |spot: &Spot<'_>| !kept.also.contains(spot);
        let new: Vec<Spot<'r>> = other.also.drain(..).filter(is_new).collect();
        kept.also.extend(new);
        true
    });
    let mut counts: HashMap<(&str, String, &str, &str), usize> = HashMap::new();
    for found in &mut all {
        let key = (found.finding.rule.id, found.finding.fact.clone(), found.client, found.at.path);
        let count = counts.entry(key).or_default();
        found.number = *count;
        *count += 1;
    }
    all
}

/// What differs where the same mistake is that of two clients: its level, and what their profiles say of it.
fn judged<'f>(found: &'f Found<'_>) -> (Reverse<Level>, &'static str, &'f str) {
    (Reverse(found.level), found.finding.profile.word(), &found.finding.help)
}

/// What is found, but for what the user leaves out.
struct Collected<'r> {
    reading: &'r Reading,
    levels: &'r Levels,
    all: Vec<Found<'r>>,
}

impl<'r> Collected<'r> {
    /// Adds what is in a file of Rust.
    fn add(
        &mut self,
        finding: Finding,
        file: usize,
        place: &TextRange,
        client: &'r str,
        about: About,
    ) {
        let Some(file) = self.reading.files.get(file) else { return };
        let at = Spot::in_code(file, place);
        self.push(finding, (at, Vec::new()), (client, &file.package), about);
    }

    /// Adds what is in a declaration, or in a document that it names.
    fn add_to(&mut self, declared: &'r Declared, finding: Finding, about: About) {
        let Some(at) = Spot::of(self.reading, declared, finding.origin) else { return };
        if at.is_in_document() && self.levels.excludes(at.location) {
            return;
        }
        let also = self.also(declared, &finding, &at);
        self.push(finding, (at, also), (&declared.name, &declared.package), about);
    }

    fn push(
        &mut self,
        finding: Finding,
        (at, also): (Spot<'r>, Vec<Spot<'r>>),
        (client, package): (&'r str, &'r str),
        about: About,
    ) {
        let level = self.levels.level(&finding, package);
        if level != Level::Off {
            let others = Vec::new();
            let found =
                Found { finding, level, at, also, client, package, number: 0, about, others };
            self.all.push(found);
        }
    }

    /// The other places of a finding in which a document takes part; of one in a document, the path by which
    /// the declaration names it is the last.
    fn also(&self, declared: &'r Declared, finding: &Finding, at: &Spot<'r>) -> Vec<Spot<'r>> {
        let mut also: Vec<Spot<'r>> = Vec::new();
        for place in &finding.also {
            let origin = declared.client.origin(*place);
            let spot = Spot::of(self.reading, declared, origin);
            let is_new = |spot: &Spot<'r>| spot != at && !also.contains(spot);
            // The attribute as a whole shows nothing.
            also.extend(spot.filter(|it| origin != Origin::Whole && is_new(it)));
        }
        if at.is_in_document() {
            let naming = Spot::naming(self.reading, declared, finding.origin);
            also.extend(naming);
        } else if !also.iter().any(Spot::is_in_document) {
            also.clear();
        }
        also
    }

    /// What the compiler says too, and what takes the calendar or the whole workspace.
    fn declarations(&mut self, today: Option<Date>) {
        let reading = self.reading;
        let clients: Vec<&Client> = reading.clients.iter().map(|it| &it.client).collect();
        let mut shared = of_workspace::shared_redirect_uris(&clients).into_iter().peekable();
        for (index, declared) in reading.clients.iter().enumerate() {
            for finding in declared.client.findings() {
                self.add_to(declared, finding, About::Declaration(index));
            }
            let mut findings = Vec::new();
            if let Some(today) = today {
                findings.extend(of_workspace::overdue_waivers(&declared.client, today));
                let snapshots = declared.snapshots();
                let snapshots: Vec<_> = snapshots
                    .iter()
                    .map(|(document, day)| (place(document), document.path(), *day))
                    .collect();
                findings.extend(of_workspace::stale_documents(&declared.client, &snapshots, today));
            }
            let documents = declared.places.documents();
            let unpackaged = declared.unpackaged.iter().filter_map(|(index, key)| {
                documents.get(*index).map(|document| (place(document), document.path(), *key))
            });
            let unpackaged: Vec<_> = unpackaged.collect();
            findings.extend(of_workspace::unpackaged_documents(&declared.client, &unpackaged));
            while let Some((_, finding)) = shared.next_if(|(of, _)| *of == index) {
                findings.push(finding);
            }
            for finding in findings {
                self.add_to(declared, finding, About::Declared(index));
            }
        }
    }

    /// What the rules about code find, but for what is waived beside its line. Gives which of the waivers
    /// there silenced something.
    fn code(&mut self) -> Vec<bool> {
        let reading = self.reading;
        let mut used = vec![false; reading.waivers.len()];
        for (number, package) in reading.code.iter().enumerate() {
            for InCode { code, whose } in &package.clients {
                let declared = match whose {
                    Whose::Of(index) => reading.clients.get(*index).map(|it| (*index, it)),
                    Whose::Undeclared | Whose::OneOf(_) => None,
                };
                let findings = match (declared, whose) {
                    (Some((_, declared)), _) => declared.client.findings_in(code),
                    (None, Whose::OneOf(_)) => code.findings_but_undeclared(),
                    (None, _) => code.findings(),
                };
                if let Some((index, declared)) = declared {
                    for finding in declared.client.unused_in(code) {
                        self.add_to(declared, finding, About::Declared(index));
                    }
                }
                let client = declared.map_or("", |(_, it)| it.name.as_str());
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
                    self.add(finding, *file, place, client, About::Code(number));
                }
            }
        }
        used
    }

    /// What is wrong with the waivers beside lines.
    fn beside_lines(&mut self, used: &[bool], today: Option<Date>) {
        let reading = self.reading;
        for (index, ((file, waiver), used)) in reading.waivers.iter().zip(used).enumerate() {
            if !used {
                let finding = unused_beside_line(waiver.rule);
                self.add(finding, *file, &waiver.place, "", About::Waiver(index));
            }
            let is_over = |until: &Date| today.is_some_and(|today| *until < today);
            if let Some(until) = waiver.until.filter(is_over) {
                let finding = of_workspace::overdue_beside_line(waiver.rule, until);
                self.add(finding, *file, &waiver.place, "", About::Waiver(index));
            }
        }
        for (file, bad) in &reading.bad_waivers {
            self.add(bad.finding.clone(), *file, &bad.place, "", About::Comment);
        }
    }
}

/// The place of the path of a document.
const fn place(document: &Document) -> Place {
    match document.origin() {
        Origin::Token(index) => Place::Token(index),
        _ => Place::Whole,
    }
}
