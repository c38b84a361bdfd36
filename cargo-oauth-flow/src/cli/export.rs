//! `export`: the registrations that the declarations of a workspace mean.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use oauth_flow_core::{Format, Level};
use oauth_flow_syntax::export::{Exported, export, kept};

use super::replace::put;
use super::{CLEAN, FOUND, check};
use crate::cli::arguments::{Export, ExportFormat};
use crate::cli::error::Failure;
use crate::reading::{Declared, Reading};
use crate::workspace::Workspace;

pub(crate) fn run(arguments: &Export) -> Result<u8, Failure> {
    let selection = arguments.packages.selection();
    let workspace = Workspace::find(&selection)?;
    let levels = workspace.levels()?;
    let reading = Reading::of(&workspace, selection.tests, &levels);
    let format = match arguments.format {
        ExportFormat::Rfc7591 => Format::Rfc7591,
        ExportFormat::Keycloak => Format::Keycloak,
        ExportFormat::Gravitee => Format::Gravitee,
    };
    let run = Run { workspace: &workspace, reading: &reading, format };
    match (&arguments.all, &arguments.client) {
        (Some(folder), _) => run.all(folder),
        (None, Some(name)) => run.one(name, arguments.output.output.as_deref()),
        (None, None) => Ok(CLEAN),
    }
}

/// What is exported, and from where.
struct Run<'r> {
    workspace: &'r Workspace,
    reading: &'r Reading,
    format: Format,
}

impl Run<'_> {
    /// Writes the registration of one client to the file, else to standard output.
    fn one(&self, name: &str, file: Option<&Path>) -> Result<u8, Failure> {
        let declared = self.find(name)?;
        let Some(exported) = self.exported(declared) else { return Ok(FOUND) };
        match file {
            Some(path) => write(path, &exported.text)?,
            None => check::put_out(None, &exported.text, false)?,
        }
        say(&self.report(declared, &exported, file));
        Ok(CLEAN)
    }

    /// Writes the registration of each client to a file in the folder.
    fn all(&self, folder: &Path) -> Result<u8, Failure> {
        let failed = |error| Failure::Output(folder.to_path_buf(), error);
        fs::create_dir_all(folder).map_err(failed)?;
        let (mut names, mut written) = (BTreeSet::new(), 0_usize);
        for declared in &self.reading.clients {
            let path = folder.join(file_name(declared, &mut names));
            let Some(exported) = self.exported(declared) else { continue };
            // What is behind a link may be in another folder.
            if path.is_symlink() {
                return Err(Failure::Output(path, io::Error::other("it is a link")));
            }
            write(&path, &exported.text)?;
            written += 1;
            say(&self.report(declared, &exported, Some(&path)));
        }
        for gap in &self.reading.gaps {
            let line = gap.place.as_ref().map(|it| format!(":{}", it.line)).unwrap_or_default();
            say(&format!("not read: {}{line}: {}", oauth_flow_core::visible(&gap.path), gap.why));
        }
        let all = self.reading.clients.len();
        say(&format!("{written} of {all} declared clients exported"));
        Ok(if written == all { CLEAN } else { FOUND })
    }

    /// The client of this name, of `PACKAGE::NAME`, or at `FILE` or `FILE:LINE`.
    fn find(&self, name: &str) -> Result<&Declared, Failure> {
        let all = &self.reading.clients;
        let is_named = |declared: &&Declared| {
            let place = self.place(declared);
            let file = place.rsplit_once(':').map_or("", |(file, _)| file);
            declared.name == name
                || format!("{}::{}", declared.package, declared.name) == name
                || place == name
                || file == name
        };
        let found: Vec<&Declared> = all.iter().filter(is_named).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => {
                let all = all.iter().map(|it| self.shown(it)).collect();
                Err(Failure::NoClient(String::from(name), all))
            }
            several => {
                let several = several.iter().map(|it| self.shown(it)).collect();
                Err(Failure::SeveralClients(String::from(name), several))
            }
        }
    }

    /// The registration of a client, unless its declaration has an error.
    fn exported(&self, declared: &Declared) -> Option<Exported> {
        let findings = declared.client.findings();
        let errors = findings.iter().filter(|it| it.level == Level::Error).count();
        if errors == 0 {
            return Some(export(&declared.client, self.format));
        }
        let plural = if errors == 1 { "" } else { "s" };
        say(&format!(
            "{} is not exported: its declaration has {errors} error{plural}, which `cargo oauth-flow \
             check` shows",
            self.shown(declared)
        ));
        None
    }

    /// What to write in place of the attribute, and what to add to the document.
    fn report(&self, declared: &Declared, exported: &Exported, file: Option<&Path>) -> String {
        let mut text = self.shown(declared);
        if let Some(path) = file {
            let _ = write!(text, ": `{}` is written", path.display());
        }
        let _ = write!(
            text,
            "\nThe document and this attribute make the same declaration:\n\n#[oauth_client("
        );
        let path = file.and_then(|it| self.in_package(declared, it));
        let path = path.unwrap_or_else(|| String::from("..."));
        let arguments = exported.left_out.iter().map(|it| it.argument.clone());
        let arguments = arguments.chain([format!("registration = {path:?}")]);
        let source = self.reading.files.get(declared.file).map_or("", |it| it.text.as_str());
        let own = declared.places.arguments.clone().and_then(|it| source.get(it));
        let kept = own.map(kept).unwrap_or_default();
        for argument in arguments.chain(kept.into_iter().map(String::from)) {
            let _ = write!(text, "\n    {},", oauth_flow_core::visible(&argument));
        }
        text.push_str("\n)]\n");
        if !exported.to_add.is_empty() {
            let missing = exported.to_add.join(", ");
            let _ = write!(text, "\nNo declaration says this; add it to the document: {missing}\n");
        }
        text
    }

    /// The path of a file from the folder of the package of the client, if the file is in it.
    fn in_package(&self, declared: &Declared, file: &Path) -> Option<String> {
        let (_, manifest) =
            self.workspace.all.iter().find(|(name, _)| *name == declared.package)?;
        let home = fs::canonicalize(manifest.parent()?).ok()?;
        let file = fs::canonicalize(file).ok()?;
        Some(file.strip_prefix(home).ok()?.to_str()?.replace('\\', "/"))
    }

    /// The client as a message names it.
    fn shown(&self, declared: &Declared) -> String {
        format!("{} ({}, {})", declared.name, declared.package, self.place(declared))
    }

    /// The file and the line of a client.
    fn place(&self, declared: &Declared) -> String {
        let file = self.reading.files.get(declared.file).map_or("", |it| it.path.as_str());
        format!("{file}:{}", declared.places.attribute.line)
    }
}

/// A name of the file of a client that no other client has, also where upper and lower case are the same.
fn file_name(declared: &Declared, taken: &mut BTreeSet<String>) -> PathBuf {
    let plain = |it: char| if it.is_alphanumeric() || "_-".contains(it) { it } else { '_' };
    let name = format!("{}-{}", declared.package, declared.name);
    let name: String = name.chars().map(plain).collect();
    let mut own = name.clone();
    let mut number = 1_usize;
    while !taken.insert(own.to_lowercase()) {
        number += 1;
        own = format!("{name}-{number}");
    }
    PathBuf::from(format!("{own}.json"))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    put(path, text).map_err(|error| Failure::Output(path.to_path_buf(), error))
}

/// Writes to standard error. Nobody is left to be told where the terminal is gone.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
