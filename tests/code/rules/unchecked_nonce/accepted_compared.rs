use openidconnect::{
    ClientId, Nonce,
    core::{CoreClient, CoreIdToken, CoreIdTokenClaims, CoreProviderMetadata},
};
use sha2::{Digest, Sha256};

pub fn client(metadata: CoreProviderMetadata, id: ClientId) -> CoreClient {
    CoreClient::from_provider_metadata(metadata, id, None)
}

/// The session has the digest of the nonce alone.
pub fn member(
    client: &CoreClient,
    token: &CoreIdToken,
    digest: &[u8],
) -> anyhow::Result<CoreIdTokenClaims> {
    let claims = token.claims(&client.id_token_verifier(), |nonce: Option<&Nonce>| {
        let nonce = nonce.ok_or_else(|| String::from("no nonce"))?;
        match Sha256::digest(nonce.secret()).as_slice() == digest {
            true => Ok(()),
            false => Err(String::from("the nonce is another one")),
        }
    })?;
    Ok(claims.clone())
}
