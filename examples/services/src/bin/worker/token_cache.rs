//! An access token that is always fresh.
//!
//! It is here and not in oauth-flow because all of it is policy: when a token is renewed, how
//! long to wait after a failure, and what to do meanwhile are the service's to say.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oauth_flow_services::log;
use oauth2::AccessToken;
use tokio::sync::OwnedMutexGuard;
// A monotonic clock, which tests can stop and turn.
use tokio::time::Instant;

/// A token is renewed after 80 % of its life.
const RENEW_AFTER: f64 = 0.8;

/// The lifetime of a token when the server states none (RFC 6749 section 5.1).
const ASSUMED_LIFE: Duration = Duration::from_secs(60);

/// The longest life that is believed.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait after a first failure, which doubles with each one that follows, and its bound. Many
/// instances that may fail at once should add a random part.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What the server gave.
pub(crate) struct Fetched {
    /// The token.
    pub(crate) token: AccessToken,
    /// How long it is valid.
    pub(crate) expires_in: Option<Duration>,
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) struct NoToken {
    /// The last failure.
    reason: Arc<dyn Error + Send + Sync>,
    /// When the next attempt may be made. Asking before gives this error again.
    pub(crate) retry_at: Instant,
}

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no access token")
    }
}

impl Error for NoToken {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.reason.as_ref())
    }
}

/// Keeps one token, for any number of tasks.
pub(crate) struct TokenCache<F> {
    fetch: F,
    state: Mutex<State>,
    /// Whoever holds it renews the token.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// The failures since the last success.
    failures: u32,
    failure: Option<NoToken>,
}

#[derive(Clone)]
struct Kept {
    token: AccessToken,
    renew_at: Instant,
    expires_at: Instant,
}

/// What is to be done for a task that asks.
enum Next {
    Use(AccessToken),
    /// The token is valid, and it is time for the next one.
    UseAndRenew(AccessToken),
    Renew,
    Fail(NoToken),
}

impl<F, R, E> TokenCache<F>
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Fetched, E>> + Send + 'static,
    E: Error + Send + Sync + 'static,
{
    /// An empty cache, which calls `fetch` for a token.
    pub(crate) fn new(fetch: F) -> Arc<Self> {
        Arc::new(Self { fetch, state: Mutex::default(), turn: Arc::default() })
    }

    /// A valid token. Waits for the server only where there is none; one that is due is renewed in
    /// the background, once for all tasks, and used as long as it is valid.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<AccessToken, NoToken> {
        match self.next() {
            Next::Use(token) => Ok(token),
            Next::Fail(failure) => Err(failure),
            Next::UseAndRenew(token) => {
                if let Ok(turn) = Arc::clone(&self.turn).try_lock_owned() {
                    let cache = Arc::clone(self);
                    tokio::spawn(async move {
                        // The turn before this one may have renewed it.
                        if let Next::UseAndRenew(_) = cache.next()
                            && let Err(failure) = cache.renew(turn).await
                        {
                            log(&failure);
                        }
                    });
                }
                Ok(token)
            }
            Next::Renew => {
                let turn = Arc::clone(&self.turn).lock_owned().await;
                // Another task may have had its turn meanwhile.
                match self.next() {
                    Next::Use(token) | Next::UseAndRenew(token) => Ok(token),
                    Next::Fail(failure) => Err(failure),
                    Next::Renew => self.renew(turn).await,
                }
            }
        }
    }

    /// Forgets a token that an API has refused before its time, unless it is another one by now.
    pub(crate) fn refused(&self, token: &AccessToken) {
        let mut state = self.state();
        if state.kept.as_ref().is_some_and(|kept| kept.token.secret() == token.secret()) {
            state.kept = None;
        }
    }

    fn next(&self) -> Next {
        let (state, now) = (self.state(), Instant::now());
        let waiting = state.failure.as_ref().filter(|failure| now < failure.retry_at);
        match (&state.kept, waiting) {
            (Some(kept), _) if now < kept.renew_at => Next::Use(kept.token.clone()),
            (Some(kept), Some(_)) if now < kept.expires_at => Next::Use(kept.token.clone()),
            (Some(kept), None) if now < kept.expires_at => Next::UseAndRenew(kept.token.clone()),
            (_, Some(failure)) => Next::Fail(failure.clone()),
            (_, None) => Next::Renew,
        }
    }

    async fn renew(&self, _turn: OwnedMutexGuard<()>) -> Result<AccessToken, NoToken> {
        // Counted from before the request: the server counts from before its answer.
        let asked_at = Instant::now();
        let fetched = (self.fetch)().await;
        let mut state = self.state();
        match fetched {
            Ok(Fetched { token, expires_in }) => {
                let life = expires_in.unwrap_or(ASSUMED_LIFE).min(LONGEST_LIFE);
                *state = State {
                    kept: Some(Kept {
                        token: token.clone(),
                        renew_at: asked_at + life.mul_f64(RENEW_AFTER),
                        expires_at: asked_at + life,
                    }),
                    ..State::default()
                };
                Ok(token)
            }
            Err(error) => {
                let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(state.failures));
                let retry_at = Instant::now() + wait.min(LONGEST_WAIT);
                let failure = NoToken { reason: Arc::new(error), retry_at };
                state.failures = state.failures.saturating_add(1);
                state.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    /// Never held across an await. What a panic left behind is whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
