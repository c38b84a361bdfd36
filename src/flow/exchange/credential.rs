//! The credential of a client.

use std::format;
use std::string::String;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use oauth_flow_core::vocabulary::AuthMethod;
use oauth2::http::HeaderValue;
use oauth2::url::form_urlencoded;
use zeroize::Zeroizing;

use super::assertion::AnySigner;

/// The credential of a client, ready to be sent.
pub(in crate::flow) enum Credential {
    /// The client identifier alone: a public client, or one that the TLS connection authenticates
    /// (RFC 8705 section 2).
    Identifier,
    /// The header of RFC 6749 section 2.3.1, marked as sensitive.
    Basic(HeaderValue),
    /// The secret of RFC 6749 section 2.3.1, for the request body.
    Post(Zeroizing<String>),
    /// What signs assertions of RFC 7523 section 2.2.
    Assertion(AnySigner),
}

impl Credential {
    /// The credential of a client with a secret, by a method that sends it.
    pub(in crate::flow) fn of_secret(
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

    /// Whether a header names the client.
    pub(in crate::flow) const fn is_header(&self) -> bool {
        matches!(self, Self::Basic(_))
    }
}
