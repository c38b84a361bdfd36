//! The login from its beginning to the tokens.

use std::boxed::Box;
use std::io;
use std::string::String;
use std::time::Duration;

use core::fmt;
use core::future::{Future, pending};

use oauth_flow_core::vocabulary::ResponseMode;
use oauth2::AsyncHttpClient;
use oauth2::url::Url;
use tokio::runtime::Handle;

use super::address::Address;
use super::attempt::{Attempt, Device, End, OnUrl, Until};
use super::browser::Browser;
use super::error::LoopbackError;
use super::listener::Listener;
use super::page::{Outcome, Pages, Text};
use super::race::{First, first};
use crate::OAuthClient;
use crate::flow::authorize::request::Authorize;
use crate::flow::device::login::DeviceLogin;
use crate::flow::device::request::DeviceRequest;
use crate::flow::token::tokens::Tokens;

/// How long the user may take, unless [`LoopbackLogin::time_limit`] says otherwise.
const TIME_LIMIT: Duration = Duration::from_secs(5 * 60);

/// The login of an app on the user's own machine, which is being prepared: it opens the browser, listens on
/// the loopback interface for the authorization response (RFC 8252 section 7.3), and shows the user a page.
///
/// ```
/// use oauth_flow::flow::{Flow, Tokens};
/// use oauth_flow::oauth_client;
///
/// #[oauth_client(kind = "native", scope = "read", redirect_uri = "http://127.0.0.1/callback")]
/// struct App { client_id: String }
///
/// async fn login<H>(flow: &Flow<App>, http: &H) -> Result<Tokens, Box<dyn std::error::Error>>
/// where
///     H: for<'c> oauth2::AsyncHttpClient<'c, Error: 'static>,
/// {
///     let login = flow.login_on_loopback().app_name("Example").on_url(|url, _opened| {
///         println!("Log in at {url}");
///     });
///     Ok(login.request_async(http).await?)
/// }
/// ```
///
/// It listens on the port of the redirect URI, or where that has none on one that the system chooses, on
/// `127.0.0.1` and on `[::1]` where the machine has both. The first response whose `state` is that of this
/// login ends it; [`Flow::complete`](crate::flow::Flow::complete) judges it. Any other request gets a short
/// refusal, and the login goes on. The page says how the login ended: it is shown after the tokens were had.
///
/// Dropping the future ends the login, and frees the port.
#[must_use = "nothing begins before `request_async`"]
pub struct LoopbackLogin<'f, C> {
    authorize: Authorize<'f, C>,
    browser: Browser,
    on_url: Option<OnUrl<'f>>,
    device: Option<Device<'f, C>>,
    until: Option<Until<'f>>,
    time_limit: Duration,
    pages: Pages,
}

impl<'f, C: OAuthClient> Authorize<'f, C> {
    /// Makes it the login of an app on the user's own machine, which gets the authorization response at the
    /// loopback interface (RFC 8252 section 7.3). The redirect URI is the given one, or else the first
    /// configured one that is `http` on that interface. A client that declares `par` pushes the request.
    pub fn on_loopback(self) -> LoopbackLogin<'f, C> {
        LoopbackLogin {
            authorize: self,
            browser: Browser::System,
            on_url: None,
            device: None,
            until: None,
            time_limit: TIME_LIMIT,
            pages: Pages::default(),
        }
    }
}

impl<'f, C: OAuthClient> LoopbackLogin<'f, C> {
    /// Opens the browser by this function in place of the system's way, such as that of the framework of an
    /// app. It gets the URL of the authorization endpoint, and runs on a thread where it may block. An error
    /// says that no browser could be opened.
    pub fn open_browser(
        mut self,
        open: impl FnOnce(&Url) -> io::Result<()> + Send + 'static,
    ) -> Self {
        self.browser = Browser::Given(Box::new(open));
        self
    }

    /// Opens no browser: the user opens the URL of [`on_url`](Self::on_url), or logs in on
    /// [another device](Self::or_device).
    pub fn without_browser(mut self) -> Self {
        self.browser = Browser::None;
        self
    }

    /// Calls this function with the URL that the user logs in at, and with whether a browser was opened, once
    /// that is known. Show it in any case: a browser that was opened may be one that the user does not see, and
    /// an opener that fails later than after two seconds counts as opened. It is not called where the login
    /// [goes on on another device](Self::or_device).
    pub fn on_url(mut self, show: impl FnOnce(&Url, bool) + Send + 'f) -> Self {
        self.on_url = Some(Box::new(show));
        self
    }

