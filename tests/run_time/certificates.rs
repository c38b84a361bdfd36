//! Whose certificates `SafeHttp` trusts, and which one it shows: with both versions of reqwest,
//! asynchronous and blocking, against a server of rustls.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use oauth_flow::flow::safe_http::{reqwest_0_12, reqwest_0_13};
use oauth_flow::flow::{SafeHttpError, SafeHttpOptions};
use oauth2::http::Request;
use oauth2::{AsyncHttpClient, HttpResponse, SyncHttpClient};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, Stream};

/// Signed `SERVER` and `CLIENT`.
const ROOT: &[u8] = include_bytes!("keys/root.pem");
/// Of `localhost`, for the key `p256.pem`.
const SERVER: &[u8] = include_bytes!("keys/server.pem");
/// For the key `p384.pem`.
const CLIENT: &[u8] = include_bytes!("keys/client.pem");
const CLIENT_KEY: &[u8] = include_bytes!("keys/p384.pem");
/// Of `localhost` too, for the key `p256.pem`: nobody else signed it.
const SELF_SIGNED: &[u8] = include_bytes!("keys/self_signed.pem");

type Answer = Result<HttpResponse, SafeHttpError>;

/// What each client gets from the server of this certificate, and what the server sees of each: the
/// certificate that the client shows, where the handshake is completed.
fn answers(
    options: &SafeHttpOptions,
    certificate: &[u8],
    mutual: bool,
) -> ([Answer; 4], Vec<Option<Vec<CertificateDer<'static>>>>) {
    let (port, server) = start(certificate, mutual);
    let url = format!("https://localhost:{port}/token");
    let request = || Request::post(&url).body(b"code=c0de".to_vec()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let current = reqwest_0_13::SafeHttp::with_options(options).unwrap();
    let older = reqwest_0_12::SafeHttp::with_options(options).unwrap();
    let answers = [
        runtime.block_on(current.call(request())),
        runtime.block_on(older.call(request())),
        reqwest_0_13::BlockingSafeHttp::with_options(options).unwrap().call(request()),
        reqwest_0_12::BlockingSafeHttp::with_options(options).unwrap().call(request()),
    ];
    (answers, server.join().unwrap())
}

type Seen = JoinHandle<Vec<Option<Vec<CertificateDer<'static>>>>>;

/// A server for four connections, which asks for a certificate of `ROOT` where authentication is mutual.
fn start(certificate: &[u8], mutual: bool) -> (u16, Seen) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ROOT).unwrap()).unwrap();
    let verifier: Arc<dyn ClientCertVerifier> = if mutual {
        let roots = Arc::new(roots);
        WebPkiClientVerifier::builder_with_provider(roots, Arc::clone(&provider)).build().unwrap()
    } else {
        WebPkiClientVerifier::no_client_auth()
    };
    let certificate = CertificateDer::from_pem_slice(certificate).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("keys/p256.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = move || {
        let streams = listener.incoming().take(4);
        streams.map(|stream| serve(&config, stream.unwrap())).collect()
    };
    (port, thread::spawn(connections))
}

/// Answers one request.
fn serve(
    config: &Arc<ServerConfig>,
    mut socket: TcpStream,
) -> Option<Vec<CertificateDer<'static>>> {
    let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
    while connection.is_handshaking() {
        connection.complete_io(&mut socket).ok()?;
    }
    let shown = connection.peer_certificates().unwrap_or_default();
    let shown = shown.iter().map(|certificate| certificate.clone().into_owned()).collect();
    let mut stream = Stream::new(&mut connection, &mut socket);
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.ends_with(b"code=c0de") {
        match stream.read(&mut buffer) {
            Ok(length) if length > 0 => request.extend_from_slice(&buffer[..length]),
            _ => return None,
        }
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        .ok()?;
    stream.flush().ok()?;
    Some(shown)
}

