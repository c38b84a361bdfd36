//@ fact: the authorization request has no state
use url::Url;

pub struct Provider {
    pub authorize: Url,
    pub id: String,
    pub callback: String,
}

impl Provider {
    pub fn location(&self, challenge: &str) -> Url {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code") //~ unchecked_state
            .append_pair("client_id", &self.id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        url
    }
}
