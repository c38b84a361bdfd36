//@ undeclared: 1
use rand::{Rng, distributions::Alphanumeric};
use url::Url;

pub struct Request {
    pub url: Url,
    pub state: String,
    pub nonce: String,
}

pub struct Login {
    authorize: Url,
    client_id: String,
    redirect_uri: String,
}

fn random() -> String {
    rand::thread_rng()
        .sample_iter(&Alphanumeric)
        .take(32)
        .map(char::from)
        .collect()
}

impl Login {
    pub fn new(authorize: &str, client_id: String, redirect_uri: String) -> anyhow::Result<Self> {
        Ok(Self {
            authorize: Url::parse(authorize)?,
            client_id,
            redirect_uri,
        })
    }

    pub fn identity(&self) -> Request {
        let (state, nonce) = (random(), random());
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "id_token")
            .append_pair("response_mode", "form_post")
            .append_pair("scope", "openid")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", &state)
            .append_pair("nonce", &nonce);
        Request { url, state, nonce }
    }

    pub fn identity_and_api(&self) -> Request {
        let (state, nonce) = (random(), random());
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "id_token token") //~ implicit_in_code
            .append_pair("scope", "openid drive")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", &state)
            .append_pair("nonce", &nonce);
        Request { url, state, nonce }
    }
}
