//! Options that make no client, and what is shown of options and errors.

use std::error::Error;
use std::time::Duration;

use oauth_flow::flow::safe_http::{reqwest_0_12, reqwest_0_13};
use oauth_flow::flow::{SafeHttpError, SafeHttpOptions};
use oauth_flow_run_time_tests::Server;

#[cfg(not(feature = "tls"))]
use super::refused;
use super::{OK, clients, post, whole_text};

#[test]
fn an_option_out_of_its_bounds_is_named() {
    let options = SafeHttpOptions::new;
    for (options, name) in [
        (options().timeout(Duration::ZERO), "timeout"),
        (options().timeout(Duration::from_secs(301)), "timeout"),
        (options().connect_timeout(Duration::ZERO), "connect_timeout"),
        (options().connect_timeout(Duration::MAX), "connect_timeout"),
        (options().body_limit(0), "body_limit"),
        (options().body_limit(16 * 1024 * 1024 + 1), "body_limit"),
    ] {
        let error = reqwest_0_13::SafeHttp::with_options(&options).unwrap_err();
        assert!(matches!(error, SafeHttpError::OptionOutOfBounds(found) if found == name));
        assert!(error.to_string().starts_with(&format!("`{name}` is not between 1 ")), "{error}");
    }
    let least = Duration::from_millis(1);
    let most = Duration::from_secs(300);
    for options in [
        options().timeout(least).connect_timeout(least).body_limit(1),
        options().timeout(most).connect_timeout(most).body_limit(16 * 1024 * 1024),
    ] {
        assert!(reqwest_0_13::SafeHttp::with_options(&options).is_ok());
    }
}

#[test]
fn the_password_of_a_proxy_is_not_shown() {
    let options = SafeHttpOptions::new().https_proxy("http://user:s3cret@proxy.example.com:3128");
    assert_eq!(
        format!("{options:?}"),
        "SafeHttpOptions { connect_timeout: 10s, timeout: 30s, body_limit: 1048576, https_proxy: \
         Some(\"[redacted]\"), root_certificates: 0, built_in_roots: true, client_certificate: \
         None, public_addresses_only: false }"
    );
    let current = reqwest_0_13::SafeHttp::with_options(&options).unwrap();
    let older = reqwest_0_12::BlockingSafeHttp::with_options(&options).unwrap();
    let shown = format!("{current:?} {older:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.starts_with("SafeHttp { body_limit: 1048576,"), "{shown}");
    assert!(shown.contains(" BlockingSafeHttp { body_limit: 1048576,"), "{shown}");
    for (name, call) in clients(&options) {
        // Requests to the loopback interface do not go through it.
        let server = Server::saying(OK);
        assert_eq!(call(post(&server.url("/"))).unwrap().body(), b"ok", "{name}");
    }
    let invalid = SafeHttpOptions::new().https_proxy("http://s3cret:[");
    let error = reqwest_0_12::SafeHttp::with_options(&invalid).unwrap_err();
    assert!(matches!(error, SafeHttpError::InvalidProxy));
    assert!(!whole_text(&error).contains("s3cret"));
}

#[cfg(not(feature = "tls"))]
#[test]
fn certificates_without_a_tls_backend_say_what_to_enable() {
    let certificate = include_bytes!("../keys/client.pem");
    let key = include_bytes!("../keys/p384.pem");
    for options in [
        SafeHttpOptions::new().root_certificates_pem(include_bytes!("../keys/root.pem")),
        SafeHttpOptions::new().without_built_in_roots(),
        SafeHttpOptions::new().client_certificate_pem(certificate, key),
    ] {
        for error in refused(&options) {
            assert!(matches!(error, SafeHttpError::NoTls), "{error:?}");
        }
    }
}

#[test]
fn a_certificate_and_its_key_are_not_shown() {
    let options = SafeHttpOptions::new()
        .root_certificates_pem(b"s3cret")
        .root_certificates_pem(b"s3cret")
        .without_built_in_roots()
        .client_certificate_pem(b"s3cret", b"s3cret")
        .public_addresses_only();
    assert_eq!(
        format!("{options:?}"),
        "SafeHttpOptions { connect_timeout: 10s, timeout: 30s, body_limit: 1048576, https_proxy: \
         None, root_certificates: 2, built_in_roots: false, client_certificate: \
         Some(\"[redacted]\"), public_addresses_only: true }"
    );
}

#[test]
fn an_error_says_what_to_do() {
    for (error, text) in [
        (
            SafeHttpError::ProxyResolvesNames,
            "`public_addresses_only` and `https_proxy` exclude each other, since the proxy resolves \
             the names itself; help: have the proxy refuse private addresses",
        ),
        (
            SafeHttpError::PrivateAddress,
            "the host of the URL has no public address, and `public_addresses_only` allows no other",
        ),
        (
            SafeHttpError::InvalidRootCertificates,
            "the text has no root certificate in PEM, which begins with `-----BEGIN \
             CERTIFICATE-----`, or one that is broken",
        ),
        (
            SafeHttpError::NoRootCertificates,
            "`without_built_in_roots` leaves no root certificate; help: give those of the server to \
             `root_certificates_pem`",
        ),
        (
            SafeHttpError::InvalidClientCertificate,
            "the texts are not a client certificate and its private key in PEM; help: `openssl pkcs8 \
             -topk8 -nocrypt` writes a key that every TLS backend takes",
        ),
        (
            SafeHttpError::NoClientCertificates,
            "the TLS backend of reqwest takes no client certificate: enable the feature `rustls-tls` \
             or `native-tls` of `oauth-flow`",
        ),
        (
            SafeHttpError::UnusableCertificates("a reason".into()),
            "the TLS backend refuses a root certificate, or the client certificate with its key",
        ),
    ] {
        assert_eq!(error.to_string(), text);
        let source = error.source().map(ToString::to_string);
        let has_source = matches!(error, SafeHttpError::UnusableCertificates(_));
        assert_eq!(source.as_deref(), has_source.then_some("a reason"));
    }
}
