use oauth_flow::oauth_client;
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, Scope, TokenUrl, basic::BasicClient, url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    scope = "read:user",
    redirect_uri = "runtime"
)]
pub struct GitHub;

pub fn begin(id: &str, challenge: PkceCodeChallenge) -> anyhow::Result<(Url, CsrfToken)> {
    let client = BasicClient::new(ClientId::new(id.to_owned()))
        .set_auth_uri(AuthUrl::new("https://github.com/login/oauth/authorize".to_owned())?)
        .set_token_uri(TokenUrl::new("https://github.com/login/oauth/access_token".to_owned())?);
    let request = client.authorize_url(CsrfToken::new_random);
    Ok(request.add_scope(Scope::new("read:user".to_owned())).set_pkce_challenge(challenge).url())
}
