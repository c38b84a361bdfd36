//! Where `SafeHttp` connects to with `public_addresses_only`.

use std::time::{Duration, Instant};

use oauth_flow::flow::{SafeHttpError, SafeHttpOptions};
use oauth_flow_run_time_tests::Server;

use super::{OK, clients, post, refused, whole_text};

#[test]
fn an_address_that_is_not_public_gets_no_connection() {
    // Linux connects `0.0.0.0` and the mapped addresses to the server, so a connection would show.
    let server = Server::saying(OK);
    for (name, call) in clients(&SafeHttpOptions::new().public_addresses_only()) {
        for scheme in ["http", "https"] {
            for host in [
                "127.0.0.1",
                "127.1",
                "0x7f.0.0.1",
                "017700000001",
                "2130706433",
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.168.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::1]",
                "[2001:db8::1]",
                "[fc00::1]",
                "[fd00::1]",
                "[fe80::1]",
                "[ff02::1]",
            ] {
                let start = Instant::now();
                let url = format!("{scheme}://{host}:{}/?code=s3cret", server.port);
                let error = call(post(&url)).unwrap_err();
                assert!(matches!(error, SafeHttpError::PrivateAddress), "{name}: {url}: {error:?}");
                assert!(start.elapsed() < Duration::from_secs(2), "{name}: {url}");
                assert!(!whole_text(&error).contains("s3cret"), "{name}: {error:?}");
            }
        }
        let error = call(post(&format!("http://LOCALHOST:{}/", server.port))).unwrap_err();
        assert!(matches!(error, SafeHttpError::PrivateAddress), "{name}: {error:?}");
        let text = error.to_string();
        assert!(text.contains("no public address") && text.contains("`public_addresses_only`"));
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_public_address_is_judged_as_before() {
    for (name, call) in clients(&SafeHttpOptions::new().public_addresses_only()) {
        for url in ["http://8.8.8.8/", "http://[2001:4860:4860::8888]/"] {
            let error = call(post(url)).unwrap_err();
            assert!(matches!(error, SafeHttpError::InsecureUrl), "{name}: {error:?}");
        }
        // A name is not judged before it is resolved, which needs a TLS backend.
        #[cfg(not(feature = "tls"))]
        {
            let error = call(post("https://idp.example.com/")).unwrap_err();
            assert!(matches!(error, SafeHttpError::NoTls), "{name}: {error:?}");
        }
    }
}

#[test]
fn a_proxy_and_public_addresses_exclude_each_other() {
    let options = SafeHttpOptions::new().https_proxy("http://user:s3cret@proxy.example.com:3128");
    for error in refused(&options.public_addresses_only()) {
        assert!(matches!(error, SafeHttpError::ProxyResolvesNames), "{error:?}");
        assert!(!whole_text(&error).contains("s3cret"));
    }
}
