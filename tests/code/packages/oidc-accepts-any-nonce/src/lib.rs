//@ undeclared: 1
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata},
    reqwest,
    url::Url,
};

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub struct Sso {
    client: Client,
    http: reqwest::Client,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub struct Pending {
    pub state: CsrfToken,
    pub nonce: Nonce,
    pub verifier: PkceCodeVerifier,
}

impl Sso {
    pub async fn discover(issuer: String, id: String, secret: String) -> anyhow::Result<Self> {
        let http = reqwest::ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let metadata = CoreProviderMetadata::discover_async(IssuerUrl::new(issuer)?, &http).await?;
        let secret = Some(ClientSecret::new(secret));
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new(id), secret)
            .set_redirect_uri(RedirectUrl::new("https://hr.example.com/sso".into())?);
        Ok(Self { client, http })
    }

    pub fn begin(&self) -> (Url, Pending) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = self
            .client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .url();
        (
            url,
            Pending {
                state,
                nonce,
                verifier,
            },
        )
    }

    pub async fn subject(&self, pending: Pending, code: String) -> anyhow::Result<String> {
        let tokens = self
            .client
            .exchange_code(AuthorizationCode::new(code))?
            .set_pkce_verifier(pending.verifier)
            .request_async(&self.http)
            .await?;
        let token = tokens
            .id_token()
            .ok_or_else(|| anyhow::anyhow!("no ID token"))?;
        let claims = token.claims(
            &self.client.id_token_verifier(),
            |_: Option<&Nonce>| Ok(()), //~ unchecked_nonce
        )?;
        Ok(claims.subject().to_string())
    }
}
