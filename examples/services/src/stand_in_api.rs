//! An API for the worker to call.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::get;
use tokio::net::TcpListener;

/// An API on this machine that takes every bearer token and remembers it, which a real one does
/// not.
pub struct StandInApi {
    url: String,
    seen: Seen,
}

type Seen = Arc<Mutex<Vec<String>>>;

impl StandInApi {
    /// Starts it, for as long as the runtime lives.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let seen = Seen::default();
        let api = Router::new().route("/", get(answer)).with_state(Arc::clone(&seen));
        tokio::spawn(async move { axum::serve(listener, api).await });
        Ok(Self { url, seen })
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The tokens that have come so far, oldest first.
    #[must_use]
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn answer(State(seen): State<Seen>, headers: HeaderMap) -> StatusCode {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let Some(token) = authorization.and_then(|it| it.strip_prefix("Bearer ")) else {
        return StatusCode::UNAUTHORIZED;
    };
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(token.to_owned());
    StatusCode::OK
}
