//! The device authorization request (RFC 8628 section 3.1).

use std::string::String;
use std::sync::Arc;
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::Endpoint;
use oauth2::{AsyncHttpClient, SyncHttpClient};

use super::answer::Codes;
use super::error::DeviceError;
use super::login::DeviceLogin;
use crate::OAuthClient;
use crate::flow::exchange::answer::Answer;
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::ExchangeError;
use crate::flow::exchange::send::{Post, Reading, send, send_async};
use crate::flow::judgement::judge_request;
use crate::flow::parameter::ParameterName;
use crate::flow::settings::tokens_of;

/// A device authorization request that is being prepared (RFC 8628 section 3.1).
#[must_use = "nothing is sent before `start` or `start_async`"]
pub struct DeviceRequest<'f, C> {
    client: &'f Arc<Client>,
    scopes: Vec<String>,
    resources: Vec<String>,
    body: Body,
    marker: PhantomData<fn() -> C>,
}

impl<'f, C: OAuthClient> DeviceRequest<'f, C> {
    pub(in crate::flow) fn new(client: &'f Arc<Client>) -> Self {
        Self {
            client,
            scopes: Vec::new(),
            resources: Vec::new(),
            body: Body::new(),
            marker: PhantomData,
        }
    }

    /// Asks for these scope tokens, separated by spaces (RFC 6749 section 3.3), in place of the
    /// configured ones; may be given more than once.
    pub fn scope(mut self, scope: &str) -> Self {
        self.scopes.extend(tokens_of(scope));
        self
    }

    /// Asks for tokens for this resource (RFC 8707 section 2), in place of the configured ones;
    /// may be given more than once.
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

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, the server refused it, or its answer is not one to show to
    /// a user.
    pub fn start<H: SyncHttpClient>(
        self,
        http: &H,
    ) -> Result<DeviceLogin<C>, DeviceError<H::Error>> {
        send(self.prepared()?, http)
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub async fn start_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<DeviceLogin<C>, DeviceError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        send_async(self.prepared()?, http).await
    }

    fn prepared<E>(self) -> Result<Post<'f, Start<'f, C>>, DeviceError<E>> {
        let Self { client, scopes, resources, mut body, marker } = self;
        let settings = &client.settings;
        judge_request(settings.declaration, &scopes, &resources).map_err(DeviceError::Values)?;
        // RFC 8628 section 3.1 requires it of every client that does not authenticate; of the
        // others, some servers do.
        if client.credential.is_header() {
            body.add("client_id", &settings.client_id);
        }
        body.add_scopes(if scopes.is_empty() { &settings.scopes } else { &scopes });
        body.add_resources(if resources.is_empty() { &settings.resources } else { &resources });
        body.add_audiences(&settings.audiences);
        let endpoint = Endpoint::DeviceAuthorization;
        Ok(Post::to(endpoint, client, body, Start { client, marker })
            .map_err(ExchangeError::from)?)
    }
}

/// Reads the answer to the request.
struct Start<'f, C> {
    client: &'f Arc<Client>,
    marker: PhantomData<fn() -> C>,
}

impl<C> Reading for Start<'_, C> {
    type Output = DeviceLogin<C>;
    type Error<E> = DeviceError<E>;

    fn read<E>(&mut self, answer: &Answer<'_>) -> Result<DeviceLogin<C>, DeviceError<E>> {
        let codes = Codes::read(answer, self.client.settings.now())?;
        Ok(DeviceLogin::new(self.client, codes))
    }
}

/// Shows no value of a parameter that was added.
impl<C> fmt::Debug for DeviceRequest<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("DeviceRequest").field("client_id", client_id).finish_non_exhaustive()
    }
}
