//! Who else comes to the listener, and that the login goes on.

use std::io::Write as _;
use std::net::{Shutdown, TcpStream};

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, only};

use super::{Browser, Page, TOKENS, app, log_in, logged_in, slow_server};

/// What a visitor gets, whom the right response follows.
#[track_caller]
fn answered(visit: impl FnOnce(&Browser) -> Page + Send + 'static) -> Page {
    let (page, last) = logged_in(move |browser| (visit(&browser), browser.follow()));
    last.assert_success();
    page
}

#[track_caller]
fn assert_refused(page: &Page, status: u16, text: &str) {
    assert_eq!((page.status, page.body.as_str()), (status, text), "{page:?}");
    assert_eq!(page.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(page.header("connection"), Some("close"));
}

/// A page that says that this was not the login that is expected.
#[track_caller]
fn assert_other_login(page: &Page) {
    assert_eq!(page.status, 400, "{page:?}");
    assert!(page.body.contains("<h1>This is not the login that was expected</h1>"), "{page:?}");
}

#[test]
fn a_response_with_another_state_ends_nothing() {
    for query in [
        "?code=evil&state=other",
        "?code=evil",
        "?code=evil&state=",
        "?error=access_denied&state=other",
        "?error=access_denied",
        "?",
        "",
        "?x?code=evil&state=other",
    ] {
        let page = answered(move |browser| browser.get(&format!("/callback{query}")));
        assert_other_login(&page);
        assert!(!page.body.contains("evil") && !page.body.contains("other&"), "{page:?}");
    }
}

#[test]
fn a_response_with_the_state_twice_or_changed_ends_nothing() {
    let page = answered(|it| it.get(&format!("{}&state={}", it.answer(), it.state)));
    assert_other_login(&page);
    let page = answered(|it| it.get(&format!("{}x", it.answer())));
    assert_other_login(&page);
    let page = answered(|it| it.get(&it.answer().replace("state", "STATE")));
    assert_other_login(&page);
}

#[test]
fn a_favicon_and_the_paths_of_a_scanner_are_not_found() {
    for path in [
        "/favicon.ico",
        "/",
        "/robots.txt",
        "/callback/",
        "/callback/x",
        "/Callback",
        "//callback",
        "/callback%2F",
        "/./callback",
        "/wp-login.php",
        "/.env",
        "/cgi-bin/%2e%2e/%2e%2e/etc/passwd",
        "*",
    ] {
        let page = answered(move |browser| browser.get(path));
        let found = (page.status, page.body.as_str());
        assert_eq!(found, (404, "There is nothing here.\n"), "{path}");
    }
}

#[test]
fn the_right_state_at_another_path_is_not_found() {
    let page = answered(|it| it.get(&format!("/other?code=c0de&state={}", it.state)));
    assert_refused(&page, 404, "There is nothing here.\n");
}

#[test]
fn another_method_is_not_allowed_even_with_the_right_state() {
    for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "CONNECT"] {
        let page = answered(move |it| it.send(it.request(method, &it.answer()).as_bytes()));
        assert_eq!((page.status, page.header("allow")), (405, Some("GET")), "{method}");
        let text = if method == "HEAD" { "" } else { "The method is not one of this page.\n" };
        assert_eq!(page.body, text, "{method}");
    }
    let page = answered(|it| {
        let form = format!("code=c0de&state={}", it.state);
        it.post("/callback", "application/x-www-form-urlencoded", &form)
    });
    assert_eq!(page.status, 405, "{page:?}");
}

#[test]
fn a_query_may_have_a_question_mark_in_it() {
    let page = logged_in(|it| it.get(&format!("/callback?code=c0de&x=a?b&state={}", it.state)));
    page.assert_success();
    // All before the first `=` is the name.
    let page = answered(|it| it.get(&format!("/callback?x?state={}&code=c0de", it.state)));
    assert_other_login(&page);
}

#[test]
fn a_request_for_another_host_is_refused_whatever_its_state() {
    let head = |browser: &Browser, host: &str| {
        format!("GET {} HTTP/1.1\r\n{host}\r\n\r\n", browser.answer())
    };
    for host in [
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:1",
        "Host: evil.example:{port}",
        "Host: user@127.0.0.1:{port}",
        "Host: 127.0.0.1:{port}, evil.example",
        "Host: 127.0.0.1:{port}\r\nHost: evil.example",
        "Host: 192.168.0.1:{port}",
        "Host: 0.0.0.0:{port}",
        "Host: ",
        "X-No-Host: 1",
    ] {
        let page = answered(move |browser| {
            let host = host.replace("{port}", &browser.address.port().to_string());
            browser.send(head(browser, &host).as_bytes())
        });
        assert_refused(&page, 400, "This is another host.\n");
    }
    let page = answered(|browser| {
        let target = format!("http://{}{}", browser.host(), browser.answer());
        browser.send(browser.request("GET", &target).as_bytes())
    });
    assert_refused(&page, 400, "This is another host.\n");
}

