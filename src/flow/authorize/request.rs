//! The authorization request (RFC 6749 section 4.1.1).

use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::vocabulary::{ResponseType, Word};
use oauth_flow_core::{Endpoint, Finding};
use oauth2::PkceCodeChallenge;
use oauth2::url::Url;

use super::pending::{Asked, Pending};
use crate::OAuthClient;
use crate::flow::delivery::Direct;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::MissingEndpoint;
use crate::flow::judgement::{judge_redirect_uri, judge_request, write_all};
use crate::flow::parameter::{Extras, ParameterName};
use crate::flow::retry::Retry;
use crate::flow::settings::tokens_of;
use crate::flow::trace;

/// An authorization request that is being prepared. It always carries PKCE with `S256` and a fresh
/// `state`; with the scope `openid`, a fresh `nonce`.
#[must_use = "nothing begins before `begin`, `push` or `push_async`"]
pub struct Authorize<'f, C> {
    pub(in crate::flow) client: &'f Client,
    scopes: Vec<String>,
    resources: Vec<String>,
    redirect_uri: Option<String>,
    response_type: Option<ResponseType>,
    /// The ways by which the user has to authenticate.
    essential_acr: Option<Vec<String>>,
    extra: Extras,
    marker: PhantomData<fn() -> C>,
}

/// Why an authorization request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BeginError {
    /// A value of the request breaks a rule, or is not declared; never empty.
    Values(Vec<Finding>),
    /// The response type is not declared, or brings no code.
    ResponseType(ResponseType),
    /// No redirect URI is configured, and the request has none.
    MissingRedirectUri,
    /// `max_age` is no whole number of seconds (`OpenID` Connect Core section 3.1.2.1).
    MaxAge,
    /// Ways to authenticate are essential, and none is given.
    NoAcrValues,
    /// The server has no such endpoint.
    MissingEndpoint(MissingEndpoint),
}

impl fmt::Display for BeginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(findings) => write_all(findings, f),
            Self::ResponseType(response_type) => write!(
                f,
                "the response type `{}` is not declared, or brings no code",
                response_type.word()
            ),
            Self::MissingRedirectUri => f.write_str("no redirect URI is configured or given"),
            Self::MaxAge => f.write_str(
                "`max_age` is no whole number of seconds (OpenID Connect Core section 3.1.2.1)",
            ),
            Self::NoAcrValues => f.write_str(
                "`essential_acr_values` has no value, and so requires nothing; help: give the `acr` that \
                 the user has to authenticate by, or leave the call out",
            ),
            Self::MissingEndpoint(error) => error.fmt(f),
        }
    }
}

impl Error for BeginError {}

impl BeginError {
    /// Whether it helps to try again: nothing was sent, and the same fails again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        Retry::No
    }
}

impl<'f, C: OAuthClient> Authorize<'f, C> {
    pub(in crate::flow) fn new(client: &'f Client) -> Self {
        Self {
            client,
            scopes: Vec::new(),
            resources: Vec::new(),
            redirect_uri: None,
            response_type: None,
            essential_acr: None,
            extra: Extras::default(),
            marker: PhantomData,
        }
    }

    /// Asks for these scope tokens, separated by spaces (RFC 6749 section 3.3), in place of the
    /// configured ones; may be given more than once. Where the declaration lists scopes, only
    /// those can be asked for.
    pub fn scope(mut self, scope: &str) -> Self {
        self.scopes.extend(tokens_of(scope));
        self
    }

