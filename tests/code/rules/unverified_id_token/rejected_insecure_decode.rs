//@ fact: `insecure_decode` does not verify the signature of the token
use jsonwebtoken::dangerous;
use serde::Deserialize;

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

#[derive(Deserialize)]
pub struct Account {
    pub sub: String,
}

pub async fn account(
    http: &reqwest::Client,
    url: &str,
    code: &str,
    verifier: &str,
) -> anyhow::Result<Account> {
    let form = [("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier)];
    let tokens: Tokens = http.post(url).form(&form).send().await?.json().await?;
    Ok(dangerous::insecure_decode::<Account>(&tokens.id_token)?.claims) //~ unverified_id_token
}
