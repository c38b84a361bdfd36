//! Our reader of URIs against two others that know nothing of it: `fluent-uri` for RFC 3986, and
//! `url` for what a browser makes of a text.

use oauth_flow_core::uri::{BrowserForm, Host, Uri};
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, ResponseType};
use oauth_flow_core::{Declaration, Finding, Level, Subject, check};
use url::Url;

/// What the rules find in a good client of this kind with `text` as its redirect URI.
fn found(kind: Kind, text: &str) -> Vec<Finding> {
    let public = kind == Kind::Native;
    let declaration = Declaration {
        kind: Some(kind),
        grants: &[Grant::AuthorizationCode],
        response_types: &[ResponseType::Code],
        pkce: Some(Pkce::S256),
        auth: if public { AuthMethod::None } else { AuthMethod::ClientSecretBasic },
        redirect_uris: &[text],
        ..Declaration::EMPTY
    };
    check(&Subject::of(declaration))
}

/// What was compared.
#[derive(Debug, Default)]
struct Tally {
    texts: usize,
    /// Texts without a finding.
    clean: usize,
    /// Texts that we read.
    read: usize,
    invalid_for_browsers: usize,
    invalid_for_rfc3986: usize,
    /// Texts that a browser reads otherwise than they are written.
    rewritten: usize,
    /// Texts whose host we take for one of the user's own machine.
    local: usize,
    /// Texts whose form in a browser we know to the letter.
    forms: usize,
    /// Texts that pass, though their Punycode is broken.
    punycode: Vec<String>,
}

/// Whether a host has a label of Punycode, which takes the tables of UTS 46 to judge.
fn has_punycode(host: &str) -> bool {
    host.to_ascii_lowercase().split('.').any(|label| label.starts_with("xn--"))
}

/// The class of the host, by the browser's reading of it.
fn class(url: &Url) -> Host {
    match url.host() {
        Some(url::Host::Ipv4(address)) if address.octets() == [127, 0, 0, 1] => Host::Loopback,
        Some(url::Host::Ipv4(address)) if address.octets()[0] == 127 => Host::OtherLoopback,
        Some(url::Host::Ipv6(address)) if address.segments() == [0, 0, 0, 0, 0, 0, 0, 1] => {
            Host::Loopback
        }
        Some(url::Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let local = name == "localhost" || name.ends_with(".localhost");
            if local { Host::Localhost } else { Host::Remote }
        }
        _ => Host::Remote,
    }
}

impl Tally {
    /// Compares the three readers on one text.
    fn compare(&mut self, text: &str) {
        self.texts += 1;
        let ours = Uri::read(text);
        self.read += usize::from(ours.is_ok());
        let web = found(Kind::Web, text);
        let clean = web.is_empty();
        self.clean += usize::from(clean);
        // A URI that cannot be read never passes, a finding of another rule or not.
        assert!(ours.is_ok() || web.iter().any(|it| it.level == Level::Error), "{text:?}");

        if fluent_uri::Uri::parse(text).is_err() {
            self.invalid_for_rfc3986 += 1;
            assert!(!clean, "RFC 3986 has no {text:?}");
            assert!(!found(Kind::Native, text).is_empty(), "RFC 3986 has no {text:?}");
        }
        let scheme = text.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if scheme == "http" || scheme == "https" {
            self.compare_with_browser(text, ours.ok(), clean);
        }
    }

