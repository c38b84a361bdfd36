//@ undeclared: 1
use oauth2::{
    AccessToken, ClientId, ClientSecret, EndpointNotSet, EndpointSet, RefreshToken, TokenResponse,
    TokenUrl,
    basic::BasicClient,
    reqwest::{Client, redirect::Policy},
};

type Machine =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub struct Backup {
    oauth: Machine,
}

impl Backup {
    pub fn connect(id: String, secret: String, token_url: String) -> anyhow::Result<Self> {
        let oauth = BasicClient::new(ClientId::new(id))
            .set_client_secret(ClientSecret::new(secret))
            .set_token_uri(TokenUrl::new(token_url)?);
        Ok(Self { oauth })
    }

    pub async fn token(&self) -> anyhow::Result<AccessToken> {
        let http = Client::builder().redirect(Policy::limited(3)).build()?; //~ followed_redirects
        let tokens = self
            .oauth
            .exchange_client_credentials()
            .request_async(&http)
            .await?;
        Ok(tokens.access_token().clone())
    }

    pub async fn renew(&self, refresh: &RefreshToken) -> anyhow::Result<AccessToken> {
        let http = Client::new(); //~ followed_redirects
        let tokens = self
            .oauth
            .exchange_refresh_token(refresh)
            .request_async(&http)
            .await?;
        Ok(tokens.access_token().clone())
    }

    pub async fn strict(&self) -> anyhow::Result<AccessToken> {
        let http = Client::builder().redirect(Policy::none()).build()?;
        let tokens = self
            .oauth
            .exchange_client_credentials()
            .request_async(&http)
            .await?;
        Ok(tokens.access_token().clone())
    }
}
