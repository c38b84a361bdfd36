use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Claims {
    pub sub: String,
    pub client_id: String,
    pub scope: String,
}

#[derive(Deserialize)]
pub struct Accepted {
    pub issuer: String,
    pub audience: String,
}

pub fn caller(accepted: &Accepted, key: &DecodingKey, bearer: &str) -> anyhow::Result<Claims> {
    let token = bearer.strip_prefix("Bearer ").unwrap_or(bearer);
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_issuer(&[&accepted.issuer]);
    validation.set_audience(&[&accepted.audience]);
    let claims = decode::<Claims>(token, key, &validation)?.claims;
    anyhow::ensure!(claims.scope.split(' ').any(|it| it == "read"), "insufficient scope");
    Ok(claims)
}