    fn compare_with_browser(&mut self, text: &str, ours: Option<Uri<'_>>, clean: bool) {
        let url = match Url::parse(text) {
            Ok(url) => url,
            Err(error) => {
                self.invalid_for_browsers += 1;
                let host = ours.and_then(|uri| uri.authority).map_or("", |it| it.host);
                assert!(!clean || has_punycode(host), "no browser reads {text:?}: {error}");
                if clean {
                    self.punycode.push(text.into());
                }
                return;
            }
        };
        // Without a reading there is an error, which `compare` has asserted.
        let Some(uri) = ours else { return };
        let authority = uri.authority.expect("an http URI has an authority");
        let host = url.host_str().unwrap_or_default();
        let written_port = authority.port.map(String::from);
        let same = url.scheme() == uri.scheme
            && host == authority.host
            && url.port().map(|port| port.to_string()) == written_port
            && (url.path() == uri.path || (uri.path.is_empty() && url.path() == "/"))
            && url.query() == uri.query
            && url.fragment() == uri.fragment
            && url.username().is_empty()
            && url.password().is_none();
        if !same {
            self.rewritten += 1;
            assert!(!clean, "a browser reads {text:?} as {url}");
        }

        // The parts above are of our reading: the whole is of no reading but the browser's.
        let slashed = format!("{text}/");
        if clean {
            let with_slash = uri.path.is_empty() && uri.query.is_none();
            let empty_path = text.replacen('?', "/?", 1);
            let as_written = url.as_str() == text
                || (with_slash && url.as_str() == slashed)
                || (uri.path.is_empty() && url.as_str() == empty_path);
            assert!(as_written, "a browser sends {text:?} as {url}");
        }

        // What a host that is not ASCII is mapped to takes tables; such a host is never clean.
        let mapped = uri.browser_form() == BrowserForm::Punycode;
        assert!(!(mapped && clean), "{text:?}");
        if !mapped {
            self.local += usize::from(uri.host() != Host::Remote);
            assert_eq!(uri.host(), class(&url), "{text:?} is {url}");
        }
        if authority.userinfo.is_some() {
            return;
        }
        match uri.browser_form() {
            BrowserForm::Same => assert!(
                url.as_str() == text || uri.path.is_empty(),
                "we say the same of {text:?}, and it is {url}"
            ),
            BrowserForm::Form(form) => assert_eq!(form, url.as_str(), "{text:?}"),
            BrowserForm::Punycode => assert_ne!(host, authority.host, "{text:?}"),
        }
        self.forms += 1;
    }
}

