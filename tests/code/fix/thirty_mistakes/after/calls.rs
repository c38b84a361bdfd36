use oauth2::{basic::BasicClient, AuthUrl, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge, Scope, TokenUrl};

/// 25: PKCE is sent, and not declared
#[oauth_flow::oauth_client(kind = "web", grant = "authorization_code", redirect_uri = "https://n.example.com/cb", pkce = "S256")]
pub struct N { client_id: String, client_secret: String }

impl N {
    pub fn login(&self) -> (String, CsrfToken, String) {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::new("https://as.example.com/authorize".into()).unwrap());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).add_scope(Scope::new("email".into())).url();
        (url.to_string(), state, verifier.into_secret())
    }
}

/// 26: a grant that the calls do not use, 27: another method than theirs
#[oauth_flow::oauth_client(
    kind = "m2m",
    grant("client_credentials", "refresh_token"),
    auth = "client_secret_basic",
    scope = "orders:read",
)]
pub struct Job {
    client_id: String,
    client_secret: String,
    token_url: String,
}

impl Job {
    pub async fn token(&self) -> String {
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
            .post(&self.token_url)
            .form(&[("grant_type", "client_credentials"), ("client_id", &self.client_id), ("client_secret", &self.client_secret)])
            .send().await.unwrap().text().await.unwrap()
    }
}

pub fn nothing() {}

pub fn more() {}
