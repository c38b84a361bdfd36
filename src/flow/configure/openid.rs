//! What a client knows of its server as an `OpenID` Provider, and the methods of the builder that say it.

use std::string::String;
use std::time::Duration;
use std::vec::Vec;

use oauth_flow_core::uri::{Uri, server_url};
use oauth_flow_core::vocabulary::JwsAlgorithm;
use oauth_flow_core::{Declaration, Origin};

use super::builder::Builder;
use super::check::presents_certificate;
use super::credential::printable;
use super::error::BuildError;
use super::values::Given;
use crate::OAuthClient;
use crate::flow::jws::algorithm::is_supported;
use crate::flow::server::metadata::ServerMetadata;
use crate::flow::settings::{Issuer, OpenId};

/// By how much two clocks may differ, unless `clock_leeway` of the builder says otherwise.
const LEEWAY: Duration = Duration::from_secs(60);

/// The most that `clock_leeway` may be: a token that has expired is not accepted for longer.
const MOST_LEEWAY: Duration = Duration::from_secs(300);

/// The least length of a secret that signs, in bytes (RFC 7518 section 3.2).
const LEAST_SECRET: usize = 32;

/// What the methods of the builder give.
#[derive(Default)]
pub(super) struct OpenIdValues {
    jwks_uri: Option<String>,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    id_token_algorithm: Option<JwsAlgorithm>,
    userinfo_algorithm: Option<JwsAlgorithm>,
    trusted_audiences: Vec<String>,
    leeway: Option<Duration>,
}

/// For a client that asks for `openid`. The metadata of the server has the URLs; what a method gives takes
/// their place.
impl<C: OAuthClient> Builder<C> {
    /// Gives the URL of the keys that the server signs with (RFC 8414 section 2). An ID token is validated
    /// where this and the issuer are known.
    pub fn jwks_uri(mut self, url: impl Into<String>) -> Self {
        self.openid().jwks_uri = Some(url.into());
        self
    }

    /// Gives the URL of the userinfo endpoint (`OpenID` Connect Core section 5.3).
    pub fn userinfo_endpoint(mut self, url: impl Into<String>) -> Self {
        self.openid().userinfo_endpoint = Some(url.into());
        self
    }

    /// Gives the URL where a user logs out at the server (`OpenID` Connect RP-Initiated Logout section
    /// 2.1).
    pub fn end_session_endpoint(mut self, url: impl Into<String>) -> Self {
        self.openid().end_session_endpoint = Some(url.into());
        self
    }

    /// Gives the algorithm that is registered for the ID tokens of the client
    /// (`id_token_signed_response_alg`, `OpenID` Connect Dynamic Client Registration section 2): no other
    /// one is then accepted. Without it, `RS256`, `PS256`, `ES256`, `ES384` and `EdDSA` are. `HS256` is
    /// accepted only where this says so, and only with the client secret.
    pub fn id_token_signed_response_alg(mut self, algorithm: JwsAlgorithm) -> Self {
        self.openid().id_token_algorithm = Some(algorithm);
        self
    }

    /// Gives the algorithm that is registered for answers of the userinfo endpoint
    /// (`userinfo_signed_response_alg`): one that is not signed by it is then refused.
    pub fn userinfo_signed_response_alg(mut self, algorithm: JwsAlgorithm) -> Self {
        self.openid().userinfo_algorithm = Some(algorithm);
        self
    }

    /// Lets an ID token be for this audience too, beside the client; may be given more than once. A token
    /// that is for others is refused (`OpenID` Connect Core section 3.1.3.7). Some servers add a project or
    /// an API of theirs.
    pub fn trusted_audience(mut self, audience: impl Into<String>) -> Self {
        self.openid().trusted_audiences.push(audience.into());
        self
    }

    /// By how much the clocks of this machine and of the server may differ: a minute unless given, five at
    /// most.
    pub fn clock_leeway(mut self, leeway: Duration) -> Self {
        self.openid().leeway = Some(leeway);
        self
    }
}

/// What the client knows, of what the methods give and of the metadata of the server.
pub(super) fn openid(
    given: OpenIdValues,
    declaration: &Declaration<'_>,
    server: Option<&ServerMetadata>,
    issuer: Option<&Issuer>,
    secret: Option<&Given>,
) -> Result<OpenId, BuildError> {
    let is_https = issuer.map(Issuer::text).is_some_and(|issuer| issuer.starts_with("https:"));
    let url = |method: &'static str, given: Option<String>, known: Option<&str>| {
        let origin = Origin::Method(method);
        if let Some(url) = &given {
            let uri: Uri<'_> = server_url(url).map_err(|_| BuildError::UnfitUrl(origin))?;
            if is_https && !uri.is_https() {
                return Err(BuildError::UnfitUrl(origin));
            }
        }
        Ok(given.or_else(|| known.map(String::from)))
    };
    // The endpoint takes tokens that are bound to a certificate there (RFC 8705 section 5).
    let alias = server.filter(|_| presents_certificate(declaration)).and_then(|server| {
        let mut aliases = server.mtls_endpoint_aliases();
        aliases.find(|(name, _)| *name == "userinfo_endpoint").map(|(_, url)| url)
    });
    let userinfo = alias.or(server.and_then(ServerMetadata::userinfo_endpoint));
    let jwks_uri = url("jwks_uri", given.jwks_uri, server.and_then(ServerMetadata::jwks_uri))?;
    let userinfo = url("userinfo_endpoint", given.userinfo_endpoint, userinfo)?;
    let end_session = server.and_then(ServerMetadata::end_session_endpoint);
    let end_session = url("end_session_endpoint", given.end_session_endpoint, end_session)?;
    let algorithms = [
        ("id_token_signed_response_alg", given.id_token_algorithm),
        ("userinfo_signed_response_alg", given.userinfo_algorithm),
    ];
    for (method, algorithm) in algorithms {
        if let Some(algorithm) = algorithm.filter(|algorithm| !is_supported(*algorithm)) {
            return Err(BuildError::UnsupportedAlgorithm(Origin::Method(method), algorithm));
        }
    }
    let leeway = given.leeway.unwrap_or(LEEWAY);
    if leeway > MOST_LEEWAY {
        return Err(BuildError::ClockLeeway);
    }
    let by_secret = algorithms.iter().any(|(_, it)| *it == Some(JwsAlgorithm::Hs256));
    let secret = if by_secret {
        if !declaration.auth.uses_secret() {
            return Err(BuildError::AlgorithmNeedsSecret(declaration.auth));
        }
        let given = secret.ok_or(BuildError::MissingSecret)?;
        printable(&given.text, given.origin)?;
        if given.text.len() < LEAST_SECRET {
            return Err(BuildError::ShortSecret(given.origin));
        }
        Some(given.text.clone())
    } else {
        None
    };
    Ok(OpenId {
        jwks_uri: parsed("jwks_uri", jwks_uri)?,
        userinfo_endpoint: parsed("userinfo_endpoint", userinfo)?,
        end_session_endpoint: parsed("end_session_endpoint", end_session)?,
        id_token_algorithm: given.id_token_algorithm,
        userinfo_algorithm: given.userinfo_algorithm,
        secret,
        trusted_audiences: given.trusted_audiences,
        leeway,
    })
}

/// What an HTTP client takes for the URL.
fn parsed<T: core::str::FromStr>(
    member: &'static str,
    url: Option<String>,
) -> Result<Option<T>, BuildError> {
    let unfit = || BuildError::UnfitUrl(Origin::Method(member));
    url.map(|url| url.parse().map_err(|_| unfit())).transpose()
}
