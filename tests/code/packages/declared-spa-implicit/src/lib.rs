//@ undeclared: 0
use oauth_flow::oauth_client;
use url::Url;

#[oauth_client(
    kind = "spa",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://plan.example.com/signed-in"
)]
pub struct Planner {
    pub client_id: String,
    pub authorization_endpoint: Url,
}

impl Planner {
    pub fn sign_in(&self, state: &str, challenge: &str) -> Url {
        let mut url = self.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", "https://plan.example.com/signed-in")
            .append_pair("state", state)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        url
    }

    pub fn silent_renewal(&self, state: &str) -> Url {
        let mut url = self.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "token") //~ implicit_in_code declared_otherwise
            .append_pair("prompt", "none")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", "https://plan.example.com/signed-in")
            .append_pair("state", state);
        url
    }
}
