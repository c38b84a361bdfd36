//! Requests to the token endpoint: one for each grant, all sent in one way.

use std::string::String;
use std::vec;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::vocabulary::Grant;
use oauth2::{AsyncHttpClient, HttpRequest, RefreshToken, SyncHttpClient};

use super::form::{Form, tokens_of};
use super::judgement::{judge_request, write_all};
use super::response::{Accepted, NoTokens, Refusal, tokens};
use super::{Finding, Flow, Inner, ParameterName, ServerError, SignError, Tokens, TransportError};
use crate::{Allows, OAuthClient, grant};

/// A request to the token endpoint that uses the grant `G`, ready to be sent.
#[must_use = "nothing is sent before `request` or `request_async`"]
pub struct TokenRequest<'f, C, G> {
    inner: &'f Inner,
    form: Form,
    /// The scope tokens that are asked for; the configured ones unless the request has its own.
    scopes: Scopes,
    resources: Vec<String>,
    /// The resources that the authorization request asked for in place of the configured ones.
    granted: Vec<String>,
    audiences: Audiences,
    accepted: Accepted,
    marker: PhantomData<fn() -> (C, G)>,
}

/// Which audiences the request names besides those of the caller.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audiences {
    /// None: they belong to what the grant exchanges.
    Granted,
    Configured,
    /// Those that the caller gave in their place.
    Given,
}

enum Scopes {
    /// The grant sends none: they belong to what it exchanges.
    Granted,
    Configured,
    Asked(Vec<String>),
}

/// A grant whose token request takes a scope. The code grant sends its scope in the authorization
/// request.
#[diagnostic::on_unimplemented(
    message = "a token request with the `{Self}` grant takes no scope",
    label = "the scope was asked for before",
    note = "the scope of an authorization code is asked for before: `flow.authorize().scope(..)`"
)]
pub trait TakesScope {}
impl TakesScope for grant::client_credentials {}
impl TakesScope for grant::refresh_token {}
impl TakesScope for grant::password {}
impl TakesScope for grant::jwt_bearer {}
impl TakesScope for grant::token_exchange {}

/// The type of a security token (RFC 8693 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenType {
    /// An OAuth 2.0 access token.
    AccessToken,
    /// An OAuth 2.0 refresh token.
    RefreshToken,
    /// An ID token of `OpenID` Connect.
    IdToken,
    /// A SAML 1.1 assertion.
    Saml1,
    /// A SAML 2.0 assertion.
    Saml2,
    /// A JWT that is none of the others.
    Jwt,
}

impl TokenType {
    /// The URN that names the type.
    #[must_use]
    pub const fn urn(self) -> &'static str {
        match self {
            Self::AccessToken => "urn:ietf:params:oauth:token-type:access_token",
            Self::RefreshToken => "urn:ietf:params:oauth:token-type:refresh_token",
            Self::IdToken => "urn:ietf:params:oauth:token-type:id_token",
            Self::Saml1 => "urn:ietf:params:oauth:token-type:saml1",
            Self::Saml2 => "urn:ietf:params:oauth:token-type:saml2",
            Self::Jwt => "urn:ietf:params:oauth:token-type:jwt",
        }
    }
}

/// Why a token request gave no tokens. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError<E> {
    /// A scope or resource of the request breaks a rule, or is not declared; never empty. Nothing
    /// was sent.
    Values(Vec<Finding>),
    /// The client assertion could not be signed. Nothing was sent.
    Sign(SignError),
    /// The HTTP client failed.
    Http(E),
    /// The answer is not one of a token endpoint.
    Transport(TransportError),
    /// The server refused (RFC 6749 section 5.2).
    Server(ServerError),
    /// The access token is of a type that the client cannot use (RFC 6749 section 7.1); its name.
    TokenType(String),
    /// The access token is empty.
    EmptyToken,
    /// The server granted more than was asked for (RFC 6749 section 6).
    WidenedScope,
}

impl<E> fmt::Display for RequestError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(findings) => write_all(findings, f),
            Self::Sign(error) => error.fmt(f),
            Self::Http(_) => f.write_str("the request to the authorization server failed"),
            Self::Transport(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
            Self::TokenType(name) => write!(f, "the token type `{name}` is not `Bearer`"),
            Self::EmptyToken => f.write_str("the access token is empty"),
            Self::WidenedScope => f.write_str("the server granted more scope than was asked for"),
        }
    }
}