    /// Where no browser can be opened, stops listening and logs the user in on another device (RFC 8628):
    /// sends this request, made by [`Flow::device`](crate::flow::Flow::device), and calls `show` with the
    /// code and the address that the user needs.
    ///
    /// No browser can be opened where the system's way to open one fails, or where the program has no
    /// screen: none of the variables `DISPLAY`, `WAYLAND_DISPLAY`, `WSL_DISTRO_NAME` and `BROWSER` is set;
    /// on Windows and macOS, `SSH_CONNECTION` is set besides.
    ///
    /// The request is one of its own: it has no scope, resource or `max_age` that was given to the
    /// authorization request.
    pub fn or_device(
        mut self,
        request: DeviceRequest<'f, C>,
        show: impl FnOnce(&DeviceLogin<C>) + Send + 'f,
    ) -> Self {
        self.device = Some(Device { request, show: Box::new(show) });
        self
    }

    /// How long the user may take in the browser; five minutes unless given. The login of a flow expires too:
    /// after ten minutes, unless [`login_lifetime`](crate::flow::Builder::login_lifetime) says otherwise.
    pub const fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Cancels the login when this future is ready, such as one that waits for Ctrl-C. The browser is told.
    pub fn until(mut self, cancelled: impl Future<Output = ()> + Send + 'f) -> Self {
        self.until = Some(Box::pin(cancelled));
        self
    }

    /// What the pages call the app.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.pages.app_name = Some(name.into());
        self
    }

    /// The heading and the text of the page that says that the user is logged in, as in another language.
    /// Both are escaped.
    pub fn success_page(mut self, heading: impl Into<String>, text: impl Into<String>) -> Self {
        self.pages.success = Some(Text { heading: heading.into(), paragraph: text.into() });
        self
    }

    /// The same for the page that says that the login failed.
    pub fn failure_page(mut self, heading: impl Into<String>, text: impl Into<String>) -> Self {
        self.pages.failure = Some(Text { heading: heading.into(), paragraph: text.into() });
        self
    }

    /// Logs the user in: opens the browser, waits for the authorization response and exchanges its code for
    /// tokens. It needs a tokio runtime whose IO and time are enabled, as `#[tokio::main]` has it.
    ///
    /// # Errors
    ///
    /// The client has no redirect URI to listen at, or another program does; the request could not be made;
    /// the user or the server refused; the user took too long; the token request failed.
    pub async fn request_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<Tokens, LoopbackError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        if Handle::try_current().is_err() {
            return Err(LoopbackError::NoRuntime);
        }
        let Self { authorize, browser, on_url, device, until, time_limit, pages } = self;
        let mut until = until.unwrap_or_else(|| Box::pin(pending()));
        if browser.is_missing()
            && let Some(device) = device
        {
            return Box::pin(device.log_in(http, until)).await;
        }
        if C::DECLARATION.response_mode == Some(ResponseMode::Fragment) {
            return Err(LoopbackError::Fragment);
        }
        let mut uris = authorize.redirect_uris().iter();
        let address = uris.find_map(|uri| Address::read(uri));
        let address = address.ok_or(LoopbackError::NoLoopbackRedirectUri)?;
        let bound = Listener::bind(&address).await;
        let mut listener =
            bound.map_err(|(address, source)| LoopbackError::Bind { address, source })?;
        let attempt = Attempt { authorize, address, browser, on_url, device, time_limit, pages };
        // In a box, as a part of it is, so that the future is small where the app awaits it.
        let log_in = Box::pin(attempt.log_in(http, &mut listener));
        let end = match first(log_in, until.as_mut()).await {
            First::One(end) => end,
            First::Other(()) => Err(LoopbackError::Cancelled),
        };
        match end {
            Ok(End::Tokens(tokens)) => {
                listener.close(Outcome::Success).await;
                Ok(*tokens)
            }
            Ok(End::NoBrowser(device)) => {
                drop(listener);
                Box::pin(device.log_in(http, until)).await
            }
            Err(error) => {
                listener.close(Outcome::Failure).await;
                Err(error)
            }
        }
    }
}

/// Names the client.
impl<C> fmt::Debug for LoopbackLogin<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.authorize.client.settings.client_id;
        f.debug_struct("LoopbackLogin")
            .field("client_id", client_id)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}
