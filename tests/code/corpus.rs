//! Small packages, each labelled by hand: on the line of each finding a comment `//~ rule`, and on the first
//! line of the root `//@ undeclared: N` with the number of clients that nothing declares.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{check, findings, here};

/// What is expected of a package, and what is found.
struct Compared {
    name: String,
    clients: usize,
    found_clients: usize,
    missed: Vec<(String, u64, String)>,
    extra: Vec<(String, u64, String)>,
    labels: usize,
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else if path.extension().is_some_and(|it| it == "rs") {
            all.push(path);
        }
    }
}

fn rules_of_code() -> impl Iterator<Item = &'static str> {
    let chapter = oauth_flow_core::rules::CHAPTERS.iter().find(|it| it.title == "The code");
    chapter.into_iter().flat_map(|it| it.rules.iter().map(|rule| rule.id))
}

fn compare(package: &Path) -> Compared {
    let mut sources = Vec::new();
    files(package, &mut sources);
    let (mut clients, mut labels) = (None, Vec::new());
    for path in &sources {
        let text = fs::read_to_string(path).unwrap();
        let shown = path.strip_prefix(package).unwrap().to_string_lossy().replace('\\', "/");
        for (line, number) in text.lines().zip(1..) {
            if let Some(count) = line.strip_prefix("//@ undeclared: ") {
                clients = count.trim().parse().ok();
            }
            if let Some((_, rules)) = line.split_once("//~ ") {
                labels.extend(
                    rules.split_whitespace().map(|it| (shown.clone(), number, String::from(it))),
                );
            }
        }
    }
    // The labels are of the code alone.
    let mut found = findings(&check(&package.join("Cargo.toml"), &[]));
    found.retain(|(_, _, rule)| rules_of_code().any(|known| known == rule));
    let (own, found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(_, _, rule)| rule == "undeclared_client");
    let mut missed = labels.clone();
    let mut extra = Vec::new();
    for finding in found {
        match missed.iter().position(|label| *label == finding) {
            Some(at) => {
                missed.remove(at);
            }
            None => extra.push(finding),
        }
    }
    Compared {
        name: package.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        clients: clients.unwrap(),
        found_clients: own.len(),
        missed,
        extra,
        labels: labels.len(),
    }
}

#[test]
fn what_is_found_in_the_corpus_is_what_its_labels_say() {
    let mut packages: Vec<PathBuf> =
        fs::read_dir(here().join("packages")).unwrap().map(|entry| entry.unwrap().path()).collect();
    packages.sort();
    assert!(packages.len() >= 60, "{} packages", packages.len());
    let compared: Vec<Compared> = packages.iter().map(|it| compare(it)).collect();
    let negatives = compared.iter().filter(|it| it.labels == 0 && it.clients == 0).count();
    assert!(negatives * 3 >= packages.len(), "{negatives} of {} are negatives", packages.len());
    let mut wrong: Vec<String> = Vec::new();
    let mut per_rule: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for it in &compared {
        if it.clients != it.found_clients {
            wrong.push(format!(
                "{}: {} undeclared clients, {} found",
                it.name, it.clients, it.found_clients
            ));
        }
        for (file, line, rule) in &it.missed {
            per_rule.entry(rule.clone()).or_default().0 += 1;
            wrong.push(format!("{}: missed {rule} at {file}:{line}", it.name));
        }
        for (file, line, rule) in &it.extra {
            per_rule.entry(rule.clone()).or_default().1 += 1;
            wrong.push(format!("{}: false {rule} at {file}:{line}", it.name));
        }
    }
    assert!(wrong.is_empty(), "{}\n{per_rule:#?} (missed, false)", wrong.join("\n"));
}
