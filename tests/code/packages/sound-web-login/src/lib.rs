//@ undeclared: 1
use axum::response::Redirect;
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata},
    reqwest,
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Serialize, Deserialize)]
struct Pending {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

pub async fn connect(
    http: &reqwest::Client,
    issuer: IssuerUrl,
    id: ClientId,
    secret: ClientSecret,
    redirect: RedirectUrl,
) -> anyhow::Result<Client> {
    let metadata = CoreProviderMetadata::discover_async(issuer, http).await?;
    Ok(CoreClient::from_provider_metadata(metadata, id, Some(secret)).set_redirect_uri(redirect))
}

pub async fn login(client: &Client, session: &Session) -> anyhow::Result<Redirect> {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    session
        .insert(
            "pending",
            Pending {
                state,
                nonce,
                verifier,
            },
        )
        .await?;
    Ok(Redirect::to(url.as_str()))
}

pub async fn callback(
    client: &Client,
    http: &reqwest::Client,
    session: &Session,
    code: String,
    state: String,
) -> anyhow::Result<String> {
    let pending: Option<Pending> = session.remove("pending").await?;
    let Some(pending) = pending else {
        anyhow::bail!("no login is pending")
    };
    anyhow::ensure!(pending.state.secret() == &state, "state differs");
    let tokens = client
        .exchange_code(AuthorizationCode::new(code))?
        .set_pkce_verifier(pending.verifier)
        .request_async(http)
        .await?;
    let Some(token) = tokens.id_token() else {
        anyhow::bail!("no ID token")
    };
    let claims = token.claims(&client.id_token_verifier(), &pending.nonce)?;
    Ok(claims.subject().to_string())
}