/// The error of each client that cannot be made with these options.
fn refused(options: &SafeHttpOptions) -> [SafeHttpError; 4] {
    [
        reqwest_0_13::SafeHttp::with_options(options).unwrap_err(),
        reqwest_0_12::SafeHttp::with_options(options).unwrap_err(),
        reqwest_0_13::BlockingSafeHttp::with_options(options).unwrap_err(),
        reqwest_0_12::BlockingSafeHttp::with_options(options).unwrap_err(),
    ]
}

#[track_caller]
fn are_ok(answers: [Answer; 4]) {
    for answer in answers {
        assert_eq!(answer.unwrap().body(), b"ok");
    }
}

/// That each client ends the connection, or the server does, for this reason.
#[track_caller]
fn have_failed(answers: [Answer; 4], reason: &str) {
    for answer in answers {
        let Err(SafeHttpError::Reqwest(source)) = answer else { panic!("{answer:?}") };
        assert!(format!("{source:?}").contains(reason), "{source:?}");
    }
}

fn own_root() -> SafeHttpOptions {
    SafeHttpOptions::new().root_certificates_pem(ROOT)
}

#[test]
fn a_certificate_that_nobody_trusts_ends_the_connection() {
    for certificate in [SERVER, SELF_SIGNED] {
        let (answers, seen) = answers(&SafeHttpOptions::new(), certificate, false);
        have_failed(answers, "UnknownIssuer");
        assert_eq!(seen, [const { None }; 4]);
    }
}

#[test]
fn a_root_of_ones_own_is_trusted() {
    for options in [
        own_root(),
        own_root().without_built_in_roots(),
        // Each of several, in whichever order, and several in one text.
        own_root().root_certificates_pem(SELF_SIGNED),
        SafeHttpOptions::new().root_certificates_pem(SELF_SIGNED).root_certificates_pem(ROOT),
        SafeHttpOptions::new().root_certificates_pem(&[SELF_SIGNED, ROOT].concat()),
    ] {
        let (answers, seen) = answers(&options, SERVER, false);
        are_ok(answers);
        assert_eq!(seen, [const { Some(Vec::new()) }; 4]);
    }
}

#[test]
fn a_root_that_did_not_sign_the_certificate_ends_the_connection() {
    let other = SafeHttpOptions::new().root_certificates_pem(SELF_SIGNED);
    for options in [other.clone(), other.without_built_in_roots()] {
        let (answers, seen) = answers(&options, SERVER, false);
        have_failed(answers, "UnknownIssuer");
        assert_eq!(seen, [const { None }; 4]);
    }
}

