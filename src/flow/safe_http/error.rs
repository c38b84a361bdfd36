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
    /// reqwest is built without a TLS backend, and the URL is `https` or an option is about
    /// certificates. Nothing was sent.
    NoTls,
    /// The server did not answer in time; [`SafeHttpOptions::timeout`] says what that is.
    Timeout,
    /// There was no connection to the server in time. Nothing was sent.
    ConnectTimeout,
    /// The body is longer than [`SafeHttpOptions::body_limit`]. It was not read any further.
    BodyTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// An option of [`SafeHttpOptions`] is out of its bounds: the name of its method.
    OptionOutOfBounds(&'static str),
    /// What [`SafeHttpOptions::https_proxy`] was given is not the URL of a proxy.
    InvalidProxy,
    /// [`SafeHttpOptions::public_addresses_only`] and [`SafeHttpOptions::https_proxy`] exclude each
    /// other.
    ProxyResolvesNames,
    /// The host is, or its name has, no public address, and
    /// [`SafeHttpOptions::public_addresses_only`] allows no other. Nothing was sent.
    PrivateAddress,
    /// What [`SafeHttpOptions::root_certificates_pem`] was given has no certificate in PEM, or one that
    /// is broken.
    InvalidRootCertificates,
    /// [`SafeHttpOptions::without_built_in_roots`] leaves no root certificate.
    NoRootCertificates,
    /// What [`SafeHttpOptions::client_certificate_pem`] was given is not a certificate and its private
    /// key in PEM.
    InvalidClientCertificate,
    /// The TLS backend of reqwest takes no client certificate.
    NoClientCertificates,
    /// The TLS backend refuses a root certificate, or the client certificate with its key: what it says.
    UnusableCertificates(Box<dyn Error + Send + Sync>),
    /// What reqwest says, without the URL.
    Reqwest(Box<dyn Error + Send + Sync>),
}

impl SafeHttpError {
    /// Whether the server certainly got nothing of the request: it was refused here, or there was no
    /// connection. Else the server may have acted on it.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        match self {
            Self::Timeout | Self::BodyTooLarge { .. } => false,
            Self::Reqwest(source) => no_connection(source.as_ref()),
            Self::InsecureUrl
            | Self::NoTls
            | Self::ConnectTimeout
            | Self::OptionOutOfBounds(_)
            | Self::InvalidProxy
            | Self::ProxyResolvesNames
            | Self::PrivateAddress
            | Self::InvalidRootCertificates
            | Self::NoRootCertificates
            | Self::InvalidClientCertificate
            | Self::NoClientCertificates
            | Self::UnusableCertificates(_) => true,
        }
    }
}

/// Whether reqwest could not connect, or could not make the request.
fn no_connection(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    #[cfg(feature = "reqwest")]
    if let Some(error) = error.downcast_ref::<reqwest::Error>() {
        return error.is_connect() || error.is_builder();
    }
    #[cfg(feature = "reqwest-0-12")]
    if let Some(error) = error.downcast_ref::<reqwest_0_12::Error>() {
        return error.is_connect() || error.is_builder();
    }
    false
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
            Self::ConnectTimeout => {
                formatter.write_str("there was no connection to the server in time")
            }
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
            Self::ProxyResolvesNames => formatter.write_str(
                "`public_addresses_only` and `https_proxy` exclude each other, since the proxy \
                 resolves the names itself; help: have the proxy refuse private addresses",
            ),
            Self::PrivateAddress => formatter.write_str(
                "the host of the URL has no public address, and `public_addresses_only` allows no \
                 other",
            ),
            Self::InvalidRootCertificates => formatter.write_str(
                "the text has no root certificate in PEM, which begins with \
                 `-----BEGIN CERTIFICATE-----`, or one that is broken",
            ),
            Self::NoRootCertificates => formatter.write_str(
                "`without_built_in_roots` leaves no root certificate; help: give those of the server \
                 to `root_certificates_pem`",
            ),
            Self::InvalidClientCertificate => formatter.write_str(
                "the texts are not a client certificate and its private key in PEM; help: \
                 `openssl pkcs8 -topk8 -nocrypt` writes a key that every TLS backend takes",
            ),
            Self::NoClientCertificates => formatter.write_str(
                "the TLS backend of reqwest takes no client certificate: enable the feature \
                 `rustls-tls` or `native-tls` of `oauth-flow`",
            ),
            Self::UnusableCertificates(_) => formatter.write_str(
                "the TLS backend refuses a root certificate, or the client certificate with its key",
            ),
            Self::Reqwest(_) => formatter.write_str("the request failed"),
        }
    }
}

impl Error for SafeHttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Reqwest(source) | Self::UnusableCertificates(source) => Some(source.as_ref()),
            _ => None,
        }
    }
}
