//! The authorization request (RFC 6749 section 4.1.1), sent through the user's browser or pushed
//! (RFC 9126).

use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::Endpoint;
use oauth_flow_core::vocabulary::{ResponseType, Word};
use oauth2::http::StatusCode;
use oauth2::url::Url;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, PkceCodeChallenge, SyncHttpClient};
use serde::Deserialize;

use super::delivery::Direct;
use super::form::{Form, tokens_of};
use super::judgement::{judge_redirect_uri, judge_request, write_all};
use super::parameter::Extras;
use super::response::{Refusal, json};
use super::{
    Finding, Inner, MissingEndpoint, ParameterName, Pending, ServerError, SignError, TransportError,
};
use crate::OAuthClient;

/// An authorization request that is being prepared. It always carries PKCE with `S256` and a fresh
/// `state`; with the scope `openid`, a fresh `nonce`.
#[must_use = "nothing begins before `begin`, `push` or `push_async`"]
pub struct Authorize<'f, C> {
    inner: &'f Inner,
    scopes: Vec<String>,
    resources: Vec<String>,
    redirect_uri: Option<String>,
    response_type: Option<ResponseType>,
    extra: Extras,
    client: PhantomData<fn() -> C>,
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
            Self::MissingEndpoint(error) => error.fmt(f),
        }
    }
}

impl Error for BeginError {}

/// Why an authorization request could not be pushed. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum PushError<E> {
    /// The request cannot be made. Nothing was sent.
    Begin(BeginError),
    /// The client assertion could not be signed. Nothing was sent.
    Sign(SignError),
    /// The HTTP client failed.
    Http(E),
    /// The answer is not one of a pushed authorization request endpoint.
    Transport(TransportError),
    /// The server refused (RFC 9126 section 2.3).
    Server(ServerError),
    /// The answer has an empty `request_uri` (RFC 9126 section 2.2).
    EmptyRequestUri,
}

impl<E> fmt::Display for PushError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin(error) => error.fmt(f),
            Self::Sign(error) => error.fmt(f),
            Self::Http(_) => f.write_str("the request to the authorization server failed"),
            Self::Transport(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
            Self::EmptyRequestUri => {
                f.write_str("the server answered a pushed request with an empty `request_uri`")
            }
        }
    }
}

impl<E: Error + 'static> Error for PushError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Sign(error) => error.source(),
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}

impl<E> From<BeginError> for PushError<E> {
    fn from(error: BeginError) -> Self {
        Self::Begin(error)
    }
}

/// The answer to a pushed authorization request (RFC 9126 section 2.2).
#[derive(Deserialize)]
struct PushResponse {
    request_uri: String,
}

impl<'f, C: OAuthClient> Authorize<'f, C> {
    pub(super) fn new(inner: &'f Inner) -> Self {
        Self {
            inner,
            scopes: Vec::new(),
            resources: Vec::new(),
            redirect_uri: None,
            response_type: None,
            extra: Extras::default(),
            client: PhantomData,
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
    /// (RFC 8252 section 7.3), unless the declaration leaves redirect URIs to the run time.
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

    /// The URL to send the user to, and the values that the authorization response is checked with.
    ///
    /// # Errors
    ///
    /// A value of the request is not one that the client may send.
    pub fn begin(self) -> Result<(Url, Pending<C>), BeginError>
    where
        C::Delivery: Direct<C>,
    {
        let mut url = self.authorization_endpoint()?.clone();
        let inner = self.inner;
        let pending = {
            let mut query = url.query_pairs_mut();
            query.append_pair("client_id", &inner.client_id);
            self.parameters(|name, value| {
                query.append_pair(name, value);
            })?
        };
        Ok((url, pending))
    }

    /// Pushes the request to the server (RFC 9126), and gives the URL to send the user to.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the server refused it.
    pub fn push<H: SyncHttpClient>(
        self,
        http: &H,
    ) -> Result<(Url, Pending<C>), PushError<H::Error>> {
        let url = self.authorization_endpoint()?.clone();
        let inner = self.inner;
        let (request, pending) = self.pushed()?;
        let response = http.call(request).map_err(PushError::Http)?;
        Ok((referring(inner, url, &response)?, pending))
    }

    /// Pushes the request to the server (RFC 9126), and gives the URL to send the user to.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the server refused it.
    pub async fn push_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<(Url, Pending<C>), PushError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        let url = self.authorization_endpoint()?.clone();
        let inner = self.inner;
        let (request, pending) = self.pushed()?;
        let response = http.call(request).await.map_err(PushError::Http)?;
        Ok((referring(inner, url, &response)?, pending))
    }

    fn authorization_endpoint(&self) -> Result<&'f Url, BeginError> {
        let missing = MissingEndpoint(Endpoint::Authorization);
        let url = self.inner.authorization_endpoint.as_ref();
        url.ok_or(BeginError::MissingEndpoint(missing))
    }