const HOSTILE: &[&str] = &[
    "https://app.example.com/cb",
    "https://app.example.com",
    "https://app.example.com/",
    "https://app.example.com?a=1",
    "https://app.example.com:8443/cb",
    "https://app.example.com/cb?a=1&b=2",
    "https://app.example.com/a/b/c.d",
    "https://app.example.com//cb",
    "https://app.example.com/%C3%BC",
    "https://app.example.com/%c3%bc",
    "https://app.example.com/~a",
    "https://app.example.com/a;b=c",
    "https://app.example.com/a:b@c",
    "https://1.2.3.4/cb",
    "https://[2001:db8::1]/cb",
    "https://xn--bcher-kva.example/cb",
    "https://a_b.example/cb",
    "https://app.example.com/.well-known/cb",
    "https://app.example.com/a..b",
    "https://app.example.com/...",
    "https://app.example.com./cb",
    "https://app.example.com/cb?",
    "https://app.example.com:0/cb",
    "https://app.example.com/a'b",
    "https://app.example.com/cb?a=b?c/d",
    "",
    "/",
    "//",
    "///",
    "//app.example.com/cb",
    "/cb",
    "cb",
    "?a",
    "#a",
    ":",
    "::",
    "://",
    "https",
    "https:",
    "https:/",
    "https://",
    "https:///",
    "https:////",
    "https:?",
    "https:#",
    "https://?",
    "https://#",
    "https://@",
    "https://:",
    "https://:@",
    "https://@/cb",
    "https://user@/cb",
    "https://:443/cb",
    "https://:443",
    "https:/app.example.com/cb",
    "https:app.example.com/cb",
    "https:///app.example.com/cb",
    "https:////app.example.com/cb",
    "https:\\\\app.example.com\\cb",
    "https:/\\app.example.com/cb",
    "https:\\/app.example.com/cb",
    "https://\\app.example.com/cb",
    "https://app.example.com\\cb",
    "https://app.example.com\\@evil.example/cb",
    "https://app.example.com\\.evil.example/cb",
    "https://evil.example\\app.example.com/cb",
    "https://app.example.com/\\evil.example",
    "https://app.example.com/a\\..\\cb",
    "https://app.example.com/cb\\",
    "https://app.example.com/cb?\\",
    "https://app.example.com/cb#\\",
    "https://app.example.com@evil.example/cb",
    "https://app.example.com:443@evil.example/cb",
    "https://a:b@app.example.com/cb",
    "https://@app.example.com/cb",
    "https://:@app.example.com/cb",
    "https://a@b@app.example.com/cb",
    "https://a%40b@app.example.com/cb",
    "https://app.example.com%40evil.example/cb",
    "https://app.example.com%2F@evil.example/cb",
    "https://app.example.com%00.evil.example/cb",
    "https://app.example.com%23.evil.example/cb",
    "https://app.example.com%3F.evil.example/cb",
    "https://app.example.com#@evil.example/cb",
    "https://app.example.com?@evil.example/cb",
    "https://app.example.com;@evil.example/cb",
    "https://[@evil.example/cb",
    "https://app.example.com/@evil.example",
    " https://app.example.com/cb",
    "https://app.example.com/cb ",
    "\u{9}https://app.example.com/cb",
    "https://app.example.com/cb\u{a}",
    "ht\u{a}tps://app.example.com/cb",
    "https:\u{9}//app.example.com/cb",
    "https://app.exa\u{9}mple.com/cb",
    "https://app.example.com/c\u{d}b",
    "https://app.example.com/\u{0}",
    "\u{0}https://app.example.com/cb",
    "https://app.example.com/cb\u{1f}",
    "https://app.example.com/\u{7f}",
    "https://app.example.com/\u{85}",
    "https://app\u{7f}.example.com/cb",
    "\u{feff}https://app.example.com/cb",
    "https://app.example.com\u{a0}/cb",
    "https://app.example.com/\u{a0}",
    "https://app.example.com/\u{2028}",
    "https://app.example.com/\u{202e}cb",
    "https://app\u{200b}.example.com/cb",
    "https://app\u{ad}.example.com/cb",
    "https://\u{ad}/cb",
    "https://%C2%AD/cb",
    "https://app.example\u{3002}com/cb",
    "https://app.example\u{ff0e}com/cb",
    "https://app.example.com\u{ff0f}cb",
    "https://app.example.com\u{2044}cb",
    "https://app.example.com\u{ff1a}443/cb",
    "https://\u{ff41}pp.example.com/cb",
    "https://ex\u{430}mple.com/cb",
    "https://fa\u{df}.example/cb",
    "https://\u{130}.example/cb",
    "https://\u{212a}.example/cb",
    "https://\u{1e9e}.example/cb",
    "https://b\u{fc}cher.example/cb",
    "https://b%C3%BCcher.example/cb",
    "https://b%c3cher.example/cb",
    "https://%FF.example/cb",
    "https://app\u{fffd}.example/cb",
    "https://app%EF%BF%BD.example/cb",
    "https://\u{1f600}.example/cb",
    "HTTPS://app.example.com/cb",
    "hTTps://app.example.com/cb",
    "https://APP.example.com/cb",
    "https://app.example.com:443/cb",
    "http://app.example.com:80/cb",
    "http://app.example.com:443/cb",
    "https://app.example.com:80/cb",
    "https://app.example.com:/cb",
    "https://app.example.com:0443/cb",
    "https://app.example.com:00/cb",
    "https://app.example.com:08443/cb",
    "https://app.example.com:000000000000443/cb",
    "https://app.example.com:65535/cb",
    "https://app.example.com:65536/cb",
    "https://app.example.com:99999999999/cb",
    "https://app.example.com:4294967739/cb",
    "https://app.example.com:-1/cb",
    "https://app.example.com:+443/cb",
    "https://app.example.com:4 43/cb",
    "https://app.example.com:4%343/cb",
    "https://app.example.com:443a/cb",
    "https://app.example.com:0x1bb/cb",
    "https://app.example.com:443:443/cb",
    "https://app.example.com::443/cb",
    "https://app.example.com:\u{664}\u{664}\u{663}/cb",
    "http://127.0.0.1/cb",
    "http://127.0.0.1:51004/cb",
    "http://127.1/cb",
    "http://127.0.1/cb",
    "http://0x7f.1/cb",
    "http://0x7f000001/cb",
    "http://0X7F.0X0.0X0.0X1/cb",
    "http://0177.0.0.01/cb",
    "http://017700000001/cb",
    "http://2130706433/cb",
    "http://127.0.0.1./cb",
    "http://127.0.0.1../cb",
    "http://127.0.0.1.1/cb",
    "http://127.0.0.256/cb",
    "http://127.0.0.-1/cb",
    "http://127.0.0.1e0/cb",
    "http://127.0.0.0x/cb",
    "http://127.0.0.0x1/cb",
    "http://127.0.0.08/cb",
    "http://127.0.0.1x/cb",
    "http://127.0.0/cb",
    "http://127/cb",
    "http://127.16777215/cb",
    "http://127.16777216/cb",
    "http://127.255.255.255/cb",
    "http://128.0.0.0/cb",
    "http://126.255.255.255/cb",
    "http://2130706432/cb",
    "http://2147483647/cb",
    "http://2147483648/cb",
    "http://4294967296/cb",
    "http://99999999999999999999/cb",
    "http://0x100000000/cb",
    "http://0xffffffff/cb",
    "http://0x/cb",
    "http://0/cb",
    "http://0.0.0.0/cb",
    "http://%31%32%37.0.0.1/cb",
    "http://127%2E0.0.1/cb",
    "http://127.0.0.1%20/cb",
    "http://127.0.0.1%2f@evil.example/cb",
    "http://1.2.3.4.5/cb",
    "http://a.1/cb",
    "http://a.b.0x/cb",
    "http://a.09/cb",
    "http://1..2/cb",
    "http://.1/cb",
    "http://1./cb",
    "http://1.../cb",
    "http://[::1]/cb",
    "http://[::1]:51004/cb",
    "http://[0:0:0:0:0:0:0:1]/cb",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/cb",
    "http://[::0.0.0.1]/cb",
    "http://[::ffff:127.0.0.1]/cb",
    "http://[::ffff:7f00:1]/cb",
    "http://[::127.0.0.1]/cb",
    "http://[::]/cb",
    "http://[::2]/cb",
    "http://[1::]/cb",
    "http://[::1%25lo]/cb",
    "http://[::1%lo]/cb",
    "http://[::1/cb",
    "http://::1]/cb",
    "http://::1/cb",
    "http://[::1]a/cb",
    "http://a[::1]/cb",
    "http://[::1]]/cb",
    "http://[[::1]]/cb",
    "http://[]/cb",
    "http://[127.0.0.1]/cb",
    "http://[v1.a]/cb",
    "http://[v1.::1]/cb",
    "http://[::1.2.3]/cb",
    "http://[::1.2.3.4.5]/cb",
    "http://[::256.0.0.1]/cb",
    "http://[::01.0.0.1]/cb",
    "http://[1:2:3:4:5:6:7]/cb",
    "http://[1:2:3:4:5:6:7:8:9]/cb",
    "http://[1:2:3:4:5:6:7::]/cb",
    "http://[1::2::3]/cb",
    "http://[:1]/cb",
    "http://[12345::]/cb",
    "http://[::G]/cb",
    "http://[ ::1]/cb",
    "http://[%3a%3a1]/cb",
    "https://[2001:DB8::1]/cb",
    "https://[2001:db8:0:0:0:0:0:1]/cb",
    "https://[2001:db8:0:1:0:0:1:0]/cb",
    "https://[1:0:2:3:4:5:6:7]/cb",
    "https://[64:ff9b::1.2.3.4]/cb",
    "http://localhost/cb",
    "http://LOCALHOST/cb",
    "http://localhost./cb",
    "http://localhost../cb",
    "http://.localhost/cb",
    "http://a.localhost/cb",
    "http://a.LocalHost./cb",
    "http://localhost.evil.example/cb",
    "http://notlocalhost/cb",
    "http://l%6fcalhost/cb",
    "http://localhost%2e/cb",
    "http://localhost%00/cb",
    "http://\u{ff4c}ocalhost/cb",
    "http://loc\u{ad}alhost/cb",
    "http://127\u{3002}0\u{3002}0\u{3002}1/cb",
    "http://\u{2460}\u{2461}\u{2466}.0.0.1/cb",
    "https://app.example.com/a/../cb",
    "https://app.example.com/..",
    "https://app.example.com/../../cb",
    "https://app.example.com/.",
    "https://app.example.com/./cb",
    "https://app.example.com/cb/.",
    "https://app.example.com/%2e/cb",
    "https://app.example.com/%2e%2e/cb",
    "https://app.example.com/.%2E/cb",
    "https://app.example.com/%252e%252e/cb",
    "https://app.example.com/a/%2e%2e",
    "https://app.example.com/a%2fb",
    "https://app.example.com/a%5Cb",
    "https://app.example.com/..;/cb",
    "https://app.example.com/a//../cb",
    "https://app.example.com/a?/../cb",
    "https://app.example.com/a#/../cb",
    "https://app.example.com/%",
    "https://app.example.com/%2",
    "https://app.example.com/%zz",
    "https://app.example.com/%u0041",
    "https://app.example.com/%00",
    "https://app.example.com/\u{fc}",
    "https://app.example.com/\u{1f600}",
    "https://app.example.com/\u{fdd0}",
    "https://app.example.com/\u{e000}",
    "https://app.example.com/cb?a='b'",
    "https://app.example.com/cb?a=\"b\"",
    "https://app.example.com/cb?a=<b>",
    "https://app.example.com/cb?a=b c",
    "https://app.example.com/cb?a=\u{fc}",
    "https://app.example.com/cb?a=[b]",
    "https://app.example.com/cb?a={b}",
    "https://app.example.com/cb?a=|",
    "https://app.example.com/cb?a=^",
    "https://app.example.com/cb?a=`",
    "https://app.example.com/[cb]",
    "https://app.example.com/<cb>",
    "https://app.example.com/{cb}",
    "https://app.example.com/^cb",
    "https://app.example.com/`cb`",
    "https://app.example.com/|cb",
    "https://app.example.com/\"cb\"",
    "https://app.example.com/cb#",
    "https://app.example.com/cb##",
    "https://app.example.com/cb#a b",
    "https://*.example.com/cb",
    "https://app.example.com/*",
    "https://app.example.com:*/cb",
    "https://app..example.com/cb",
    "https://.example.com/cb",
    "https://./cb",
    "https://../cb",
    "https://-/cb",
    "https://a b/cb",
    "https://a%20b/cb",
    "https://a|b/cb",
    "https://a^b/cb",
    "https://a<b/cb",
    "https://a%7Cb/cb",
    "https://a%5Eb/cb",
    "https://a%25b/cb",
    "https://a%b/cb",
    "https://a%41b/cb",
    "https://a'b/cb",
    "https://a\"b/cb",
    "https://a`b/cb",
    "https://a{b}/cb",
    "https://a!$&()+,;=b/cb",
    "https://a~b/cb",
    "https://xn--/cb",
    "https://xn--a/cb",
    "https://xn--zca/cb",
    "https://xn--a-/cb",
    "https://xn--example-.example/cb",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\u{a}script:alert(1)",
    "data:text/html,a",
    "file:///etc/passwd",
    "file://app.example.com/cb",
    "blob:https://app.example.com/a",
    "about:blank",
    "view-source:https://app.example.com/cb",
    "mailto:a@example.com",
    "urn:ietf:wg:oauth:2.0:oob",
    "com.example.app:/cb",
    "com.example.app:cb",
    "com.example.app://cb",
    "com.example.app:///cb",
    "com.example.app:/../cb",
    "com.example.app:/\u{fc}",
    "com.example.app:/a b",
    "com.example.app:/[a]",
    "com.example.app://[::g]/cb",
    "com.example.app://a:b/cb",
    "com.example.app:/%zz",
    "com.example.app:/cb\\",
    "myapp:/cb",
    "my_app:/cb",
    "1app:/cb",
    "+app:/cb",
    "\u{e4}pp:/cb",
    "localhost:8080/cb",
    "app.example.com:443/cb",
    "http://http://app.example.com/cb",
    "https://https//app.example.com/cb",
    "http:https://app.example.com/cb",
];

