//@ undeclared: 0
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

#[derive(FromRow, Serialize)]
pub struct OAuthClient {
    pub id: Uuid,
    pub client_id: String,
    #[serde(skip)]
    pub client_secret: String,
    pub redirect_uris: Vec<String>,
    pub name: String,
    pub enabled: bool,
}

#[derive(Deserialize)]
pub struct NewOAuthClient {
    pub name: String,
    pub redirect_uris: Vec<String>,
}

pub async fn find(pool: &PgPool, client_id: &str) -> sqlx::Result<Option<OAuthClient>> {
    sqlx::query_as("SELECT * FROM oauth_client WHERE client_id = $1 AND enabled")
        .bind(client_id)
        .fetch_optional(pool)
        .await
}

pub async fn insert(pool: &PgPool, new: NewOAuthClient, secret: &str) -> sqlx::Result<Uuid> {
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO oauth_client VALUES ($1, $2, $3, $4, $5, true)")
        .bind(id)
        .bind(format!("client-{}", id.simple()))
        .bind(secret)
        .bind(new.redirect_uris)
        .bind(new.name)
        .execute(pool)
        .await?;
    Ok(id)
}
