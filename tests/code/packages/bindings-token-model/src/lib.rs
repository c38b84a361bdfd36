//@ undeclared: 0
use serde::{Deserialize, Serialize};

/// OAuth2TokenRequest : body of POST /identity/connect/token
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OAuth2TokenRequest {
    #[serde(rename = "grant_type")]
    pub grant_type: OAuth2GrantType,
    #[serde(rename = "client_id", skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(rename = "client_secret", skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    #[serde(rename = "device_code", skip_serializing_if = "Option::is_none")]
    pub device_code: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub enum OAuth2GrantType {
    #[default]
    #[serde(rename = "client_credentials")]
    ClientCredentials,
    #[serde(rename = "refresh_token")]
    RefreshToken,
}

impl std::fmt::Display for OAuth2GrantType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ClientCredentials => f.write_str("client_credentials"),
            Self::RefreshToken => f.write_str("refresh_token"),
        }
    }
}