impl<E: Error + 'static> Error for RequestError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Sign(error) => error.source(),
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}

/// Why a request was not sent.
pub(super) enum NotSent {
    Values(Vec<Finding>),
    Sign(SignError),
}

impl<E> From<NotSent> for RequestError<E> {
    fn from(not_sent: NotSent) -> Self {
        match not_sent {
            NotSent::Values(findings) => Self::Values(findings),
            NotSent::Sign(error) => Self::Sign(error),
        }
    }
}

impl<E> From<NoTokens> for RequestError<E> {
    fn from(answer: NoTokens) -> Self {
        match answer {
            NoTokens::Refused(Refusal::Transport(error)) => Self::Transport(error),
            NoTokens::Refused(Refusal::Server(error)) => Self::Server(error),
            NoTokens::TokenType(name) => Self::TokenType(name),
            NoTokens::EmptyToken => Self::EmptyToken,
            NoTokens::WidenedScope => Self::WidenedScope,
        }
    }
}

impl<C: OAuthClient> Flow<C> {
    /// Prepares a token request of a client that acts on its own (RFC 6749 section 4.4).
    pub fn client_credentials(&self) -> TokenRequest<'_, C, grant::client_credentials>
    where
        C: Allows<grant::client_credentials>,
    {
        let form = Form::of_grant(Grant::ClientCredentials);
        TokenRequest::new(&self.inner, form).with_configured_scope()
    }

    /// Prepares a request for a new access token (RFC 6749 section 6). The tokens that come back
    /// always hold a refresh token: the new one, or this one where the server keeps it. Clone it
    /// before if the request is to be tried again when the server cannot be reached. After a login
    /// that asked for other resources than the configured ones, ask for them here too.
    pub fn refresh(&self, token: RefreshToken) -> TokenRequest<'_, C, grant::refresh_token>
    where
        C: Allows<grant::refresh_token>,
    {
        let mut form = Form::of_grant(Grant::RefreshToken);
        form.add("refresh_token", token.secret());
        let mut request = TokenRequest::new(&self.inner, form);
        request.accepted.previous = Some(token);
        request
    }

    /// Prepares a request that trades the user's password for tokens (RFC 6749 section 4.3). Only
    /// a client that declares the grant has it, which RFC 9700 section 2.4 forbids: it takes the
    /// profile `rfc6749`, or a waiver.
    pub fn password(&self, username: &str, password: &str) -> TokenRequest<'_, C, grant::password>
    where
        C: Allows<grant::password>,
    {
        let mut form = Form::of_grant(Grant::Password);
        form.add("username", username);
        form.add("password", password);
        TokenRequest::new(&self.inner, form).with_configured_scope()
    }

    /// Prepares a request whose grant is a JWT that the client got or made elsewhere (RFC 7523
    /// section 2.1).
    pub fn jwt_bearer(&self, assertion: &str) -> TokenRequest<'_, C, grant::jwt_bearer>
    where
        C: Allows<grant::jwt_bearer>,
    {
        let mut form = Form::of_grant(Grant::JwtBearer);
        form.add("assertion", assertion);
        TokenRequest::new(&self.inner, form).with_configured_scope()
    }

    /// Prepares a token exchange: `subject_token` represents the party on whose behalf the client
    /// acts (RFC 8693 section 2.1).
    pub fn token_exchange(
        &self,
        subject_token: &str,
        subject_token_type: TokenType,
    ) -> TokenRequest<'_, C, grant::token_exchange>
    where
        C: Allows<grant::token_exchange>,
    {
        let mut form = Form::of_grant(Grant::TokenExchange);
        form.add("subject_token", subject_token);
        form.add("subject_token_type", subject_token_type.urn());
        let mut request = TokenRequest::new(&self.inner, form).with_configured_scope();
        request.accepted.not_applicable = true;
        request
    }
}

