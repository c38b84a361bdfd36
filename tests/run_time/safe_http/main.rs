//! What `SafeHttp` promises, seen from the server: with both versions of reqwest, asynchronous and
//! blocking.

mod addresses;
mod options;

use std::error::Error;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use oauth_flow::flow::safe_http::{reqwest_0_12, reqwest_0_13};
use oauth_flow::flow::{SafeHttpError, SafeHttpOptions};
use oauth_flow_run_time_tests::Server;
use oauth2::http::{Method, Request, StatusCode};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

type Answer = Result<HttpResponse, SafeHttpError>;
type Call = Box<dyn Fn(HttpRequest) -> Answer>;

/// Each client, with the same options.
fn clients(options: &SafeHttpOptions) -> [(&'static str, Call); 4] {
    let current = reqwest_0_13::SafeHttp::with_options(options).unwrap();
    let older = reqwest_0_12::SafeHttp::with_options(options).unwrap();
    let blocking = reqwest_0_13::BlockingSafeHttp::with_options(options).unwrap();
    let older_blocking = reqwest_0_12::BlockingSafeHttp::with_options(options).unwrap();
    [
        ("0.13", Box::new(move |request| wait(current.call(request)))),
        ("0.12", Box::new(move |request| wait(older.call(request)))),
        ("0.13, blocking", Box::new(move |request| blocking.call(request))),
        ("0.12, blocking", Box::new(move |request| older_blocking.call(request))),
    ]
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

fn wait(answer: impl Future<Output = Answer>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(answer)
}

fn post(url: &str) -> HttpRequest {
    let request = Request::builder().method(Method::POST).uri(url);
    request.body(b"code=c0de".to_vec()).unwrap()
}

/// The error, its sources, and their `Debug`.
fn whole_text(error: &SafeHttpError) -> String {
    let mut text = format!("{error:?}");
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(error) = next {
        text = format!("{text}\n{error}\n{error:?}");
        next = error.source();
    }
    text
}

#[test]
fn a_request_and_its_response_arrive_whole() {
    for (name, call) in clients(&SafeHttpOptions::new()) {
        let server = Server::saying(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno",
        );
        let response = call(post(&server.url("/token"))).unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{name}");
        assert_eq!(response.headers()["www-authenticate"], "Basic", "{name}");
        assert_eq!(response.body(), b"no", "{name}");
        let requests = server.requests();
        assert!(requests[0].starts_with("POST /token HTTP/1.1\r\n"), "{name}: {requests:?}");
        assert!(requests[0].ends_with("\r\n\r\ncode=c0de"), "{name}: {requests:?}");
    }
}

#[test]
fn a_redirect_is_handed_back_and_not_followed() {
    for (name, call) in clients(&SafeHttpOptions::new()) {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
        {
            let server = Server::start(move |connection| {
                let head = format!("HTTP/1.1 {status}\r\nLocation: /elsewhere\r\n");
                connection.write(format!("{head}Content-Length: 0\r\n\r\n").as_bytes());
            });
            let response = call(post(&server.url("/token"))).unwrap();
            assert!(response.status().is_redirection(), "{name}: {status}");
            assert_eq!(server.requests().len(), 1, "{name}: {status}");
        }
    }
}

#[test]
fn an_endless_body_is_refused_and_not_read_on() {
    static PART: [u8; 64 * 1024] = [b'a'; 64 * 1024];
    for (name, call) in clients(&SafeHttpOptions::new()) {
        let server = Server::start(|connection| {
            connection.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            let mut parts = 100 * 1024 * 1024 / PART.len();
            while parts > 0 && connection.write(&PART) {
                parts -= 1;
            }
        });
        let error = call(post(&server.url("/"))).unwrap_err();
        assert!(
            matches!(error, SafeHttpError::BodyTooLarge { limit: 1_048_576 }),
            "{name}: {error:?}"
        );
        // The rest of what was written is in the buffers of the two sockets.
        thread::sleep(Duration::from_millis(100));
        assert!(server.written() < 32 * 1024 * 1024, "{name}: {}", server.written());
    }
}

#[test]
fn the_body_limit_is_exact() {
    for (name, call) in clients(&SafeHttpOptions::new().body_limit(10)) {
        let fits = Server::saying("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0123456789");
        assert_eq!(call(post(&fits.url("/"))).unwrap().body(), b"0123456789", "{name}");
        let over = Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890");
        let error = call(post(&over.url("/"))).unwrap_err();
        assert!(matches!(error, SafeHttpError::BodyTooLarge { limit: 10 }), "{name}: {error:?}");
    }
}

#[test]
fn a_server_that_does_not_answer_times_out() {
    let silent = Server::start(|_| thread::sleep(Duration::from_secs(20)));
    times_out(&silent);
}

#[test]
fn a_server_that_answers_in_drops_times_out() {
    let dripping = Server::start(|connection| {
        connection.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while connection.write(b"a") {
            thread::sleep(Duration::from_millis(100));
        }
    });
    times_out(&dripping);
}

fn times_out(server: &Server) {
    for (name, call) in clients(&SafeHttpOptions::new().timeout(Duration::from_millis(500))) {
        let start = Instant::now();
        let error = call(post(&server.url("/"))).unwrap_err();
        assert!(matches!(error, SafeHttpError::Timeout), "{name}: {error:?}");
        assert!(start.elapsed() < Duration::from_secs(8), "{name}: {:?}", start.elapsed());
    }
    assert_eq!(server.connections(), 4);
}

#[test]
fn http_to_another_host_is_refused_without_a_connection() {
    // Linux connects `0.0.0.0` to the server, so a connection would show.
    let server = Server::saying(OK);
    let unspecified = format!("http://0.0.0.0:{}/", server.port);
    for (name, call) in clients(&SafeHttpOptions::new()) {
        for url in [
            unspecified.as_str(),
            "http://idp.example.com/token",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "http://idp.localhost/",
            "http://192.168.0.1/",
            "ftp://localhost/",
        ] {
            let start = Instant::now();
            let error = call(post(url)).unwrap_err();
            assert!(matches!(error, SafeHttpError::InsecureUrl), "{name}: {url}: {error:?}");
            assert!(start.elapsed() < Duration::from_secs(2), "{name}: {url}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn http_to_the_loopback_interface_is_sent() {
    let server = Server::saying(OK);
    for (name, call) in clients(&SafeHttpOptions::new()) {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.1"] {
            let response = call(post(&format!("http://{host}:{}/", server.port)));
            assert_eq!(response.unwrap().body(), b"ok", "{name}: {host}");
        }
    }
}

#[test]
fn the_environment_chooses_no_proxy() {
    let proxy = Server::saying(OK);
    let url = proxy.url("");
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "http_to_the_loopback_interface_is_sent"])
        .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, &url)))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn no_cookie_is_kept() {
    let server = Server::saying(
        "HTTP/1.1 200 OK\r\nSet-Cookie: session=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    for (name, call) in clients(&SafeHttpOptions::new()) {
        call(post(&server.url("/"))).unwrap();
        call(post(&server.url("/"))).unwrap();
        let last = server.requests().pop().unwrap().to_ascii_lowercase();
        assert!(!last.contains("cookie"), "{name}: {last}");
    }
}

