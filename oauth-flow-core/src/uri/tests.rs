//! Hand-written tables, one for each question that a URI is asked.

#![allow(clippy::unwrap_used)]

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{BrowserForm, Host, UnfitUrl, Uri, UriError, issuer_url, server_url, well_known};

#[test]
fn a_uri_is_read_in_its_parts() {
    let uri = Uri::read("https://a:b@App.example.com:8443/p/q?x=1&y&&z==#top").unwrap();
    let authority = uri.authority.unwrap();
    assert_eq!(uri.scheme, "https");
    assert_eq!(authority.userinfo, Some("a:b"));
    assert_eq!(authority.host, "App.example.com");
    assert_eq!(authority.port, Some("8443"));
    assert_eq!((uri.path, uri.query, uri.fragment), ("/p/q", Some("x=1&y&&z=="), Some("top")));
    let parameters: Vec<_> = uri.parameters().collect();
    let parameters: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(parameters, [("x", "1"), ("y", ""), ("z", "=")]);
    let encoded = Uri::read("https://a.example/?%73tate=%31").unwrap();
    assert_eq!(encoded.parameters().next(), Some((String::from("state"), "%31")));

    let private = Uri::read("com.example.app:/cb").unwrap();
    assert_eq!((private.scheme, private.authority, private.path), ("com.example.app", None, "/cb"));
    let authority = Uri::read("http://[::1]:51004/cb").unwrap().authority.unwrap();
    assert_eq!((authority.host, authority.port), ("[::1]", Some("51004")));
    let custom = Uri::read("myapp://cb").unwrap();
    assert_eq!((custom.authority.unwrap().host, custom.path), ("cb", ""));
    assert_eq!(Uri::read("urn:ietf:wg:oauth:2.0:oob").unwrap().path, "ietf:wg:oauth:2.0:oob");
}

