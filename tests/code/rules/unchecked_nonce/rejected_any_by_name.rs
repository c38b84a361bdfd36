//@ fact: this accepts an ID token with any nonce
use openidconnect::{
    ClientId, Nonce,
    core::{CoreClient, CoreIdToken, CoreIdTokenClaims, CoreProviderMetadata},
};

pub struct Sso {
    client: CoreClient,
}

impl Sso {
    pub fn new(metadata: CoreProviderMetadata, id: ClientId) -> Self {
        Self { client: CoreClient::from_provider_metadata(metadata, id, None) }
    }

    pub fn member(&self, token: CoreIdToken) -> anyhow::Result<CoreIdTokenClaims> {
        let verifier = self.client.id_token_verifier();
        let any = |_: Option<&Nonce>| Ok(()); //~ unchecked_nonce
        Ok(token.into_claims(&verifier, any)?)
    }
}
