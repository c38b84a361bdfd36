//@ undeclared: 1
use oauth2::{
    AuthUrl, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope, TokenUrl, basic::BasicClient, url::Url,
};

pub fn spotify(port: u16) -> anyhow::Result<BasicClient> {
    let client = BasicClient::new(
        ClientId::new(env!("SPOTIFY_CLIENT_ID").to_owned()),
        Some(ClientSecret::new(env!("SPOTIFY_CLIENT_SECRET").to_owned())), //~ secret_in_code
        AuthUrl::new("https://accounts.spotify.com/authorize".to_owned())?,
        Some(TokenUrl::new(
            "https://accounts.spotify.com/api/token".to_owned(),
        )?),
    );
    let redirect = RedirectUrl::new(format!("http://127.0.0.1:{port}/spotify"))?;
    Ok(client.set_redirect_uri(redirect))
}

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

pub fn start(client: &BasicClient) -> Started {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("user-read-playback-state".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    Started {
        url,
        state,
        verifier,
    }
}
