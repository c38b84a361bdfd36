//! Requests to the token endpoint: one for each grant, all sent in one way.

use std::string::String;
use std::vec;
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::Finding;
use oauth_flow_core::vocabulary::Grant;
use oauth2::{AsyncHttpClient, RefreshToken, SyncHttpClient};

use super::answer::Expected;
use super::error::RequestError;
use super::kind::TokenType;
use super::login::TokenPost;
use super::tokens::Tokens;
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::judgement::judge_request;
use crate::flow::parameter::ParameterName;
use crate::flow::settings::tokens_of;
use crate::grant;

/// A request to the token endpoint that uses the grant `G`, ready to be sent.
#[must_use = "nothing is sent before `request` or `request_async`"]
pub struct TokenRequest<'f, C, G> {
    client: &'f Client,
    body: Body,
    /// The party that acts in a token exchange, and its type.
    actor: Option<(String, TokenType)>,
    requested_token_type: Option<TokenType>,
    /// The scope tokens that are asked for; the configured ones unless the request has its own.
    scopes: Scopes,
    resources: Vec<String>,
    /// The resources that the authorization request asked for in place of the configured ones.
    granted: Vec<String>,
    audiences: Audiences,
    expected: Expected<'f>,
    marker: PhantomData<fn() -> (C, G)>,
}

/// Which audiences the request names besides those of the caller.
enum Audiences {
    /// None: they belong to what the grant exchanges.
    Granted,
    Configured,
    /// Those that the caller gives in their place.
    Given(Vec<String>),
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

impl<C> TokenRequest<'_, C, grant::token_exchange> {
    /// The party that acts, where it is not the client itself (RFC 8693 section 2.1). A party that is
    /// given again takes the place of the first.
    pub fn actor(mut self, token: &str, token_type: TokenType) -> Self {
        self.actor = Some((String::from(token), token_type));
        self
    }

    /// The type of token that is wanted; the server chooses otherwise. A type that is given again takes
    /// the place of the first.
    pub fn requested_token_type(mut self, token_type: TokenType) -> Self {
        self.requested_token_type = Some(token_type);
        self
    }

    /// The name of the service that the token is for, as the server knows it, in place of the
    /// configured ones; may be given more than once (RFC 8693 section 2.1).
    pub fn audience(mut self, audience: &str) -> Self {
        match &mut self.audiences {
            Audiences::Given(given) => given.push(String::from(audience)),
            other => *other = Audiences::Given(vec![String::from(audience)]),
        }
        self
    }
}

impl<'f, C> TokenRequest<'f, C, grant::client_credentials> {
    pub(in crate::flow) fn of_client(client: &'f Client) -> Self {
        Self::new(client, Body::of_grant(Grant::ClientCredentials)).with_configured_scope()
    }
}

impl<'f, C> TokenRequest<'f, C, grant::refresh_token> {
    pub(in crate::flow) fn of_refresh(client: &'f Client, token: RefreshToken) -> Self {
        let mut body = Body::of_grant(Grant::RefreshToken);
        body.add("refresh_token", token.secret());
        let mut request = Self::new(client, body);
        request.expected.previous = Some(token);
        #[cfg(feature = "openid")]
        {
            request.expected.user = super::answer::User::Unknown;
        }
        request
    }
}

impl<C> TokenRequest<'_, C, grant::refresh_token> {
    /// Says which login the refresh continues. If the answer has an ID token, it is validated, and has to be
    /// of the same user and the same login (`OpenID` Connect Core section 12.2): `claims` of the tokens then
    /// has its claims.
    #[cfg(feature = "openid")]
    pub fn identity(mut self, identity: &crate::flow::Identity) -> Self {
        let continues = Some(identity.clone());
        let expected =
            crate::flow::openid::id_token::ExpectedLogin { continues, ..Default::default() };
        self.expected.user = super::answer::User::of(expected);
        self
    }
}

impl<'f, C> TokenRequest<'f, C, grant::password> {
    pub(in crate::flow) fn of_password(client: &'f Client, username: &str, password: &str) -> Self {
        let mut body = Body::of_grant(Grant::Password);
        body.add("username", username);
        body.add("password", password);
        #[cfg_attr(not(feature = "openid"), allow(unused_mut, reason = "nobody is expected"))]
        let mut request = Self::new(client, body).with_configured_scope();
        #[cfg(feature = "openid")]
        {
            request.expected.user = super::answer::User::of_anyone();
        }
        request
    }
}

