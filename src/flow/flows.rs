//! Several authorization servers in one service.

use std::string::{String, ToString as _};
use std::sync::Arc;
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::Finding;
use oauth_flow_core::rules::workspace::shared_redirect_uri;
use oauth_flow_core::uri::Uri;

use super::authorize::pending::Pending;
use super::authorize::response::{Callback, CompleteError, complete};
use super::exchange::client::Client;
use super::settings::{Issuer, Settings};
use super::stored::ForeignLogin;
use super::token::request::TokenRequest;
use super::trace;
use crate::grant;

/// The flows of a client with several authorization servers, each by a name of your choice, such as that
/// of its login button.
///
/// An authorization response is completed with the flow that began the login, so that no server gets the
/// code of another one (RFC 9700 section 4.4). [`warnings`](Self::warnings) has what weakens that.
///
/// ```
/// use oauth_flow::flow::{Flow, Flows, PendingLogins};
/// # use oauth_flow::oauth_client;
/// #
/// # #[oauth_client(kind = "web", redirect_uri = "runtime")]
/// # struct Login { client_id: String, client_secret: String, redirect_uri: String }
/// # type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
///
/// fn begin(flows: &Flows<Login>, name: &str, logins: &mut PendingLogins<Login>) -> Result<String> {
///     let flow = flows.get(name).ok_or("there is no such server")?;
///     let (url, pending) = flow.authorize().begin()?;
///     logins.insert(pending);
///     Ok(url.into())
/// }
///
/// fn callback(
///     flows: &Flows<Login>,
///     logins: &mut PendingLogins<Login>,
///     query: &str,
///     http: &impl oauth2::SyncHttpClient,
/// ) -> Result<oauth2::AccessToken> {
///     let pending = logins.take(query).ok_or("no such login is under way")?;
///     let (_name, request) = flows.complete(pending, query)?;
///     Ok(request.request(http)?.access_token().clone())
/// }
/// ```
pub struct Flows<C> {
    clients: Vec<(String, Arc<Client>)>,
    marker: PhantomData<fn() -> C>,
}

impl<C> Flows<C> {
    /// No flow yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { clients: Vec::new(), marker: PhantomData }
    }

    pub(super) fn add(&mut self, name: String, client: Arc<Client>) {
        self.clients.retain(|(other, _)| *other != name);
        self.clients.push((name, client));
    }

    pub(super) fn clients(&self) -> impl Iterator<Item = (&str, &Arc<Client>)> {
        self.clients.iter().map(|(name, client)| (name.as_str(), client))
    }

    /// The client that began a login.
    pub(super) fn client_of(
        &self,
        pending: &Pending<C>,
    ) -> Result<(&str, &Arc<Client>), ForeignLogin> {
        let mut reason = ForeignLogin::Client;
        for (name, client) in self.clients() {
            match pending.check(&client.settings) {
                Ok(()) => return Ok((name, client)),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    /// Completes a login with the flow that began it, whose name comes too: see
    /// [`Flow::complete`](super::Flow::complete).
    ///
    /// # Errors
    ///
    /// None of the flows began the login, or those of
    /// [`Flow::complete`](super::Flow::complete).
    #[allow(clippy::type_complexity, reason = "a name and what `Flow::complete` gives")]
    pub fn complete<'c>(
        &self,
        pending: Pending<C>,
        callback: impl Into<Callback<'c>>,
    ) -> Result<(&str, TokenRequest<'_, C, grant::authorization_code>), CompleteError> {
        let (name, client) = self.client_of(&pending).map_err(CompleteError::Foreign)?;
        let outcome = complete(client, pending, callback.into());
        Ok((name, trace::completed(&client.settings, outcome)?))
    }

    /// What the rules warn of in each of them, and that two servers have one redirect URI where one of
    /// them does not name itself in its responses: a malicious one could then have the code of the other
    /// one sent to itself (RFC 9700 section 4.4). Each with the name of its flow.
    #[must_use]
    pub fn warnings(&self) -> Vec<(&str, Finding)> {
        let mut warnings = Vec::new();
        for (name, client) in self.clients() {
            let settings = &client.settings;
            warnings.extend(settings.warnings.iter().map(|finding| (name, finding.clone())));
            for redirect_uri in &settings.redirect_uris {
                let mut others = self.clients().map(|(_, other)| &other.settings);
                if let Some(other) = others.find(|other| shares(settings, other, redirect_uri)) {
                    let other = server_of(other);
                    let found = shared_redirect_uri(settings.declaration, redirect_uri, &other);
                    warnings.extend(found.map(|finding| (name, finding)));
                }
            }
        }
        warnings
    }
}

/// Whether a client of another server has the redirect URI, and nothing in a response tells the two servers
/// from each other.
fn shares(settings: &Settings, other: &Settings, redirect_uri: &str) -> bool {
    // Each program has its own loopback interface, and the same servers on it in development alone.
    let is_local = Uri::read(redirect_uri).is_ok_and(|uri| uri.is_local());
    server_of(settings) != server_of(other)
        && !is_local
        && other.redirect_uris.iter().any(|it| it == redirect_uri)
        && !(settings.iss_promised && other.iss_promised)
}

/// How a server is known: by its issuer, else by its token endpoint.
fn server_of(settings: &Settings) -> String {
    settings.issuer.as_ref().map_or_else(|| settings.token_endpoint.to_string(), Issuer::text)
}

impl<C> Default for Flows<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> Clone for Flows<C> {
    fn clone(&self) -> Self {
        Self { clients: self.clients.clone(), marker: PhantomData }
    }
}

/// Shows the names.
impl<C> fmt::Debug for Flows<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clients.iter().map(|(name, _)| name)).finish()
    }
}