/// The hostile URIs that pass although browsers refuse them: to tell takes a decoder of RFC 3492 and
/// the tables of UTS 46.
const BROKEN_PUNYCODE: [&str; 4] =
    ["https://xn--/cb", "https://xn--a/cb", "https://xn--a-/cb", "https://xn--example-.example/cb"];

#[test]
fn no_hostile_uri_passes_that_another_reader_refuses_or_reads_otherwise() {
    let mut tally = Tally::default();
    for text in HOSTILE {
        tally.compare(text);
    }
    println!("{tally:?}");
    assert!(tally.texts >= 150, "{tally:?}");
    assert!(tally.invalid_for_browsers >= 30, "{tally:?}");
    assert!(tally.invalid_for_rfc3986 >= 30, "{tally:?}");
    assert!(tally.rewritten >= 30, "{tally:?}");
    assert!(tally.local >= 20, "{tally:?}");
    assert!(tally.clean >= 10, "{tally:?}");
    // The one thing that browsers refuse and we do not: labels whose Punycode decodes to nothing, or
    // to what UTS 46 does not allow.
    assert_eq!(tally.punycode, BROKEN_PUNYCODE);
}

/// A generator of numbers, the same ones each time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn pick<'a>(&mut self, pieces: &[&'a str]) -> &'a str {
        pieces[self.below(pieces.len())]
    }
}

