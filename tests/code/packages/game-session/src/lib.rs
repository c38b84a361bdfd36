//@ undeclared: 0
use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use uuid::Uuid;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PlayerSession {
    pub client_id: Uuid,
    pub access_token: String,
    pub refresh_after: u64,
    pub state: PlayerState,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlayerState {
    Lobby,
    Playing,
    Gone,
}

#[derive(Default)]
pub struct Sessions(RwLock<HashMap<Uuid, PlayerSession>>);

impl Sessions {
    pub async fn join(&self, access_token: String, now: u64) -> Uuid {
        let client_id = Uuid::new_v4();
        let refresh_after = now + 3600;
        let state = PlayerState::Lobby;
        let session = PlayerSession {
            client_id,
            access_token,
            refresh_after,
            state,
        };
        self.0.write().await.insert(client_id, session);
        client_id
    }

    pub async fn set_state(&self, client_id: Uuid, state: PlayerState) -> bool {
        match self.0.write().await.get_mut(&client_id) {
            Some(session) => {
                session.state = state;
                true
            }
            None => false,
        }
    }
}
