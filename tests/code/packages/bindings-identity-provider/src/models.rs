use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientRepresentation {
    #[serde(rename = "clientId", skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(rename = "secret", skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    #[serde(rename = "redirectUris", skip_serializing_if = "Option::is_none")]
    pub redirect_uris: Option<Vec<String>>,
    #[serde(
        rename = "implicitFlowEnabled",
        skip_serializing_if = "Option::is_none"
    )]
    pub implicit_flow_enabled: Option<bool>,
    #[serde(
        rename = "directAccessGrantsEnabled",
        skip_serializing_if = "Option::is_none"
    )]
    pub direct_access_grants_enabled: Option<bool>,
}

impl ClientRepresentation {
    pub fn new() -> ClientRepresentation {
        Default::default()
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum GrantType {
    #[serde(rename = "authorization_code")]
    AuthorizationCode,
    #[serde(rename = "password")]
    Password,
}