const SCHEMES: &[&str] = &[
    "https://",
    "https://",
    "https://",
    "http://",
    "http://",
    "HTTPS://",
    "Http://",
    "https:/",
    "https:",
    "https:///",
    "http:\\\\",
    "https:/\\",
    "com.example.app:/",
    "myapp://",
    "ftp://",
    "http//",
    "https ://",
    "ws://",
    "1http://",
    "",
    "//",
];

const USERINFOS: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "user@",
    "user:pass@",
    "@",
    ":@",
    "a@b@",
    "app.example.com@",
    "%40@",
    "ü@",
    "a:b:c@",
    "a;b=c@",
    "127.0.0.1:80@",
    "\\@",
];

const HOSTS: &[&str] = &[
    "app.example.com",
    "app.example.com",
    "App.Example.COM",
    "a",
    "a.",
    "a..b",
    ".a",
    "",
    "*",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "localhost..",
    "x.localhost",
    "xlocalhost",
    "localhost.evil.example",
    "loc%61lhost",
    "l%6Fcalhost.",
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.0.0.1.1",
    "127.0.0.256",
    "127.256",
    "127.65536",
    "127.16777216",
    "127.255.255.255",
    "127..1",
    "0x7f.1",
    "0x7f000001",
    "0X7F.0.0.1",
    "0x7g.1",
    "0x",
    "1.0x",
    "0177.0.0.1",
    "0178.0.0.1",
    "017700000001",
    "2130706433",
    "4294967295",
    "4294967296",
    "0",
    "0.0.0.0",
    "00",
    "1.2.3",
    "1.2.3.4",
    "1.2.3.4.5",
    "1.2.3.08",
    "a.1",
    "a.0x1",
    "a.0x",
    "1.a",
    "128.0.0.1",
    "126.255.255.255",
    "%31%32%37.0.0.1",
    "127%2e0%2E0.1",
    "127.0.0.1%00",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::0001]",
    "[::0.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7f00:1]",
    "[::127.0.0.1]",
    "[::]",
    "[::2]",
    "[2001:DB8::1]",
    "[2001:db8:0:0:1:0:0:1]",
    "[1:0:2:3:4:5:6:7]",
    "[1::2::3]",
    "[::g]",
    "[::1",
    "::1",
    "[::1%25eth0]",
    "[v1.a]",
    "[]",
    "[:]",
    "[1:2:3:4:5:6:7:8:9]",
    "[::1.2.3]",
    "[::01.2.3.4]",
    "[::00001]",
    "[fe80::1]",
    "b\u{fc}cher.example",
    "b%C3%BCcher.example",
    "\u{ff4c}ocalhost",
    "127\u{3002}0\u{3002}0\u{3002}1",
    "\u{2460}27.0.0.1",
    "a\u{ad}b.example",
    "xn--bcher-kva.example",
    "XN--BCHER-KVA.example",
    "a_b.example",
    "a!b.example",
    "a$b",
    "a&b",
    "a'b",
    "(a)",
    "a+b",
    "a,b",
    "a;b",
    "a=b",
    "a~b",
    "a%20b",
    "a%2Fb",
    "a%23b",
    "a%40b",
    "a%5Bb",
    "a%5Eb",
    "a%7Cb",
    "a%7Fb",
    "a%ffb",
    "a%C3b",
    "a%41b",
    "a%2",
    "a%zz",
    "a b",
    "a^b",
    "a|b",
    "a<b",
    "a`b",
    "a{b}",
    "a\"b",
    "a\tb",
    "a\nb",
    "a\u{7f}b",
    "a\u{80}b",
    "a\u{fffd}b",
    "a\u{200b}b",
    "-a.example",
    "a-.example",
    "--",
    "a--b",
    "ab--c.example",
    "\u{1f600}.example",
    "\u{645}\u{62b}\u{627}\u{644}.example",
];

