//@ undeclared: 0
use serde::Serialize;
use thiserror::Error;

pub const OAUTH_CLIENT_ID_MISSING: &str = "oauth_client_id_missing";
pub const OAUTH_STATE_MISMATCH: &str = "oauth_state_mismatch";

#[derive(Debug, Error)]
pub enum OAuthLoginError {
    #[error("the provider sent the error {code}")]
    Provider {
        code: String,
        description: Option<String>,
    },
    #[error("the parameter grant_type is missing")]
    MissingGrantType,
    #[error("response_type is not supported")]
    UnsupportedResponseType,
    #[error("the state of the login differs")]
    StateMismatch,
}

#[derive(Serialize)]
pub struct OAuthErrorBody {
    pub error: &'static str,
    pub message: String,
}

impl From<&OAuthLoginError> for OAuthErrorBody {
    fn from(error: &OAuthLoginError) -> Self {
        let code = match error {
            OAuthLoginError::Provider { .. } => "oauth_provider",
            OAuthLoginError::MissingGrantType => OAUTH_CLIENT_ID_MISSING,
            OAuthLoginError::UnsupportedResponseType => "oauth_response_type",
            OAuthLoginError::StateMismatch => OAUTH_STATE_MISMATCH,
        };
        Self {
            error: code,
            message: error.to_string(),
        }
    }
}
