//! How a client authenticates at the endpoints of the server: by the declared method, always.

use std::format;
use std::string::String;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use oauth_flow_core::vocabulary::AuthMethod;
use oauth2::CsrfToken;
use oauth2::http::HeaderValue;
use oauth2::url::form_urlencoded;
use zeroize::Zeroizing;

use super::form::Form;
use super::{AssertionClaims, Inner, SignError, Signer};

/// The credential of a client, ready to be sent.
pub(super) enum Credential {
    /// The client identifier alone: a public client, or one that the TLS connection authenticates
    /// (RFC 8705 section 2).
    Identifier,
    /// The header of RFC 6749 section 2.3.1, marked as sensitive.
    Basic(HeaderValue),
    /// The secret of RFC 6749 section 2.3.1, for the request body.
    Post(Zeroizing<String>),
    /// What signs assertions of RFC 7523 section 2.2.
    Assertion(Arc<dyn Signer>),
}

/// How long an assertion is valid: time enough for one request between two clocks that differ.
const ASSERTION_LIFETIME: Duration = Duration::from_secs(60);

/// RFC 7523 section 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl Credential {
    /// The credential of a client with a secret, by a method that sends it.
    pub(super) fn of_secret(
        method: AuthMethod,
        client_id: &str,
        secret: &Zeroizing<String>,
    ) -> Option<Self> {
        if method == AuthMethod::ClientSecretPost {
            return Some(Self::Post(secret.clone()));
        }
        let encoded =
            |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = Zeroizing::new(format!("{}:{}", encoded(client_id), encoded(secret)));
        let header = Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(pair.as_bytes())));
        let mut header = HeaderValue::from_str(&header).ok()?;
        header.set_sensitive(true);
        Some(Self::Basic(header))
    }
}

impl Credential {
    /// Whether a header names the client.
    pub(super) const fn is_header(&self) -> bool {
        matches!(self, Self::Basic(_))
    }
}

impl Inner {
    /// Adds to `form` what authenticates the client there, and gives the header that does so
    /// elsewhere.
    pub(super) fn authenticate(&self, form: &mut Form) -> Result<Option<HeaderValue>, SignError> {
        if let Credential::Basic(header) = &self.credential {
            return Ok(Some(header.clone()));
        }
        form.add("client_id", &self.client_id);
        match &self.credential {
            Credential::Identifier | Credential::Basic(_) => {}
            Credential::Post(secret) => form.add("client_secret", secret),
            Credential::Assertion(signer) => {
                form.add("client_assertion_type", JWT_BEARER);
                form.add("client_assertion", &self.assertion(signer.as_ref())?);
            }
        }
        Ok(None)
    }

    /// An assertion for one request (RFC 7523 section 3): its audience is the issuer, and its
    /// identifier is used once.
    fn assertion(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let now = self.now();
        let identifier = CsrfToken::new_random_len(20);
        signer.sign(&AssertionClaims {
            iss: &self.client_id,
            sub: &self.client_id,
            aud: self.issuer.as_deref().unwrap_or_default(),
            jti: identifier.secret(),
            iat: seconds(now),
            exp: seconds(now).saturating_add(ASSERTION_LIFETIME.as_secs()),
        })
    }
}

/// The seconds since 1970-01-01T00:00:00Z; none before.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
