//@ undeclared: 0
use std::{thread, time::Duration};

use oauth_flow::oauth_client;
use oauth2::{
    AccessToken, RefreshToken, Scope, StandardDeviceAuthorizationResponse, TokenResponse,
    basic::BasicClient, devicecode::DeviceAuthorizationResponse, reqwest::http_client,
};

#[oauth_client(kind = "device", grant = "device_code", auth = "none")]
pub struct Television {
    pub client_id: String,
    pub client: BasicClient,
}

impl Television {
    pub fn pair(
        &self,
        show: impl Fn(&str, &str),
    ) -> anyhow::Result<(AccessToken, Option<RefreshToken>)> {
        let details: StandardDeviceAuthorizationResponse = self
            .client
            .exchange_device_code()?
            .add_scope(Scope::new("watch".to_string()))
            .request(http_client)?;
        show(
            details.verification_uri().as_str(),
            details.user_code().secret(),
        );
        let wait = |pause: Duration| thread::sleep(pause);
        let tokens =
            self.client
                .exchange_device_access_token(&details)
                .request(http_client, wait, None)?;
        Ok((
            tokens.access_token().clone(),
            tokens.refresh_token().cloned(),
        ))
    }

    pub fn renew(&self, token: &RefreshToken) -> anyhow::Result<AccessToken> {
        let request = self.client.exchange_refresh_token(token); //~ declared_otherwise
        Ok(request.request(http_client)?.access_token().clone())
    }
}
