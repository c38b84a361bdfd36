//! What a text of the code is: a URL of an authorization server, a query, a form.

use oauth_flow_core::Named;
use oauth_flow_core::uri::Uri;

/// The value of a parameter in a URL, a query or a form, undone of its escapes; empty where the code puts
/// the value in. `None` where the text has no such parameter.
pub(super) fn parameter(text: &str, name: &str) -> Option<String> {
    // A page shows a URL, and does not open it.
    if text.contains('<') {
        return None;
    }
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(name)) {
        let at = from + found;
        from = at + name.len();
        let before = text.get(..at).unwrap_or_default();
        let starts = before.trim_end_matches([' ', '\n', '\r', '\t', '\\']);
        let begins = starts.is_empty() || starts.ends_with(['?', '&', '#']);
        let Some(rest) = text.get(from..).and_then(|rest| rest.strip_prefix('=')) else { continue };
        let end = rest.find(['&', '#', '\n']).unwrap_or(rest.len());
        let value = rest.get(..end).unwrap_or_default().trim_end_matches([' ', '\\']);
        if begins && (!value.contains(' ') || name == "scope") {
            let value = if value.starts_with('{') { "" } else { value };
            return Some(unescaped(value));
        }
    }
    None
}

/// A value of a query without its escapes.
fn unescaped(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let [first, others @ ..] = rest {
        rest = others;
        match (first, others) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, behind @ ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                match (digit(high), digit(low)) {
                    (Some(high), Some(low)) => {
                        bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                        rest = behind;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether the text has a query that a URL begins: the parameters of a form have no `?` before them.
pub(super) fn is_in_query(text: &str, name: &str) -> bool {
    let Some(at) = text.find(&format!("{name}=")) else { return false };
    text.get(..at).is_some_and(|before| before.contains('?'))
}

/// The endpoint that an `https` URL ends like, or one of `http`.
pub(super) fn endpoint(text: &str) -> Option<Named> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    if rest.contains([' ', '<', '>']) || is_of_the_cloud(rest) {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let (_, path) = rest.split_once('/')?;
    let last = path.rsplit('/').next().unwrap_or_default();
    let known =
        ["oauth", "openid", "oidc", "/connect/", "login"].iter().any(|it| rest.contains(it))
            || rest
                .split(['.', '/'])
                .any(|part| matches!(part, "auth" | "sso" | "accounts" | "id" | "identity"));
    match last {
        "access_token" => Some(Named::Token),
        "token" | "accesstoken" if known => Some(Named::Token),
        "authorize" | "authorise" if known => Some(Named::Authorization),
        "auth" | "authorization" if known && path.contains('/') => Some(Named::Authorization),
        _ => None,
    }
}

/// Whether the URL is of the credentials that a cloud gives to its machines.
fn is_of_the_cloud(rest: &str) -> bool {
    rest.starts_with("169.254.")
        || rest.starts_with("metadata.")
        || rest.contains("computeMetadata")
}

/// Whether a URL is of plain `http` and leaves this machine. A host that the code puts in may be local.
pub(super) fn is_plain_http(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let remote = Uri::read(&format!("http://{authority}/")).is_ok_and(|uri| !uri.is_local());
    remote && !authority.contains(['$', '%']) && !is_of_the_cloud(rest)
}

/// Whether a text is no secret: empty, or what an example has in the place of one.
pub(super) fn is_placeholder(text: &str) -> bool {
    let low = text.to_ascii_lowercase();
    let sample = [
        "your",
        "xxx",
        "changeme",
        "change_me",
        "change-me",
        "...",
        "todo",
        "example",
        "placeholder",
        "replace",
        "redacted",
        "dummy",
        "***",
    ];
    let words = |text: &str| {
        text.contains('_')
            && text
                .split('_')
                .all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphabetic()))
    };
    text.trim().is_empty()
        || words(text)
        || text.contains(['<', '{', '$', ' '])
        || sample.iter().any(|it| low.contains(it))
        || [
            "client_secret",
            "client-secret",
            "clientsecret",
            "secret",
            "password",
            "text",
            "string",
            "hidden",
            "latest",
        ]
        .contains(&low.as_str())
        || low.ends_with("_client_secret")
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::Named;

    use super::{endpoint, is_placeholder, is_plain_http, parameter};

    #[test]
    fn a_parameter_is_found_where_a_query_or_a_form_has_it() {
        for (text, value) in [
            ("https://as.example/auth?response_type=code&x=1", Some("code")),
            ("?response_type=id_token%20token&nonce=1", Some("id_token token")),
            ("response_type=id_token+token", Some("id_token token")),
            ("&response_type={}", Some("")),
            ("https://as.example/auth?x_response_type=code", None),
            ("only response_type=code is supported", None),
            ("response_type=code is required", None),
            ("response_type", None),
            ("https://as.example/auth\n?client_id=a\n&response_type=code\n&scope=b", Some("code")),
        ] {
            assert_eq!(parameter(text, "response_type").as_deref(), value, "{text}");
        }
        // Scopes alone have a space between them.
        let text = "?scope=openid%2Femail a&response_type=id_token token";
        assert_eq!(parameter(text, "scope").as_deref(), Some("openid/email a"));
        assert_eq!(parameter(text, "response_type"), None);
    }

    #[test]
    fn an_endpoint_is_known_by_its_end_and_its_words() {
        for (url, named) in [
            ("https://github.com/login/oauth/authorize", Some(Named::Authorization)),
            ("https://github.com/login/oauth/access_token", Some(Named::Token)),
            ("https://accounts.google.com/o/oauth2/v2/auth", Some(Named::Authorization)),
            ("https://oauth2.googleapis.com/token", Some(Named::Token)),
            ("https://id.example.com/realms/a/protocol/openid-connect/token", Some(Named::Token)),
            ("https://discord.com/api/oauth2/token", Some(Named::Token)),
            ("https://api.example.com/token", None),
            ("https://example.com/oauth/token-format", None),
            ("https://example.com/docs/oauth", None),
            ("https://api.example.com/authorize", None),
            ("https://example.com/v2/auth", Some(Named::Authorization)),
            ("https://example.com/v2/authorization", None),
            ("https://example.com/oidc/auth", Some(Named::Authorization)),
            ("https://auth.example.com/auth", None),
            ("https://metadata.example.com/oauth/token", None),
            ("https://example.com/computeMetadata/oauth/token", None),
            ("http://169.254.169.254/metadata/identity/oauth2/token", None),
            ("http://metadata.google.internal/computeMetadata/v1/oauth/token", None),
            ("/oauth/token", None),
        ] {
            assert_eq!(endpoint(url), named, "{url}");
        }
    }

    #[test]
    fn plain_http_leaves_the_machine_unless_the_host_is_its_own() {
        for (url, plain) in [
            ("http://as.example.com/oauth/token", true),
            ("http://keycloak:8080/realms/a", true),
            ("http://localhost:8080/token", false),
            ("http://127.0.0.1/token", false),
            ("http://[::1]:80/token", false),
            ("http://{host}/token", false),
            ("https://as.example.com/token", false),
        ] {
            assert_eq!(is_plain_http(url), plain, "{url}");
        }
    }

    #[test]
    fn what_an_example_has_in_the_place_of_a_secret_is_none() {
        for (text, placeholder) in [
            ("", true),
            ("<secret>", true),
            ("your-client-secret", true),
            ("GITHUB_CLIENT_SECRET", true),
            ("client-secret", true),
            ("main_key", true),
            ("app1_client_secret", true),
            ("d FL", true),
            ("qwertzuiop", false),
            ("_qwertzuiop", false),
            ("qwertz_1234", false),
            ("d-FL95Q19q7MQmFpd7hHD0Ty", false),
        ] {
            assert_eq!(is_placeholder(text), placeholder, "{text}");
        }
    }
}
