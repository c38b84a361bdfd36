//! HTTP clients that are safe to send credentials with.
//!
//! `SafeHttp` is made on the current reqwest (feature `reqwest`), and the one of
//! `safe_http::reqwest_0_12` on the version that the `oauth2` crate itself knows (feature
//! `reqwest-0-12`); both may be on. `BlockingSafeHttp` comes with the feature `reqwest-blocking`.
//! They differ in nothing else:
//!
//! - No redirect is followed. A redirected token request would carry the code, the verifier and
//!   the client's credentials to wherever the redirect points (RFC 9700 section 4.12); the answer
//!   is handed back as it is.
//! - `https` only, and certificates are verified: there is no switch for that. `http` goes to the
//!   loopback interface only, for development, and `localhost` is connected to as `127.0.0.1` or
//!   `::1`, whatever a resolver says.
//! - A connection takes at most 10 seconds, and a whole request 30.
//! - A body of more than 1 MiB is refused, and not read any further. Compressed bodies are counted
//!   as they come out.
//! - No cookie is kept.
//! - The environment chooses no proxy: reqwest on its own reads `HTTP_PROXY`, `HTTPS_PROXY`,
//!   `ALL_PROXY` and `NO_PROXY`, and would send requests to the loopback interface to a proxy in
//!   clear. [`SafeHttpOptions::https_proxy`] names one, for `https` alone.
//!
//! - With [`SafeHttpOptions::public_addresses_only`], no connection goes to an address that is not public:
//!   neither one in a URL nor one that a name has.
//!
//! # TLS
//!
//! No TLS backend is chosen here, as in the `oauth2` crate without its default features. Enable
//! one of this crate's features `rustls-tls` and `native-tls`, or any TLS feature of reqwest in the
//! own `Cargo.toml`: `reqwest = "0.13"` with its default features is enough. Without one, a
//! request to `https` is [`SafeHttpError::NoTls`]. Which certificate authorities are trusted is
//! the backend's matter: reqwest 0.13 asks the operating system, so that is where the authority of
//! a company goes; `rustls-tls` with 0.12 has a list of its own.
//!
//! [`SafeHttpOptions::root_certificates_pem`] adds certificates to those, and
//! [`SafeHttpOptions::without_built_in_roots`] trusts no others. Both versions of reqwest do both, with
//! rustls and with native-tls, except that reqwest 0.13 with rustls adds none on Android.
//! [`SafeHttpOptions::client_certificate_pem`] is the certificate of mutual TLS (RFC 8705).
//!
//! reqwest itself panics where a client is made with rustls but no cryptography provider (its
//! features `rustls-no-provider`), unless the program has installed one.

#[cfg(target_family = "wasm")]
compile_error!(
    "`SafeHttp` opens connections itself; a browser does not let it, and follows redirects: \
     implement `oauth2::AsyncHttpClient` on the host's own client instead"
);

mod address;
mod error;
mod options;
#[cfg(feature = "reqwest-0-12")]
pub mod reqwest_0_12;
#[cfg(feature = "reqwest")]
pub mod reqwest_0_13;

pub use error::SafeHttpError;
pub use options::SafeHttpOptions;

#[cfg(all(feature = "reqwest", feature = "reqwest-blocking"))]
pub use reqwest_0_13::BlockingSafeHttp;
#[cfg(feature = "reqwest")]
pub use reqwest_0_13::SafeHttp;
