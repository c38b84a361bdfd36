//! What depends on the TLS backend of reqwest. Its source is compiled once for each version of reqwest.
//!
//! The features of reqwest do not show here, since anyone can enable them. What is in reqwest does show: an
//! inherent method goes before that of a trait, and a name that a block imports goes before the same name
//! outside. So for each item that reqwest has with a backend alone there is a stand-in here, which is used
//! where reqwest has none.

use std::boxed::Box;
use std::vec::Vec;

use zeroize::Zeroizing;

use super::super::options::ClientCertificate;
use super::super::{SafeHttpError, SafeHttpOptions};
use super::reqwest::{self, ClientBuilder};
use super::without_built_in_roots;

/// Whether reqwest is built with a TLS backend.
pub(super) fn has_tls() -> bool {
    ClientBuilder::new().tls_info(false).has_tls()
}

/// Adds the root certificates and the client certificate of the options.
pub(super) fn with_certificates(
    builder: ClientBuilder,
    options: &SafeHttpOptions,
) -> Result<ClientBuilder, SafeHttpError> {
    if !options.has_certificates() {
        return Ok(builder);
    }
    if !has_tls() {
        return Err(SafeHttpError::NoTls);
    }
    let mut builder = with_roots(builder, &options.root_certificates)?;
    if !options.built_in_roots {
        if options.root_certificates.is_empty() {
            return Err(SafeHttpError::NoRootCertificates);
        }
        builder = without_built_in_roots(builder);
    }
    match &options.client_certificate {
        Some(certificate) => with_client_certificate(builder, certificate),
        None => Ok(builder),
    }
}

/// The error of reqwest where it makes no client, which is about the certificates if there are any.
pub(super) fn not_built(error: reqwest::Error, options: &SafeHttpOptions) -> SafeHttpError {
    let source = Box::new(error.without_url());
    if options.has_certificates() {
        SafeHttpError::UnusableCertificates(source)
    } else {
        SafeHttpError::Reqwest(source)
    }
}

fn with_roots(
    mut builder: ClientBuilder,
    texts: &[Vec<u8>],
) -> Result<ClientBuilder, SafeHttpError> {
    #[allow(unused_imports, clippy::wildcard_imports, reason = "`Certificate` may be there")]
    use super::reqwest::*;

    for text in texts {
        let certificates = Certificate::from_pem_bundle(text);
        let certificates = certificates.map_err(|_| SafeHttpError::InvalidRootCertificates)?;
        if certificates.is_empty() {
            return Err(SafeHttpError::InvalidRootCertificates);
        }
        for certificate in certificates {
            builder = builder.add_root_certificate(certificate);
        }
    }
    Ok(builder)
}

/// native-tls takes the certificate and the key apart, and is what reqwest uses where it has both backends;
/// rustls takes them in one text. With its feature `default-tls` alone, reqwest 0.12 uses native-tls and gives
/// it no certificate: it is rustls then that has to be used.
fn with_client_certificate(
    mut builder: ClientBuilder,
    certificate: &ClientCertificate,
) -> Result<ClientBuilder, SafeHttpError> {
    #[allow(unused_imports, clippy::wildcard_imports, reason = "`Identity` may be there")]
    use super::reqwest::*;

    let ClientCertificate { certificates, key } = certificate;
    let mut identity = Identity::from_pkcs8_pem(certificates, key).map_err(Refusal::reason);
    if matches!(identity, Err(SafeHttpError::NoClientCertificates)) {
        let parts: [&[u8]; 3] = [certificates, b"\n", key];
        let both = Zeroizing::new(parts.concat());
        identity = Identity::from_pem(&both).map_err(Refusal::reason);
        builder = builder.use_rustls_tls();
    }
    Ok(builder.identity(identity?))
}

/// Why there is no client certificate.
trait Refusal {
    fn reason(self) -> SafeHttpError;
}

impl Refusal for reqwest::Error {
    fn reason(self) -> SafeHttpError {
        SafeHttpError::InvalidClientCertificate
    }
}

/// That reqwest is built without the item.
struct NotBuilt;

impl Refusal for NotBuilt {
    fn reason(self) -> SafeHttpError {
        SafeHttpError::NoClientCertificates
    }
}

/// The stand-in for the type of reqwest.
#[allow(dead_code, reason = "reqwest has the type itself where it has TLS")]
enum Certificate {}

/// The stand-in for the type of reqwest.
#[allow(dead_code, reason = "reqwest has the type itself where it has TLS")]
enum Identity {}

/// Stand-ins for functions of types: a backend may lack some.
#[allow(dead_code, reason = "reqwest has the functions itself where it has TLS")]
trait WithoutFunctions: Sized {
    fn from_pem_bundle(_: &[u8]) -> Result<Vec<Self>, NotBuilt> {
        Err(NotBuilt)
    }

    fn from_pkcs8_pem(_: &[u8], _: &[u8]) -> Result<Self, NotBuilt> {
        Err(NotBuilt)
    }

    fn from_pem(_: &[u8]) -> Result<Self, NotBuilt> {
        Err(NotBuilt)
    }
}

impl<T> WithoutFunctions for T {}

/// Stand-ins for the methods of the builder.
#[allow(dead_code, reason = "reqwest has the methods itself where it has TLS")]
pub(super) trait WithoutTls: Sized {
    fn tls_info(self, _: bool) -> NoTls {
        NoTls
    }

    fn add_root_certificate<C>(self, _: C) -> Self {
        self
    }

    fn tls_certs_only(self, _: [NoTls; 0]) -> Self {
        self
    }

    fn tls_built_in_root_certs(self, _: bool) -> Self {
        self
    }

    fn use_rustls_tls(self) -> Self {
        self
    }

    fn identity<I>(self, _: I) -> Self {
        self
    }
}

impl WithoutTls for ClientBuilder {}

pub(super) struct NoTls;

trait HasTls {
    fn has_tls(&self) -> bool;
}

impl HasTls for ClientBuilder {
    fn has_tls(&self) -> bool {
        true
    }
}

impl HasTls for NoTls {
    fn has_tls(&self) -> bool {
        false
    }
}
