//! Answers a visitor: the browser with the authorization response, or anyone else.

use std::string::String;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::vec::Vec;

use core::convert::Infallible;
use core::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::uri::Authority;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::page::{Outcome, Pages, content_security_policy};
use crate::flow::authorize::pending::PendingKey;
use crate::flow::authorize::response::Callback;
use crate::flow::trace;

/// How long a visitor may take to send the head of its request, and then the body.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the head of a request may be: a browser sends the cookies of every program on the loopback
/// interface, whatever its port (RFC 6265 section 8.5).
const LONGEST_HEAD: usize = 64 * 1024;

/// How long an authorization response may be: more than any server sends.
const LONGEST_FORM: usize = 64 * 1024;

/// All of an authorization response, as the browser brought it.
pub(super) type Answer = Zeroizing<Vec<u8>>;

/// What the app waits for.
pub(super) struct Expected {
    /// The login that the response has to answer.
    pub(super) key: PendingKey,
    /// The host, the port and the path of the redirect URI, as a browser sends them.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) path: String,
    /// Whether the response comes as a form that the browser posts.
    pub(super) form_post: bool,
    pub(super) pages: Pages,
    /// Takes the first response.
    pub(super) answer: Mutex<Option<oneshot::Sender<Answer>>>,
    pub(super) outcome: watch::Receiver<Option<Outcome>>,
}

/// Serves one request of a connection. `waits` is set when that is the authorization response.
pub(super) async fn visit(stream: TcpStream, expected: Arc<Expected>, waits: Arc<AtomicBool>) {
    let service = service_fn(|request| {
        let (expected, waits) = (&expected, &waits);
        async move { Ok::<_, Infallible>(expected.response(request, waits).await) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // What is no HTTP is answered by 400, and a visitor who leaves is none to tell.
    let _ = connection.await;
}

impl Expected {
    async fn response(
        &self,
        request: Request<Incoming>,
        waits: &AtomicBool,
    ) -> Response<Full<Bytes>> {
        match self.answer(request).await {
            Ok(answer) => {
                waits.store(true, Ordering::Relaxed);
                self.hand_over(answer);
                self.told().await
            }
            Err(refusal) => {
                trace::visited(refusal.word());
                self.refused(refusal)
            }
        }
    }

    /// The authorization response of the login that is expected.
    async fn answer(&self, request: Request<Incoming>) -> Result<Answer, Refusal> {
        if request.uri().authority().is_some() || !self.is_addressed(request.headers()) {
            return Err(Refusal::Host);
        }
        if request.uri().path() != self.path {
            return Err(Refusal::Path);
        }
        let answer = match *request.method() {
            Method::GET => {
                let query = request.uri().query().unwrap_or_default();
                // With the mark, the query is read as one whatever it has in it.
                ["?", query].concat().into_bytes().into()
            }
            Method::POST if self.form_post => form(request).await?,
            _ => return Err(Refusal::Method),
        };
        if Callback::from(answer.as_slice()).key().as_ref() == Some(&self.key) {
            Ok(answer)
        } else {
            Err(Refusal::OtherLogin)
        }
    }

    /// Whether a request is meant for this program: a name of another host that a resolver gave a loopback
    /// address is refused (DNS rebinding).
    fn is_addressed(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Ok(host) = Authority::try_from(host.as_bytes()) else { return false };
        let is_ours = |other: &str| host.host().eq_ignore_ascii_case(other);
        !host.as_str().contains('@')
            && host.port_u16().unwrap_or(80) == self.port
            && [self.host.as_str(), "127.0.0.1", "[::1]", "localhost"].into_iter().any(is_ours)
    }

    /// Gives the response to the login. The same one of another tab waits for the same end.
    fn hand_over(&self, answer: Answer) {
        let sender = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // The login is over where nobody waits.
            let _ = sender.send(answer);
        }
    }

    /// The page, once the login has ended.
    async fn told(&self) -> Response<Full<Bytes>> {
        let mut outcome = self.outcome.clone();
        let end = outcome.wait_for(Option::is_some).await.ok().and_then(|outcome| *outcome);
        let outcome = end.unwrap_or(Outcome::Failure);
        let status = match outcome {
            Outcome::Success => StatusCode::OK,
            Outcome::Failure => StatusCode::BAD_REQUEST,
        };
        html(status, self.pages.of(outcome))
    }

    fn refused(&self, refusal: Refusal) -> Response<Full<Bytes>> {
        match refusal {
            Refusal::Host => plain(StatusCode::BAD_REQUEST, "This is another host.\n"),
            Refusal::Path => plain(StatusCode::NOT_FOUND, "There is nothing here.\n"),
            Refusal::Method => {
                let mut response =
                    plain(StatusCode::METHOD_NOT_ALLOWED, "The method is not one of this page.\n");
                let allowed = if self.form_post { "GET, POST" } else { "GET" };
                set(&mut response, header::ALLOW, allowed);
                response
            }
            Refusal::Form => plain(StatusCode::BAD_REQUEST, "This is not the form of a login.\n"),
            Refusal::OtherLogin => html(StatusCode::BAD_REQUEST, self.pages.of_other_login()),
        }
    }
}

/// Why a request is not the authorization response.
#[derive(Clone, Copy)]
enum Refusal {
    Host,
    Path,
    Method,
    Form,
    OtherLogin,
}

impl Refusal {
    /// What a refusal is called in an event.
    const fn word(self) -> &'static str {
        match self {
            Self::Host => "other_host",
            Self::Path => "other_path",
            Self::Method => "other_method",
            Self::Form => "no_form",
            Self::OtherLogin => "other_login",
        }
    }
}

/// The form of a request, which the browser posts (OAuth 2.0 Form Post Response Mode section 2).
async fn form(request: Request<Incoming>) -> Result<Answer, Refusal> {
    let content_type = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let media_type = content_type.and_then(|it| it.split(|byte| *byte == b';').next());
    let is_form = media_type.is_some_and(|it| {
        it.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
    });
    if !is_form {
        return Err(Refusal::Form);
    }
    let body = timeout(PATIENCE, Limited::new(request.into_body(), LONGEST_FORM).collect()).await;
    match body {
        Ok(Ok(body)) => Ok(body.to_bytes().to_vec().into()),
        _ => Err(Refusal::Form),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    response(status, "text/plain; charset=utf-8", Bytes::from_static(text.as_bytes()))
}

fn html(status: StatusCode, page: String) -> Response<Full<Bytes>> {
    response(status, "text/html; charset=utf-8", page.into())
}

fn response(status: StatusCode, content_type: &str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, content_type);
    set(&mut response, header::CACHE_CONTROL, "no-store");
    set(&mut response, header::CONNECTION, "close");
    set(&mut response, header::CONTENT_SECURITY_POLICY, &content_security_policy());
    set(&mut response, header::REFERRER_POLICY, "no-referrer");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

fn set(response: &mut Response<Full<Bytes>>, name: HeaderName, value: &str) {
    // All of them are ASCII.
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}
