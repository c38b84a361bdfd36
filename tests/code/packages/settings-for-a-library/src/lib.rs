//@ undeclared: 1
use opendal::{Operator, services::Azdls};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct LakeSettings {
    pub filesystem: String,
    pub account: String,
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

pub fn lake(settings: &LakeSettings) -> anyhow::Result<Operator> {
    let builder = Azdls::default()
        .filesystem(&settings.filesystem)
        .account_name(&settings.account)
        .client_id(&settings.client_id)
        .client_secret(&settings.client_secret)
        .authority_host(&settings.token_endpoint);
    Ok(Operator::new(builder)?.finish())
}
