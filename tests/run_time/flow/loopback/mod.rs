//! The login of an app on the user's own machine, by a browser that is a thread with plain connections.

mod addresses;
mod browsers;
mod devices;
mod ends;
mod hostile;
mod pages;
#[cfg(feature = "tracing")]
mod traced;
mod visitors;

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use oauth_flow::flow::{Flow, LoopbackError, LoopbackLogin, Tokens};
use oauth_flow::{OAuthClient, oauth_client};
use oauth_flow_run_time_tests::{Http, Unreachable, only, pairs};
use oauth2::http::Response;
use oauth2::url::Url;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::sync::Notify;

#[oauth_client(
    kind = "native",
    client_id = "app",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "http://127.0.0.1/callback",
    scope = "read"
)]
struct App;

fn app() -> Flow<App> {
    Flow::new(&App).unwrap()
}

const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

/// More than anything here takes on a machine that has other things to do.
const LONG: Duration = Duration::from_secs(60);

/// What a browser knows that was sent to the authorization endpoint.
#[derive(Clone, Debug)]
struct Browser {
    url: Url,
    redirect_uri: Url,
    state: String,
    /// The address of the redirect URI.
    address: SocketAddr,
}

/// What came back on a connection.
#[derive(Clone, Debug, Default)]
struct Page {
    status: u16,
    head: String,
    body: String,
}

impl Browser {
    fn sent_to(url: &Url) -> Self {
        let query = pairs(url.query().unwrap());
        let redirect_uri = Url::parse(&only(&query, "redirect_uri")).unwrap();
        let ip = match redirect_uri.host().unwrap() {
            oauth2::url::Host::Ipv4(ip) => IpAddr::V4(ip),
            oauth2::url::Host::Ipv6(ip) => IpAddr::V6(ip),
            oauth2::url::Host::Domain(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let address = SocketAddr::new(ip, redirect_uri.port_or_known_default().unwrap());
        Self { url: url.clone(), state: only(&query, "state"), redirect_uri, address }
    }

    /// The same at the other loopback address.
    fn at_the_other_address(mut self) -> Self {
        let other = match self.address.ip() {
            IpAddr::V4(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            IpAddr::V6(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        self.address.set_ip(other);
        self
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, LONG).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.set_write_timeout(Some(LONG)).unwrap();
        stream
    }

    /// The host that a browser sends.
    fn host(&self) -> String {
        let port = self.address.port();
        format!("{}:{port}", self.redirect_uri.host_str().unwrap())
    }

    /// A request as a browser sends it.
    fn request(&self, method: &str, target: &str) -> String {
        format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\n\
             Connection: keep-alive\r\n\r\n",
            self.host()
        )
    }

    /// Sends bytes, and reads until the connection is closed.
    fn send(&self, bytes: &[u8]) -> Page {
        let mut stream = self.connect();
        // One that is refused early may be closed before all was sent.
        let _ = stream.write_all(bytes);
        Page::read(stream)
    }

    fn get(&self, target: &str) -> Page {
        self.send(self.request("GET", target).as_bytes())
    }

    fn post(&self, target: &str, content_type: &str, body: &str) -> Page {
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: {}\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n",
            self.host(),
            body.len()
        );
        self.send((head + body).as_bytes())
    }

    /// The authorization response with a code.
    fn answer(&self) -> String {
        format!("{}?code=c0de&state={}", self.redirect_uri.path(), self.state)
    }

    /// What the server sends the browser to.
    fn follow(&self) -> Page {
        self.get(&self.answer())
    }
}

impl Page {
    fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A reset is an end too.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return Self::default() };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    #[track_caller]
    fn assert_success(&self) {
        assert_eq!(self.status, 200, "{self:?}");
        assert!(self.body.contains("<h1>You are logged in</h1>"), "{self:?}");
    }

    #[track_caller]
    fn assert_failure(&self) {
        assert_eq!(self.status, 400, "{self:?}");
        assert!(self.body.contains("<h1>You are not logged in</h1>"), "{self:?}");
    }
}

/// A server that gives its tokens once it is told to.
struct SlowServer(Arc<Notify>);

fn slow_server() -> (SlowServer, Arc<Notify>) {
    let told = Arc::new(Notify::new());
    (SlowServer(Arc::clone(&told)), told)
}

impl<'c> AsyncHttpClient<'c> for SlowServer {
    type Error = Unreachable;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreachable>> + Send + 'c>>;