const PORTS: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    ":",
    ":80",
    ":443",
    ":8080",
    ":0",
    ":00080",
    ":65535",
    ":65536",
    ":99999",
    ":4294967376",
    ":a",
    ":80a",
    ":-1",
    ":+80",
    ":8 0",
    ":80:80",
    ":%38",
    ":\u{ff18}\u{ff10}",
];

const PATHS: &[&str] = &[
    "",
    "/",
    "/cb",
    "/cb",
    "/cb",
    "/a/../cb",
    "/..",
    "/../..",
    "/.",
    "/./",
    "/...",
    "/a/.",
    "/a/..",
    "/a/./b",
    "//",
    "//cb",
    "/a//../b",
    "/%2e/cb",
    "/%2E%2e/cb",
    "/.%2e",
    "/%2e.",
    "/%252e%252e/cb",
    "/a%2fb",
    "/a%2Fb",
    "/a%5cb",
    "/a\\b",
    "\\cb",
    "/a\\..\\b",
    "/\\",
    "/a;b",
    "/a:b",
    "/a@b",
    "/a'b",
    "/a!$&()*+,=b",
    "/~a",
    "/a_b-c.d",
    "/\u{fc}",
    "/%C3%BC",
    "/%c3%bc",
    "/%zz",
    "/%",
    "/a b",
    "/a\tb",
    "/<a>",
    "/a\"b",
    "/a^b",
    "/a`b",
    "/a{b}",
    "/a|b",
    "/[a]",
    "/a\u{0}b",
    "/a\u{7f}",
    "/a\u{85}",
    "/a\u{2028}b",
    "/\u{202e}a",
    "/a\u{fdd0}",
    "/a\u{e000}",
    "/\u{1f600}",
    "/C:/a",
    "/C|/a",
    "/*",
    "/.well-known/cb",
    "/a..b",
    "/..a",
    "/a..",
    "/%00",
];

