//! Which sessions there are of a login.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use oauth_flow::flow::{Identity, LogoutToken};
use tower_sessions::session::Id;
use tower_sessions::session_store::{Result, SessionStore};

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
pub(crate) struct LoggedIn(Arc<Mutex<HashMap<Id, Identity>>>);

impl LoggedIn {
    /// Somebody has logged in.
    pub(crate) fn insert(&self, session: Option<Id>, identity: Identity) {
        if let Some(id) = session {
            self.sessions().insert(id, identity);
        }
    }

    /// The session has ended.
    pub(crate) fn remove(&self, session: Option<Id>) {
        if let Some(id) = session {
            self.sessions().remove(&id);
        }
    }

    /// Ends every session of a login that has ended at the server.
    pub(crate) async fn log_out(
        &self,
        token: &LogoutToken,
        store: &impl SessionStore,
    ) -> Result<()> {
        let ended: Vec<Id> = {
            let sessions = self.sessions();
            let ended = sessions.iter().filter(|(_, identity)| token.is_of(identity));
            ended.map(|(id, _)| *id).collect()
        };
        for id in ended {
            store.delete(&id).await?;
            self.remove(Some(id));
        }
        Ok(())
    }

    /// Never held across an await. What a panic left behind is whole.
    fn sessions(&self) -> MutexGuard<'_, HashMap<Id, Identity>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