#[test]
fn what_is_no_absolute_uri_is_refused_with_the_reason() {
    for (text, error) in [
        ("", UriError::Empty),
        ("/cb", UriError::NoScheme),
        ("app.example.com/cb", UriError::NoScheme),
        ("//app.example.com/cb", UriError::NoScheme),
        ("?a=b:c", UriError::NoScheme),
        ("://a", UriError::NoScheme),
        ("localhost:8080/cb", UriError::NoScheme),
        ("app.example.com:443", UriError::NoScheme),
        ("127.0.0.1:8080/cb", UriError::NoScheme),
        ("1http://a", UriError::BadScheme),
        ("my_app:/cb", UriError::BadScheme),
        ("größe:/cb", UriError::BadScheme),
        (" https://app.example.com/cb", UriError::Space),
        ("https://app.example.com/a b", UriError::Space),
        ("https://app.example.com/cb\n", UriError::Control('\n')),
        ("https://app.example.com/\u{85}", UriError::Control('\u{85}')),
        ("https://{tenant}.example.com/cb", UriError::Forbidden('{')),
        ("https://app.example.com/<cb>", UriError::Forbidden('<')),
        ("https://app.example.com/`cb`", UriError::Forbidden('`')),
        ("https://app.example.com/[cb]", UriError::Forbidden('[')),
        ("https://app.example.com/cb?a=\\", UriError::Forbidden('\\')),
        ("com.example.app:\\cb", UriError::Forbidden('\\')),
        ("https://app.example.com/%zz", UriError::BadEscape),
        ("https://app.example.com/%2", UriError::BadEscape),
        ("https://app.example.com/%", UriError::BadEscape),
        ("http:", UriError::NoHost),
        ("https:app.example.com/cb", UriError::NoHost),
        ("https:/app.example.com/cb", UriError::NoHost),
        ("https:///cb", UriError::NoHost),
        ("https://:443/cb", UriError::NoHost),
        ("https://user@/cb", UriError::NoHost),
        ("http:/\\evil.example/cb", UriError::NoHost),
        ("http:\\\\evil.example/cb", UriError::NoHost),
        ("http://127.0.0.1\\@evil.example/cb", UriError::BackslashInAuthority),
        ("http://127.0.0.1\\.evil.example/cb", UriError::BackslashInAuthority),
        ("https://app.example.com:99999/cb", UriError::PortTooLarge(99999)),
        ("https://app.example.com:65536/cb", UriError::PortTooLarge(65536)),
        ("https://app.example.com:99999999999/cb", UriError::BadPort),
        ("https://app.example.com:80a/cb", UriError::BadPort),
        ("https://app.example.com:-1/cb", UriError::BadPort),
        ("https://a:b:443/cb", UriError::BadHost),
        ("https://app%20example.com/cb", UriError::BadHost),
        ("https://app%2fexample.com/cb", UriError::BadHost),
        ("https://app%ff.example.com/cb", UriError::BadHost),
        ("https://app%00.example.com/cb", UriError::BadHost),
        ("https://app%7f.example.com/cb", UriError::BadHost),
        ("https://app%ef%bf%bd.example.com/cb", UriError::BadHost),
        ("https://256.1.1.1/cb", UriError::BadIpv4),
        ("https://1.2.3.4.5/cb", UriError::BadIpv4),
        ("https://1.2.3.4.0/cb", UriError::BadIpv4),
        ("https://1.256.1.1/cb", UriError::BadIpv4),
        ("https://app.example.08/cb", UriError::BadIpv4),
        ("https://4294967296/cb", UriError::BadIpv4),
        ("https://99999999999999999999999/cb", UriError::BadIpv4),
        ("http://127..1/cb", UriError::BadIpv4),
        ("https://[::1/cb", UriError::BadIpv6),
        ("https://[::g]/cb", UriError::BadIpv6),
        ("https://[v1.a]/cb", UriError::BadIpv6),
        ("https://[fe80::1%25eth0]/cb", UriError::BadIpv6),
        ("https://[::1]x/cb", UriError::BadIpv6),
        ("myapp://[::g]/cb", UriError::BadIpv6),
    ] {
        assert_eq!(Uri::read(text).map(|_| ()), Err(error), "{text}");
        let sentence = format!("{error}");
        assert!(sentence.len() < 40 && !sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn a_refusal_is_the_end_of_a_sentence() {
    for (error, sentence) in [
        (UriError::Empty, "is empty"),
        (UriError::NoScheme, "has no scheme"),
        (UriError::Control('\n'), "contains the character U+000A"),
        (UriError::Forbidden('`'), "contains a backtick"),
        (UriError::Forbidden('{'), "contains the unescaped character `{`"),
        (UriError::BadEscape, "has a `%` without two hex digits"),
        (UriError::PortTooLarge(65536), "has the port `65536` above 65535"),
    ] {
        assert_eq!(format!("{error}"), sentence);
    }
}

#[test]
fn what_a_rule_reports_is_read() {
    for text in [
        "https://*.example.com/cb",
        "https://app.example.com/*",
        "https://app.example.com/#/cb",
        "https://app.example.com/größe",
        "https://bücher.example/cb",
        "https://app.example.com/a\\..\\cb",
        "https://a@b@app.example.com/cb",
        "https://app.example.com:/cb",
        "https://app.example.com:65535/cb",
        // What is no host of the web may be one of another scheme.
        "com.example.app://256.1.1.1/cb",
        "com.example.app://a%20b/cb",
        "javascript:alert(1)",
        "file:///cb",
        "com.example.app:cb",
    ] {
        assert!(Uri::read(text).is_ok(), "{text}");
    }
}

#[test]
fn a_host_is_what_a_browser_takes_it_for() {
    for (host, class) in [
        ("127.0.0.1", Host::Loopback),
        ("127.1", Host::Loopback),
        ("127.0.1", Host::Loopback),
        ("0x7f.1", Host::Loopback),
        ("0X7F.0x0.0.1", Host::Loopback),
        ("0177.0.0.1", Host::Loopback),
        ("2130706433", Host::Loopback),
        ("0x7f000001", Host::Loopback),
        ("127.0.0.1.", Host::Loopback),
        ("%31%32%37.0.0.1", Host::Loopback),
        ("evil.example@127.0.0.1", Host::Loopback),
        ("[::1]", Host::Loopback),
        ("[0:0:0:0:0:0:0:1]", Host::Loopback),
        ("[::0.0.0.1]", Host::Loopback),
        ("127.0.0.2", Host::OtherLoopback),
        ("127.255.255.255", Host::OtherLoopback),
        ("127.2", Host::OtherLoopback),
        ("localhost", Host::Localhost),
        ("LocalHost", Host::Localhost),
        ("localhost.", Host::Localhost),
        ("app.localhost", Host::Localhost),
        ("loc%61lhost", Host::Localhost),
        ("localhost.evil.example", Host::Remote),
        ("127.0.0.1.evil.example", Host::Remote),
        ("127.0.0.1@evil.example", Host::Remote),
        ("localhost:80@evil.example", Host::Remote),
        ("notlocalhost", Host::Remote),
        ("localhost..", Host::Remote),
        ("0.0.0.0", Host::Remote),
        ("0", Host::Remote),
        ("128.0.0.1", Host::Remote),
        ("[::]", Host::Remote),
        ("[::ffff:127.0.0.1]", Host::Remote),
        ("[::2]", Host::Remote),
        ("127。0。0。1", Host::Remote),
    ] {
        let text = format!("HTTP://{host}/cb");
        assert_eq!(Uri::read(&text).map(|uri| uri.host()), Ok(class), "{text}");
    }
    assert_eq!(Uri::read("myapp://localhost/cb").unwrap().host(), Host::None);
    assert_eq!(Uri::read("com.example.app:/cb").unwrap().host(), Host::None);
}

#[test]
fn a_path_that_is_asked_for_otherwise_is_seen() {
    for (text, rewritten) in [
        ("https://a.example/a/../cb", true),
        ("https://a.example/./cb", true),
        ("https://a.example/cb/..", true),
        ("https://a.example/.", true),
        ("https://a.example/%2e%2E/cb", true),
        ("https://a.example/a/.%2e", true),
        ("https://a.example/a%2Fcb", true),
        ("https://a.example/a%5ccb", true),
        ("https://a.example/a\\cb", true),
        ("com.example.app:/a/../cb", true),
        ("com.example.app:..", false),
        ("https://a.example/...", false),
        ("https://a.example/%2e%2e%2e", false),
        ("https://a.example/.well-known/cb", false),
        ("https://a.example/a..b/v1.2/cb..", false),
        ("https://a.example/cb?next=../x", false),
        ("https://a.example/", false),
        ("https://a.example", false),
    ] {
        assert_eq!(Uri::read(text).unwrap().rewritten_path(), rewritten, "{text}");
    }
}

#[test]
fn a_browser_rewrites_what_is_not_canonical() {
    for (text, form) in [
        ("HTTPS://App.Example.com:443/Cb", "https://app.example.com/Cb"),
        ("HTTP://app.example.com", "http://app.example.com/"),
        ("https://APP.example.com?a=1", "https://app.example.com/?a=1"),
        ("http://app.example.com:80/cb", "http://app.example.com/cb"),
        ("http://app.example.com:080/", "http://app.example.com/"),
        ("https://app.example.com:/cb", "https://app.example.com/cb"),
        ("https://app.example.com:08443/cb", "https://app.example.com:8443/cb"),
        ("http://0x7f.1/cb", "http://127.0.0.1/cb"),
        ("http://127.0.0.1./cb", "http://127.0.0.1/cb"),
        ("http://2130706433:8080/cb", "http://127.0.0.1:8080/cb"),
        ("http://[0:0:0:0:0:0:0:1]/cb", "http://[::1]/cb"),
        ("http://[2001:DB8::1]/cb", "http://[2001:db8::1]/cb"),
        ("http://[::FFFF:127.0.0.1]/cb", "http://[::ffff:7f00:1]/cb"),
        ("https://%61pp.example.com/cb", "https://app.example.com/cb"),
        ("https://app.example.com/ü?ö=ä#ß", "https://app.example.com/%C3%BC?%C3%B6=%C3%A4#%C3%9F"),
        ("https://app.example.com/cb?a='", "https://app.example.com/cb?a=%27"),
        ("https://app.example.com/a/../cb", "https://app.example.com/cb"),
        ("https://app.example.com/a\\b\\.", "https://app.example.com/a/b/"),
        ("https://app.example.com/../..", "https://app.example.com/"),
        ("Com.Example.App:/Cb", "com.example.app:/Cb"),
        ("com.example.app:ü", "com.example.app:%C3%BC"),
        ("com.example.app:/..//host/cb", "com.example.app:/.//host/cb"),
    ] {
        let written = Uri::read(text).unwrap();
        assert_eq!(written.browser_form(), BrowserForm::Form(String::from(form)), "{text}");
        assert_eq!(Uri::read(form).unwrap().browser_form(), BrowserForm::Same, "{form}");
    }
}

#[test]
fn a_browser_leaves_the_rest_as_it_is() {
    for text in [
        "https://app.example.com/cb",
        "https://app.example.com",
        "https://app.example.com?a=1",
        "https://app.example.com:8443/a'b/cb?a=1&b=%c3%bc#x",
        "http://app.example.com:443/cb",
        "http://127.0.0.1:51004/cb",
        "http://[::1]/cb",
        "https://xn--bcher-kva.example/cb",
        "https://app.example.com//cb/",
        "https://app.example.com/a%2fb",
        "com.example.app:/Cb",
        "com.example.app://Host/cb?a='",
        "urn:ietf:wg:oauth:2.0:oob",
    ] {
        assert_eq!(Uri::read(text).unwrap().browser_form(), BrowserForm::Same, "{text}");
    }
    for text in ["https://bücher.example/cb", "https://b%C3%BCcher.example/cb"] {
        assert_eq!(Uri::read(text).unwrap().browser_form(), BrowserForm::Punycode, "{text}");
    }
}

#[test]
fn a_client_uses_a_url_of_a_server_over_tls_or_on_loopback() {
    for (url, error) in [
        ("https://as.example.com/token?tenant=1", None),
        ("http://127.0.0.1:8080/token", None),
        ("http://[::1]/token", None),
        ("http://localhost/token", None),
        ("http://as.example.com/token", Some(UnfitUrl::Insecure)),
        ("http://localhost.example.com/token", Some(UnfitUrl::Insecure)),
        ("javascript:alert(1)", Some(UnfitUrl::Insecure)),
        ("/token", Some(UnfitUrl::Invalid)),
        ("https://", Some(UnfitUrl::Invalid)),
        ("https://user:password@as.example.com/token", Some(UnfitUrl::Invalid)),
        ("https://as.example.com/token#a", Some(UnfitUrl::Invalid)),
    ] {
        assert_eq!(server_url(url).err(), error, "{url}");
    }
    assert!(issuer_url("https://as.example.com/tenant").is_ok());
    assert_eq!(issuer_url("https://as.example.com?tenant=1").err(), Some(UnfitUrl::Invalid));
}

#[test]
fn the_metadata_of_an_issuer_is_at_two_paths_and_at_three_if_it_has_one() {
    for (issuer, expected) in [
        (
            "https://as.example.com/",
            &[
                "https://as.example.com/.well-known/openid-configuration",
                "https://as.example.com/.well-known/oauth-authorization-server",
            ][..],
        ),
        (
            "http://127.0.0.1:8080",
            &[
                "http://127.0.0.1:8080/.well-known/openid-configuration",
                "http://127.0.0.1:8080/.well-known/oauth-authorization-server",
            ],
        ),
        (
            "https://as.example.com/realms/main",
            &[
                "https://as.example.com/realms/main/.well-known/openid-configuration",
                "https://as.example.com/.well-known/oauth-authorization-server/realms/main",
                "https://as.example.com/.well-known/openid-configuration/realms/main",
            ],
        ),
        (
            "https://id.io/a",
            &[
                "https://id.io/a/.well-known/openid-configuration",
                "https://id.io/.well-known/oauth-authorization-server/a",
                "https://id.io/.well-known/openid-configuration/a",
            ],
        ),
        (
            "https://as.example.com/tenant1/",
            &[
                "https://as.example.com/tenant1/.well-known/openid-configuration",
                "https://as.example.com/.well-known/oauth-authorization-server/tenant1",
                "https://as.example.com/.well-known/openid-configuration/tenant1",
            ],
        ),
    ] {
        assert_eq!(well_known(issuer), expected);
    }
}