    /// Asks for tokens for this resource (RFC 8707 section 2), in place of the configured ones;
    /// may be given more than once. The token request asks for the same unless it says otherwise.
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resources.push(resource.into());
        self
    }

    /// Sends the user to this redirect URI in place of the first configured one. It has to be
    /// one that is declared or configured, or such a one on another port of the loopback address
    /// (RFC 8252 section 7.3).
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// Asks for this response type, one of those that are declared; the first of them with a code
    /// unless given.
    pub fn response_type(mut self, response_type: ResponseType) -> Self {
        self.response_type = Some(response_type);
        self
    }

    /// Adds a parameter that neither a standard of the flow nor the declaration gives a value,
    /// as in `.extra(parameter!("prompt"), "login")`. A name that is given again gets the later value.
    pub fn extra(mut self, name: ParameterName, value: impl Into<String>) -> Self {
        self.extra.set(name, value.into());
        self
    }

    /// Asks the user to authenticate anew if that was longer ago (`OpenID` Connect Core section 3.1.2.1), in
    /// whole seconds. The ID token has to say when it was, and one that was longer ago is refused.
    #[cfg(feature = "openid")]
    pub fn max_age(self, age: core::time::Duration) -> Self {
        use std::string::ToString as _;
        self.extra(ParameterName::of_literal("max_age"), age.as_secs().to_string())
    }

    /// Asks for one of these ways to authenticate, separated by spaces, the preferred one first
    /// (`OpenID` Connect Core section 3.1.2.1). The server may do otherwise: `acr` of the claims says what it
    /// did.
    #[cfg(feature = "openid")]
    pub fn acr_values(self, values: &str) -> Self {
        self.extra(ParameterName::of_literal("acr_values"), values)
    }

    /// The same for ways that are essential: an ID token with another `acr`, or without one, is refused.
    #[cfg(feature = "openid")]
    pub fn essential_acr_values(mut self, values: &str) -> Self {
        self.essential_acr = Some(tokens_of(values).collect());
        self.acr_values(values)
    }

    /// The URL to send the user to, and the values that the authorization response is checked with.
    ///
    /// # Errors
    ///
    /// A value of the request is not one that the client may send.
    pub fn begin(self) -> Result<(Url, Pending<C>), BeginError>
    where
        C::Delivery: Direct<C>,
    {
        self.url()
    }

    /// The same for whoever has looked whether the request is to be pushed.
    pub(in crate::flow) fn url(self) -> Result<(Url, Pending<C>), BeginError> {
        let mut url = self.authorization_endpoint()?.clone();
        let client = self.client;
        let pending = {
            let mut query = url.query_pairs_mut();
            query.append_pair("client_id", &client.settings.client_id);
            self.parameters(|name, value| {
                query.append_pair(name, value);
            })?
        };
        Ok((url, pending))
    }

    /// The redirect URIs that the request may have: the given one, else those that are configured.
    #[cfg(feature = "loopback")]
    pub(in crate::flow) fn redirect_uris(&self) -> &[String] {
        let configured = &self.client.settings.redirect_uris;
        self.redirect_uri.as_ref().map_or(configured, core::slice::from_ref)
    }

    pub(super) fn authorization_endpoint(&self) -> Result<&'f Url, BeginError> {
        let missing = MissingEndpoint(Endpoint::Authorization);
        let url = self.client.settings.authorization_endpoint.as_ref();
        url.ok_or(BeginError::MissingEndpoint(missing))
    }

    /// Gives every parameter but `client_id` to `add`.
    pub(super) fn parameters(
        self,
        mut add: impl FnMut(&str, &str),
    ) -> Result<Pending<C>, BeginError> {
        let settings = &self.client.settings;
        let declaration = settings.declaration;
        judge_request(declaration, &self.scopes, &self.resources).map_err(BeginError::Values)?;
        let redirect_uri = self.chosen_redirect_uri()?;
        let response_type = self.chosen_response_type()?;
        let scopes = if self.scopes.is_empty() { &settings.scopes } else { &self.scopes };
        let openid = scopes.iter().any(|it| it == "openid");
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let asked = Asked {
            redirect_uri,
            resources: self.resources.clone(),
            openid,
            with_nonce: openid || response_type.has_id_token(),
            // Whoever asks for it by `extra` means it too.
            max_age: self.chosen_max_age()?,
            essential_acr: self.chosen_acr()?,
        };
        let pending = Pending::new(settings, asked, verifier.into_secret());
        add("response_type", response_type.word());
        add("redirect_uri", pending.redirect_uri());
        if !scopes.is_empty() {
            add("scope", &scopes.join(" "));
        }
        add("state", pending.state());
        add("code_challenge", challenge.as_str());
        add("code_challenge_method", challenge.method());
        if let Some(nonce) = pending.nonce() {
            add("nonce", nonce);
        }
        if let Some(mode) = declaration.response_mode {
            add("response_mode", mode.word());
        }
        let resources =
            if self.resources.is_empty() { &settings.resources } else { &self.resources };
        for resource in resources {
            add("resource", resource);
        }
        if !self.extra.has("audience") {
            for audience in &settings.audiences {
                add("audience", audience);
            }
        }
        for (name, value) in self.extra.pairs() {
            add(name, value);
        }
        trace::began(settings);
        Ok(pending)
    }

    fn chosen_redirect_uri(&self) -> Result<String, BeginError> {
        let settings = &self.client.settings;
        let Some(given) = &self.redirect_uri else {
            return settings.redirect_uris.first().cloned().ok_or(BeginError::MissingRedirectUri);
        };
        judge_redirect_uri(settings.declaration, given, &settings.redirect_uris)
            .map_err(BeginError::Values)?;
        Ok(given.clone())
    }

    /// How many seconds ago the user may have authenticated.
    fn chosen_max_age(&self) -> Result<Option<u64>, BeginError> {
        let seconds = self.extra.get("max_age").map(str::parse).transpose();
        seconds.map_err(|_| BeginError::MaxAge)
    }

    /// The ways by which the user has to authenticate.
    fn chosen_acr(&self) -> Result<Vec<String>, BeginError> {
        match &self.essential_acr {
            Some(values) if values.is_empty() => Err(BeginError::NoAcrValues),
            Some(values) => Ok(values.clone()),
            None => Ok(Vec::new()),
        }
    }

    fn chosen_response_type(&self) -> Result<ResponseType, BeginError> {
        let declared = self.client.settings.declaration.response_types;
        match self.response_type {
            Some(given) if given.has_code() && declared.contains(&given) => Ok(given),
            Some(given) => Err(BeginError::ResponseType(given)),
            None => {
                let with_code = declared.iter().copied().find(|it| it.has_code());
                Ok(with_code.unwrap_or(ResponseType::Code))
            }
        }
    }
}

/// Shows no value of a parameter that was added.
impl<C> fmt::Debug for Authorize<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("Authorize").field("client_id", client_id).finish_non_exhaustive()
    }
}
