//! The authorization server, RFC 8414: its URLs, and what its metadata says that it supports.

pub mod metadata;
pub mod supported;
pub mod urls;

use crate::judge::Rule;
use crate::members::{Key, Keys};

/// The key of the metadata, which the run time may bring where no document has it.
const METADATA: Keys = Keys::of(&[Key::Server]);

/// The rules about the authorization server, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &urls::TEMPLATED_SERVER_URL,
    &urls::INSECURE_ISSUER,
    &urls::LOOPBACK_ISSUER,
    &urls::INSECURE_ENDPOINT,
    &metadata::ISSUER_MISMATCH,
    &metadata::ENDPOINT_MISMATCH,
    &supported::UNSUPPORTED_GRANT_TYPE,
    &supported::UNSUPPORTED_RESPONSE_TYPE,
    &supported::UNSUPPORTED_PKCE_METHOD,
    &supported::UNADVERTISED_PKCE,
    &supported::UNSUPPORTED_AUTH_METHOD,
    &supported::UNSUPPORTED_SCOPE,
    &metadata::REQUEST_OBJECT_REQUIRED,
    &supported::UNSUPPORTED_ALGORITHM,
    &metadata::UNSUPPORTED_METADATA_DOCUMENT,
];

/// The metadata of a server in examples, and the attribute that goes with it.
pub(crate) const SERVER: &str = r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "response_types_supported": ["code"],
  "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
  "code_challenge_methods_supported": ["S256"],
  "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
  "scopes_supported": ["openid", "profile", "orders:read"]
}"#;
