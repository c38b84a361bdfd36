//! Reads the files of a workspace, as many at a time as the machine has processors.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use oauth_flow_core::{Client, Date, InCode, Key, Unit, Whose, clients};
use oauth_flow_syntax::code::{BadWaiver, Condition, LineWaiver, Places, TextRange};
use oauth_flow_syntax::document::Document;

#[cfg(feature = "cli")]
use crate::documents::OfPackage;
use crate::documents::{DocumentFile, Opened, location};
use crate::file::{Read, Words, leave_tests_out, read};
use crate::levels::Levels;
use crate::readers::Readers;
use crate::workspace::{Member, Workspace};

/// What was read of a workspace.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) files: Vec<Source>,
    pub(crate) clients: Vec<Declared>,
    /// The documents that the clients name, each once.
    pub(crate) documents: Vec<DocumentFile>,
    /// What was found in the code, package by package.
    pub(crate) code: Vec<PackageCode>,
    pub(crate) waivers: Vec<(usize, LineWaiver)>,
    pub(crate) bad_waivers: Vec<(usize, BadWaiver)>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) in_part: InPart,
    /// How many files were looked at.
    pub(crate) looked_at: usize,
    opened: Opened,
    /// The folder of each package.
    folders: BTreeMap<String, PathBuf>,
}

/// What was read in part, so that nobody can tell all that is wrong with it.
#[derive(Default)]
pub(crate) struct InPart {
    /// The packages of which a file or a declaration is left out: it may tell whose a client elsewhere is.
    pub(crate) packages: BTreeSet<String>,
    /// The files of which something is left out, by their paths from the root of the workspace.
    pub(crate) files: BTreeSet<String>,
    /// The packages with such a file, or with a macro that may do something of a client.
    pub(crate) any: BTreeSet<String>,
}

/// A file that was parsed.
pub(crate) struct Source {
    /// Its path from the root of the workspace.
    pub(crate) path: String,
    /// Where it is on this machine.
    pub(crate) location: PathBuf,
    /// Its text, without a byte order mark.
    pub(crate) text: String,
    /// The bytes of its items.
    pub(crate) items: Vec<Range<usize>>,
    /// The package that it is read for.
    pub(crate) package: String,
}

