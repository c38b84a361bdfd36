//! Which sessions there are of a login, and the tokens of each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oauth_flow::flow::{Identity, LogoutToken, TokenSource};
use tokio::time::timeout;
use tower_sessions::session::Id;
use tower_sessions::session_store::{Result, SessionStore};

use crate::Login;

/// The numbers of the sessions that somebody is logged in to.
///
/// A server that logs a user out names the user or the login, and a session store finds a session by
/// its number alone. So the service keeps here which number belongs to whom. In a database, columns
/// for the issuer, the subject and the `sid` of each session take the place of this map; there, a
/// logout also reaches the sessions of the other processes of the service.
///
/// A session that expires stays here, as it stays in a `MemoryStore`. A service that deletes expired
/// sessions forgets them here too.
#[derive(Clone, Default)]
pub(crate) struct LoggedIn(Arc<Mutex<HashMap<Id, LoginOfSession>>>);

struct LoginOfSession {
    identity: Identity,
    tokens: TokenSource<Login>,
}

impl LoggedIn {
    /// Somebody has logged in.
    pub(crate) fn insert(
        &self,
        session: Option<Id>,
        identity: Identity,
        tokens: TokenSource<Login>,
    ) {
        if let Some(id) = session {
            self.sessions().insert(id, LoginOfSession { identity, tokens });
        }
    }

    /// The access tokens of the user of a session: one source for all of its requests.
    pub(crate) fn tokens(&self, session: Option<Id>) -> Option<TokenSource<Login>> {
        Some(self.sessions().get(&session?)?.tokens.clone())
    }

    /// The session has ended; its tokens are to be revoked.
    pub(crate) fn remove(&self, session: Option<Id>) -> Option<TokenSource<Login>> {
        Some(self.sessions().remove(&session?)?.tokens)
    }

    /// Ends every session of a login that has ended at the server.
    pub(crate) async fn log_out(
        &self,
        token: &LogoutToken,
        store: &impl SessionStore,
    ) -> Result<()> {
        let ended: Vec<Id> = {
            let sessions = self.sessions();
            let ended = sessions.iter().filter(|(_, login)| token.is_of(&login.identity));
            ended.map(|(id, _)| *id).collect()
        };
        for id in ended {
            store.delete(&id).await?;
            self.remove(Some(id));
        }
        Ok(())
    }

    /// Waits until no renewal is under way, for half a minute at most.
    pub(crate) async fn settled(&self) {
        let sources: Vec<_> = self.sessions().values().map(|login| login.tokens.clone()).collect();
        let all = async {
            for source in sources {
                source.settled().await;
            }
        };
        // A store that is away for longer is away.
        let _ = timeout(Duration::from_secs(30), all).await;
    }

    /// Never held across an await. What a panic left behind is whole.
    fn sessions(&self) -> MutexGuard<'_, HashMap<Id, LoginOfSession>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