impl<C> TokenRequest<'_, C, grant::token_exchange> {
    /// The party that acts, where it is not the client itself (RFC 8693 section 2.1).
    pub fn actor(mut self, token: &str, token_type: TokenType) -> Self {
        self.form.add("actor_token", token);
        self.form.add("actor_token_type", token_type.urn());
        self
    }

    /// The type of token that is wanted; the server chooses otherwise.
    pub fn requested_token_type(mut self, token_type: TokenType) -> Self {
        self.form.add("requested_token_type", token_type.urn());
        self
    }

    /// The name of the service that the token is for, as the server knows it, in place of the
    /// configured ones; may be given more than once (RFC 8693 section 2.1).
    pub fn audience(mut self, audience: &str) -> Self {
        self.form.add("audience", audience);
        self.audiences = Audiences::Given;
        self
    }
}

impl<'f, C, G> TokenRequest<'f, C, G> {
    pub(super) fn new(inner: &'f Inner, form: Form) -> Self {
        Self {
            inner,
            form,
            scopes: Scopes::Granted,
            resources: Vec::new(),
            granted: Vec::new(),
            audiences: Audiences::Granted,
            accepted: Accepted::default(),
            marker: PhantomData,
        }
    }

    pub(super) fn with_nonce(mut self, nonce: Option<String>) -> Self {
        self.accepted.nonce = nonce;
        self
    }

    /// More than what was granted for the code cannot be had for it (RFC 8707 section 2.2).
    pub(super) fn with_granted(mut self, resources: Vec<String>) -> Self {
        self.granted = resources;
        self
    }

    fn with_configured_scope(mut self) -> Self {
        self.scopes = Scopes::Configured;
        self.audiences = Audiences::Configured;
        self
    }

    /// Asks for these scope tokens, separated by spaces (RFC 6749 section 3.3), in place of the
    /// configured ones; may be given more than once. Where the declaration lists scopes, only
    /// those can be asked for.
    pub fn scope(mut self, scope: &str) -> Self
    where
        G: TakesScope,
    {
        for token in tokens_of(scope) {
            match &mut self.scopes {
                Scopes::Asked(asked) => asked.push(token),
                other => *other = Scopes::Asked(vec![token]),
            }
        }
        self
    }

    /// Asks for a token for this resource (RFC 8707 section 2), in place of the configured ones;
    /// may be given more than once. Where the declaration lists resources, only those can be asked
    /// for.
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resources.push(resource.into());
        self
    }

    /// Adds a parameter that neither a standard of the flow nor the declaration gives a value. A
    /// name that is given again gets the later value.
    pub fn extra(mut self, name: ParameterName, value: impl Into<String>) -> Self {
        self.form.extras.set(name, value.into());
        self
    }

    /// Sends the request, and reads the answer.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the answer is not one that gives tokens.
    pub fn request<H: SyncHttpClient>(self, http: &H) -> Result<Tokens, RequestError<H::Error>> {
        let (request, accepted) = self.prepare()?;
        let response = http.call(request).map_err(RequestError::Http)?;
        Ok(tokens(&response, accepted)?)
    }

    /// Sends the request, and reads the answer.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the answer is not one that gives tokens.
    pub async fn request_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<Tokens, RequestError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        let (request, accepted) = self.prepare()?;
        let response = http.call(request).await.map_err(RequestError::Http)?;
        Ok(tokens(&response, accepted)?)
    }

    fn prepare(self) -> Result<(HttpRequest, Accepted), NotSent> {
        let Self { inner, mut form, scopes, resources, granted, audiences, mut accepted, .. } =
            self;
        let asked: &[String] = match &scopes {
            Scopes::Asked(asked) => asked,
            Scopes::Granted | Scopes::Configured => &[],
        };
        judge_request(inner.declaration, asked, &resources).map_err(NotSent::Values)?;
        match scopes {
            Scopes::Granted => {}
            Scopes::Configured => form.add_scopes(&inner.scopes),
            Scopes::Asked(asked) => {
                form.add_scopes(&asked);
                accepted.scopes = asked;
            }
        }
        let lists = [&resources, &granted, &inner.resources];
        if let Some(resources) = lists.into_iter().find(|list| !list.is_empty()) {
            form.add_resources(resources);
        }
        if audiences == Audiences::Configured {
            form.add_audiences(&inner.audiences);
        }
        let request = form.post(inner, &inner.token_endpoint).map_err(NotSent::Sign)?;
        Ok((request, accepted))
    }
}

/// Names the client: the parameters are secrets.
impl<C, G> fmt::Debug for TokenRequest<'_, C, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.inner.client_id;
        f.debug_struct("TokenRequest").field("client_id", client_id).finish_non_exhaustive()
    }
}
