//! Why a login on the loopback interface gave no tokens.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use core::error::Error;
use core::fmt;

use crate::flow::authorize::push::PushError;
use crate::flow::authorize::request::BeginError;
use crate::flow::authorize::response::CompleteError;
use crate::flow::device::error::DeviceError;
use crate::flow::exchange::error::ExchangeError;
use crate::flow::retry::Retry;
use crate::flow::token::error::RequestError;

/// Why a login on the loopback interface gave no tokens. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoopbackError<E> {
    /// There is no tokio runtime to listen on.
    NoRuntime,
    /// No redirect URI of the client is `http` on the loopback interface (RFC 8252 section 7.3).
    NoLoopbackRedirectUri,
    /// The client declares `response_mode = "fragment"`: a browser sends no fragment to a server.
    Fragment,
    /// The address of the redirect URI cannot be listened on.
    Bind {
        /// The address. Its port is zero where the system chooses one.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The authorization request cannot be made.
    Begin(BeginError),
    /// The authorization request could not be pushed (RFC 9126 section 2.3).
    Push(ExchangeError<E>),
    /// The authorization response is not accepted; also where the user or the server refused.
    Complete(CompleteError),
    /// The token request failed.
    Token(RequestError<E>),
    /// No browser could be opened, and the login on another device failed.
    Device(DeviceError<E>),
    /// The user took longer than this.
    TimeLimit(Duration),
    /// What [`LoopbackLogin::until`](crate::flow::LoopbackLogin::until) has came first.
    Cancelled,
}

impl<E> LoopbackError<E> {
    /// Whether it helps to try again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Bind { source, .. } if source.kind() == io::ErrorKind::AddrInUse => {
                Retry::Later(None)
            }
            Self::NoRuntime | Self::NoLoopbackRedirectUri | Self::Fragment | Self::Bind { .. } => {
                Retry::No
            }
            Self::Begin(error) => error.retry(),
            Self::Push(error) => error.retry(),
            Self::Complete(error) => error.retry(),
            // The code is used up, or may be.
            Self::Token(error) => match error.retry() {
                Retry::Later(_) => Retry::NewLogin,
                other => other,
            },
            Self::Device(error) => error.retry(),
            Self::TimeLimit(_) | Self::Cancelled => Retry::NewLogin,
        }
    }
}

impl<E> fmt::Display for LoopbackError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRuntime => f.write_str(
                "there is no tokio runtime to listen on; help: call `request_async` in one whose IO and \
                 time are enabled",
            ),
            Self::NoLoopbackRedirectUri => f.write_str(
                "no redirect URI of the client is `http` on the loopback interface, where an app can \
                 listen (RFC 8252 section 7.3); help: declare and register \
                 `redirect_uri = \"http://127.0.0.1/callback\"`",
            ),
            Self::Fragment => f.write_str(
                "the client declares `response_mode = \"fragment\"`, and a browser sends no fragment to a \
                 server; help: leave `response_mode` out",
            ),
            Self::Bind { address, source } => bind_error(*address, source, f),
            Self::Begin(error) => error.fmt(f),
            Self::Push(error) => error.fmt(f),
            Self::Complete(error) => error.fmt(f),
            Self::Token(error) => error.fmt(f),
            Self::Device(error) => error.fmt(f),
            Self::TimeLimit(limit) => write!(
                f,
                "the login was not finished in the browser within {} seconds",
                limit.as_secs_f64()
            ),
            Self::Cancelled => f.write_str("the login was cancelled"),
        }
    }
}

fn bind_error(address: SocketAddr, source: &io::Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the app cannot listen on {address}")?;
    let free = "declare the redirect URI without a port, which the system then chooses: servers that follow \
                RFC 8252 section 7.3 accept any port of `127.0.0.1` and `[::1]`";
    match source.kind() {
        io::ErrorKind::AddrInUse => write!(
            f,
            "; another program has the port, perhaps this one in another login; help: end it, or {free}"
        ),
        io::ErrorKind::PermissionDenied => {
            write!(f, "; the system does not allow the port; help: {free}")
        }
        _ => Ok(()),
    }
}

impl<E: Error + 'static> Error for LoopbackError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Bind { source, .. } => Some(source),
            Self::Push(error) => error.source(),
            Self::Token(error) => error.source(),
            Self::Device(error) => error.source(),
            _ => None,
        }
    }
}

impl<E> From<PushError<E>> for LoopbackError<E> {
    fn from(error: PushError<E>) -> Self {
        match error {
            PushError::Begin(error) => Self::Begin(error),
            PushError::Exchange(error) => Self::Push(error),
        }
    }
}
