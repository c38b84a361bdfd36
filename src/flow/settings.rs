//! What every step needs to know of a client, checked.

use std::string::String;
use std::time::{Duration, SystemTime};
use std::vec::Vec;

#[cfg(feature = "openid")]
use oauth_flow_core::vocabulary::JwsAlgorithm;
use oauth_flow_core::{Declaration, Endpoint, Endpoints, Finding};
use oauth2::http::Uri;
use oauth2::url::Url;
#[cfg(feature = "openid")]
use zeroize::Zeroizing;

/// Where the time comes from.
pub type Clock = fn() -> SystemTime;

/// The clock of the platform, if it has one.
pub(super) fn system_clock() -> Option<Clock> {
    let none = cfg!(all(target_family = "wasm", target_os = "unknown"));
    (!none).then_some(SystemTime::now)
}

/// The values of a client, checked.
// oauth-flow: allow(undeclared_client, reason = "it holds what any declared client says")
pub(super) struct Settings {
    pub(super) declaration: &'static Declaration<'static>,
    /// Empty where the client has no registration (RFC 7521 section 4.1).
    pub(super) client_id: String,
    /// The authorization endpoint, to which parameters are added.
    pub(super) authorization_endpoint: Option<Url>,
    /// The token endpoint, which every grant of the run time needs.
    pub(super) token_endpoint: Uri,
    pub(super) endpoints: Endpoints<Option<Uri>>,
    pub(super) redirect_uris: Vec<String>,
    pub(super) scopes: Vec<String>,
    pub(super) resources: Vec<String>,
    pub(super) audiences: Vec<String>,
    pub(super) issuer: Option<Issuer>,
    /// Whether the server promises `iss` in its authorization responses (RFC 9207 section 3).
    pub(super) iss_promised: bool,
    /// The token types that are used as `Bearer`, by the names that the server has for them.
    pub(super) bearer_token_types: Vec<String>,
    pub(super) clock: Clock,
    pub(super) login_lifetime: Duration,
    pub(super) warnings: Vec<Finding>,
    #[cfg(feature = "openid")]
    pub(super) openid: OpenId,
}

/// What a client knows of its server as an `OpenID` Provider.
#[cfg(feature = "openid")]
pub(super) struct OpenId {
    /// Where the keys are that the server signs with.
    pub(super) jwks_uri: Option<Uri>,
    pub(super) userinfo_endpoint: Option<Uri>,
    pub(super) end_session_endpoint: Option<Url>,
    /// The algorithm that is registered for ID tokens.
    pub(super) id_token_algorithm: Option<JwsAlgorithm>,
    /// The algorithm that is registered for answers of the userinfo endpoint.
    pub(super) userinfo_algorithm: Option<JwsAlgorithm>,
    /// The client secret, where ID tokens are signed with it.
    pub(super) secret: Option<Zeroizing<String>>,
    /// Who else may be among the audiences of an ID token.
    pub(super) trusted_audiences: Vec<String>,
    /// By how much two clocks may differ.
    pub(super) leeway: Duration,
}

impl Settings {
    pub(super) fn now(&self) -> SystemTime {
        (self.clock)()
    }

    /// Whether the client can validate what the server signs.
    #[cfg(feature = "openid")]
    pub(super) fn knows_keys(&self) -> bool {
        self.issuer.is_some() && (self.openid.jwks_uri.is_some() || self.openid.secret.is_some())
    }

    /// Where requests to `endpoint` are posted, if the server has it.
    pub(super) fn endpoint(&self, endpoint: Endpoint) -> Option<&Uri> {
        self.endpoints.get(endpoint).as_ref()
    }
}

/// The issuer identifier of the server, or the template of those of all tenants of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Issuer {
    /// One server (RFC 8414 section 2).
    Server(String),
    /// The tenants of one server: the texts before and after the tenant.
    Tenants(String, String),
}

impl Issuer {
    /// The text that stands for the server.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Server(issuer) => issuer.clone(),
            Self::Tenants(before, after) => [before, "{tenantid}", after].concat(),
        }
    }

    /// The issuer identifier, where it is one.
    pub(super) fn server(&self) -> Option<&str> {
        match self {
            Self::Server(issuer) => Some(issuer),
            Self::Tenants(..) => None,
        }
    }

    /// Whether a response that names this issuer comes from the server: by simple string comparison
    /// (RFC 9207 section 2.4). A tenant is one segment of the path.
    pub(super) fn is(&self, received: &str) -> bool {
        match self {
            Self::Server(issuer) => issuer == received,
            Self::Tenants(before, after) => received
                .strip_prefix(before.as_str())
                .and_then(|rest| rest.strip_suffix(after.as_str()))
                .is_some_and(is_tenant),
        }
    }
}

/// Whether a text has a placeholder: no URI has a brace (RFC 3986 section 2).
pub(super) fn has_placeholder(text: &str) -> bool {
    text.contains(['{', '}'])
}

/// Whether a text is one segment of a path that nothing decodes or leaves out.
fn is_tenant(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !text.is_empty() && text.bytes().all(plain) && !text.bytes().all(|byte| byte == b'.')
}

/// The seconds since 1970-01-01T00:00:00Z; none before.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The tokens of a scope (RFC 6749 section 3.3).
pub(super) fn tokens_of(scope: &str) -> impl Iterator<Item = String> {
    scope.split(' ').filter(|token| !token.is_empty()).map(String::from)
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use super::Issuer;

    #[test]
    fn a_tenant_is_one_segment_of_the_path() {
        let text = |text: &str| String::from(text);
        let issuer = Issuer::Tenants(text("https://login.example.com/"), text("/v2.0"));
        assert_eq!(issuer.text(), "https://login.example.com/{tenantid}/v2.0");
        assert!(issuer.is("https://login.example.com/3f1c0a52-0c1f-4c50-9f5e-2b1d0a7e6c11/v2.0"));
        assert!(issuer.is("https://login.example.com/contoso.example/v2.0"));
        for other in [
            "https://login.example.com//v2.0",
            "https://login.example.com/../v2.0",
            "https://login.example.com/a/b/v2.0",
            "https://login.example.com/a%2Fb/v2.0",
            "https://login.example.com/a?x=/v2.0",
            "https://login.example.com/{tenantid}/v2.0",
            "https://login.example.com/a/v2.0/",
            "https://login.example.com/v2.0",
            "https://other.example.com/a/v2.0",
        ] {
            assert!(!issuer.is(other), "{other}");
        }
        assert_eq!(issuer.server(), None);
    }
}
