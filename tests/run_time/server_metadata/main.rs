//! `ServerMetadata`: what is taken for the metadata of a server, and where it is asked for.

mod fetch;
mod mutated;
mod read;
mod tenants;

use oauth_flow::flow::{MetadataError, ServerMetadata};

const ISSUER: &str = "https://idp.example.com/realms/main";

const WHOLE: &str = r#"{
    "issuer": "https://idp.example.com/realms/main",
    "authorization_endpoint": "https://idp.example.com/authorize?tenant=1",
    "token_endpoint": "https://idp.example.com/token",
    "device_authorization_endpoint": "https://idp.example.com/device",
    "revocation_endpoint": "https://idp.example.com/revoke",
    "pushed_authorization_request_endpoint": "https://idp.example.com/par",
    "userinfo_endpoint": "https://idp.example.com/me",
    "end_session_endpoint": "https://idp.example.com/logout",
    "introspection_endpoint": "https://idp.example.com/introspect",
    "registration_endpoint": "https://idp.example.com/register",
    "mtls_endpoint_aliases": {
        "token_endpoint": "https://mtls.idp.example.com/token",
        "revocation_endpoint": "https://mtls.idp.example.com/revoke",
        "backchannel_authentication_endpoint": "https://mtls.idp.example.com/ciba"
    },
    "authorization_response_iss_parameter_supported": true,
    "require_pushed_authorization_requests": true,
    "code_challenge_methods_supported": ["S256", "plain"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "jwks_uri": "https://idp.example.com/jwks",
    "service_documentation": "http://docs.example.com",
    "acr_values_supported": [1, "gold", {"level": 2}]
}"#;

fn read(json: &str) -> Result<ServerMetadata, MetadataError> {
    ServerMetadata::read(json.as_bytes(), ISSUER)
}

fn with_member(member: &str, value: &str) -> String {
    format!(r#"{{ "issuer": "{ISSUER}", "{member}": {value} }}"#)
}
