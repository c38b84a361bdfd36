//! Where tokens are kept.

use std::boxed::Box;

use core::error::Error;
use core::future::Future;
use core::pin::Pin;
use core::time::Duration;

use super::stored_tokens::StoredTokens;

/// Where the tokens of one user, or of a client itself, are kept.
///
/// A [`TokenSource`](crate::flow::TokenSource) takes the lock, loads what is stored, saves that a refresh
/// token is about to be used, sends it, saves the answer and gives the lock back. What a store has to hold is
/// in its methods. None of them but `lock` and `load` is dropped before its end, unless the program ends.
///
/// `MemoryTokenStore` is for one process, and `FileTokenStore` (feature `token-file`) for one machine. A
/// store for several machines is a row of a database: `examples/services` has one for PostgreSQL.
///
/// ```
/// use std::convert::Infallible;
/// use std::sync::{Arc, Mutex as Cell};
/// use std::time::Duration;
///
/// use oauth_flow::flow::{Saved, StoredTokens, TokenStore};
/// use tokio::sync::{Mutex, OwnedMutexGuard};
///
/// #[derive(Default)]
/// struct InThisProcess {
///     lock: Arc<Mutex<()>>,
///     tokens: Cell<Option<StoredTokens>>,
/// }
///
/// impl TokenStore for InThisProcess {
///     type Error = Infallible;
///     type Lock = OwnedMutexGuard<()>;
///
///     async fn load(&self) -> Result<Option<StoredTokens>, Infallible> {
///         Ok(self.tokens.lock().unwrap().clone())
///     }
///
///     async fn lock(&self, _at_most: Duration) -> Result<Self::Lock, Infallible> {
///         Ok(Arc::clone(&self.lock).lock_owned().await)
///     }
///
///     async fn save(
///         &self,
///         _lock: &mut Self::Lock,
///         tokens: &StoredTokens,
///     ) -> Result<Saved, Infallible> {
///         // Nobody else saves while the lock is held, so that nothing is to be compared.
///         *self.tokens.lock().unwrap() = Some(tokens.clone());
///         Ok(Saved::Yes)
///     }
///
///     async fn remove(&self, _lock: &mut Self::Lock) -> Result<(), Infallible> {
///         *self.tokens.lock().unwrap() = None;
///         Ok(())
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// Why the store cannot be used. Its text has no token.
    type Error: Error + Send + Sync + 'static;
    /// The right to change what is stored. Where it is dropped, it is given back, at once or later.
    type Lock: Send + 'static;

    /// What is stored; it waits for nobody, and `None` means that nothing is.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, or what it has is not of this format.
    fn load(&self) -> impl Future<Output = Result<Option<StoredTokens>, Self::Error>> + Send;

    /// Waits until nobody else has the lock, in this process or another one, and takes it. The holder gives
    /// it back after `at_most`; a store that cannot notice that a holder has ended may pass it on after
    /// that time.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, or cannot lock.
    fn lock(
        &self,
        at_most: Duration,
    ) -> impl Future<Output = Result<Self::Lock, Self::Error>> + Send;

    /// Saves the tokens, so that they outlast the process before this returns.
    ///
    /// If [`follows`](StoredTokens::follows) has a revision, and another one than that is stored, or nothing
    /// is, then nothing is saved and the answer is [`Saved::Superseded`]: a holder that was too slow
    /// overwrites nothing. A store whose lock nobody else can have meanwhile need not compare.
    ///
    /// # Errors
    ///
    /// The tokens are not saved, or it is not known whether they are.
    fn save(
        &self,
        lock: &mut Self::Lock,
        tokens: &StoredTokens,
    ) -> impl Future<Output = Result<Saved, Self::Error>> + Send;

    /// Removes what is stored.
    ///
    /// # Errors
    ///
    /// It is not removed, or it is not known whether it is.
    fn remove(&self, lock: &mut Self::Lock)
    -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Gives the lock back. A lock that is given back by being dropped needs no more than that.
    fn unlock(&self, lock: Self::Lock) -> impl Future<Output = ()> + Send {
        drop(lock);
        core::future::ready(())
    }
}

/// What became of tokens that were to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// They are saved.
    Yes,
    /// They are not: other tokens were stored meanwhile.
    Superseded,
}

/// An error of a store, whichever it is.
pub(super) type StoreError = Box<dyn Error + Send + Sync>;

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Any store.
pub(super) trait AnyStore: Send + Sync {
    fn load(&self) -> Answer<'_, Option<StoredTokens>>;
    fn lock(&self, at_most: Duration) -> Answer<'_, Box<dyn Locked + '_>>;
}

/// Any store whose lock is held.
pub(super) trait Locked: Send {
    fn load(&mut self) -> Answer<'_, Option<StoredTokens>>;
    fn save<'a>(&'a mut self, tokens: &'a StoredTokens) -> Answer<'a, Saved>;
    fn remove(&mut self) -> Answer<'_, ()>;
    fn unlock<'a>(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>
    where
        Self: 'a;
}

impl<S: TokenStore> AnyStore for S {
    fn load(&self) -> Answer<'_, Option<StoredTokens>> {
        Box::pin(async { Ok(TokenStore::load(self).await?) })
    }

    fn lock(&self, at_most: Duration) -> Answer<'_, Box<dyn Locked + '_>> {
        Box::pin(async move {
            let lock = TokenStore::lock(self, at_most).await?;
            let locked: Box<dyn Locked + '_> = Box::new(With { store: self, lock });
            Ok(locked)
        })
    }
}

struct With<'s, S: TokenStore> {
    store: &'s S,
    lock: S::Lock,
}

impl<S: TokenStore> Locked for With<'_, S> {
    fn load(&mut self) -> Answer<'_, Option<StoredTokens>> {
        let store = self.store;
        Box::pin(async move { Ok(store.load().await?) })
    }

    fn save<'a>(&'a mut self, tokens: &'a StoredTokens) -> Answer<'a, Saved> {
        Box::pin(async move { Ok(self.store.save(&mut self.lock, tokens).await?) })
    }

    fn remove(&mut self) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.store.remove(&mut self.lock).await?) })
    }

    fn unlock<'a>(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>
    where
        Self: 'a,
    {
        Box::pin(async move { self.store.unlock(self.lock).await })
    }
}
