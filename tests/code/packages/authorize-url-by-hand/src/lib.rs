//@ undeclared: 1
use url::Url;

pub struct Strava {
    pub authorize: Url,
    pub client_id: String,
    pub callback: String,
}

impl Strava {
    pub fn connect(&self, state: &str) -> Url {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("response_type", "code") //~ code_without_pkce
            .append_pair("scope", "activity:read")
            .append_pair("state", state);
        url
    }

    pub fn connect_device(&self, challenge: &str) -> Url {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("response_type", "code") //~ unchecked_state
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        url
    }

    pub fn upload(&self, state: &str, challenge: &str) -> Url {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("response_type", "code")
            .append_pair("scope", "activity:write")
            .append_pair("state", state)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        url
    }
}
