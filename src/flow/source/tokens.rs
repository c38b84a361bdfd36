//! A source of access tokens.

use std::sync::Arc;

use core::fmt;
use core::marker::PhantomData;

use oauth2::AccessToken;
use tokio::runtime::Handle;

use super::error::TokenError;
use super::renewal::{lock, save};
use super::state::{Next, Shared, landed, landed_or};
use super::stored_tokens::StoredTokens;
use crate::flow::token::tokens::Tokens;

/// A source of valid access tokens, of a user or of a client itself. It renews them ahead of their end, once
/// for all who ask at the same time, and stores new ones before anyone has them.
///
/// ```
/// use oauth_flow::flow::{Flow, MemoryTokenStore, SharedHttpClient, TokenError, TokenSource, Tokens};
/// # #[oauth_flow::oauth_client(kind = "native", grant("authorization_code", "refresh_token"), pkce = "S256",
/// #     redirect_uri = "http://127.0.0.1/callback", client_id = "cli", refresh = "rotate",
/// #     issuer = "https://as.example.com",
/// #     authorization_endpoint = "https://as.example.com/authorize",
/// #     token_endpoint = "https://as.example.com/token")]
/// # struct Cli;
///
/// async fn logged_in(
///     flow: &Flow<Cli>,
///     http: impl SharedHttpClient,
///     login: &Tokens,
/// ) -> Result<TokenSource<Cli>, TokenError> {
///     let tokens = flow.token_source(http).of_user(MemoryTokenStore::new());
///     tokens.keep(login).await?;
///     let _token = tokens.access_token().await?; // now, and whenever one is needed
///     Ok(tokens)
/// }
/// ```
///
/// A renewal runs in a task of the tokio runtime, whose time is enabled as `#[tokio::main]` has it, so that a
/// caller who is dropped does not stop it. Before a
/// refresh token is sent, the store has it marked as in flight, and the answer is stored before it is handed
/// out. A process that is killed outside of that window loses nothing. Inside of it the next one that asks
/// does not send the old token again, and says that a person has to log in, unless
/// [`grace_period`](crate::flow::TokenSourceBuilder::grace_period) allows one more request.
///
/// Where the token is due and cannot be renewed, the old one is given out as long as it is valid. After a
/// failure the source waits, longer each time, at most a minute or as the server asks to.
///
/// A source is cheap to clone. Make one for each user, and keep it: a source that is new reads the store first,
/// and does not know of the others. What another process stores or removes is seen when the token is due.
pub struct TokenSource<C> {
    shared: Arc<Shared>,
    marker: PhantomData<fn() -> C>,
}

impl<C> TokenSource<C> {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared, marker: PhantomData }
    }

    /// A valid access token.
    ///
    /// # Errors
    ///
    /// A person has to log in, the server gives no token, or the store cannot be used. An error that comes
    /// from an attempt before has the time until the next one.
    pub async fn access_token(&self) -> Result<AccessToken, TokenError> {
        match self.shared.next()? {
            Next::Use(token) => Ok(token),
            Next::Wait(flight, old) => landed_or(flight, old).await,
        }
    }

    /// Says that an API has refused this access token before its end (401, RFC 6750 section 3.1): the next
    /// one who asks gets another one. Without a refresh token the login is over then. It is of no effect where the token was renewed since, or is younger than
    /// [`least_life`](crate::flow::TokenSourceBuilder::least_life).
    pub fn refused(&self, token: &AccessToken) {
        self.shared.refuse(token);
    }

    /// Stores the tokens of a login in place of what is stored. It is done even where the caller is dropped.
    ///
    /// # Errors
    ///
    /// The store cannot be used. The tokens are not kept then, and may be given here again.
    pub async fn keep(&self, tokens: &Tokens) -> Result<(), TokenError> {
        let shared = Arc::clone(&self.shared);
        let tokens = StoredTokens::of_login(tokens, shared.ask.settings());
        in_a_task(async move {
            let mut lock = lock(&shared).await?;
            let outcome = save(lock.as_mut(), &tokens).await.map_err(TokenError::of_store);
            if outcome.is_ok() {
                shared.set(Some(tokens));
            }
            lock.unlock().await;
            outcome.map(drop)
        })
        .await
    }

    /// Removes what is stored, and hands it out: at a logout, revoke its refresh token. It is done even where
    /// the caller is dropped. What cannot be read is removed too.
    ///
    /// # Errors
    ///
    /// The store cannot be used, and may have the tokens still.
    pub async fn forget(&self) -> Result<Option<StoredTokens>, TokenError> {
        let shared = Arc::clone(&self.shared);
        in_a_task(async move {
            let mut lock = lock(&shared).await?;
            let stored = match lock.load().await {
                Ok(stored) => stored,
                // What cannot be read now may be read in a moment, or is the same as is known here.
                Err(_) => lock.load().await.unwrap_or_else(|_| shared.kept()),
            };
            // What could not be saved yet is what the server knows, unless it was superseded.
            let unsaved =
                shared.unsaved().filter(|unsaved| unsaved.takes_the_place_of(stored.as_ref()));
            let stored = unsaved.or(stored);
            let outcome = lock.remove().await.map_err(TokenError::of_store);
            if outcome.is_ok() {
                shared.set(None);
            }
            lock.unlock().await;
            outcome.map(|()| stored)
        })
        .await
    }

    /// What is stored: who logged in, what was granted and until when. It renews nothing.
    ///
    /// # Errors
    ///
    /// The store cannot be used.
    pub async fn stored(&self) -> Result<Option<StoredTokens>, TokenError> {
        self.shared.store.load().await.map_err(TokenError::of_store)
    }

    /// Waits until no renewal of this source is under way, and all of its tokens are stored. Call it before
    /// the program ends, so that none is cut off. While the store is away it waits for that too: bound the wait
    /// where the program has to end. Whoever calls [`keep`](Self::keep) or [`forget`](Self::forget) waits for
    /// those.
    pub async fn settled(&self) {
        loop {
            match self.shared.flight() {
                Some(flight) => drop(landed(flight).await),
                None if self.shared.unsaved().is_none() => return,
                // The runtime of the task that saves it may be gone.
                None if self.shared.save_again() => {}
                None => tokio::time::sleep(core::time::Duration::from_millis(100)).await,
            }
        }
    }
}

/// Runs what has to come to its end in a task of its own.
async fn in_a_task<T: Send + 'static>(
    task: impl Future<Output = Result<T, TokenError>> + Send + 'static,
) -> Result<T, TokenError> {
    let runtime = Handle::try_current().map_err(|_| TokenError::NoRuntime)?;
    runtime.spawn(task).await.unwrap_or(Err(TokenError::Ended))
}

impl<C> Clone for TokenSource<C> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.shared))
    }
}

/// Names the client.
impl<C> fmt::Debug for TokenSource<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.shared.ask.settings().client_id;
        f.debug_struct("TokenSource").field("client_id", client_id).finish_non_exhaustive()
    }
}
