//! What the page has: the clients of both kinds, and the findings of each.

use std::collections::BTreeMap;

use oauth_flow_core::{Date, Level, Rule, rules};

use super::escape::number;
use super::listed::{Listed, declared, undeclared};
use super::mask::Masks;
use super::owners::{Owner, Owners};
use crate::cli::inventory::Inventory;
use crate::findings::{About, Found};
use crate::reading::Reading;
use crate::workspace::Workspace;

/// All that the page has.
pub(super) struct Review<'r> {
    pub(super) reading: &'r Reading,
    pub(super) inventory: &'r Inventory<'r>,
    pub(super) findings: &'r [Found<'r>],
    /// The day by which waivers and snapshots are judged.
    pub(super) today: Date,
    /// What was read, in words.
    pub(super) title: String,
    pub(super) packages: usize,
    /// The folder of the workspace, which the page does not name.
    pub(super) root: String,
    /// The declared clients, then the others.
    pub(super) clients: Vec<Listed<'r>>,
    /// The findings that are of no client.
    pub(super) loose: Vec<usize>,
    pub(super) masks: Masks<'r>,
}

impl<'r> Review<'r> {
    pub(super) fn of(
        reading: &'r Reading,
        inventory: &'r Inventory<'r>,
        findings: &'r [Found<'r>],
        today: Date,
        workspace: &Workspace,
    ) -> Self {
        let mut of_declared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut of_code: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut shared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut loose = Vec::new();
        let owners = Owners::of(reading);
        for (index, found) in findings.iter().enumerate() {
            match owners.owner(found) {
                Some(Owner::Declared(client)) => of_declared.entry(client).or_default().push(index),
                Some(Owner::Code(package, client)) => {
                    of_code.entry((package, client)).or_default().push(index);
                }
                None => loose.push(index),
            }
            for about in &found.others {
                if let About::Declaration(client) | About::Declared(client) = *about {
                    shared.entry(client).or_default().push(index);
                }
            }
        }
        let mut clients = Vec::new();
        for (entry, (index, declared)) in
            inventory.clients.iter().zip(reading.clients.iter().enumerate())
        {
            let code = owners.code_of.get(&index).cloned().unwrap_or_default();
            let found = of_declared.remove(&index).unwrap_or_default();
            let mut client = self::declared(entry, declared, code, found);
            client.shared = shared.remove(&index).unwrap_or_default();
            clients.push(client);
        }
        for undeclared in &inventory.undeclared {
            let found = of_code.remove(&undeclared.index).unwrap_or_default();
            clients.push(self::undeclared(undeclared, reading, found));
        }
        // What tells no client by itself has no section of its own.
        loose.extend(of_code.into_values().flatten());
        loose.sort_unstable();
        for (number, client) in clients.iter_mut().enumerate() {
            client.anchor = format!("client-{}", number + 1);
            let all = client.findings.iter().chain(&client.shared);
            let levels = all.filter_map(|index| findings.get(*index));
            let levels: Vec<Level> = levels.map(|found| found.level).collect();
            client.errors = levels.iter().filter(|level| **level == Level::Error).count();
            client.warnings = levels.len() - client.errors;
        }
        Self {
            reading,
            inventory,
            findings,
            today,
            title: title(workspace),
            packages: workspace.packages.len(),
            root: workspace.root.to_string_lossy().into_owned(),
            clients,
            loose,
            masks: Masks::of(reading),
        }
    }

    /// How many findings have the level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|found| found.level == level).count()
    }

    /// All waivers: the rule, and the last day.
    pub(super) fn waivers(&self) -> Vec<(&str, Option<Date>)> {
        let mut all = Vec::new();
        for declared in &self.reading.clients {
            all.extend(declared.client.waivers().into_iter().map(|it| (it.rule, it.until)));
        }
        all.extend(self.reading.waivers.iter().map(|(_, it)| (it.rule, it.until)));
        all
    }

    /// Whether the last day of a waiver is over.
    pub(super) fn is_over(&self, until: Option<Date>) -> bool {
        until.is_some_and(|until| until < self.today)
    }

    /// The rules that are found or waived, in the order of the rulebook.
    pub(super) fn rules(&self) -> Vec<&'static Rule> {
        let waivers = self.waivers();
        let occurs = |rule: &Rule| {
            self.findings.iter().any(|found| found.finding.rule == rule)
                || waivers.iter().any(|(id, _)| *id == rule.id)
        };
        rules::all().filter(|rule| occurs(rule)).collect()
    }
}

/// What was read, in words: a folder has another name on each machine.
fn title(workspace: &Workspace) -> String {
    let at_root = workspace.root.join("Cargo.toml");
    let root = workspace.all.iter().find(|(_, manifest)| *manifest == at_root);
    match (root, workspace.packages.as_slice()) {
        (_, [only]) => only.name.clone(),
        (Some((root, _)), _) => root.clone(),
        (None, packages) => format!("a workspace of {}", number(packages.len(), "package")),
    }
}
