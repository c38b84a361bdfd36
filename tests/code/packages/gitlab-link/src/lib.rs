//@ undeclared: 1
pub mod login;

use oauth2::{
    AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, RedirectUrl, TokenUrl,
    basic::BasicClient,
};

pub type GitLab =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub struct Settings {
    pub base: String,
    pub application: String,
    pub secret: String,
    pub callback: String,
}

impl Settings {
    pub fn gitlab(&self) -> anyhow::Result<GitLab> {
        Ok(BasicClient::new(ClientId::new(self.application.clone()))
            .set_client_secret(ClientSecret::new(self.secret.clone()))
            .set_auth_uri(AuthUrl::new(format!("{}/oauth/authorize", self.base))?)
            .set_token_uri(TokenUrl::new(format!("{}/oauth/token", self.base))?)
            .set_redirect_uri(RedirectUrl::new(self.callback.clone())?))
    }
}