    fn pushed<E>(self) -> Result<(HttpRequest, Pending<C>), PushError<E>> {
        let inner = self.inner;
        let endpoint = inner
            .endpoint(Endpoint::PushedAuthorizationRequest)
            .map_err(BeginError::MissingEndpoint)?;
        let mut form = Form::new();
        // An authentication that names the client in a header leaves it out of the body, where
        // RFC 9126 section 2.1 has all parameters of the request.
        if inner.credential.is_header() {
            form.add("client_id", &inner.client_id);
        }
        let pending = self.parameters(|name, value| form.add(name, value))?;
        let request = form.post(inner, endpoint).map_err(PushError::Sign)?;
        Ok((request, pending))
    }

    /// Gives every parameter but `client_id` to `add`.
    fn parameters(self, mut add: impl FnMut(&str, &str)) -> Result<Pending<C>, BeginError> {
        let inner = self.inner;
        let declaration = inner.declaration;
        judge_request(declaration, &self.scopes, &self.resources).map_err(BeginError::Values)?;
        let redirect_uri = self.chosen_redirect_uri()?;
        let response_type = self.chosen_response_type()?;
        let scopes = if self.scopes.is_empty() { &inner.scopes } else { &self.scopes };
        let with_nonce = response_type.has_id_token() || scopes.iter().any(|it| it == "openid");
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let asked = self.resources.clone();
        let pending = Pending::new(inner, redirect_uri, asked, verifier.into_secret(), with_nonce);
        add("response_type", response_type.word());
        add("redirect_uri", &pending.redirect_uri);
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
        let resources = if self.resources.is_empty() { &inner.resources } else { &self.resources };
        for resource in resources {
            add("resource", resource);
        }
        if !self.extra.has("audience") {
            for audience in &inner.audiences {
                add("audience", audience);
            }
        }
        for (name, value) in self.extra.pairs() {
            add(name, value);
        }
        Ok(pending)
    }

    fn chosen_redirect_uri(&self) -> Result<String, BeginError> {
        let inner = self.inner;
        let Some(given) = &self.redirect_uri else {
            return inner.redirect_uris.first().cloned().ok_or(BeginError::MissingRedirectUri);
        };
        judge_redirect_uri(inner.declaration, given, &inner.redirect_uris)
            .map_err(BeginError::Values)?;
        Ok(given.clone())
    }

    fn chosen_response_type(&self) -> Result<ResponseType, BeginError> {
        let declared = self.inner.declaration.response_types;
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
        let client_id = &self.inner.client_id;
        f.debug_struct("Authorize").field("client_id", client_id).finish_non_exhaustive()
    }
}

/// The URL that refers to a pushed request (RFC 9126 section 4).
fn referring<E>(inner: &Inner, mut url: Url, response: &HttpResponse) -> Result<Url, PushError<E>> {
    let pushed: PushResponse = json(response).map_err(|refusal| match refusal {
        Refusal::Server(error) => PushError::Server(error),
        Refusal::Transport(error) => PushError::Transport(error),
    })?;
    // Servers answer 201 (RFC 9126 section 2.2), some of them 200.
    if !matches!(response.status(), StatusCode::CREATED | StatusCode::OK) {
        let status = response.status().as_u16();
        return Err(PushError::Transport(TransportError::Status(status)));
    }
    if pushed.request_uri.is_empty() {
        return Err(PushError::EmptyRequestUri);
    }
    url.query_pairs_mut()
        .append_pair("client_id", &inner.client_id)
        .append_pair("request_uri", &pushed.request_uri);
    Ok(url)
}
