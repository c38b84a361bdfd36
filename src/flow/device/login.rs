//! The device authorization grant (RFC 8628).

use std::string::String;
use std::time::SystemTime;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::time::Duration;

use oauth_flow_core::uri::{Host, Uri};
use oauth_flow_core::vocabulary::Grant;
use oauth_flow_core::{Endpoint, Finding};
use oauth2::{AsyncHttpClient, StandardDeviceAuthorizationResponse, SyncHttpClient};

use crate::OAuthClient;
use crate::flow::exchange::answer::Answer;
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::{AnswerError, ExchangeError};
use crate::flow::exchange::members::any;
use crate::flow::exchange::send::{Post, Reading, send, send_async};
use crate::flow::judgement::{judge_request, write_all};
use crate::flow::parameter::ParameterName;
use crate::flow::settings::tokens_of;
use crate::flow::token::answer::Expected;
use crate::flow::token::error::RequestError;
use crate::flow::token::tokens::Tokens;

/// A device authorization request that is being prepared (RFC 8628 section 3.1).
#[must_use = "nothing is sent before `start` or `start_async`"]
pub struct DeviceRequest<'f, C> {
    client: &'f Client,
    scopes: Vec<String>,
    resources: Vec<String>,
    body: Body,
    marker: PhantomData<fn() -> C>,
}

/// A login that waits for the user, who enters the code on another device.
#[must_use = "show the code to the user, then `wait` or `poll`"]
pub struct DeviceLogin<'f, C> {
    client: &'f Client,
    details: StandardDeviceAuthorizationResponse,
    interval: Duration,
    expires: SystemTime,
    marker: PhantomData<fn() -> C>,
}

/// What the server says of a login that waits.
#[derive(Debug)]
pub enum Poll {
    /// The user has not decided yet: ask again after this time, and not before (RFC 8628 section
    /// 3.5).
    Pending(Duration),
    /// The user agreed.
    Done(Tokens),
}

/// Why a device login could not start, or gave no tokens. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeviceError<E> {
    /// A scope or resource breaks a rule, or is not declared; never empty. Nothing was sent.
    Values(Vec<Finding>),
    /// The exchange with the device authorization endpoint failed.
    Exchange(ExchangeError<E>),
    /// The verification URI is neither https nor on the loopback address: a user is not to be sent
    /// there.
    VerificationUri,
    /// The user refused.
    Denied,
    /// The user took longer than the code lives.
    Expired,
    /// The token request failed otherwise.
    Token(RequestError<E>),
}

impl<E> fmt::Display for DeviceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(findings) => write_all(findings, f),
            Self::Exchange(error) => error.fmt(f),
            Self::VerificationUri => f.write_str("the verification URI of the server is not https"),
            Self::Denied => f.write_str("the user refused the login"),
            Self::Expired => f.write_str("the login took too long and expired"),
            Self::Token(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for DeviceError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exchange(error) => error.source(),
            Self::Token(error) => error.source(),
            _ => None,
        }
    }
}

impl<E> From<ExchangeError<E>> for DeviceError<E> {
    fn from(error: ExchangeError<E>) -> Self {
        Self::Exchange(error)
    }
}

impl<'f, C: OAuthClient> DeviceRequest<'f, C> {
    pub(in crate::flow) fn new(client: &'f Client) -> Self {
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
    /// The request could not be made or sent, or the server refused it.
    pub fn start<H: SyncHttpClient>(
        self,
        http: &H,
    ) -> Result<DeviceLogin<'f, C>, DeviceError<H::Error>> {
        send(self.prepared()?, http)
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the server refused it.
    pub async fn start_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<DeviceLogin<'f, C>, DeviceError<<H as AsyncHttpClient<'c>>::Error>>
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

/// Reads the answer to a device authorization request (RFC 8628 section 3.2).
struct Start<'f, C> {
    client: &'f Client,
    marker: PhantomData<fn() -> C>,
}

impl<'f, C: OAuthClient> Reading for Start<'f, C> {
    type Output = DeviceLogin<'f, C>;
    type Error<E> = DeviceError<E>;

    fn read<E>(&mut self, answer: &Answer<'_>) -> Result<DeviceLogin<'f, C>, DeviceError<E>> {
        DeviceLogin::read(self.client, answer)
    }
}

/// The least interval, where a server says zero: without a pause, a wait would never rest.
const LEAST: Duration = Duration::from_secs(1);

/// What RFC 8628 section 3.5 adds to the interval for `slow_down`.
const SLOWER: Duration = Duration::from_secs(5);

/// How often a poll may fail to reach the server in a row.
const TRIES: u32 = 3;

impl<'f, C: OAuthClient> DeviceLogin<'f, C> {
    fn read<E>(client: &'f Client, answer: &Answer<'_>) -> Result<Self, DeviceError<E>> {
        let members = answer.members("device_code")?;
        let object: serde_json::Map<String, serde_json::Value> =
            members.iter().map(|(name, value)| (String::from(name), any(value))).collect();
        let details: StandardDeviceAuthorizationResponse = serde_json::from_value(object.into())
            .map_err(|_| ExchangeError::Answer(AnswerError::Malformed { line: 1, column: 1 }))?;
        let fit = |text: &str| {
            Uri::read(text).is_ok_and(|uri| {
                let local = !matches!(uri.host(), Host::Remote | Host::None);
                uri.is_https() || (uri.is_http() && local)
            })
        };
        let complete = details.verification_uri_complete();
        if !fit(details.verification_uri()) || complete.is_some_and(|uri| !fit(uri.secret())) {
            return Err(DeviceError::VerificationUri);
        }
        let now = client.settings.now();
        Ok(Self {
            client,
            interval: details.interval().max(LEAST),
            expires: now.checked_add(details.expires_in()).unwrap_or(now),
            details,
            marker: PhantomData,
        })
    }

