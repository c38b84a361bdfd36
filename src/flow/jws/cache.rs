//! Keeps the keys of a server for a while, and decides who fetches them anew and how often.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::key_set::KeySet;

/// How long keys are used before they are fetched anew: a key that the server has withdrawn is not taken
/// for longer, unless the server cannot be asked.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// How long keys are used at most, where they cannot be fetched anew.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long nobody tries to fetch keys anew after a failure, while older ones are there.
const PAUSE: Duration = Duration::from_secs(60);

/// The least time between two fetches for keys that are not known: anyone can make up the name of a key.
const LEAST_INTERVAL: Duration = Duration::from_secs(10);

/// How many fetches may be dropped in that time before it counts all the same.
const MOST_ABANDONED: u32 = 5;

/// The keys of one server, for all who use the flow.
#[derive(Default)]
pub(in crate::flow) struct KeyCache {
    state: Mutex<State>,
    /// Whoever fetches by a blocking client holds it, and the others wait for the answer.
    flight: Mutex<()>,
    /// The same for asynchronous clients. With one lock for both, a thread that blocks could wait for a task
    /// that needs this thread to go on.
    flight_async: async_lock::Mutex<()>,
}

#[derive(Default)]
struct State {
    keys: Option<(Arc<KeySet>, SystemTime)>,
    /// When keys were fetched for one that was not known.
    renewed: Option<SystemTime>,
    /// Whether that fetch has not ended, and how many have not in the same time: a request may be dropped.
    is_open: bool,
    abandoned: u32,
    /// When keys could not be fetched.
    failed: Option<SystemTime>,
    /// How many fetches have ended.
    fetches: u64,
}

/// What is known before a fetch.
pub(in crate::flow) struct Seen {
    keys: Option<Arc<KeySet>>,
    fetches: u64,
}

/// What there is to do for whoever waited for a fetch.
pub(in crate::flow) enum Turn {
    /// Somebody else has fetched these.
    Keys(Arc<KeySet>),
    /// Fetch them.
    Fetch,
    /// Somebody else has failed to.
    Failed,
    /// They were fetched just now: not before this time is over.
    TooSoon(Duration),
}

/// Whether something is younger than `most`. A clock that was set back gives no age.
fn is_younger(since: SystemTime, most: Duration, now: SystemTime) -> bool {
    now.duration_since(since).is_ok_and(|age| age < most)
}

impl KeyCache {
    /// The keys, unless they are so old that they are fetched anew.
    pub(in crate::flow) fn fresh(&self, now: SystemTime) -> Option<Arc<KeySet>> {
        let failed = self.state().failed.is_some_and(|since| is_younger(since, PAUSE, now));
        self.of_age(if failed { LONGEST } else { LIFETIME }, now)
    }

    /// The keys, where newer ones cannot be had.
    pub(in crate::flow) fn usable(&self, now: SystemTime) -> Option<Arc<KeySet>> {
        self.of_age(LONGEST, now)
    }

    fn of_age(&self, most: Duration, now: SystemTime) -> Option<Arc<KeySet>> {
        let state = self.state();
        let (keys, since) = state.keys.as_ref()?;
        is_younger(*since, most, now).then(|| Arc::clone(keys))
    }

    /// What is known before a fetch, to be compared when it is one's turn.
    pub(in crate::flow) fn seen(&self, keys: Option<&Arc<KeySet>>) -> Seen {
        Seen { keys: keys.cloned(), fetches: self.state().fetches }
    }

    /// What to do once one's turn has come. For a key that is not known, the least time between two
    /// fetches holds.
    pub(in crate::flow) fn turn(&self, seen: &Seen, now: SystemTime) -> Turn {
        let fresh = self.fresh(now);
        let mut state = self.state();
        let other =
            |keys: &Arc<KeySet>| seen.keys.as_ref().is_none_or(|known| !Arc::ptr_eq(known, keys));
        if let Some(keys) = fresh.filter(other) {
            return Turn::Keys(keys);
        }
        if state.fetches != seen.fetches {
            return Turn::Failed;
        }
        if seen.keys.is_some() {
            if let Some(age) = state.renewed.and_then(|since| now.duration_since(since).ok())
                && let Some(left) = LEAST_INTERVAL.checked_sub(age)
                && !left.is_zero()
            {
                // Whoever has the turn knows that nobody fetches.
                if !state.is_open || state.abandoned == MOST_ABANDONED {
                    return Turn::TooSoon(left);
                }
                state.abandoned += 1;
            } else {
                state.renewed = Some(now);
                state.abandoned = 0;
            }
            state.is_open = true;
        }
        Turn::Fetch
    }

    /// Keeps the keys that were fetched.
    pub(in crate::flow) fn store(&self, keys: KeySet, now: SystemTime) -> Arc<KeySet> {
        let keys = Arc::new(keys);
        let mut state = self.state();
        state.keys = Some((Arc::clone(&keys), now));
        state.failed = None;
        state.is_open = false;
        state.fetches = state.fetches.wrapping_add(1);
        keys
    }

    /// Notes that a fetch failed.
    pub(in crate::flow) fn failed(&self, now: SystemTime) {
        let mut state = self.state();
        state.failed = Some(now);
        state.is_open = false;
        state.fetches = state.fetches.wrapping_add(1);
    }

    /// Waits for one's turn.
    pub(in crate::flow) fn wait(&self) -> MutexGuard<'_, ()> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for one's turn.
    pub(in crate::flow) async fn wait_async(&self) -> async_lock::MutexGuard<'_, ()> {
        self.flight_async.lock().await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