    fn call(&'c self, _: HttpRequest) -> Self::Future {
        Box::pin(async {
            self.0.notified().await;
            let response = Response::builder().header("content-type", "application/json");
            Ok(response.body(TOKENS.as_bytes().to_vec()).unwrap())
        })
    }
}

/// Runs a future as a program with one thread does.
fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Has a thread do what the browser does; its outcome comes out of the receiver.
fn opened_by<C: OAuthClient, T: Send + 'static>(
    login: LoopbackLogin<'_, C>,
    browse: impl FnOnce(Browser) -> T + Send + 'static,
) -> (LoopbackLogin<'_, C>, Receiver<T>) {
    let (sender, receiver) = channel();
    let login = login.open_browser(move |url| {
        let browser = Browser::sent_to(url);
        thread::spawn(move || sender.send(browse(browser)));
        Ok(())
    });
    (login, receiver)
}

type Outcome<E> = Result<Tokens, LoopbackError<E>>;

/// Logs in by a browser.
fn log_in<'c, C, T, H>(
    login: LoopbackLogin<'_, C>,
    http: &'c H,
    browse: impl FnOnce(Browser) -> T + Send + 'static,
) -> (Outcome<H::Error>, T)
where
    C: OAuthClient,
    T: Send + 'static,
    H: AsyncHttpClient<'c>,
{
    let (login, receiver) = opened_by(login, browse);
    // Where the browser panics, the login would wait for it.
    let request = login.time_limit(LONG).request_async(http);
    let tokens = block_on(async { tokio::time::timeout(2 * LONG, request).await });
    let tokens = tokens.expect("the login ends");
    (tokens, receiver.recv_timeout(LONG).expect("the browser has come back"))
}

/// A whole login of the app, with a server that gives tokens.
#[track_caller]
fn logged_in<T: Send + 'static>(browse: impl FnOnce(Browser) -> T + Send + 'static) -> T {
    let http = Http::answering(200, TOKENS);
    let (tokens, browsed) = log_in(app().login_on_loopback(), &http, browse);
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
    assert_eq!(http.request().parameter("code"), "c0de");
    browsed
}

#[track_caller]
fn failed<T>(outcome: (Outcome<Unreachable>, T)) -> (LoopbackError<Unreachable>, T) {
    (outcome.0.map(|_| ()).expect_err("no tokens"), outcome.1)
}

#[test]
fn the_user_is_logged_in_and_told_so() {
    let http = Http::answering(200, TOKENS);
    let flow = app();
    let login = flow.login_on_loopback();
    let (tokens, (browser, page)) = log_in(login, &http, |browser| {
        let page = browser.follow();
        (browser, page)
    });
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
    page.assert_success();
    let asked = pairs(browser.url.query().unwrap());
    assert!(browser.url.as_str().starts_with("https://idp.example.com/authorize?"));
    assert_eq!(only(&asked, "code_challenge_method"), "S256");
    let port = browser.address.port();
    assert_ne!(port, 0);
    let redirect_uri = format!("http://127.0.0.1:{port}/callback");
    assert_eq!(only(&asked, "redirect_uri"), redirect_uri);
    let request = http.request();
    assert_eq!(request.line, "POST https://idp.example.com/token");
    assert_eq!(request.parameter("redirect_uri"), redirect_uri);
    assert_eq!(request.parameter("code"), "c0de");
}

#[test]
fn it_asks_for_what_the_authorization_request_asks_for() {
    let http = Http::answering(200, TOKENS);
    let flow = app();
    let authorize = flow.authorize().resource("https://api.example.com/");
    let authorize = authorize.extra(oauth_flow::flow::parameter!("prompt"), "login");
    let (tokens, browser) = log_in(authorize.on_loopback(), &http, |browser| {
        browser.follow();
        browser
    });
    tokens.unwrap();
    let asked = pairs(browser.url.query().unwrap());
    assert_eq!(only(&asked, "prompt"), "login");
    assert_eq!(only(&asked, "resource"), "https://api.example.com/");
    assert_eq!(only(&asked, "scope"), "read");
}
