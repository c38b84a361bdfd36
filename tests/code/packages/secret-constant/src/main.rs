//@ undeclared: 1
use oauth2::{ClientId, ClientSecret, Scope, TokenResponse, TokenUrl, basic::BasicClient, reqwest};

const CLIENT_ID: &str = "stock-importer";
const CLIENT_SECRET: &str = "b1f3c2b8-0c55-4ac7-9c13-5a8f0f1f7d20"; //~ secret_in_code

fn secret() -> anyhow::Result<ClientSecret> {
    if std::env::var_os("STAGING").is_some() {
        return Ok(ClientSecret::new(std::env::var("STOCK_CLIENT_SECRET")?));
    }
    Ok(ClientSecret::new(CLIENT_SECRET.to_string()))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let http = reqwest::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let client = BasicClient::new(ClientId::new(CLIENT_ID.to_string()))
        .set_client_secret(secret()?)
        .set_token_uri(TokenUrl::new(
            "https://auth.example.com/oauth/token".to_string(),
        )?);
    let token = client
        .exchange_client_credentials()
        .add_scope(Scope::new("stock:write".to_string()))
        .request_async(&http)
        .await?;
    println!("expires in {:?}", token.expires_in());
    Ok(())
}
