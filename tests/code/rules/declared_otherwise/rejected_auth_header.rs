//@ fact: the code authenticates with `client_secret_basic`, and `client_secret_post` is declared
use oauth_flow::oauth_client;
use serde_json::Value;

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_post")]
pub struct Freight {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

pub async fn token(http: &reqwest::Client, freight: &Freight) -> reqwest::Result<Value> {
    let response = http
        .post(&freight.token_endpoint)
        .basic_auth(&freight.client_id, Some(&freight.client_secret)) //~ declared_otherwise
        .body("grant_type=client_credentials")
        .send()
        .await?;
    response.error_for_status()?.json().await
}