#[test]
fn each_name_of_the_loopback_interface_is_the_host() {
    for host in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
        let page = logged_in(move |it| {
            let head = it
                .request("GET", &it.answer())
                .replace("Host: 127.0.0.1", &format!("Host: {host}"));
            it.send(head.as_bytes())
        });
        page.assert_success();
    }
}

#[test]
fn what_is_no_http_is_refused() {
    let page = answered(|browser| {
        // The start of a TLS ClientHello.
        browser.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03abcdefghijklmnop\x00\x20")
    });
    assert!(matches!(page.status, 0 | 400), "{page:?}");
    for bytes in [
        &b"\r\n\r\n"[..],
        b"hello\r\n\r\n",
        b"GET /callback\r\n\r\n",
        b"GET /callback HTTP/9.9\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x00\x00\x00\x00",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let page = answered(|browser| {
            let mut stream = browser.connect();
            stream.write_all(bytes).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            Page::read(stream)
        });
        assert!(matches!(page.status, 0 | 400 | 404 | 505), "{bytes:?}: {page:?}");
    }
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let page = answered(|browser| {
        let cookie = format!("Cookie: a={}\r\n\r\n", "x".repeat(512 * 1024));
        let head = browser.request("GET", &browser.answer()).replacen("\r\n\r\n", "\r\n", 1);
        browser.send((head + &cookie).as_bytes())
    });
    // Where all of it was not read, the refusal may be lost.
    assert!(matches!(page.status, 0 | 431), "{page:?}");
    let page = answered(|browser| {
        let many = "X-Header: 1\r\n".repeat(200);
        let head = browser.request("GET", &browser.answer()).replacen("\r\n\r\n", "\r\n", 1);
        browser.send((head + many.as_str() + "\r\n").as_bytes())
    });
    assert!(matches!(page.status, 0 | 431), "{page:?}");
}

#[test]
fn the_cookies_of_other_programs_on_the_machine_are_no_obstacle() {
    let page = logged_in(|browser| {
        let cookie = format!("Cookie: a={}\r\n\r\n", "x".repeat(32 * 1024));
        let head = browser.request("GET", &browser.answer()).replacen("\r\n\r\n", "\r\n", 1);
        browser.send((head + &cookie).as_bytes())
    });
    page.assert_success();
}

#[test]
fn a_long_code_is_accepted() {
    let http = Http::answering(200, TOKENS);
    let code = "c".repeat(16 * 1024);
    let sent = code.clone();
    let (tokens, page) = log_in(app().login_on_loopback(), &http, move |browser| {
        browser.get(&format!("/callback?state={}&code={sent}", browser.state))
    });
    tokens.unwrap();
    page.assert_success();
    assert_eq!(http.request().parameter("code"), code);
}

#[test]
fn half_a_request_and_a_slow_one_do_not_keep_the_right_one_waiting() {
    let waiting = logged_in(|browser| {
        let mut half = browser.connect();
        half.write_all(b"GET /callback?code=").unwrap();
        let silent = browser.connect();
        let mut slow = browser.connect();
        let mut sent = browser.request("GET", "/favicon.ico").into_bytes().into_iter();
        for byte in sent.by_ref().take(20) {
            slow.write_all(&[byte]).unwrap();
        }
        browser.follow().assert_success();
        (half, silent, slow)
    });
    drop(waiting);
}

#[test]
fn a_request_that_comes_byte_by_byte_is_one() {
    let page = logged_in(|browser| {
        let mut stream = browser.connect();
        stream.set_nodelay(true).unwrap();
        for byte in browser.request("GET", &browser.answer()).into_bytes() {
            stream.write_all(&[byte]).unwrap();
        }
        Page::read(stream)
    });
    page.assert_success();
}

#[test]
fn a_visitor_who_leaves_at_once_is_nobody() {
    let page = logged_in(|browser| {
        for _ in 0..20 {
            drop(browser.connect());
            let mut gone = browser.connect();
            gone.write_all(browser.request("GET", "/").as_bytes()).unwrap();
            drop(gone);
        }
        browser.follow()
    });
    page.assert_success();
}

