//@ fact: the code sends the redirect URI `https://old.example.com/done`, which is not declared
use oauth_flow::oauth_client;
use url::Url;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "https://new.example.com/done"
)]
pub struct Forum {
    pub client_id: String,
    pub client_secret: String,
    pub authorize: Url,
}

impl Forum {
    pub fn location(&self, state: &str, challenge: &str) -> Url {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", "https://old.example.com/done") //~ declared_otherwise
            .append_pair("state", state)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        url
    }
}