/// A client that is declared in a file.
pub(crate) struct Declared {
    pub(crate) package: String,
    /// The index of the file.
    pub(crate) file: usize,
    pub(crate) name: String,
    pub(crate) client: Client,
    pub(crate) places: Places,
    /// The documents that it names, in the order of its places.
    pub(crate) documents: Vec<usize>,
    /// Those of them that `cargo package` leaves out, each with the key of the manifest.
    pub(crate) unpackaged: Vec<(usize, &'static str)>,
    /// Whether `Flow` runs it.
    pub(crate) in_flow: bool,
}

impl Declared {
    /// The documents that are snapshots, each with the day on which it was fetched.
    pub(crate) fn snapshots(&self) -> Vec<(&Document, Date)> {
        let day = |document: &Document| Date::read(document.snapshot()?.retrieved.as_deref()?);
        self.places.documents().iter().filter_map(|it| Some((it, day(it)?))).collect()
    }
}

/// The clients in the code of a package.
#[derive(Default)]
pub(crate) struct PackageCode {
    pub(crate) package: String,
    /// The clients; `Whose::Of` has the index of a declaration in the whole reading.
    pub(crate) clients: Vec<InCode>,
    /// Where they act: a file by its index, and the place in it.
    pub(crate) places: Vec<(usize, TextRange)>,
    /// The structs of the package that a declaration may be above, by their names: a file by its index,
    /// and the byte in it where the attribute belongs.
    pub(crate) structs: BTreeMap<String, Vec<(usize, usize)>>,
    /// The path of the facade, if the package depends on it.
    pub(crate) facade: Option<String>,
}

/// What is read of one package before its clients are told apart.
#[derive(Default)]
struct Parts {
    units: Vec<Unit>,
    places: Vec<(usize, TextRange)>,
    holders: BTreeMap<String, BTreeSet<String>>,
    flows: BTreeSet<String>,
    structs: BTreeMap<String, Vec<(usize, usize)>>,
}

/// What could not be read, and why.
pub(crate) struct Gap {
    pub(crate) path: String,
    pub(crate) place: Option<TextRange>,
    pub(crate) why: String,
    /// Whether it is a fault of the file.
    pub(crate) is_fault: bool,
}

impl Reading {
    /// Reads the files of all packages.
    pub(crate) fn of(workspace: &Workspace, tests: bool, levels: &Levels) -> Self {
        let mut reading = Self::default();
        let words = Words::new();
        let all = workspace.packages.iter().map(|it| it.files.len()).sum();
        let readers = Readers::of(all);
        for member in &workspace.packages {
            let files: Vec<&PathBuf> =
                member.files.iter().filter(|path| !levels.excludes(path)).collect();
            reading.looked_at += files.len();
            reading.folders.insert(member.name.clone(), member.folder.clone());
            let documents = reading.opened.of_package(&member.folder);
            let one = |path: &PathBuf| (path.clone(), read(path, &words, &documents));
            let mut read = readers.each(files, one);
            if !tests {
                leave_tests_out(&mut read);
            }
            let first = reading.clients.len();
            let mut parts = Parts::default();
            for (path, (read, _)) in read {
                let shown = workspace.shown(&path);
                reading.add(member, (path, shown), read, tests, &mut parts);
            }
            for (path, why) in &member.unread {
                let (path, why) = (workspace.shown(path), why.clone());
                reading.in_part.packages.insert(member.name.clone());
                reading.in_part.any.insert(member.name.clone());
                reading.gaps.push(Gap { path, place: None, why, is_fault: true });
            }
            reading.find_documents(workspace, member, first);
            reading.tell_apart(member, first, parts);
        }
        reading
    }

    /// The documents of a package.
    #[cfg(feature = "cli")]
    pub(crate) fn documents_of(&self, package: &str) -> Option<OfPackage<'_>> {
        Some(self.opened.of_package(self.folders.get(package)?))
    }

    /// Finds the files of the documents that the declarations from `first` on name.
    fn find_documents(&mut self, workspace: &Workspace, member: &Member, first: usize) {
        for declared in self.clients.iter_mut().skip(first) {
            let client = &declared.client;
            for (index, document) in declared.places.documents().iter().enumerate() {
                let location = location(&member.folder, document.path());
                let path = workspace.shown(&location);
                let is_read = match document.key() {
                    Key::Server => client.server_metadata().is_some(),
                    _ => client.registration().is_some(),
                };
                if !is_read {
                    // Nobody can tell what else is wrong with the client.
                    let source = self.files.get(declared.file).map(|it| it.path.clone());
                    self.in_part.files.extend(source.into_iter().chain([path.clone()]));
                }
                let left_out = member.leaves_out(&location).filter(|_| document.exists());
                declared.unpackaged.extend(left_out.map(|key| (index, key)));
                let known = self.documents.iter().position(|it| it.location == location);
                declared.documents.push(known.unwrap_or(self.documents.len()));
                if known.is_none() {
                    self.documents.push(DocumentFile { path, location });
                }
            }
        }
    }

    /// Whether all of a package was read, as far as a client is concerned.
    pub(crate) fn is_whole(&self, package: &str) -> bool {
        !self.in_part.any.contains(package)
    }