impl<'f, C> TokenRequest<'f, C, grant::jwt_bearer> {
    pub(in crate::flow) fn of_assertion(client: &'f Client, assertion: &str) -> Self {
        let mut body = Body::of_grant(Grant::JwtBearer);
        body.add("assertion", assertion);
        Self::new(client, body).with_configured_scope()
    }
}

impl<'f, C> TokenRequest<'f, C, grant::token_exchange> {
    pub(in crate::flow) fn of_exchange(client: &'f Client, token: &str, kind: &TokenType) -> Self {
        let mut body = Body::of_grant(Grant::TokenExchange);
        body.add("subject_token", token);
        body.add("subject_token_type", kind.urn());
        let mut request = Self::new(client, body).with_configured_scope();
        request.expected.not_applicable = true;
        request
    }
}

impl<'f, C> TokenRequest<'f, C, grant::authorization_code> {
    /// `body` has the code. More than what was granted for it cannot be had (RFC 8707 section 2.2).
    pub(in crate::flow) fn of_code(client: &'f Client, body: Body, login: Login) -> Self {
        let Login { nonce, openid, resources, .. } = login;
        let mut request = Self::new(client, body);
        #[cfg(feature = "openid")]
        if openid {
            let expected = crate::flow::openid::id_token::ExpectedLogin {
                nonce: nonce.clone(),
                max_age: login.max_age,
                essential_acr: login.essential_acr,
                continues: None,
            };
            request.expected.user = super::answer::User::of(expected);
        }
        request.expected.nonce = nonce;
        request.expected.openid = openid;
        request.granted = resources;
        request
    }
}

/// What a token request needs to know of its authorization request.
pub(in crate::flow) struct Login {
    pub(in crate::flow) nonce: Option<String>,
    /// Whether the scope has `openid`.
    pub(in crate::flow) openid: bool,
    /// How many seconds ago the user may have authenticated.
    #[cfg(feature = "openid")]
    pub(in crate::flow) max_age: Option<u64>,
    /// By which ways the user has to authenticate.
    #[cfg(feature = "openid")]
    pub(in crate::flow) essential_acr: Vec<String>,
    /// The resources that were asked for in place of the configured ones.
    pub(in crate::flow) resources: Vec<String>,
}

impl<'f, C, G> TokenRequest<'f, C, G> {
    fn new(client: &'f Client, body: Body) -> Self {
        Self {
            client,
            body,
            actor: None,
            requested_token_type: None,
            scopes: Scopes::Granted,
            resources: Vec::new(),
            granted: Vec::new(),
            audiences: Audiences::Granted,
            expected: Expected::of(&client.settings),
            marker: PhantomData,
        }
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
        self.body.extras.set(name, value.into());
        self
    }

    /// Sends the request, and reads the answer.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the answer is not one that gives tokens.
    pub fn request<H: SyncHttpClient>(self, http: &H) -> Result<Tokens, RequestError<H::Error>> {
        self.prepared().map_err(RequestError::Values)?.send(http)
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
        self.prepared().map_err(RequestError::Values)?.send_async(http).await
    }

    fn prepared(self) -> Result<TokenPost<'f>, Vec<Finding>> {
        let Self { client, mut body, scopes, resources, granted, audiences, expected, .. } = self;
        let settings = &client.settings;
        let asked: &[String] = match &scopes {
            Scopes::Asked(asked) => asked,
            Scopes::Granted | Scopes::Configured => &[],
        };
        judge_request(settings.declaration, asked, &resources)?;
        if let Some((token, kind)) = &self.actor {
            body.add("actor_token", token);
            body.add("actor_token_type", kind.urn());
        }
        if let Some(kind) = &self.requested_token_type {
            body.add("requested_token_type", kind.urn());
        }
        if let Audiences::Given(given) = &audiences {
            body.add_audiences(given);
        }
        match &scopes {
            Scopes::Granted => {}
            Scopes::Configured => body.add_scopes(&settings.scopes),
            Scopes::Asked(asked) => body.add_scopes(asked),
        }
        let lists = [&resources, &granted, &settings.resources];
        if let Some(resources) = lists.into_iter().find(|list| !list.is_empty()) {
            body.add_resources(resources);
        }
        if matches!(audiences, Audiences::Configured) {
            body.add_audiences(&settings.audiences);
        }
        Ok(TokenPost::new(client, body, expected))
    }
}

/// Names the client: the parameters are secrets.
impl<C, G> fmt::Debug for TokenRequest<'_, C, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("TokenRequest").field("client_id", client_id).finish_non_exhaustive()
    }
}
