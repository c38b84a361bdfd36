//! Stores that tell what is done with them, or fail.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oauth_flow::flow::{MemoryLock, MemoryTokenStore, Saved, StoredTokens, TokenStore};

/// A store in memory that keeps what is done with it, and fails as it is told.
#[derive(Clone, Default)]
pub(super) struct Watched {
    inside: MemoryTokenStore,
    log: Arc<Mutex<Vec<String>>>,
    faults: Arc<Mutex<Faults>>,
    delay: Arc<Mutex<Duration>>,
}

#[derive(Default)]
struct Faults {
    load: VecDeque<bool>,
    save: VecDeque<Fault>,
    lock: bool,
    remove: bool,
    meanwhile: Option<StoredTokens>,
    after_a_mark: Option<StoredTokens>,
}

/// How a save goes wrong.
#[derive(Clone, Copy)]
pub(super) enum Fault {
    None,
    /// Nothing is saved.
    Away,
    /// It is saved, and the store cannot say so.
    Silent,
    /// Somebody else saved meanwhile.
    Superseded,
    Panic,
}

/// The store is away.
#[derive(Debug)]
pub(super) struct Away;

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is away")
    }
}

impl std::error::Error for Away {}

impl Watched {
    pub(super) fn log(&self, what: impl Into<String>) {
        self.log.lock().unwrap().push(what.into());
    }

    /// What was done since the last call.
    pub(super) fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// What becomes of the next saves.
    pub(super) fn saves(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.lock().unwrap().save = faults.into_iter().collect();
    }

    /// How long each save takes.
    pub(super) fn delays(&self, delay: Duration) {
        *self.delay.lock().unwrap() = delay;
    }

    /// Whether the next loads fail.
    pub(super) fn loads(&self, faults: impl IntoIterator<Item = bool>) {
        self.faults.lock().unwrap().load = faults.into_iter().collect();
    }

    /// Whether the lock cannot be had.
    pub(super) fn locks(&self, fails: bool) {
        self.faults.lock().unwrap().lock = fails;
    }

    /// Whether nothing can be removed.
    pub(super) fn removes(&self, fails: bool) {
        self.faults.lock().unwrap().remove = fails;
    }

    /// Puts tokens there without the lock, as somebody does who does not heed it.
    pub(super) async fn put(&self, tokens: &StoredTokens) {
        let mut lock = self.inside.lock(Duration::ZERO).await.unwrap();
        self.inside.save(&mut lock, tokens).await.unwrap();
    }

    /// Puts tokens there in the course of the next save that is superseded.
    pub(super) fn puts_meanwhile(&self, tokens: StoredTokens) {
        self.faults.lock().unwrap().meanwhile = Some(tokens);
    }

    /// Puts tokens there after the next save.
    pub(super) fn puts_after_a_mark(&self, tokens: StoredTokens) {
        self.faults.lock().unwrap().after_a_mark = Some(tokens);
    }
}

/// The refresh token and its state.
fn shown(tokens: &StoredTokens) -> String {
    let value = serde_json::to_value(tokens).unwrap();
    let state = match &value["state"] {
        serde_json::Value::String(state) => state.clone(),
        other => other.as_object().unwrap().keys().next().unwrap().clone(),
    };
    format!("{} {state}", value["refresh_token"].as_str().unwrap())
}

impl TokenStore for Watched {
    type Error = Away;
    type Lock = MemoryLock;

    async fn load(&self) -> Result<Option<StoredTokens>, Away> {
        self.log("load");
        if self.faults.lock().unwrap().load.pop_front().unwrap_or(false) {
            return Err(Away);
        }
        Ok(self.inside.load().await.unwrap())
    }

    async fn lock(&self, at_most: Duration) -> Result<Self::Lock, Away> {
        self.log("lock");
        if self.faults.lock().unwrap().lock {
            return Err(Away);
        }
        // The lock of those who do not heed it is another one.
        Ok(MemoryTokenStore::new().lock(at_most).await.unwrap())
    }

    async fn save(&self, _lock: &mut Self::Lock, tokens: &StoredTokens) -> Result<Saved, Away> {
        self.log(format!("save {}", shown(tokens)));
        let delay = *self.delay.lock().unwrap();
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let fault = self.faults.lock().unwrap().save.pop_front().unwrap_or(Fault::None);
        let meanwhile = self.faults.lock().unwrap().meanwhile.take();
        match fault {
            Fault::None => {}
            Fault::Away => return Err(Away),
            Fault::Panic => panic!("a bug of the store"),
            Fault::Superseded => {
                if let Some(meanwhile) = meanwhile {
                    self.put(&meanwhile).await;
                }
                return Ok(Saved::Superseded);
            }
            Fault::Silent => {
                self.put(tokens).await;
                return Err(Away);
            }
        }
        self.put(tokens).await;
        let after = self.faults.lock().unwrap().after_a_mark.take();
        if let Some(after) = after {
            self.put(&after).await;
        }
        Ok(Saved::Yes)
    }

    async fn remove(&self, _lock: &mut Self::Lock) -> Result<(), Away> {
        self.log("remove");
        if self.faults.lock().unwrap().remove {
            return Err(Away);
        }
        let mut lock = self.inside.lock(Duration::ZERO).await.unwrap();
        self.inside.remove(&mut lock).await.unwrap();
        Ok(())
    }

    async fn unlock(&self, lock: Self::Lock) {
        self.log("unlock");
        drop(lock);
    }
}