    /// Finds the clients in the code of a package whose declarations are those from `first` on.
    fn tell_apart(&mut self, member: &Member, first: usize, parts: Parts) {
        for index in first..self.clients.len() {
            let of_name = |declared: &&Declared| {
                self.clients.get(index).is_some_and(|own| own.name == declared.name)
            };
            // Of two items of one name, nobody can tell which one is meant.
            let is_only = self.clients.iter().skip(first).filter(of_name).count() == 1;
            if let Some(own) = self.clients.get_mut(index) {
                own.in_flow = is_only && parts.flows.contains(&own.name);
            }
        }
        let declared: Vec<oauth_flow_core::Declared> = self
            .clients
            .iter()
            .skip(first)
            .map(|declared| oauth_flow_core::Declared {
                module: self
                    .files
                    .get(declared.file)
                    .map_or_else(String::new, |it| it.path.clone()),
                name: declared.name.clone(),
            })
            .collect();
        let mut found = clients(parts.units, &declared, &parts.holders);
        for client in &mut found {
            match &mut client.whose {
                Whose::Undeclared => {}
                Whose::Of(index) => *index += first,
                Whose::OneOf(several) => several.iter_mut().for_each(|index| *index += first),
            }
        }
        if !found.is_empty() {
            self.code.push(PackageCode {
                package: member.name.clone(),
                clients: found,
                places: parts.places,
                structs: parts.structs,
                facade: member.facade.clone(),
            });
        }
    }

    fn add(
        &mut self,
        member: &Member,
        (location, path): (PathBuf, String),
        read: Read,
        tests: bool,
        parts: &mut Parts,
    ) {
        let (text, file) = match read {
            Read::Nothing => return,
            Read::Fault(place, why) => {
                self.in_part.packages.insert(member.name.clone());
                self.in_part.any.insert(member.name.clone());
                self.in_part.files.insert(path.clone());
                return self.gaps.push(Gap { path, place, why, is_fault: true });
            }
            Read::File(text, file) => (text, file),
        };
        // What is there for tests alone, or without them, is left out by the user and not by this machine.
        let is_absent =
            |it: &[Condition]| [true, false].iter().all(|tests| !member.build.has(it, *tests));
        if !file.not_read.is_empty() || file.conditional.iter().any(|(_, it)| is_absent(it)) {
            self.in_part.files.insert(path.clone());
            self.in_part.any.insert(member.name.clone());
        }
        if file.is_opaque {
            self.in_part.any.insert(member.name.clone());
        }
        if file.declared.iter().any(|it| is_absent(&it.conditions)) {
            self.in_part.packages.insert(member.name.clone());
            self.in_part.any.insert(member.name.clone());
        }
        for gap in file.not_read {
            let why = gap.why.to_string();
            self.gaps.push(Gap {
                path: path.clone(),
                place: Some(gap.place),
                why,
                is_fault: false,
            });
        }
        let index = self.files.len();
        for declared in file.declared {
            if member.build.has(&declared.conditions, tests) {
                self.clients.push(Declared {
                    package: member.name.clone(),
                    file: index,
                    name: declared.name.unwrap_or_else(|| String::from("an item without a name")),
                    client: declared.client,
                    places: declared.places,
                    documents: Vec::new(),
                    unpackaged: Vec::new(),
                    in_flow: false,
                });
            } else {
                let why = String::from("a `cfg` takes the item out of this build");
                let place = Some(declared.places.attribute);
                self.gaps.push(Gap { path: path.clone(), place, why, is_fault: false });
            }
        }
        for (mut unit, conditions) in file.units {
            if member.build.has(&conditions, tests) {
                unit.module.clone_from(&path);
                unit.count_from(parts.places.len());
                parts.units.push(unit);
            }
        }
        parts.places.extend(file.places.into_iter().map(|place| (index, place)));
        parts.holders.extend(file.holders);
        parts.flows.extend(file.flows);
        for it in file.structs {
            parts.structs.entry(it.name).or_default().push((index, it.above));
        }
        // A waiver in what is not there is not looked at.
        let is_there = |line: usize| {
            let mut around = file.conditional.iter().filter(|(lines, _)| lines.contains(&line));
            around.all(|(_, it)| member.build.has(it, tests))
        };
        let waivers = file.waivers.into_iter().filter(|it| is_there(it.line));
        self.waivers.extend(waivers.map(|waiver| (index, waiver)));
        let bad = file.bad_waivers.into_iter().filter(|it| is_there(it.place.line));
        self.bad_waivers.extend(bad.map(|it| (index, it)));
        let package = member.name.clone();
        self.files.push(Source { path, location, text, items: file.items, package });
    }
}
