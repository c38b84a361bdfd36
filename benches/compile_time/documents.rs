//! Documents of five kilobytes, as servers give them.

use std::fmt::Write as _;

/// How long a document is at least, in bytes.
const LENGTH: usize = 5_000;

/// The path of the metadata of the server, which all clients name.
pub const SERVER_PATH: &str = "oauth/server.json";

/// The path of the registration of one client.
pub fn registration_path(index: usize) -> String {
    format!("clients/client{index}.json")
}

/// The registration of one client. The rest of the length is names in other languages (RFC 7591
/// section 2.2).
pub fn registration(index: usize) -> String {
    let mut text = format!(
        "{{\n  \"client_id\": \"client{index}\",\n  \"application_type\": \"web\",\n  \
         \"grant_types\": [\"authorization_code\", \"refresh_token\"],\n  \
         \"response_types\": [\"code\"],\n  \
         \"token_endpoint_auth_method\": \"client_secret_basic\",\n  \
         \"redirect_uris\": [\"https://app{index}.example.com/callback\"],\n  \
         \"scope\": \"openid orders:read\""
    );
    fill(&mut text, "client_name");
    text
}

/// The metadata of the server.
pub fn server() -> String {
    let mut text = String::from(
        "{\n  \"issuer\": \"https://as.example.com\",\n  \
         \"authorization_endpoint\": \"https://as.example.com/authorize\",\n  \
         \"token_endpoint\": \"https://as.example.com/token\",\n  \
         \"response_types_supported\": [\"code\"],\n  \
         \"grant_types_supported\": [\"authorization_code\", \"refresh_token\"],\n  \
         \"scopes_supported\": [\"openid\", \"orders:read\"],\n  \
         \"code_challenge_methods_supported\": [\"S256\"],\n  \
         \"token_endpoint_auth_methods_supported\": [\"client_secret_basic\"]",
    );
    fill(&mut text, "service_documentation");
    text
}

/// Adds members of this name in other languages up to the length, and the end.
fn fill(text: &mut String, name: &str) {
    let mut number = 0;
    while text.len() < LENGTH {
        let _ = write!(
            text,
            ",\n  \"{name}#x-{number}\": \"https://docs.example.com/in/another/language/{number}\""
        );
        number += 1;
    }
    text.push_str("\n}\n");
}
