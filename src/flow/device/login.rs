//! A login that waits for the user, and one question after its state.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::vocabulary::Grant;
use oauth2::{AsyncHttpClient, SyncHttpClient};

use super::answer::Codes;
use super::error::DeviceError;
use super::pending::PendingDevice;
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::ExchangeError;
use crate::flow::retry::Retry;
use crate::flow::stored::ForeignLogin;
use crate::flow::token::answer::Expected;
use crate::flow::token::error::RequestError;
use crate::flow::token::login::TokenPost;
use crate::flow::token::tokens::Tokens;

/// A login that waits for the user, who enters the code on another device.
///
/// It borrows nothing, so a task of its own can have it. [`pending`](Self::pending) gives what is stored
/// of it, for a program that may be restarted meanwhile.
///
/// ```no_run
/// use oauth_flow::flow::{Flow, Tokens};
/// use oauth_flow::oauth_client;
///
/// #[oauth_client(
///     kind = "device",
///     client_id = "tv",
///     device_authorization_endpoint = "https://idp.example.com/device",
///     token_endpoint = "https://idp.example.com/token"
/// )]
/// struct Television;
///
/// fn login(
///     flow: &Flow<Television>,
///     http: &impl oauth2::SyncHttpClient<Error: 'static>,
/// ) -> Result<Tokens, Box<dyn std::error::Error>> {
///     let login = flow.device().start(http)?;
///     println!("Enter {} at {}", login.user_code(), login.verification_uri());
///     Ok(login.wait(http, std::thread::sleep)?)
/// }
/// ```
#[must_use = "show the code to the user, then `wait` or `poll`"]
pub struct DeviceLogin<C> {
    client: Arc<Client>,
    codes: Codes,
    marker: PhantomData<fn() -> C>,
}

/// What the server says of a login that waits.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is taken apart at once"
)]
pub enum Poll {
    /// The user has not decided yet: ask again after this time, and not before (RFC 8628 section
    /// 3.5).
    Pending(Duration),
    /// The user agreed.
    Done(Tokens),
}

/// What RFC 8628 section 3.5 adds to the interval for `slow_down`.
const SLOWER: Duration = Duration::from_secs(5);

impl<C> DeviceLogin<C> {
    pub(super) fn new(client: &Arc<Client>, codes: Codes) -> Self {
        Self { client: Arc::clone(client), codes, marker: PhantomData }
    }

    pub(in crate::flow) fn resume(
        client: &Arc<Client>,
        pending: PendingDevice<C>,
    ) -> Result<Self, ForeignLogin> {
        Ok(Self::new(client, pending.take(&client.settings)?))
    }

    /// What is stored of the login, so that
    /// [`Flow::resume_device`](crate::flow::Flow::resume_device) goes on with it. A program that stores
    /// it again after each poll keeps the longer interval that the server asked for.
    pub fn pending(&self) -> PendingDevice<C> {
        PendingDevice::new(&self.client.settings, &self.codes)
    }

    /// The code that the user enters. Each of its characters shows.
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.codes.user_code
    }

    /// Where the user enters the code: an absolute URL without userinfo, `https`, or `http` on the
    /// loopback address.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.codes.verification_uri
    }

    /// The same with the code in it, for a QR code, if the server has it. Show the code beside it,
    /// so that the user can compare (RFC 8628 section 3.3.1).
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.codes.verification_uri_complete.as_deref()
    }

    /// When the code expires: after ten minutes where the server does not say, although RFC 8628 section
    /// 3.2 requires it.
    #[must_use]
    pub const fn expires_at(&self) -> SystemTime {
        self.codes.expires
    }

    /// How long to wait before the next poll: five seconds unless the server says otherwise, and
    /// one second at least.
    #[must_use]
    pub const fn interval(&self) -> Duration {
        self.codes.interval
    }

    /// What is left until the code expires.
    pub(super) fn left(&self) -> Duration {
        self.codes.expires.duration_since(self.client.settings.now()).unwrap_or_default()
    }

    /// Asks once whether the user has decided. Wait for [`interval`](Self::interval) before.
    ///
    /// The login stays usable after an error: [`DeviceError::retry`] says whether and when to poll again.
    ///
    /// # Errors
    ///
    /// The user refused or took too long, or the request failed.
    pub fn poll<H: SyncHttpClient>(&mut self, http: &H) -> Result<Poll, DeviceError<H::Error>> {
        let answer = self.next()?.send(http);
        self.decided(answer)
    }

    /// Asks once whether the user has decided. Wait for [`interval`](Self::interval) before.
    ///
    /// The login stays usable after an error: [`DeviceError::retry`] says whether and when to poll again.
    ///
    /// # Errors
    ///
    /// Those of [`poll`](Self::poll).
    pub async fn poll_async<'c, H>(
        &mut self,
        http: &'c H,
    ) -> Result<Poll, DeviceError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        let answer = self.next()?.send_async(http).await;
        self.decided(answer)
    }

    fn next<E>(&self) -> Result<TokenPost<'_>, DeviceError<E>> {
        let client: &Client = &self.client;
        if client.settings.now() >= self.codes.expires {
            return Err(DeviceError::Expired);
        }
        let mut body = Body::of_grant(Grant::DeviceCode);
        body.add("device_code", &self.codes.device_code);
        #[cfg_attr(not(feature = "openid"), allow(unused_mut, reason = "nobody is expected"))]
        let mut expected = Expected::of(&client.settings);
        #[cfg(feature = "openid")]
        {
            expected.user = crate::flow::token::answer::User::of_anyone();
        }
        Ok(TokenPost::new(client, body, expected))
    }

    /// What the server says by its error codes (RFC 8628 section 3.5), with whichever status.
    fn decided<E>(
        &mut self,
        answer: Result<Tokens, RequestError<E>>,
    ) -> Result<Poll, DeviceError<E>> {
        let error = match answer {
            Ok(tokens) => return Ok(Poll::Done(tokens)),
            Err(error) => error,
        };
        let RequestError::Exchange(ExchangeError::Server(server)) = &error else {
            return Err(DeviceError::Token(error));
        };
        match server.code().as_ref() {
            "authorization_pending" => {}
            "slow_down" => self.codes.interval = self.codes.interval.saturating_add(SLOWER),
            // The second is the code of a very large server.
            "access_denied" | "authorization_declined" => return Err(DeviceError::Denied),
            "expired_token" => return Err(DeviceError::Expired),
            _ => return Err(DeviceError::Token(error)),
        }
        Ok(Poll::Pending(match server.retry() {
            Retry::Later(Some(asked)) => self.codes.interval.max(asked),
            _ => self.codes.interval,
        }))
    }
}

/// Shows neither code, nor a URI, which may have the code in it.
impl<C> fmt::Debug for DeviceLogin<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceLogin")
            .field("client_id", &self.client.settings.client_id)
            .field("interval", &self.codes.interval)
            .field("expires", &self.codes.expires)
            .finish_non_exhaustive()
    }
}
