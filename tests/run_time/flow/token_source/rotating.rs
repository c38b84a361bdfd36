//! A server that rotates refresh tokens, and revokes them all when one is used twice (RFC 9700 section
//! 4.14.2).

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use oauth_flow::flow::Tokens;
use oauth_flow_run_time_tests::{Http, Unreachable, only, pairs, run};
use oauth2::http::StatusCode;
use oauth2::http::header::{CONTENT_TYPE, RETRY_AFTER};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::sync::Semaphore;

/// The server itself says that it cannot answer.
pub(super) const AWAY: &str = r#"{"error": "temporarily_unavailable"}"#;

/// The server. Clones are one server.
#[derive(Clone)]
pub(super) struct Rotating(Arc<Inside>);

struct Inside {
    state: Mutex<State>,
    /// What a request that waits takes.
    gate: Semaphore,
}

struct State {
    /// The number of the refresh token that is valid.
    current: usize,
    revoked: bool,
    /// The refresh tokens that came, in their order.
    seen: Vec<String>,
    next: VecDeque<Next>,
    lifetime: Option<u64>,
}

/// What happens to a request.
#[derive(Clone)]
pub(super) enum Next {
    /// It does not come to the server.
    Unsent,
    /// It comes there, and the answer is lost.
    Lost,
    /// It is lost on its way, and the client cannot tell.
    LostBefore,
    /// It is answered like this, and uses up nothing.
    Answer(u16, &'static str),
    /// It is answered like this with `Retry-After`.
    Later(u16, u64),
    /// It uses up the token, and is answered like this.
    Spoilt(u16, &'static str),
    /// It waits until the test lets it in.
    Wait,
    /// It waits at the server, which has the token used up by then.
    WaitAfter,
    /// No answer comes.
    Never,
}

impl Rotating {
    pub(super) fn new() -> Self {
        let state = State {
            current: 0,
            revoked: false,
            seen: Vec::new(),
            next: VecDeque::new(),
            lifetime: Some(3600),
        };
        Self(Arc::new(Inside { state: Mutex::new(state), gate: Semaphore::new(0) }))
    }

    /// The answers say that an access token lives for so many seconds, or nothing of it.
    pub(super) fn living(self, lifetime: Option<u64>) -> Self {
        self.0.state.lock().unwrap().lifetime = lifetime;
        self
    }

    /// What happens to the next request that has nothing of the kind yet.
    pub(super) fn then(self, next: Next) -> Self {
        self.0.state.lock().unwrap().next.push_back(next);
        self
    }

    /// The refresh tokens that came.
    pub(super) fn seen(&self) -> Vec<String> {
        self.0.state.lock().unwrap().seen.clone()
    }

    pub(super) fn is_revoked(&self) -> bool {
        self.0.state.lock().unwrap().revoked
    }

    /// Lets a request in that waits.
    pub(super) fn let_in(&self) {
        self.0.gate.add_permits(1);
    }

    /// A new login: the tokens of a new family.
    pub(super) fn login(&self) -> Tokens {
        let answer = {
            let mut state = self.0.state.lock().unwrap();
            if !state.seen.is_empty() {
                state.current += 1;
            }
            state.revoked = false;
            state.tokens()
        };
        let flow = super::flow();
        let (url, pending) = flow.authorize().begin().unwrap();
        let state = only(&pairs(url.query().unwrap()), "state");
        let callback = format!("code=c&state={state}");
        let request = flow.complete(pending, callback.as_str()).unwrap();
        run(request.request_async(&Http::answering(200, &answer))).unwrap()
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, Unsent> {
        let form = pairs(std::str::from_utf8(request.body()).unwrap());
        let next = self.0.state.lock().unwrap().next.pop_front();
        let token = if only(&form, "grant_type") == "refresh_token" {
            only(&form, "refresh_token")
        } else {
            String::new()
        };
        match next {
            Some(Next::Unsent) => return Err(Unsent(true)),
            Some(Next::LostBefore) => return Err(Unsent(false)),
            Some(Next::Wait) => self.0.gate.acquire().await.unwrap().forget(),
            Some(Next::Answer(status, body)) => {
                self.0.state.lock().unwrap().seen.push(token);
                return Ok(json(status, body));
            }
            Some(Next::Later(status, seconds)) => {
                self.0.state.lock().unwrap().seen.push(token);
                let mut answer = json(status, "<html>");
                answer.headers_mut().insert(RETRY_AFTER, seconds.into());
                return Ok(answer);
            }
            Some(Next::Never) => std::future::pending().await,
            _ => {}
        }
        let answer = self.0.state.lock().unwrap().refresh(token);
        match next {
            Some(Next::Lost) => Err(Unsent(false)),
            Some(Next::Spoilt(status, body)) => Ok(json(status, body)),
            Some(Next::WaitAfter) => {
                self.0.gate.acquire().await.unwrap().forget();
                Ok(answer)
            }
            _ => Ok(answer),
        }
    }
}

impl State {
    fn refresh(&mut self, token: String) -> HttpResponse {
        let is_current = token.is_empty() || token == format!("rt-{}", self.current);
        self.seen.push(token);
        if self.revoked || !is_current {
            self.revoked = true;
            return json(400, r#"{"error": "invalid_grant"}"#);
        }
        self.current += 1;
        json(200, &self.tokens())
    }

    fn tokens(&self) -> String {
        let number = self.current;
        let lifetime =
            self.lifetime.map_or_else(String::new, |it| format!(r#", "expires_in": {it}"#));
        format!(
            r#"{{"access_token": "at-{number}", "token_type": "Bearer", "refresh_token": "rt-{number}"{lifetime}}}"#
        )
    }
}

fn json(status: u16, body: &str) -> HttpResponse {
    let mut answer = HttpResponse::new(body.as_bytes().to_vec());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    answer.headers_mut().insert(CONTENT_TYPE, "application/json".parse().unwrap());
    answer
}

/// The HTTP client failed, and knows whether anything was sent.
#[derive(Debug)]
pub(super) struct Unsent(pub(super) bool);

impl std::fmt::Display for Unsent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Unreachable.fmt(f)
    }
}

impl std::error::Error for Unsent {}

/// As a user tells a source of the errors of its HTTP client.
pub(super) fn is_unsent(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<Unsent>().is_some_and(|Unsent(unsent)| *unsent)
}

impl<'c> AsyncHttpClient<'c> for Rotating {
    type Error = Unsent;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unsent>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.answer(request))
    }
}
