//! `server refresh --check`: which snapshots are stale.

use oauth_flow_core::Date;

use super::fetch::fetch;
use super::folder::{self, Found};
use super::http::Http;
use super::report::{Report, State};
use super::snapshot::Snapshot;

/// What makes a snapshot stale.
pub(crate) struct Check {
    pub(crate) today: Date,
    /// How many days old it may be.
    pub(crate) max_age: u16,
    /// By which the server is asked, where it is.
    pub(crate) http: Option<Http>,
}

impl Check {
    /// Says whether a snapshot is stale, and why.
    pub(crate) fn report(&self, found: &Found) -> Report {
        let path = folder::shown(&found.path);
        let (bytes, snapshot) = match &found.read {
            Ok(read) => read,
            Err(why) => return Report { path, state: State::Broken, lines: vec![why.clone()] },
        };
        let mut lines: Vec<String> = self.age(snapshot.retrieved).into_iter().collect();
        lines.extend(form(snapshot, bytes));
        let mut failure = None;
        match self.http.as_ref().map(|http| changes(http, snapshot)) {
            Some(Ok(changes)) => lines.extend(changes),
            Some(Err(why)) => failure = Some(why),
            None => {}
        }
        let state = match &failure {
            _ if !lines.is_empty() => State::Stale,
            Some((state, _)) => *state,
            None => State::Fresh,
        };
        lines.extend(failure.map(|(_, why)| why));
        Report { path, state, lines }
    }

    /// Why the day of a snapshot is too long ago, or cannot be.
    fn age(&self, retrieved: Date) -> Option<String> {
        let days = self.today.days() - retrieved.days();
        if days > i64::from(self.max_age) {
            let plural = if days == 1 { "" } else { "s" };
            let most = self.max_age;
            return Some(format!(
                "it is of {retrieved}, {days} day{plural} ago, and {most} is the most"
            ));
        }
        // A clock may be a little ahead of another one.
        (days < -1).then(|| format!("it is of {retrieved}, which is after {}", self.today))
    }
}

/// What the server says otherwise, or why it cannot be compared.
fn changes(http: &Http, snapshot: &Snapshot) -> Result<Vec<String>, (State, String)> {
    let address = snapshot.address().map_err(|why| (State::Broken, why))?;
    let fetched = fetch(http, &address).map_err(|error| (State::of(&error), error.to_string()))?;
    Ok(snapshot.metadata.changes(&fetched.metadata))
}

/// Why the form is not the one that is written.
fn form(snapshot: &Snapshot, bytes: &[u8]) -> Option<String> {
    let line = snapshot.other_line(bytes)?;
    Some(format!("it is not in the form that the tool writes: line {line} differs"))
}
