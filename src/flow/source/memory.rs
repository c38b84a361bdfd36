//! A store in the memory of one process.

use std::sync::{Arc, Mutex, PoisonError};

use core::convert::Infallible;
use core::fmt;
use core::time::Duration;

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::store::{Saved, TokenStore};
use super::stored_tokens::StoredTokens;

/// Keeps tokens in memory: they are lost when the process ends, and the user logs in again. Clones share them.
#[derive(Clone, Default)]
pub struct MemoryTokenStore {
    tokens: Arc<Mutex<Option<StoredTokens>>>,
    turn: Arc<Turn<()>>,
}

impl MemoryTokenStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn set(&self, tokens: Option<StoredTokens>) {
        *self.tokens.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
    }
}

/// The lock of a [`MemoryTokenStore`].
#[derive(Debug)]
pub struct MemoryLock {
    _turn: OwnedMutexGuard<()>,
}

impl TokenStore for MemoryTokenStore {
    type Error = Infallible;
    type Lock = MemoryLock;

    async fn load(&self) -> Result<Option<StoredTokens>, Infallible> {
        Ok(self.tokens.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    async fn lock(&self, _at_most: Duration) -> Result<MemoryLock, Infallible> {
        Ok(MemoryLock { _turn: Arc::clone(&self.turn).lock_owned().await })
    }

    async fn save(
        &self,
        _lock: &mut MemoryLock,
        tokens: &StoredTokens,
    ) -> Result<Saved, Infallible> {
        self.set(Some(tokens.clone()));
        Ok(Saved::Yes)
    }

    async fn remove(&self, _lock: &mut MemoryLock) -> Result<(), Infallible> {
        self.set(None);
        Ok(())
    }
}

/// Shows no token.
impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").finish_non_exhaustive()
    }
}
