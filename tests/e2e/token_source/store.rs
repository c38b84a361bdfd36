//! The store of a test, whichever it is, that can end its process at a point.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::process::abort;
use std::sync::Arc;
use std::time::Duration;

use oauth_flow::flow::{
    FileLock, FileTokenStore, MemoryLock, MemoryTokenStore, Saved, StoredTokens, TokenStore,
};
use oauth_flow_services::postgres_token_store::{PostgresLock, PostgresTokenStore};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::postgres;

/// Where the tokens are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Place {
    Memory,
    File(PathBuf),
    Postgres {
        /// The folder of the socket.
        socket: PathBuf,
        /// The row.
        id: String,
        /// The longest lease, in place of the one that is asked for.
        lease: Option<Duration>,
    },
}

/// The points of a renewal, of a login and of a logout at which a process can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Point {
    /// It has the lock.
    Locked,
    /// It is about to mark the refresh token as in flight.
    Marking,
    /// It has marked it, and is about to send it.
    Marked,
    /// The server has carried out the request, and its answer is not here.
    Sent,
    /// The answer is here, and is about to be saved.
    Answered,
    /// The new tokens are saved, and the lock is held.
    Saved,
    /// The lock was given back.
    Unlocked,
    /// The tokens of a login are about to be saved.
    Keeping,
    /// They are saved.
    Kept,
    /// The tokens are about to be removed.
    Removing,
    /// They are removed.
    Removed,
}

/// A store that ends the process at a point.
#[derive(Clone)]
pub(crate) struct Store {
    kept: Kept,
    end: Option<Point>,
}

#[derive(Clone)]
enum Kept {
    Memory(MemoryTokenStore),
    File(FileTokenStore),
    Postgres(PostgresTokenStore, Option<Duration>),
}

pub(crate) enum Lock {
    Memory(MemoryLock),
    File(FileLock),
    Postgres(PostgresLock),
}

#[derive(Debug)]
pub(crate) struct StoreError(Arc<dyn Error + Send + Sync>);

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

fn of<T, E: Error + Send + Sync + 'static>(outcome: Result<T, E>) -> Result<T, StoreError> {
    outcome.map_err(|error| StoreError(Arc::new(error)))
}

impl Store {
    /// Inside of a runtime, which its connections need.
    pub(crate) fn at(place: &Place, end: Option<Point>) -> Self {
        let kept = match place {
            Place::Memory => Kept::Memory(MemoryTokenStore::new()),
            Place::File(path) => Kept::File(FileTokenStore::at(path)),
            Place::Postgres { socket, id, lease } => {
                Kept::Postgres(PostgresTokenStore::new(postgres::pool(socket), id), *lease)
            }
        };
        Self { kept, end }
    }

    fn end_at(&self, point: Point) {
        if self.end == Some(point) {
            abort();
        }
    }
}

/// What is known of the refresh token: `"unused"`, `"refused"`, or `{ "in_flight": { "again": .. } }`.
pub(crate) fn state(tokens: &StoredTokens) -> Value {
    serde_json::to_value(tokens).expect("the tokens are JSON")["state"].take()
}

/// Whether a request with the refresh token may be under way, and whether it is the second one.
pub(crate) fn in_flight(tokens: &StoredTokens) -> Option<bool> {
    state(tokens).get("in_flight").map(|it| it["again"] == true)
}

impl TokenStore for Store {
    type Error = StoreError;
    type Lock = Lock;

    async fn load(&self) -> Result<Option<StoredTokens>, StoreError> {
        match &self.kept {
            Kept::Memory(store) => of(store.load().await),
            Kept::File(store) => of(store.load().await),
            Kept::Postgres(store, _) => of(store.load().await),
        }
    }

    async fn lock(&self, at_most: Duration) -> Result<Lock, StoreError> {
        let lock = match &self.kept {
            Kept::Memory(store) => Lock::Memory(of(store.lock(at_most).await)?),
            Kept::File(store) => Lock::File(of(store.lock(at_most).await)?),
            Kept::Postgres(store, lease) => {
                Lock::Postgres(of(store.lock(lease.unwrap_or(at_most)).await)?)
            }
        };
        self.end_at(Point::Locked);
        Ok(lock)
    }

    async fn save(&self, lock: &mut Lock, tokens: &StoredTokens) -> Result<Saved, StoreError> {
        let [before, after] = if tokens.follows().is_none() {
            [Point::Keeping, Point::Kept]
        } else if in_flight(tokens).is_some() {
            [Point::Marking, Point::Marked]
        } else {
            [Point::Answered, Point::Saved]
        };
        self.end_at(before);
        let saved = match (&self.kept, lock) {
            (Kept::Memory(store), Lock::Memory(lock)) => of(store.save(lock, tokens).await),
            (Kept::File(store), Lock::File(lock)) => of(store.save(lock, tokens).await),
            (Kept::Postgres(store, _), Lock::Postgres(lock)) => of(store.save(lock, tokens).await),
            _ => panic!("the lock of another store"),
        };
        self.end_at(after);
        saved
    }

    async fn remove(&self, lock: &mut Lock) -> Result<(), StoreError> {
        self.end_at(Point::Removing);
        let removed = match (&self.kept, lock) {
            (Kept::Memory(store), Lock::Memory(lock)) => of(store.remove(lock).await),
            (Kept::File(store), Lock::File(lock)) => of(store.remove(lock).await),
            (Kept::Postgres(store, _), Lock::Postgres(lock)) => of(store.remove(lock).await),
            _ => panic!("the lock of another store"),
        };
        self.end_at(Point::Removed);
        removed
    }

    async fn unlock(&self, lock: Lock) {
        match (&self.kept, lock) {
            (Kept::Postgres(store, _), Lock::Postgres(lock)) => store.unlock(lock).await,
            (_, lock) => drop(lock),
        }
        self.end_at(Point::Unlocked);
    }
}
