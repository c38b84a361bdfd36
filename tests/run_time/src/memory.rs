//! An HTTP client in memory, which answers as it is told and keeps what it was asked, a clock that
//! is set by hand, and an executor for futures that never wait.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::future::{Ready, ready};
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use oauth2::http::{HeaderName, StatusCode, header};
use oauth2::url::form_urlencoded;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};

/// Names and values, in the order in which they were sent.
pub type Pairs = Vec<(String, String)>;

/// An HTTP client that reaches no network.
#[derive(Default)]
pub struct Http {
    answers: Mutex<VecDeque<Result<HttpResponse, Unreachable>>>,
    requests: Mutex<Vec<Request>>,
}

/// A request as a server would get it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method and the URI, as in `POST https://idp.example.com/token`.
    pub line: String,
    /// The values of `Authorization`.
    pub authorization: Vec<String>,
    /// Whether `Authorization` is marked as sensitive.
    pub sensitive: bool,
    /// The values of `Accept`.
    pub accept: Vec<String>,
    /// The values of `Content-Type`.
    pub content_type: Vec<String>,
    /// The body, byte for byte.
    pub body: String,
}

/// The server cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no route to host")
    }
}

impl std::error::Error for Unreachable {}

impl Http {
    /// A client that gives one answer: JSON with the status.
    #[must_use]
    pub fn answering(status: u16, json: &str) -> Self {
        Self::default().then(status, json)
    }

    /// Adds an answer: JSON with the status.
    #[must_use]
    pub fn then(self, status: u16, json: &str) -> Self {
        self.then_typed(status, "application/json", json)
    }

    /// Adds an answer of a content type.
    #[must_use]
    pub fn then_typed(self, status: u16, content_type: &str, body: &str) -> Self {
        self.push(Ok(answer(status, content_type, body.as_bytes())))
    }

    /// Adds an answer of any bytes, as JSON with the status.
    #[must_use]
    pub fn then_bytes(self, status: u16, body: &[u8]) -> Self {
        self.push(Ok(answer(status, "application/json", body)))
    }

    /// Adds an answer that asks to wait: JSON with the status and `Retry-After`.
    #[must_use]
    pub fn then_asking(self, status: u16, retry_after: &str, json: &str) -> Self {
        let mut answer = answer(status, "application/json", json.as_bytes());
        answer.headers_mut().insert(header::RETRY_AFTER, retry_after.parse().unwrap());
        self.push(Ok(answer))
    }

    /// Adds an answer of this status that says when to come back.
    #[must_use]
    pub fn then_after(self, status: u16, retry_after: &str) -> Self {
        let mut answer = HttpResponse::new(b"<html>".to_vec());
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        answer.headers_mut().insert(header::RETRY_AFTER, retry_after.parse().unwrap());
        self.push(Ok(answer))
    }

    /// Adds an answer of this status whose header says why, as a resource answers.
    #[must_use]
    pub fn then_challenging(self, status: u16, challenge: &str, body: &str) -> Self {
        let mut answer = answer(status, "text/plain", body.as_bytes());
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge.parse().unwrap());
        self.push(Ok(answer))
    }

    /// Adds a failure.
    #[must_use]
    pub fn then_unreachable(self) -> Self {
        self.push(Err(Unreachable))
    }

    fn push(self, answer: Result<HttpResponse, Unreachable>) -> Self {
        self.answers.lock().unwrap().push_back(answer);
        self
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The one request.
    #[must_use]
    #[track_caller]
    pub fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request");
        requests[0].clone()
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, Unreachable> {
        self.requests.lock().unwrap().push(Request::of(request));
        self.answers.lock().unwrap().pop_front().expect("an answer for each request")
    }
}

fn answer(status: u16, content_type: &str, body: &[u8]) -> HttpResponse {
    let mut answer = HttpResponse::new(body.to_vec());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    answer.headers_mut().insert(header::CONTENT_TYPE, content_type.parse().unwrap());
    answer
}

impl SyncHttpClient for Http {
    type Error = Unreachable;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        self.answer(&request)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Unreachable;
    type Future = Ready<Result<HttpResponse, Unreachable>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        ready(self.answer(&request))
    }
}

impl Request {
    fn of(request: &HttpRequest) -> Self {
        let texts = |name: HeaderName| {
            let values = request.headers().get_all(name);
            values.iter().map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let authorization = request.headers().get(header::AUTHORIZATION);
        Self {
            line: format!("{} {}", request.method(), request.uri()),
            authorization: texts(header::AUTHORIZATION),
            sensitive: authorization.is_some_and(oauth2::http::HeaderValue::is_sensitive),
            accept: texts(header::ACCEPT),
            content_type: texts(header::CONTENT_TYPE),
            body: String::from_utf8(request.body().clone()).unwrap(),
        }
    }

    /// The parameters of the form.
    #[must_use]
    pub fn form(&self) -> Pairs {
        pairs(&self.body)
    }

    /// The parameter of the form, which is there once.
    #[must_use]
    #[track_caller]
    pub fn parameter(&self, name: &str) -> String {
        only(&self.form(), name)
    }
}

/// The parameters of a form or of a query.
#[must_use]
pub fn pairs(text: &str) -> Pairs {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// The value of a parameter that is there once.
#[must_use]
#[track_caller]
pub fn only(pairs: &Pairs, name: &str) -> String {
    let mut found = pairs.iter().filter(|(other, _)| other == name).map(|(_, value)| value);
    let value = found.next().unwrap_or_else(|| panic!("no `{name}`"));
    assert_eq!(found.next(), None, "`{name}` is there twice");
    value.clone()
}

/// Runs a future that has no reason to wait.
pub fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future waits, and nothing here wakes it"),
    }
}

thread_local! {
    static NOW: Cell<u64> = const { Cell::new(1_700_000_000) };
}

/// The clock of a test: it shows 1,700,000,000 seconds until a test moves it. Each thread has its
/// own, and each test its own thread.
#[must_use]
pub fn clock() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.get())
}

/// Moves the clock of the test.
pub fn pass(seconds: u64) {
    NOW.set(NOW.get() + seconds);
}
