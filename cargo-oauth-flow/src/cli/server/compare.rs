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
        let mut state = State::Fresh;
        if let Some(http) = &self.http {
            let fetched = snapshot.address().map(|address| fetch(http, &address));
            match fetched {
                Ok(Ok(fetched)) => lines.extend(snapshot.metadata.changes(&fetched.metadata)),
                Ok(Err(error)) => {
                    state = if error.is_unreachable() { State::Unreachable } else { State::Broken };
                    lines.push(error.to_string());
                }
                Err(why) => {
                    state = State::Broken;
                    lines.push(why);
                }
            }
        }
        let stale = lines.len() > usize::from(state != State::Fresh);
        Report { path, state: if stale { State::Stale } else { state }, lines }
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

/// Why the form is not the one that is written.
fn form(snapshot: &Snapshot, bytes: &[u8]) -> Option<String> {
    let line = snapshot.other_line(bytes)?;
    Some(format!("it is not in the form that the tool writes: line {line} differs"))
}
