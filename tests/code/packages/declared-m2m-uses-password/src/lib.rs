//@ undeclared: 0
use oauth_flow::oauth_client;
use oauth2::{
    ClientId, ClientSecret, EndpointNotSet, EndpointSet, ResourceOwnerPassword,
    ResourceOwnerUsername, Scope, TokenResponse, TokenUrl, basic::BasicClient, reqwest,
};

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_basic"
)]
pub struct Payroll {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

type Machine =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

impl Payroll {
    fn oauth(&self) -> anyhow::Result<Machine> {
        Ok(BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_client_secret(ClientSecret::new(self.client_secret.clone()))
            .set_token_uri(TokenUrl::new(self.token_endpoint.clone())?))
    }

    pub async fn nightly(&self, http: &reqwest::Client) -> anyhow::Result<String> {
        let client = self.oauth()?;
        let scope = Scope::new("payroll".to_string());
        let request = client.exchange_client_credentials().add_scope(scope);
        Ok(request
            .request_async(http)
            .await?
            .access_token()
            .secret()
            .clone())
    }

    pub async fn as_clerk(
        &self,
        http: &reqwest::Client,
        name: &str,
        password: &str,
    ) -> anyhow::Result<String> {
        let client = self.oauth()?;
        let name = ResourceOwnerUsername::new(name.to_string());
        let password = ResourceOwnerPassword::new(password.to_string());
        let request = client.exchange_password(&name, &password); //~ password_in_code declared_otherwise
        Ok(request
            .request_async(http)
            .await?
            .access_token()
            .secret()
            .clone())
    }
}
