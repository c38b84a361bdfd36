//! Why a request of `SafeHttp` has no response.

use std::boxed::Box;
use std::error::Error;
use std::fmt;

use super::SafeHttpOptions;

/// Why there is no client, or no response.
///
/// Neither its `Display` nor its `Debug` has the URL, a header or a body in it.
#[derive(Debug)]
#[non_exhaustive]
pub enum SafeHttpError {
    /// The URL is neither `https`, nor `http` to the loopback interface. Nothing was sent.
    InsecureUrl,
    /// reqwest is built without a TLS backend, and the URL is `https`. Nothing was sent.
    NoTls,
    /// The server did not answer in time; [`SafeHttpOptions::timeout`] says what that is.
    Timeout,
    /// The body is longer than [`SafeHttpOptions::body_limit`]. It was not read any further.
    BodyTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// An option of [`SafeHttpOptions`] is out of its bounds: the name of its method.
    OptionOutOfBounds(&'static str),
    /// What [`SafeHttpOptions::https_proxy`] was given is not the URL of a proxy.
    InvalidProxy,
    /// What reqwest says, without the URL.
    Reqwest(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for SafeHttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InsecureUrl => formatter.write_str(
                "the URL is neither `https`, nor `http` to `localhost` or an address of the \
                 loopback interface",
            ),
            Self::NoTls => formatter.write_str(
                "reqwest is built without TLS: enable the feature `rustls-tls` or `native-tls` of \
                 `oauth-flow`, or a TLS feature of `reqwest`",
            ),
            Self::Timeout => formatter.write_str("the server did not answer in time"),
            Self::BodyTooLarge { limit } => {
                write!(formatter, "the body of the response is longer than {limit} bytes")
            }
            Self::OptionOutOfBounds("body_limit") => write!(
                formatter,
                "`body_limit` is not between 1 and {} bytes",
                SafeHttpOptions::MOST_BODY
            ),
            Self::OptionOutOfBounds(option) => write!(
                formatter,
                "`{option}` is not between 1 millisecond and {} seconds",
                SafeHttpOptions::MOST_TIME.as_secs()
            ),
            Self::InvalidProxy => formatter.write_str("the text is not the URL of a proxy"),
            Self::Reqwest(_) => formatter.write_str("the request failed"),
        }
    }
}

impl Error for SafeHttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Reqwest(source) => Some(source.as_ref()),
            _ => None,
        }
    }
}
