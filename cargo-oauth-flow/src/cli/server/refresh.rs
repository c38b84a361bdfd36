//! `server refresh`: fetches the metadata of each snapshot anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use oauth_flow_core::Date;

use super::arguments::Refresh;
use super::compare::Check;
use super::fetch::fetch;
use super::folder::{self, Found, OF_PACKAGE};
use super::http::Http;
use super::report::{self, Report, State};
use super::snapshot::Snapshot;
use crate::cli::error::Failure;
use crate::cli::replace::replace;
use crate::cli::{cargo, check};
use crate::readers::Readers;

pub(crate) fn run(refresh: &Refresh) -> Result<u8, Failure> {
    let found = found(refresh)?;
    let http = || Http::new(refresh.timeout.time());
    let today = refresh.day.or_now();
    let readers = Readers::of(found.len());
    let reports = if refresh.check {
        let http = refresh.online.then(http);
        let check = Check { today, max_age: refresh.max_age, http };
        readers.each(found, |found| check.report(&found))
    } else {
        let http = http();
        readers.each(found, |found| renew(&http, &found, today))
    };
    drop(readers);
    match check::put_out(None, &report::text(&reports, refresh.quiet), false) {
        // Whoever reads has seen enough, and the status is that of the run all the same.
        Ok(()) | Err(Failure::ClosedPipe) => Ok(report::status(&reports)),
        Err(failure) => Err(failure),
    }
}

/// The snapshots at the paths that the user names, else in the packages.
fn found(refresh: &Refresh) -> Result<Vec<Found>, Failure> {
    let mut all: Vec<Found> = if refresh.paths.is_empty() {
        let packages = cargo::folders(&refresh.manifest, &refresh.workspace)?;
        let folders = packages.into_iter().map(|package| package.join(OF_PACKAGE));
        let folders = folders.filter(|folder| folder.is_dir());
        folders.flat_map(|folder| folder::snapshots(&folder)).collect()
    } else {
        let at = |path: &PathBuf| {
            if path.is_dir() { folder::snapshots(path) } else { vec![Found::at(path.clone())] }
        };
        refresh.paths.iter().flat_map(at).collect()
    };
    // A file may be named, and be in a folder that is named too.
    let mut seen = BTreeSet::new();
    all.retain(|it| seen.insert(fs::canonicalize(&it.path).unwrap_or_else(|_| it.path.clone())));
    Ok(all)
}

/// Writes a snapshot anew, if the server gives a document that can take its place.
fn renew(http: &Http, found: &Found, today: Date) -> Report {
    let path = folder::shown(&found.path);
    let failed = |state, why| Report { path: path.clone(), state, lines: vec![why] };
    let (bytes, old) = match &found.read {
        Ok(read) => read,
        Err(why) => return failed(State::Broken, why.clone()),
    };
    let address = match old.address() {
        Ok(address) => address,
        Err(why) => return failed(State::Broken, why),
    };
    let fetched = match fetch(http, &address) {
        Ok(fetched) => fetched,
        Err(error) => return failed(State::of(&error), error.to_string()),
    };
    let mut lines = old.metadata.changes(&fetched.metadata);
    lines.extend(
        old.other_line(bytes).map(|_| String::from("the form is the one of the tool again")),
    );
    let new = Snapshot { metadata: fetched.metadata, retrieved: today, from: fetched.from };
    if new.other_line(bytes).is_some()
        && let Err(error) = replace(&found.path, Some(bytes), new.text().as_bytes())
    {
        return failed(State::Broken, format!("the file cannot be written: {error}"));
    }
    let state = if lines.is_empty() { State::Unchanged } else { State::Renewed };
    Report { path, state, lines }
}
