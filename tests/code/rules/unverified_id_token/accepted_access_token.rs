use jsonwebtoken::dangerous::insecure_decode;
use oauth2::{AccessToken, RefreshToken, TokenResponse, basic::BasicClient};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expiry {
    exp: u64,
}

pub fn is_old(access_token: &str, now: u64) -> bool {
    insecure_decode::<Expiry>(access_token).is_ok_and(|token| token.claims.exp < now)
}

pub async fn renew(
    client: &BasicClient,
    http: &reqwest::Client,
    token: &RefreshToken,
) -> anyhow::Result<AccessToken> {
    let tokens = client.exchange_refresh_token(token).request_async(http).await?;
    Ok(tokens.access_token().clone())
}
