//! How a client authenticates at the endpoints of the server: by the declared method, always.

use std::string::{String, ToString as _};

use oauth2::http::HeaderValue;

use super::assertion::Assertion;
use super::body::add;
use super::client::Client;
use super::credential::Credential;

/// RFC 7523 section 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl Client {
    /// The assertion that authenticates the client in one request, if its method has one. Its audience is
    /// the issuer. A server of many tenants has no issuer of its own, and is known by its token endpoint.
    pub(super) fn assertion(&self) -> Option<Assertion> {
        let Credential::Assertion(signer) = &self.credential else { return None };
        let settings = &self.settings;
        let issuer = settings.issuer.as_ref().and_then(|issuer| issuer.server());
        let audience = issuer.map_or_else(|| settings.token_endpoint.to_string(), String::from);
        Some(Assertion::new(signer, &settings.client_id, audience, settings.now()))
    }

    /// Adds to `form` what authenticates the client there, and gives the header that does so
    /// elsewhere. `signed` is what became of its [`assertion`](Self::assertion).
    pub(super) fn authenticate(
        &self,
        form: &mut String,
        signed: Option<&str>,
    ) -> Option<HeaderValue> {
        if let Credential::Basic(header) = &self.credential {
            return Some(header.clone());
        }
        // A client without a registration identifies itself by nothing (RFC 7521 section 4.1).
        if !self.settings.client_id.is_empty() {
            add(form, "client_id", &self.settings.client_id);
        }
        if let Credential::Post(secret) = &self.credential {
            add(form, "client_secret", secret);
        }
        if let Some(signed) = signed {
            add(form, "client_assertion_type", JWT_BEARER);
            add(form, "client_assertion", signed);
        }
        None
    }
}
