//@ fact: the code sends the user's password to the token endpoint
use oauth2::{
    ResourceOwnerPassword, ResourceOwnerUsername, Scope,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::async_http_client,
};

pub async fn sign_in(
    client: &BasicClient,
    name: String,
    password: String,
) -> anyhow::Result<BasicTokenResponse> {
    let name = ResourceOwnerUsername::new(name);
    let password = ResourceOwnerPassword::new(password);
    let token = client
        .exchange_password(&name, &password) //~ password_in_code
        .add_scope(Scope::new("offline_access".to_owned()))
        .request_async(async_http_client)
        .await?;
    Ok(token)
}
