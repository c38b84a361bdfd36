#![allow(clippy::unwrap_used)]

use alloc::string::String;

use super::{BrowserForm, Host, Uri};

#[test]
fn what_is_no_absolute_uri_is_refused() {
    for text in [
        "",
        "/cb",
        "app.example.com/cb",
        "1http://a",
        "://a",
        "https://app.example.com:99999/cb",
        "https://app.example.com:80a/cb",
        "https://app.example.com/c b",
        "https://app.example.com/\n",
        "https://app.example.com/%2",
        "https://app.example.com/%zz",
        "https://{tenant}.example.com/cb",
        "https:///cb",
        "https:/cb",
        "http:",
        "https://user@/cb",
        "https://256.1.1.1/cb",
        "https://1.2.3.4.5/cb",
        "https://[::1/cb",
        "https://[::g]/cb",
        "https://a%2fb/cb",
        "http://127.0.0.1\\@evil.example/cb",
    ] {
        assert!(Uri::read(text).is_err(), "{text}");
    }
}

#[test]
fn a_uri_is_read_in_its_parts() {
    let uri = Uri::read("https://a:b@app.example.com:8443/p/q?x=1&y#z").unwrap();
    let authority = uri.authority.unwrap();
    assert_eq!(uri.scheme, "https");
    assert_eq!(authority.userinfo, Some("a:b"));
    assert_eq!(authority.host, "app.example.com");
    assert_eq!(authority.port, Some("8443"));
    assert_eq!((uri.path, uri.query, uri.fragment), ("/p/q", Some("x=1&y"), Some("z")));
    let parameters: alloc::vec::Vec<_> = uri.parameters().collect();
    assert_eq!(parameters, [("x", "1"), ("y", "")]);
    let private = Uri::read("com.example.app:/cb").unwrap();
    assert_eq!((private.authority, private.path), (None, "/cb"));
    assert_eq!(Uri::read("com.example.app://cb").unwrap().host(), Host::None);
}

#[test]
fn a_host_is_what_a_browser_takes_it_for() {
    for (host, expected) in [
        ("127.0.0.1", Host::Loopback),
        ("127.1", Host::Loopback),
        ("0x7f.1", Host::Loopback),
        ("0177.0.0.1", Host::Loopback),
        ("2130706433", Host::Loopback),
        ("0x7f000001", Host::Loopback),
        ("127.0.0.1.", Host::Loopback),
        ("%31%32%37.0.0.1", Host::Loopback),
        ("[::1]", Host::Loopback),
        ("[0:0:0:0:0:0:0:1]", Host::Loopback),
        ("127.0.0.2", Host::OtherLoopback),
        ("127.255.255.254", Host::OtherLoopback),
        ("localhost", Host::Localhost),
        ("LOCALHOST", Host::Localhost),
        ("localhost.", Host::Localhost),
        ("app.localhost", Host::Localhost),
        ("localhost.evil.example", Host::Remote),
        ("127.0.0.1.evil.example", Host::Remote),
        ("notlocalhost", Host::Remote),
        ("0.0.0.0", Host::Remote),
        ("128.0.0.1", Host::Remote),
        ("[::ffff:127.0.0.1]", Host::Remote),
        ("[::2]", Host::Remote),
    ] {
        let text = alloc::format!("http://{host}/cb");
        assert_eq!(Uri::read(&text).map(|uri| uri.host()), Ok(expected), "{host}");
    }
    let behind_userinfo = Uri::read("http://127.0.0.1@evil.example/cb").unwrap();
    assert_eq!(behind_userinfo.host(), Host::Remote);
}

#[test]
fn a_browser_rewrites_what_is_not_canonical() {
    let form = |text: &str| BrowserForm::Form(String::from(text));
    for (text, expected) in [
        ("https://app.example.com/cb", BrowserForm::Same),
        ("https://app.example.com", BrowserForm::Same),
        ("https://app.example.com:8443/cb?x=%C3%BC", BrowserForm::Same),
        ("com.example.app:/Cb", BrowserForm::Same),
        ("http://[::1]:51004/cb", BrowserForm::Same),
        ("HTTPS://App.Example.com:443/Cb", form("https://app.example.com/Cb")),
        ("http://app.example.com:80/", form("http://app.example.com/")),
        ("http://app.example.com:/", form("http://app.example.com/")),
        ("http://app.example.com:080/", form("http://app.example.com/")),
        ("http://0x7f.1/cb", form("http://127.0.0.1/cb")),
        ("http://[0:0:0:0:0:0:0:1]/cb", form("http://[::1]/cb")),
        ("http://[::FFFF:127.0.0.1]/cb", form("http://[::ffff:7f00:1]/cb")),
        ("https://app.example.com/\u{fc}", form("https://app.example.com/%C3%BC")),
        ("https://%61pp.example.com/cb", form("https://app.example.com/cb")),
        ("https://b\u{fc}cher.example/cb", BrowserForm::Punycode),
    ] {
        assert_eq!(Uri::read(text).unwrap().browser_form(), expected, "{text}");
    }
}

#[test]
fn a_path_that_is_asked_for_otherwise_is_seen() {
    for text in ["/a/../cb", "/%2e%2E/cb", "/.", "/a/.%2e", "/a\\b", "/a%2Fb", "/a%5cb"] {
        let uri = alloc::format!("https://app.example.com{text}");
        assert!(Uri::read(&uri).unwrap().rewritten_path(), "{uri}");
    }
    for text in ["/a..b/cb", "/...", "/a.b", "/%2e%2e%2e", "", "/"] {
        let uri = alloc::format!("https://app.example.com{text}");
        assert!(!Uri::read(&uri).unwrap().rewritten_path(), "{uri}");
    }
}
