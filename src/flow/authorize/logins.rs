//! The logins of one user agent that are under way.

use std::time::SystemTime;
use std::vec::Vec;

use core::fmt;

use serde::{Deserialize, Serialize};

use super::pending::Pending;
use super::response::Callback;

/// The logins that one user agent has begun, one for each tab: what a session keeps in place of one
/// [`Pending`].
///
/// A response [takes](Self::take) the login that it answers and leaves the others, and one that answers none
/// ends none. At most ten are kept; a newer one takes the place of the oldest. One that another version of
/// this crate stored is dropped when they are read.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", from = "Vec<Pending<C>>")]
pub struct PendingLogins<C>(Vec<Pending<C>>);

/// What another version stored could not be stored again, and the session would be lost with it.
impl<C> From<Vec<Pending<C>>> for PendingLogins<C> {
    fn from(mut logins: Vec<Pending<C>>) -> Self {
        logins.retain(Pending::is_known);
        Self(logins)
    }
}

/// How many logins a session keeps: more than a user has tabs open at a login page.
const MOST: usize = 10;

impl<C> PendingLogins<C> {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Keeps a login that was just begun.
    pub fn insert(&mut self, pending: Pending<C>) {
        if self.0.len() >= MOST {
            drop(self.0.remove(0));
        }
        self.0.push(pending);
    }

    /// Takes out the login that a response answers. `None` where it answers none of them.
    pub fn take<'c>(&mut self, callback: impl Into<Callback<'c>>) -> Option<Pending<C>> {
        let key = callback.into().key()?;
        let index = self.0.iter().position(|pending| pending.key() == key)?;
        Some(self.0.remove(index))
    }

    /// Drops those that have expired at this time.
    pub fn drop_expired(&mut self, now: SystemTime) {
        self.0.retain(|pending| pending.expires_at().is_some_and(|expires| expires > now));
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<C> Default for PendingLogins<C> {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows nothing that a log should not have.
impl<C> fmt::Debug for PendingLogins<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}
