//! How a client authenticates at the endpoints of the server: by the declared method, always.

use std::string::{String, ToString as _};
use std::time::Duration;

use oauth2::CsrfToken;
use oauth2::http::HeaderValue;

use super::body::add;
use super::client::Client;
use super::credential::Credential;
use super::signer::{AssertionClaims, SignError, Signer};
use crate::flow::settings::seconds;

/// How long an assertion is valid: time enough for one request between two clocks that differ.
const ASSERTION_LIFETIME: Duration = Duration::from_secs(60);

/// RFC 7523 section 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl Client {
    /// Adds to `form` what authenticates the client there, and gives the header that does so
    /// elsewhere.
    pub(super) fn authenticate(&self, form: &mut String) -> Result<Option<HeaderValue>, SignError> {
        if let Credential::Basic(header) = &self.credential {
            return Ok(Some(header.clone()));
        }
        // A client without a registration identifies itself by nothing (RFC 7521 section 4.1).
        if !self.settings.client_id.is_empty() {
            add(form, "client_id", &self.settings.client_id);
        }
        match &self.credential {
            Credential::Identifier | Credential::Basic(_) => {}
            Credential::Post(secret) => add(form, "client_secret", secret),
            Credential::Assertion(signer) => {
                add(form, "client_assertion_type", JWT_BEARER);
                add(form, "client_assertion", &self.assertion(signer.as_ref())?);
            }
        }
        Ok(None)
    }

    /// An assertion for one request (RFC 7523 section 3): its audience is the issuer, and its
    /// identifier is used once. A server of many tenants has no issuer of its own, and is known by its
    /// token endpoint.
    fn assertion(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let settings = &self.settings;
        let now = settings.now();
        let identifier = CsrfToken::new_random_len(20);
        let issuer = settings.issuer.as_ref().and_then(|issuer| issuer.server());
        let token_endpoint = settings.token_endpoint.to_string();
        signer.sign(&AssertionClaims {
            iss: &settings.client_id,
            sub: &settings.client_id,
            aud: issuer.unwrap_or(&token_endpoint),
            jti: identifier.secret(),
            iat: seconds(now),
            exp: seconds(now).saturating_add(ASSERTION_LIFETIME.as_secs()),
        })
    }
}
