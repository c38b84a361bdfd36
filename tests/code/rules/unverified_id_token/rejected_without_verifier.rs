//@ fact: `new_insecure_without_verification` does not verify the signature of the token
use openidconnect::{
    ClientId, IssuerUrl, Nonce, RedirectUrl,
    core::{CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreProviderMetadata},
};

pub fn client(metadata: CoreProviderMetadata, id: ClientId, callback: RedirectUrl) -> CoreClient {
    CoreClient::from_provider_metadata(metadata, id, None).set_redirect_uri(callback)
}

pub fn subject(token: &CoreIdToken, nonce: &Nonce) -> anyhow::Result<String> {
    let verifier = CoreIdTokenVerifier::new_insecure_without_verification(); //~ unverified_id_token
    let claims = token.claims(&verifier, nonce)?;
    Ok(claims.subject().to_string())
}
