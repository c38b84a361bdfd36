//@ undeclared: 0
use serde::Deserialize;
use thiserror::Error;

#[derive(Debug, Deserialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
pub enum TokenRequest {
    AuthorizationCode {
        code: String,
        redirect_uri: Option<String>,
        client_id: Option<String>,
        code_verifier: Option<String>,
    },
    RefreshToken {
        refresh_token: String,
        scope: Option<String>,
    },
    ClientCredentials {
        scope: Option<String>,
    },
    #[serde(rename = "urn:example:params:ticket")]
    Ticket {
        ticket: String,
    },
}

#[derive(Debug, Error)]
pub enum OAuthError {
    #[error("invalid_grant")]
    InvalidGrant,
    #[error("invalid_client")]
    InvalidClient,
    #[error("unsupported_grant_type")]
    UnsupportedGrantType,
}

pub fn check(request: &TokenRequest) -> Result<(), OAuthError> {
    match request {
        TokenRequest::AuthorizationCode {
            code_verifier: None,
            ..
        } => Err(OAuthError::InvalidGrant),
        TokenRequest::AuthorizationCode {
            client_id: None, ..
        } => Err(OAuthError::InvalidClient),
        TokenRequest::AuthorizationCode { .. } | TokenRequest::RefreshToken { .. } => Ok(()),
        TokenRequest::ClientCredentials { .. } => Ok(()),
        TokenRequest::Ticket { .. } => Err(OAuthError::UnsupportedGrantType),
    }
}
