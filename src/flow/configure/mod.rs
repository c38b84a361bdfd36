//! Checks the values of a client, and makes of them what a flow needs.

pub(super) mod builder;
mod credential;
pub(super) mod error;
pub(super) mod fields;

use std::string::String;
use std::vec;
use std::vec::Vec;

use oauth_flow_core::vocabulary::{Grant, Word};
use oauth_flow_core::{
    Contradiction, Declaration, Endpoint, Endpoints, Key, Merged, Origin, Statement, merge,
};
use oauth2::http::Uri as HttpUri;
use oauth2::url::Url;

use super::exchange::client::Client;
use super::judgement::{Judgement, judge_configuration};
use super::parameter::is_managed;
use super::settings::{Clock, Issuer, Settings};
use builder::{LOGIN_LIFETIME, Values};
use credential::{credential, printable};
use error::BuildError;

/// What a flow needs, of the values that methods give and of those that fields and the server's
/// metadata give.
fn build(
    declaration: &'static Declaration<'static>,
    mut given: Values,
    mut configured: Values,
) -> Result<Client, BuildError> {
    let client_secret = if given.client_secret.is_empty() {
        std::mem::take(&mut configured.client_secret)
    } else {
        std::mem::take(&mut given.client_secret)
    };
    name_one_server(&mut given.stated, &configured.stated);
    let sources = vec![given.stated, configured.stated];
    let merged = merge(sources, Some(&Statement::declared(declaration)));
    if let Some((first, second)) = several(&merged) {
        return Err(BuildError::Several(first, second));
    }
    let client_id = one(&merged, Key::ClientId).ok_or(BuildError::Missing(Key::ClientId))?;
    if client_id.origin != Origin::Declared {
        printable(client_id.text, client_id.origin)?;
    }
    let issuer = one(&merged, Key::Issuer);
    if let Some(One { origin, .. }) = issuer.filter(One::is_discovery_url) {
        return Err(BuildError::DiscoveryUrl(origin));
    }
    let Judgement { errors, warnings } = judge_configuration(declaration, &merged);
    if !errors.is_empty() {
        return Err(BuildError::Values(errors));
    }
    let iss_promised = given.iss_promised || configured.iss_promised;
    if iss_promised && issuer.is_none() {
        return Err(BuildError::Missing(Key::Issuer));
    }
    let list = |key| merged.statement.texts(key).map(String::from).collect::<Vec<String>>();
    let redirect_uris = list(Key::RedirectUri);
    if declaration.redirects() && redirect_uris.is_empty() {
        return Err(BuildError::Missing(Key::RedirectUri));
    }
    let endpoints = endpoints(&merged, declaration)?;
    let token_endpoint = endpoints.get(Endpoint::Token).clone();
    let signer = given.signer.or(configured.signer);
    let credential =
        credential(declaration.auth, client_id.text, issuer.is_some(), &client_secret, signer)?;
    let settings = Settings {
        declaration,
        client_id: String::from(client_id.text),
        authorization_endpoint: authorization_endpoint(&merged)?,
        token_endpoint: token_endpoint.ok_or(BuildError::Missing(Key::TokenEndpoint))?,
        endpoints,
        redirect_uris,
        scopes: list(Key::Scope),
        resources: list(Key::Resource),
        audiences: list(Key::Audience),
        issuer: issuer.map(|issuer| Issuer::Server(String::from(issuer.text))),
        iss_promised,
        bearer_token_types: given.bearer_token_types,
        clock: given
            .clock
            .or(configured.clock)
            .or(system_clock())
            .ok_or(BuildError::MissingClock)?,
        login_lifetime: given
            .login_lifetime
            .or(configured.login_lifetime)
            .unwrap_or(LOGIN_LIFETIME),
        warnings,
    };
    Ok(Client { settings, credential })
}

/// The clock of the platform, if it has one.
fn system_clock() -> Option<Clock> {
    let none = cfg!(all(target_family = "wasm", target_os = "unknown"));
    (!none).then_some(std::time::SystemTime::now)
}

/// Adds the issuer of the metadata to an issuer that a method gives: endpoints are those of one
/// server, and a flow is not built with the name of another (RFC 8414 section 3.3).
fn name_one_server(given: &mut Statement, configured: &Statement) {
    if given.values(Key::Issuer).is_empty() {
        return;
    }
    for stated in configured.values(Key::Issuer) {
        if let (Origin::Metadata(_), Some(text)) = (stated.origin, stated.value.text()) {
            given.push_text(Key::Issuer, text, stated.origin);
        }
    }
}

/// The origins of two values for what a client has one of.
fn several(merged: &Merged) -> Option<(Origin, Origin)> {
    merged.contradictions.iter().find_map(|contradiction| match contradiction {
        Contradiction::Several { first, second, .. } => Some((*first, *second)),
        _ => None,
    })
}

/// The value of a member that has one.
#[derive(Clone, Copy)]
struct One<'m> {
    text: &'m str,
    origin: Origin,
}

impl One<'_> {
    /// Whether it names the metadata of a server (RFC 8414 section 3) and not the server.
    fn is_discovery_url(&self) -> bool {
        self.origin != Origin::Declared && self.text.contains("/.well-known/")
    }
}

fn one(merged: &Merged, key: Key) -> Option<One<'_>> {
    let stated = merged.statement.values(key).first()?;
    Some(One { text: stated.value.text()?, origin: stated.origin })
}

/// The endpoints that requests are posted to, among them all that the declared grants need.
fn endpoints(
    merged: &Merged,
    declaration: &Declaration<'_>,
) -> Result<Endpoints<Option<HttpUri>>, BuildError> {
    let mut endpoints = Endpoints::NONE;
    for endpoint in Endpoint::ALL {
        let needed = match endpoint {
            Endpoint::Authorization => declaration.redirects(),
            Endpoint::Token => true,
            Endpoint::DeviceAuthorization => declaration.allows(Grant::DeviceCode),
            Endpoint::PushedAuthorizationRequest => declaration.par,
            _ => false,
        };
        let key = endpoint.key();
        match one(merged, key) {
            None if needed => return Err(BuildError::Missing(key)),
            None => {}
            // A rule has read it as a URI before: what is refused here is no URL of HTTP.
            Some(One { text, origin }) => {
                let url = text.parse::<HttpUri>().map_err(|_| not_a_url(key, origin))?;
                *endpoints.get_mut(*endpoint) = Some(url);
            }
        }
    }
    Ok(endpoints)
}

/// The authorization endpoint, to which the parameters of requests are added.
fn authorization_endpoint(merged: &Merged) -> Result<Option<Url>, BuildError> {
    let key = Key::AuthorizationEndpoint;
    let Some(One { text, origin }) = one(merged, key) else { return Ok(None) };
    let url = Url::parse(text).map_err(|_| not_a_url(key, origin))?;
    if let Some((name, _)) = url.query_pairs().find(|(name, _)| is_managed(name)) {
        return Err(BuildError::ManagedQuery(oauth_flow_core::echo(&name)));
    }
    Ok(Some(url))
}

/// The error names the method of the builder for a declared value, which no origin names.
fn not_a_url(key: Key, origin: Origin) -> BuildError {
    let declared = origin == Origin::Declared;
    BuildError::NotAUrl(if declared { Origin::Method(key.word()) } else { origin })
}
