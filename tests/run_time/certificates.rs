//! `SafeHttp` verifies certificates: a server with one that it made itself gets no request.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

use oauth_flow::flow::SafeHttpError;
use oauth_flow::flow::safe_http::{reqwest_0_12, reqwest_0_13};
use oauth2::http::Request;
use oauth2::{AsyncHttpClient, SyncHttpClient};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};

#[test]
fn a_certificate_that_nobody_trusts_ends_the_connection() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("https://localhost:{}/token", listener.local_addr().unwrap().port());
    let server = thread::spawn(move || handshakes(&listener, 4));

    let request = || Request::post(&url).body(b"code=c0de".to_vec()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let current = reqwest_0_13::SafeHttp::new().unwrap();
    let older = reqwest_0_12::SafeHttp::new().unwrap();
    let answers = [
        runtime.block_on(current.call(request())),
        runtime.block_on(older.call(request())),
        reqwest_0_13::BlockingSafeHttp::new().unwrap().call(request()),
        reqwest_0_12::BlockingSafeHttp::new().unwrap().call(request()),
    ];
    for answer in answers {
        let Err(SafeHttpError::Reqwest(source)) = answer else { panic!("{answer:?}") };
        assert!(format!("{source:?}").contains("UnknownIssuer"), "{source:?}");
    }
    assert_eq!(server.join().unwrap(), [false; 4]);
}

/// Whether the handshake was completed, on each of so many connections.
fn handshakes(listener: &TcpListener, connections: usize) -> Vec<bool> {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("keys/self_signed.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("keys/p256.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.unwrap()], key)
        .unwrap();
    let config = Arc::new(config);
    let completed = listener.incoming().take(connections).map(|stream| {
        let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = stream.unwrap();
        while connection.is_handshaking() {
            if connection.complete_io(&mut stream).is_err() {
                return false;
            }
        }
        true
    });
    completed.collect()
}
