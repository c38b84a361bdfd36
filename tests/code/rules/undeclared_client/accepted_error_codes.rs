use std::fmt;

#[derive(Debug)]
pub enum OAuthError {
    InvalidGrant,
    UnsupportedGrantType,
    UnsupportedResponseType,
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "grant_type is none that this server supports",
            Self::UnsupportedResponseType => "response_type must be code",
        })
    }
}