#[cfg(not(feature = "tls"))]
#[test]
fn https_without_a_tls_backend_says_what_to_enable() {
    for (name, call) in clients(&SafeHttpOptions::new()) {
        let error = call(post("https://idp.example.com/token")).unwrap_err();
        assert!(matches!(error, SafeHttpError::NoTls), "{name}: {error:?}");
        assert!(error.to_string().contains("`rustls-tls` or `native-tls`"), "{name}: {error}");
    }
}

#[cfg(feature = "tls")]
#[test]
fn https_with_a_tls_backend_is_sent() {
    let server = Server::saying(OK);
    for (name, call) in clients(&SafeHttpOptions::new()) {
        let error = call(post(&format!("https://localhost:{}/", server.port))).unwrap_err();
        assert!(matches!(error, SafeHttpError::Reqwest(_)), "{name}: {error:?}");
    }
    assert_eq!(server.connections(), 4);
}

#[test]
fn an_error_shows_nothing_of_the_url_or_the_body() {
    for (name, call) in clients(&SafeHttpOptions::new()) {
        let closed = Server::start(|_| ());
        let broken = Server::saying("nothing of HTTP\r\n\r\n");
        for url in [closed.url("/p4th?q=s3cret"), broken.url("/p4th?q=s3cret")] {
            let error = call(post(&url)).unwrap_err();
            assert!(std::error::Error::source(&error).is_some(), "{name}: what reqwest says");
            let text = whole_text(&error);
            assert!(text.contains("the request failed"), "{name}: {text}");
            for hidden in ["p4th", "s3cret", "c0de"] {
                assert!(!text.contains(hidden), "{name}: {text}");
            }
        }
    }
}

#[test]
fn an_error_says_whether_the_server_certainly_got_nothing() {
    for (name, call) in clients(&SafeHttpOptions::new()) {
        // Nobody listens on the port 1.
        let error = call(post("http://127.0.0.1:1/token")).unwrap_err();
        assert!(error.is_unsent(), "{name}: {error:?}");
        let error = call(post("http://api.example.com/token")).unwrap_err();
        assert!(error.is_unsent(), "{name}: {error:?}");
        let error = call(post("/token")).unwrap_err();
        assert!(error.is_unsent(), "{name}: {error:?}");
        let cut = Server::start(|_| {});
        let error = call(post(&cut.url("/token"))).unwrap_err();
        assert!(matches!(error, SafeHttpError::Reqwest(_)), "{name}: {error:?}");
        assert!(!error.is_unsent(), "{name}: {error:?}");
    }
    for (error, is_unsent) in [
        (SafeHttpError::Timeout, false),
        (SafeHttpError::BodyTooLarge { limit: 1 }, false),
        (SafeHttpError::Reqwest("another error".into()), false),
        (SafeHttpError::ConnectTimeout, true),
        (SafeHttpError::NoTls, true),
        (SafeHttpError::PrivateAddress, true),
    ] {
        assert_eq!(error.is_unsent(), is_unsent, "{error:?}");
    }
}
