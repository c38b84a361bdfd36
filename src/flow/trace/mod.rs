//! What the feature `tracing` tells of a login and of each exchange with the server. Without the feature,
//! the same items do nothing.
//!
//! Nothing of a request or an answer is told but the endpoint, the method, the host, the status and the
//! error code: no parameter, no header, no path, no query, and nothing of the error of the HTTP client, whose
//! text may have the URL in it.

#[cfg(not(feature = "tracing"))]
mod nothing;
#[cfg(not(feature = "tracing"))]
pub(super) use nothing::{Exchange, Failure, began, completed};

#[cfg(feature = "tracing")]
mod failure;
#[cfg(feature = "tracing")]
mod spans;
#[cfg(feature = "tracing")]
pub(super) use failure::Failure;
#[cfg(feature = "tracing")]
pub(super) use spans::{Exchange, began, completed};
