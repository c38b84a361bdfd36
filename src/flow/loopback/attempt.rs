//! What happens while the app listens, and what comes after where no browser can be opened.

use std::boxed::Box;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use core::future::{Future, pending};
use core::pin::Pin;

use oauth_flow_core::vocabulary::ResponseMode;
use oauth2::AsyncHttpClient;
use oauth2::url::Url;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use super::address::Address;
use super::browser::Browser;
use super::error::LoopbackError;
use super::listener::Listener;
use super::page::Pages;
use super::race::{First, first};
use super::visit::Expected;
use crate::OAuthClient;
use crate::flow::authorize::pending::Pending;
use crate::flow::authorize::request::Authorize;
use crate::flow::authorize::response::{Callback, complete};
use crate::flow::device::login::DeviceLogin;
use crate::flow::device::request::DeviceRequest;
use crate::flow::token::tokens::Tokens;
use crate::flow::trace;

pub(super) type OnUrl<'f> = Box<dyn FnOnce(&Url, bool) + Send + 'f>;
pub(super) type ShowCode<'f, C> = Box<dyn FnOnce(&DeviceLogin<C>) + Send + 'f>;
pub(super) type Until<'f> = Pin<Box<dyn Future<Output = ()> + Send + 'f>>;

/// The login on another device, for where no browser can be opened.
pub(super) struct Device<'f, C> {
    pub(super) request: DeviceRequest<'f, C>,
    pub(super) show: ShowCode<'f, C>,
}

impl<C: OAuthClient> Device<'_, C> {
    /// Logs the user in (RFC 8628), until `cancelled` is ready.
    pub(super) async fn log_in<'c, H: AsyncHttpClient<'c>>(
        self,
        http: &'c H,
        cancelled: Until<'_>,
    ) -> Result<Tokens, LoopbackError<H::Error>> {
        let login = async {
            let login = self.request.start_async(http).await?;
            (self.show)(&login);
            login.wait_async(http, sleep).await
        };
        match first(login, cancelled).await {
            First::One(tokens) => tokens.map_err(LoopbackError::Device),
            First::Other(()) => Err(LoopbackError::Cancelled),
        }
    }
}

/// A login while the app listens.
pub(super) struct Attempt<'f, C> {
    pub(super) authorize: Authorize<'f, C>,
    pub(super) address: Address,
    pub(super) browser: Browser,
    pub(super) on_url: Option<OnUrl<'f>>,
    pub(super) device: Option<Device<'f, C>>,
    pub(super) time_limit: Duration,
    pub(super) pages: Pages,
}

/// How an attempt ended.
pub(super) enum End<'f, C> {
    Tokens(Box<Tokens>),
    /// No browser could be opened, and there is another device.
    NoBrowser(Device<'f, C>),
}

impl<'f, C: OAuthClient> Attempt<'f, C> {
    /// Logs the user in by what comes to the listener.
    pub(super) async fn log_in<'c, H: AsyncHttpClient<'c>>(
        self,
        http: &'c H,
        listener: &mut Listener,
    ) -> Result<End<'f, C>, LoopbackError<H::Error>> {
        let Self { authorize, address, browser, on_url, device, time_limit, pages } = self;
        let client = authorize.client;
        let authorize = authorize.redirect_uri(address.redirect_uri(listener.port()));
        let (url, pending) = begun(authorize, http).await?;
        let (sender, answer) = oneshot::channel();
        let expected = Arc::new(Expected {
            key: pending.key(),
            host: address.host_text,
            port: listener.port(),
            path: address.path,
            form_post: C::DECLARATION.response_mode == Some(ResponseMode::FormPost),
            pages,
            answer: Mutex::new(Some(sender)),
            outcome: listener.outcome(),
        });
        let opening = async {
            let opened = browser.open(&url).await;
            trace::browser(&client.settings, opened);
            no_browser(&url, opened, on_url, device).await
        };
        let waiting = timeout(time_limit, first(answer, opening));
        let answer = match listener.serving(&expected, waiting).await {
            Ok(First::One(Ok(answer))) => answer,
            Ok(First::Other(device)) => return Ok(End::NoBrowser(device)),
            // Nobody drops the sender before: it is in `expected`.
            Ok(First::One(Err(_))) | Err(_) => return Err(LoopbackError::TimeLimit(time_limit)),
        };
        let completed = complete(client, pending, Callback::from(answer.as_slice()));
        let request = trace::completed(&client.settings, completed);
        let request = request.map_err(LoopbackError::Complete)?.request_async(http);
        let tokens = listener.serving(&expected, request).await.map_err(LoopbackError::Token)?;
        Ok(End::Tokens(Box::new(tokens)))
    }
}

/// The URL to send the user to. The request is pushed where that is declared.
async fn begun<'c, C: OAuthClient, H: AsyncHttpClient<'c>>(
    authorize: Authorize<'_, C>,
    http: &'c H,
) -> Result<(Url, Pending<C>), LoopbackError<H::Error>> {
    if C::DECLARATION.par {
        return Ok(authorize.push_async(http).await?);
    }
    authorize.url().map_err(LoopbackError::Begin)
}

/// Ends where no browser was opened and there is another device. Else it shows the URL, and waits.
async fn no_browser<'f, C>(
    url: &Url,
    opened: bool,
    on_url: Option<OnUrl<'f>>,
    device: Option<Device<'f, C>>,
) -> Device<'f, C> {
    if let Some(device) = device
        && !opened
    {
        return device;
    }
    if let Some(show) = on_url {
        show(url, opened);
    }
    pending().await
}