#[test]
fn the_name_in_the_certificate_is_compared_under_a_root_of_ones_own_too() {
    let (port, server) = start(SERVER, false);
    let request = || Request::get(format!("https://127.0.0.1:{port}/")).body(Vec::new()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for options in [own_root(), own_root().without_built_in_roots()] {
        let current = reqwest_0_13::SafeHttp::with_options(&options).unwrap();
        let older = reqwest_0_12::SafeHttp::with_options(&options).unwrap();
        for answer in
            [runtime.block_on(current.call(request())), runtime.block_on(older.call(request()))]
        {
            let text = format!("{:?}", answer.unwrap_err());
            assert!(text.contains("NotValidForName"), "{text}");
        }
    }
    assert_eq!(server.join().unwrap(), [const { None }; 4]);
}

#[test]
fn the_client_shows_its_certificate_to_a_server_that_asks_for_it() {
    let shown = CertificateDer::from_pem_slice(CLIENT).unwrap();
    let options = own_root().client_certificate_pem(CLIENT, CLIENT_KEY);
    let (answers, seen) = answers(&options, SERVER, true);
    are_ok(answers);
    for certificates in seen {
        assert_eq!(certificates.unwrap(), std::slice::from_ref(&shown));
    }
    // The lines of the last one may end without a line feed.
    let cut = own_root().client_certificate_pem(CLIENT.trim_ascii(), CLIENT_KEY.trim_ascii());
    are_ok(self::answers(&cut, SERVER, true).0);
}

#[test]
fn the_client_shows_no_certificate_to_a_server_that_asks_for_none() {
    let options = own_root().client_certificate_pem(CLIENT, CLIENT_KEY);
    let (answers, seen) = answers(&options, SERVER, false);
    are_ok(answers);
    assert_eq!(seen, [const { Some(Vec::new()) }; 4]);
}

#[test]
fn a_server_that_asks_for_a_certificate_refuses_a_client_without_it() {
    let (answers, seen) = answers(&own_root(), SERVER, true);
    have_failed(answers, "CertificateRequired");
    assert_eq!(seen, [const { None }; 4]);
}

#[test]
fn a_server_refuses_a_certificate_that_it_does_not_trust() {
    let key = include_bytes!("keys/p256.pem");
    let options = own_root().client_certificate_pem(SELF_SIGNED, key);
    let (answers, seen) = answers(&options, SERVER, true);
    have_failed(answers, "UnknownCA");
    assert_eq!(seen, [const { None }; 4]);
}

#[test]
fn a_text_that_is_no_certificate_makes_no_client() {
    let broken = String::from_utf8(ROOT.to_vec()).unwrap().replacen("MII", "M*I", 1);
    for text in [b"".as_slice(), b"nothing", CLIENT_KEY, broken.as_bytes()] {
        for error in refused(&SafeHttpOptions::new().root_certificates_pem(text)) {
            assert!(matches!(error, SafeHttpError::InvalidRootCertificates), "{error:?}");
            assert!(error.to_string().contains("`-----BEGIN CERTIFICATE-----`"), "{error}");
        }
    }
    for error in refused(&SafeHttpOptions::new().without_built_in_roots()) {
        assert!(matches!(error, SafeHttpError::NoRootCertificates), "{error:?}");
    }
    // PEM, and no certificate in it.
    let other = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let options = SafeHttpOptions::new().root_certificates_pem(other.as_bytes());
    for error in refused(&options.without_built_in_roots()) {
        assert!(matches!(error, SafeHttpError::UnusableCertificates(_)), "{error:?}");
        assert!(error.source().is_some());
    }
}

#[test]
fn a_client_certificate_without_its_key_makes_no_client() {
    for (certificate, key) in [
        (CLIENT, b"".as_slice()),
        (CLIENT, CLIENT),
        (b"", CLIENT_KEY),
        (CLIENT_KEY, CLIENT_KEY),
        (
            CLIENT,
            b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        ),
    ] {
        for error in refused(&SafeHttpOptions::new().client_certificate_pem(certificate, key)) {
            assert!(matches!(error, SafeHttpError::InvalidClientCertificate), "{error:?}");
        }
    }
    // The key of another certificate.
    let other = include_bytes!("keys/p256.pem");
    for error in refused(&SafeHttpOptions::new().client_certificate_pem(CLIENT, other)) {
        let SafeHttpError::UnusableCertificates(source) = &error else { panic!("{error:?}") };
        assert!(format!("{source:?}").contains("KeyMismatch"), "{source:?}");
        assert!(error.to_string().contains("the client certificate with its key"), "{error}");
    }
}

#[test]
fn a_name_with_private_addresses_alone_gets_no_connection() {
    // The operating system has 127.0.0.1 or `::1` for it, and no other.
    let options = own_root().public_addresses_only();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("https://localhost:{}/?code=c0de", listener.local_addr().unwrap().port());
    let request = || Request::get(&url).body(Vec::new()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let current = reqwest_0_13::SafeHttp::with_options(&options).unwrap();
    let older = reqwest_0_12::SafeHttp::with_options(&options).unwrap();
    for answer in [
        runtime.block_on(current.call(request())),
        runtime.block_on(older.call(request())),
        reqwest_0_13::BlockingSafeHttp::with_options(&options).unwrap().call(request()),
        reqwest_0_12::BlockingSafeHttp::with_options(&options).unwrap().call(request()),
    ] {
        let error = answer.unwrap_err();
        assert!(matches!(error, SafeHttpError::PrivateAddress), "{error:?}");
    }
    assert!(listener.accept().is_err(), "no connection");
}