const QUERIES: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    "?",
    "?a=1",
    "?a=1&b=2",
    "?a='b'",
    "?a=\u{fc}",
    "?a=%C3%BC",
    "?a=%zz",
    "?a b",
    "?a=\"b\"",
    "?a=<b>",
    "?a=`b`",
    "?a={b}",
    "?a=[b]",
    "?a=\\b",
    "?a=b?c",
    "?a=/../b",
    "?a=^",
    "?a=|",
    "?\t",
    "?a=@:/",
    "?\u{e000}",
    "?'",
    "?%27",
];

const FRAGMENTS: &[&str] = &[
    "", "", "", "", "", "", "", "", "#", "#a", "#\u{fc}", "#a#b", "#a b", "#`", "#'", "#{a}",
    "#[a]", "#\\", "#%zz",
];

const MARKS: &[&str] = &[
    " ", "\t", "\n", "\u{0}", "%", "@", ":", "/", "\\", "?", "#", "[", "]", ".", "\u{feff}",
    "\u{fc}", "^", "'", "-", "0",
];

/// A URI of random pieces; sometimes a mark is thrown into it.
fn generate(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for pieces in [SCHEMES, USERINFOS, HOSTS, PORTS, PATHS, QUERIES, FRAGMENTS] {
        // Mostly plain pieces, so that one odd piece decides alone.
        let plain = numbers.below(3) > 0 && !matches!(pieces.len(), 0..=1);
        text.push_str(if plain { pieces[0] } else { numbers.pick(pieces) });
    }
    if numbers.below(6) == 0 {
        let at = numbers.below(text.len() + 1);
        let at = (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.insert_str(at, numbers.pick(MARKS));
    }
    text
}

fn compare_generated(count: usize) -> Tally {
    let (mut tally, mut numbers) = (Tally::default(), Numbers(0x9e37_79b9_7f4a_7c15));
    for _ in 0..count {
        tally.compare(&generate(&mut numbers));
    }
    println!("{tally:?}");
    assert_eq!(tally.texts, count);
    for (part, share) in [
        (tally.clean, 50),
        (tally.read, 3),
        (tally.invalid_for_browsers, 20),
        (tally.invalid_for_rfc3986, 20),
        (tally.rewritten, 20),
        (tally.local, 50),
        (tally.forms, 5),
    ] {
        assert!(part >= count / share, "{tally:?}");
    }
    tally
}

#[test]
fn no_generated_uri_passes_that_another_reader_refuses_or_reads_otherwise() {
    compare_generated(10_000);
}

#[test]
#[ignore = "a million URIs: run with `--release -- --ignored --nocapture`"]
fn no_uri_of_a_million_passes_that_another_reader_refuses_or_reads_otherwise() {
    compare_generated(1_000_000);
}

#[test]
fn loopback_is_what_a_browser_takes_for_loopback_over_all_odd_hosts() {
    let (mut local, mut remote) = (0, 0);
    for host in HOSTS {
        for scheme in ["http", "HTTPS"] {
            let text = format!("{scheme}://{host}/cb");
            let (Ok(uri), Ok(url)) = (Uri::read(&text), Url::parse(&text)) else { continue };
            if uri.browser_form() == BrowserForm::Punycode {
                continue;
            }
            assert_eq!(uri.host(), class(&url), "{text}");
            *(if uri.host() == Host::Remote { &mut remote } else { &mut local }) += 1;
        }
    }
    assert!(local >= 40 && remote >= 60, "{local} {remote}");
}