#[test]
fn whoever_holds_many_connections_open_cannot_keep_the_browser_out() {
    let held = logged_in(|browser| {
        let mut held: Vec<TcpStream> = (0..300).map(|_| browser.connect()).collect();
        let mut slow = browser.connect();
        // These take the places of the oldest.
        held.extend((0..30).map(|_| browser.connect()));
        slow.write_all(browser.request("GET", &browser.answer()).as_bytes()).unwrap();
        Page::read(slow).assert_success();
        held
    });
    assert_eq!(held.len(), 330);
}

#[test]
fn a_second_tab_with_the_same_response_gets_the_same_page() {
    let (http, told) = slow_server();
    let (tokens, pages) = log_in(app().login_on_loopback(), &http, move |browser| {
        let tabs = [browser.connect(), browser.connect(), browser.connect()];
        for mut tab in &tabs {
            tab.write_all(browser.request("GET", &browser.answer()).as_bytes()).unwrap();
        }
        // What is answered after them shows that they were read.
        for _ in 0..3 {
            assert_eq!(browser.get("/favicon.ico").status, 404);
        }
        told.notify_one();
        tabs.map(Page::read)
    });
    tokens.unwrap();
    for page in pages {
        page.assert_success();
    }
}

/// A client whose response is a form.
#[oauth_client(
    kind = "native",
    client_id = "app",
    response_mode = "form_post",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "http://127.0.0.1/callback"
)]
struct ByForm;

const FORM: &str = "application/x-www-form-urlencoded";

#[track_caller]
fn logged_in_by_form<T: Send + 'static>(browse: impl FnOnce(Browser) -> T + Send + 'static) -> T {
    let http = Http::answering(200, TOKENS);
    let flow = Flow::new(&ByForm).unwrap();
    let (tokens, browsed) = log_in(flow.login_on_loopback(), &http, move |browser| {
        let asked = oauth_flow_run_time_tests::pairs(browser.url.query().unwrap());
        assert_eq!(only(&asked, "response_mode"), "form_post");
        browse(browser)
    });
    tokens.unwrap();
    assert_eq!(http.request().parameter("code"), "c0de");
    browsed
}

#[test]
fn with_form_post_the_response_is_a_form() {
    for content_type in [
        FORM,
        "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded ;charset=utf-8",
    ] {
        let page = logged_in_by_form(move |browser| {
            let form = format!("code=c0de&state={}", browser.state);
            browser.post("/callback", content_type, &form)
        });
        page.assert_success();
    }
}

#[test]
fn with_form_post_another_form_ends_nothing() {
    let pages = logged_in_by_form(|browser| {
        let form = format!("code=c0de&state={}", browser.state);
        let long = format!("{form}&x={}", "x".repeat(64 * 1024));
        let pages = [
            browser.post("/callback", FORM, "code=evil&state=other"),
            browser.post("/callback", FORM, ""),
            browser.post("/callback", "text/plain", &form),
            browser.post("/callback", "multipart/form-data; boundary=x", &form),
            browser.post("/callback", FORM, &long),
            browser.post("/other", FORM, &form),
            browser.send(browser.request("PUT", "/callback").as_bytes()),
        ];
        browser.post("/callback", FORM, &form).assert_success();
        pages
    });
    let [other, empty, plain, multipart, long, elsewhere, put] = pages;
    assert_other_login(&other);
    assert_other_login(&empty);
    assert_refused(&plain, 400, "This is not the form of a login.\n");
    assert_refused(&multipart, 400, "This is not the form of a login.\n");
    // Where all of it was not read, the refusal may be lost.
    assert!(matches!(long.status, 0 | 400), "{long:?}");
    assert_eq!(elsewhere.status, 404);
    assert_eq!((put.status, put.header("allow")), (405, Some("GET, POST")));
}

#[test]
fn with_form_post_half_a_form_does_not_keep_the_right_one_waiting() {
    let half = logged_in_by_form(|browser| {
        let mut half = browser.connect();
        let head = format!(
            "POST /callback HTTP/1.1\r\nHost: {}\r\nContent-Type: {FORM}\r\n\
             Content-Length: 100\r\n\r\ncode=",
            browser.host()
        );
        half.write_all(head.as_bytes()).unwrap();
        let form = format!("code=c0de&state={}", browser.state);
        browser.post("/callback", FORM, &form).assert_success();
        half
    });
    drop(half);
}

#[test]
fn with_form_post_a_response_in_the_query_is_one_too() {
    // A server that does not know the mode answers so.
    logged_in_by_form(|browser| browser.follow()).assert_success();
}
