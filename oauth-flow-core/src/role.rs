//! What a field of a struct is for, told by its name.

use crate::vocabulary::Word;

words! {
    /// The role of a field in the definition of a client.
    Role, "field role":
    ClientId = "client_id"; ["id", "clientid"]; "the client identifier"
    ClientSecret = "client_secret" | "app_secret"; ["secret", "password"]; "the client secret"
    PrivateKey = "private_key" | "signing_key"; ["key"]; "the key that signs client assertions"
    RedirectUri = "redirect_uri" | "redirect_uris" | "redirect_url" | "redirect_urls" | "callback_url" | "callback_urls" | "callback_uri" | "callback_uris"; ["callback", "redirect"]; "a redirect URI"
    AuthorizationEndpoint = "authorization_endpoint" | "auth_url" | "auth_uri" | "authorize_url" | "authorization_url"; ["authorize"]; "the authorization endpoint"
    TokenEndpoint = "token_endpoint" | "token_url" | "token_uri"; ["token"]; "the token endpoint"
    DeviceAuthorizationEndpoint = "device_authorization_endpoint" | "device_authorization_url"; ["device_url"]; "the device authorization endpoint"
    RevocationEndpoint = "revocation_endpoint" | "revocation_url"; ["revoke_url"]; "the revocation endpoint"
    JwksUri = "jwks_uri"; ["jwks"]; "where the client's public keys are published"
    PkceSwitch = "pkce" | "use_pkce" | "enable_pkce" | "pkce_enabled" | "pkce_method" | "code_challenge_method"; []; "a run-time choice of PKCE"
    InsecureSwitch = "danger_accept_invalid_certs" | "danger_accept_invalid_hostnames" | "accept_invalid_certs" | "tls_insecure" | "insecure_tls" | "allow_http" | "allow_plain_http" | "allow_insecure" | "allow_insecure_http" | "skip_tls_verify" | "tls_skip_verify" | "insecure_skip_verify" | "disable_tls_verification" | "no_verify_tls"; []; "a run-time choice that weakens transport"
    Issuer = "issuer"; ["authority"]; "the issuer identifier of the server"
    Scope = "scope"; ["scopes"]; "the scopes to ask for"
    Resource = "resource"; ["audience"]; "the API that tokens are for"
}

/// Names that carry a role only when nothing stands before them: `session_secret` or `login_scope`
/// may be anything.
const WHOLE_NAMES: &[(&str, Role)] = &[
    ("secret", Role::ClientSecret),
    ("issuer", Role::Issuer),
    ("issuer_url", Role::Issuer),
    ("authority", Role::Issuer),
    ("discovery_url", Role::Issuer),
    ("scope", Role::Scope),
    ("scopes", Role::Scope),
    ("resource", Role::Resource),
    ("insecure", Role::InsecureSwitch),
];

impl Role {
    /// The role of a field of this name: by the whole name, or by its end after an underscore
    /// (`github_client_secret`), without regard to case.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Self> {
        let whole = WHOLE_NAMES.iter().find(|(whole, _)| whole.eq_ignore_ascii_case(name));
        if let Some((_, role)) = whole {
            return Some(*role);
        }
        // Where the browser returns to after logout; no code is sent there.
        if name.to_ascii_lowercase().contains("post_logout") {
            return None;
        }
        // The longest name decides: a `device_authorization_url` is no `authorization_url`.
        let by_end = |role: &Self| !matches!(role, Self::Issuer | Self::Scope | Self::Resource);
        let names = Self::ALL.iter().copied().filter(by_end).flat_map(|role| {
            let names = core::iter::once(role.word()).chain(role.spellings().iter().copied());
            names.map(move |role_name| (role_name, role))
        });
        let longest = names
            .filter(|(role_name, _)| ends_with_name(name, role_name))
            .max_by_key(|(role_name, _)| role_name.len());
        longest.map(|(_, role)| role)
    }
}

/// Whether `name` is `end`, or ends in `_` and `end`.
fn ends_with_name(name: &str, end: &str) -> bool {
    // Bytes, and the last one first: most names differ there, and the macro is seldom optimized.
    let (name, end) = (name.as_bytes(), end.as_bytes());
    let (Some(last), Some(end_last)) = (name.last(), end.last()) else { return false };
    if !last.eq_ignore_ascii_case(end_last) {
        return false;
    }
    let Some(start) = name.len().checked_sub(end.len()) else { return false };
    let Some((before, rest)) = name.split_at_checked(start) else { return false };
    rest.eq_ignore_ascii_case(end) && before.last().is_none_or(|joint| *joint == b'_')
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn a_field_has_a_role_by_its_whole_name_or_its_end() {
        for (name, role) in [
            ("client_id", Some(Role::ClientId)),
            ("GITHUB_CLIENT_ID", Some(Role::ClientId)),
            ("github_client_secret", Some(Role::ClientSecret)),
            ("secret", Some(Role::ClientSecret)),
            ("token_url", Some(Role::TokenEndpoint)),
            ("authorization_url", Some(Role::AuthorizationEndpoint)),
            ("device_authorization_url", Some(Role::DeviceAuthorizationEndpoint)),
            ("tv_device_authorization_endpoint", Some(Role::DeviceAuthorizationEndpoint)),
            ("use_pkce", Some(Role::PkceSwitch)),
            ("session_secret", None),
            ("db_password", None),
            ("access_token", None),
            ("login_scopes", None),
            ("post_logout_redirect_uri", None),
            ("myclient_id", None),
            ("größe", None),
        ] {
            assert_eq!(Role::of_field(name), role, "{name}");
        }
    }
}
