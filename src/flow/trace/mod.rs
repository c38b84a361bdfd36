//! What the feature `tracing` tells of a login and of each exchange with the server. Without the feature,
//! the same items do nothing.
//!
//! Of a request and its answer, the fields have the endpoint, the method, the host, the status and the error
//! code: no parameter, no header, no path and no query. A failure is told by the text of this crate's own
//! error, which is made for logs; the error of the HTTP client is not told, since its text may have the URL in
//! it.

#[cfg(feature = "tracing")]
mod failure;
#[cfg(not(feature = "tracing"))]
mod nothing;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(feature = "tracing")]
pub(super) use failure::Failure;
#[cfg(all(feature = "openid", not(feature = "tracing")))]
pub(super) use nothing::refused;
#[cfg(not(feature = "tracing"))]
pub(super) use nothing::{Exchange, Failure, began, completed};
#[cfg(all(feature = "loopback", not(feature = "tracing")))]
pub(super) use nothing::{browser, visited};
#[cfg(all(feature = "openid", feature = "tracing"))]
pub(super) use spans::refused;
#[cfg(feature = "tracing")]
pub(super) use spans::{Exchange, began, completed};
#[cfg(all(feature = "loopback", feature = "tracing"))]
pub(super) use spans::{browser, visited};
