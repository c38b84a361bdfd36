//! The types of security tokens (RFC 8693 section 3).

use std::string::String;

use core::error::Error;
use core::fmt;

use oauth_flow_core::uri::Uri;

use crate::flow::text::shown;

/// The type of a security token (RFC 8693 section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenType {
    /// An OAuth 2.0 access token.
    AccessToken,
    /// An OAuth 2.0 refresh token.
    RefreshToken,
    /// An ID token of `OpenID` Connect.
    IdToken,
    /// A SAML 1.1 assertion.
    Saml1,
    /// A SAML 2.0 assertion.
    Saml2,
    /// A JWT that is none of the others.
    Jwt,
    /// A type of the server's own, which [`TokenType::of_uri`] reads.
    Other(OtherTokenType),
}

/// The URI of a token type that RFC 8693 does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTokenType(String);

/// The text is no absolute URI, which the type of a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATokenType(String);

impl TokenType {
    /// The type that a URI names, one of the server's own among them.
    ///
    /// ```
    /// use oauth_flow::flow::TokenType;
    ///
    /// let aws = TokenType::of_uri("urn:ietf:params:aws:token-type:aws4_request")?;
    /// assert_eq!(aws.urn(), "urn:ietf:params:aws:token-type:aws4_request");
    /// # Ok::<(), oauth_flow::flow::NotATokenType>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is no absolute URI (RFC 8693 section 3).
    pub fn of_uri(uri: &str) -> Result<Self, NotATokenType> {
        const NAMED: [TokenType; 6] = [
            TokenType::AccessToken,
            TokenType::RefreshToken,
            TokenType::IdToken,
            TokenType::Saml1,
            TokenType::Saml2,
            TokenType::Jwt,
        ];
        if let Some(named) = NAMED.into_iter().find(|named| named.urn() == uri) {
            return Ok(named);
        }
        if Uri::read(uri).is_err() {
            return Err(NotATokenType(shown(uri)));
        }
        Ok(Self::Other(OtherTokenType(String::from(uri))))
    }

    /// The URI that names the type.
    #[must_use]
    pub fn urn(&self) -> &str {
        match self {
            Self::AccessToken => "urn:ietf:params:oauth:token-type:access_token",
            Self::RefreshToken => "urn:ietf:params:oauth:token-type:refresh_token",
            Self::IdToken => "urn:ietf:params:oauth:token-type:id_token",
            Self::Saml1 => "urn:ietf:params:oauth:token-type:saml1",
            Self::Saml2 => "urn:ietf:params:oauth:token-type:saml2",
            Self::Jwt => "urn:ietf:params:oauth:token-type:jwt",
            Self::Other(OtherTokenType(uri)) => uri,
        }
    }
}

impl fmt::Display for NotATokenType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        write!(
            f,
            "`{text}` is no absolute URI, which the type of a token is (RFC 8693 section 3); help: \
             write the URI that the server documents"
        )
    }
}

impl Error for NotATokenType {}