    /// The code that the user enters.
    #[must_use]
    pub fn user_code(&self) -> &str {
        self.details.user_code().secret()
    }

    /// Where the user enters the code.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        self.details.verification_uri()
    }

    /// The same with the code in it, for a QR code, if the server has it. Show the code beside it,
    /// so that the user can compare (RFC 8628 section 3.3.1).
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.details.verification_uri_complete().map(|uri| uri.secret().as_str())
    }

    /// When the code expires.
    #[must_use]
    pub const fn expires_at(&self) -> SystemTime {
        self.expires
    }

    /// How long to wait before the next poll: five seconds unless the server says otherwise, and
    /// one second at least.
    #[must_use]
    pub const fn interval(&self) -> Duration {
        self.interval
    }

    /// Asks once whether the user has decided. Wait for [`interval`](Self::interval) before.
    ///
    /// # Errors
    ///
    /// The user refused or took too long, or the request failed.
    pub fn poll<H: SyncHttpClient>(&mut self, http: &H) -> Result<Poll, DeviceError<H::Error>> {
        let answer = send(self.next()?, http);
        self.decided(answer)
    }

    /// Asks once whether the user has decided. Wait for [`interval`](Self::interval) before.
    ///
    /// # Errors
    ///
    /// The user refused or took too long, or the request failed.
    pub async fn poll_async<'c, H>(
        &mut self,
        http: &'c H,
    ) -> Result<Poll, DeviceError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        let answer = send_async(self.next()?, http).await;
        self.decided(answer)
    }

    /// Asks until the user has decided, and calls `sleep` between. A server that cannot be reached
    /// is asked again after twice the time (RFC 8628 section 3.5); at the third time in a row the
    /// wait ends with the error.
    ///
    /// # Errors
    ///
    /// The user refused or took too long, or a request failed.
    pub fn wait<H: SyncHttpClient>(
        mut self,
        http: &H,
        mut sleep: impl FnMut(Duration),
    ) -> Result<Tokens, DeviceError<H::Error>> {
        let mut failures = 0;
        loop {
            sleep(self.pause());
            let answer = self.poll(http);
            if let Some(end) = self.after(answer, &mut failures) {
                return end;
            }
        }
    }

    /// Asks until the user has decided, and awaits `sleep` between, such as `tokio::time::sleep`.
    /// A server that cannot be reached is asked again after twice the time (RFC 8628 section
    /// 3.5); at the third time in a row the wait ends with the error.
    ///
    /// # Errors
    ///
    /// The user refused or took too long, or a request failed.
    pub async fn wait_async<'c, H, S>(
        mut self,
        http: &'c H,
        mut sleep: impl FnMut(Duration) -> S,
    ) -> Result<Tokens, DeviceError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
        S: Future<Output = ()>,
    {
        let mut failures = 0;
        loop {
            sleep(self.pause()).await;
            let answer = self.poll_async(http).await;
            if let Some(end) = self.after(answer, &mut failures) {
                return end;
            }
        }
    }

    /// The interval, or what is left until the code expires: the wait ends then.
    fn pause(&self) -> Duration {
        let left = self.expires.duration_since(self.client.settings.now()).unwrap_or_default();
        self.interval.min(left)
    }

    /// How the wait ends, if it does.
    fn after<E>(
        &mut self,
        answer: Result<Poll, DeviceError<E>>,
        failures: &mut u32,
    ) -> Option<Result<Tokens, DeviceError<E>>> {
        match answer {
            Ok(Poll::Done(tokens)) => Some(Ok(tokens)),
            Ok(Poll::Pending(_)) => {
                *failures = 0;
                None
            }
            Err(DeviceError::Token(RequestError::Exchange(ExchangeError::Http(_))))
                if *failures + 1 < TRIES =>
            {
                *failures += 1;
                self.interval = self.interval.saturating_mul(2);
                None
            }
            Err(error) => Some(Err(error)),
        }
    }

    fn next<E>(&self) -> Result<Post<'f, Expected<'f>>, DeviceError<E>> {
        let client = self.client;
        if client.settings.now() >= self.expires {
            return Err(DeviceError::Expired);
        }
        let mut body = Body::of_grant(Grant::DeviceCode);
        body.add("device_code", self.details.device_code().secret());
        Ok(Post::for_tokens(client, body, Expected::of(&client.settings)))
    }

    fn decided<E>(
        &mut self,
        answer: Result<Tokens, RequestError<E>>,
    ) -> Result<Poll, DeviceError<E>> {
        let error = match answer {
            Ok(tokens) => return Ok(Poll::Done(tokens)),
            Err(error) => error,
        };
        let code = match &error {
            RequestError::Exchange(ExchangeError::Server(server)) => server.code().as_ref(),
            _ => "",
        };
        match code {
            "authorization_pending" => Ok(Poll::Pending(self.interval)),
            "slow_down" => {
                self.interval = self.interval.saturating_add(SLOWER);
                Ok(Poll::Pending(self.interval))
            }
            "access_denied" => Err(DeviceError::Denied),
            "expired_token" => Err(DeviceError::Expired),
            _ => Err(DeviceError::Token(error)),
        }
    }
}

/// Shows no value of a parameter that was added.
impl<C> fmt::Debug for DeviceRequest<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("DeviceRequest").field("client_id", client_id).finish_non_exhaustive()
    }
}

/// Shows neither code.
impl<C> fmt::Debug for DeviceLogin<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceLogin")
            .field("verification_uri", &self.details.verification_uri().as_str())
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
