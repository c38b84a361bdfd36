use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, PgPool};

#[derive(FromRow, Serialize)]
pub struct RegisteredClient {
    pub client_id: String,
    pub client_name: String,
    pub redirect_uris: Vec<String>,
    pub grant_types: Vec<String>,
    pub created_at: DateTime<Utc>,
}

pub async fn all(pool: &PgPool) -> sqlx::Result<Vec<RegisteredClient>> {
    sqlx::query_as("SELECT * FROM registered_clients ORDER BY created_at").fetch_all(pool).await
}
