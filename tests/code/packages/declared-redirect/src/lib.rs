//@ undeclared: 0
use oauth_flow::oauth_client;
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    basic::BasicClient, url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "https://shop.example.com/oauth/callback"
)]
pub struct Shop {
    pub client_id: String,
    pub client_secret: String,
    pub authorization_endpoint: String,
}

pub struct Started(pub Url, pub CsrfToken, pub PkceCodeVerifier);

pub fn sign_in(shop: &Shop) -> anyhow::Result<Started> {
    let redirect = RedirectUrl::new("https://shop.example.com/oauth/callback".to_owned())?;
    let client = BasicClient::new(ClientId::new(shop.client_id.clone()))
        .set_auth_uri(AuthUrl::new(shop.authorization_endpoint.clone())?)
        .set_redirect_uri(redirect);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge);
    let (url, state) = request.url();
    Ok(Started(url, state, verifier))
}

pub fn link_account(shop: &Shop) -> anyhow::Result<Started> {
    let redirect = RedirectUrl::new("https://shop.example.com/account/linked".to_owned())?; //~ declared_otherwise
    let client = BasicClient::new(ClientId::new(shop.client_id.clone()))
        .set_auth_uri(AuthUrl::new(shop.authorization_endpoint.clone())?)
        .set_redirect_uri(redirect);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("orders".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    Ok(Started(url, state, verifier))
}
