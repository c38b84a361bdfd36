//! What a source knows in this process: its tokens, the renewal that is under way, and the last failure.

use std::boxed::Box;
use std::string::String;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use core::time::Duration;

use oauth2::AccessToken;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::ask::Ask;
use super::error::{LoginReason, TokenError};
use super::renewal::renew;
use super::store::AnyStore;
use super::stored_tokens::StoredTokens;
use crate::flow::retry::Retry;

/// How long a store may take before a request, and again after it.
pub(super) const SAVING: Duration = Duration::from_secs(5);

/// The wait after a first failure, which doubles with each one that follows, and its bound.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The longest wait that a server can ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 60 * 60);

/// How a source renews its tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options {
    pub(super) time_limit: Duration,
    pub(super) renew_ahead: Duration,
    pub(super) in_background: bool,
    pub(super) grace_period: Option<Duration>,
    pub(super) least_life: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            time_limit: Duration::from_secs(20),
            renew_ahead: Duration::from_secs(300),
            in_background: false,
            grace_period: None,
            least_life: Duration::from_secs(10),
        }
    }
}

/// What all clones of a source share.
pub(super) struct Shared {
    pub(super) ask: Box<dyn Ask>,
    pub(super) store: Box<dyn AnyStore>,
    pub(super) options: Options,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The tokens that are known to be stored.
    kept: Option<Arc<StoredTokens>>,
    /// What the last renewal could not save.
    unsaved: Option<StoredTokens>,
    /// The access token that an API has refused.
    refused: Option<String>,
    failure: Option<Failure>,
    /// The failures since the last success.
    failures: u32,
    flight: Option<Flight>,
    /// How often tokens were put here from outside, or taken out.
    changes: u64,
    /// The issuer and the subject of the user, if they are known.
    user: Option<[String; 2]>,
}

/// The last failure, and when the next attempt may be made.
struct Failure {
    error: TokenError,
    retry_at: Instant,
}

type Flight = watch::Receiver<Option<Outcome>>;
type Outcome = Result<AccessToken, TokenError>;

/// What became of a renewal.
pub(super) struct Renewal {
    pub(super) stored: Known,
    pub(super) failure: Option<TokenError>,
}

/// What is known of what is stored.
pub(super) enum Known {
    No,
    /// Nothing of this client and user is.
    Nothing,
    Tokens(Arc<StoredTokens>),
}

/// What is to be done for who asks.
pub(super) enum Next {
    Use(AccessToken),
    /// A renewal, and the token that can be used meanwhile.
    Wait(Flight, Option<AccessToken>),
}

impl Shared {
    pub(super) fn new(ask: Box<dyn Ask>, store: Box<dyn AnyStore>, options: Options) -> Arc<Self> {
        Arc::new(Self { ask, store, options, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> SystemTime {
        self.ask.settings().now()
    }

    /// An access token, or what to wait for.
    pub(super) fn next(self: &Arc<Self>) -> Result<Next, TokenError> {
        let mut state = self.state();
        let kept = state.kept.clone();
        let usable = kept.as_deref().and_then(|kept| self.usable(&state, kept));
        let waits = state.failure.as_ref().and_then(Failure::wait);
        if let (Some(token), Some(kept)) = (&usable, &kept) {
            if waits.is_some() || !self.is_due(kept) {
                return Ok(Next::Use(token.clone()));
            }
        } else if let (Some(wait), Some(failure)) = (waits, &state.failure) {
            return Err(failure.error.clone().waiting(wait));
        }
        let (flight, begun) = match &state.flight {
            Some(flight) => (Ok(flight.clone()), None),
            None => match self.begin(&mut state) {
                Ok((flight, begun)) => (Ok(flight), Some(begun)),
                Err(error) => (Err(error), None),
            },
        };
        drop(state);
        begun.into_iter().for_each(Begun::start);
        match (usable, flight) {
            (Some(token), Ok(_)) if self.options.in_background => Ok(Next::Use(token)),
            (usable, Ok(flight)) => Ok(Next::Wait(flight, usable)),
            // Somebody inside of a runtime renews it.
            (Some(token), Err(_)) => Ok(Next::Use(token)),
            (None, Err(error)) => Err(error),
        }
    }

    /// A renewal, which is to be started when nobody holds the state: a runtime that shuts down drops its task
    /// at once.
    fn begin(self: &Arc<Self>, state: &mut State) -> Result<(Flight, Begun), TokenError> {
        let runtime = Handle::try_current().map_err(|_| TokenError::NoRuntime)?;
        let (sender, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let renewing = Renewing { shared: Arc::clone(self), sender };
        Ok((flight, Begun { runtime, renewing }))
    }

    /// Makes the next attempt to save what the store did not take, if it is time. Whether one is under way.
    pub(super) fn save_again(self: &Arc<Self>) -> bool {
        let mut state = self.state();
        let begun =
            if state.flight.is_none() && state.failure.as_ref().and_then(Failure::wait).is_none() {
                self.begin(&mut state).ok().map(|(_, begun)| begun)
            } else {
                None
            };
        drop(state);
        begun.into_iter().for_each(Begun::start);
        self.flight().is_some()
    }

    /// Tries to save what the store did not take, until it does: the server has forgotten what was before.
    async fn save_what_is_left(self: &Arc<Self>) {
        while self.unsaved().is_some() {
            sleep(FIRST_WAIT).await;
            // The task of that renewal goes on here.
            if self.save_again() {
                return;
            }
        }
    }

    /// The access token of these tokens, if it can be used.
    fn usable(&self, state: &State, tokens: &StoredTokens) -> Option<AccessToken> {
        let token = tokens.access_token()?;
        let (obtained, expires) = tokens.life();
        let now = self.now();
        let is_old = || match now.duration_since(obtained) {
            Ok(age) => age >= self.options.least_life,
            // A clock was set back.
            Err(_) => true,
        };
        if state.refused.as_ref() == Some(token.secret()) && is_old() {
            return None;
        }
        // On the way to the API some time goes by, and its clock may be another one.
        let margin = |life: Duration| (life / 10).min(Duration::from_secs(10));
        is_before(now, obtained, expires, margin).then_some(token)
    }

    /// Whether it is time for the next ones.
    fn is_due(&self, tokens: &StoredTokens) -> bool {
        let (obtained, expires) = tokens.life();
        let ahead = |life: Duration| (life / 5).min(self.options.renew_ahead);
        !is_before(self.now(), obtained, expires, ahead)
    }

    /// Whether tokens that are stored belong to the client, and to the user whose they were before.
    pub(super) fn is_own(&self, tokens: &StoredTokens) -> bool {
        let same = |user: &[String; 2]| tokens.user().is_none_or(|other| other == *user);
        tokens.is_of(self.ask.settings()) && self.state().user.as_ref().is_none_or(same)
    }

    /// Whether tokens that are stored need no renewal.
    pub(super) fn is_fresh(&self, tokens: &StoredTokens) -> bool {
        self.usable(&self.state(), tokens).is_some() && !self.is_due(tokens)
    }

    pub(super) fn changes(&self) -> u64 {
        self.state().changes
    }

    /// Keeps what became of a renewal, unless tokens were put here or taken out since it began.
    pub(super) fn record(&self, renewal: Renewal, changes: u64) {
        let mut state = self.state();
        if state.changes != changes {
            return;
        }
        match renewal.stored {
            Known::No => {}
            Known::Nothing => state.kept = None,
            Known::Tokens(tokens) => {
                state.user = tokens.user().or_else(|| state.user.take());
                state.kept = Some(tokens);
            }
        }
        match renewal.failure {
            None => {
                state.failures = 0;
                state.failure = None;
                // Where the server gives the same one again, it is the answer.
                state.refused = None;
            }
            Some(error) => {
                let wait = state.wait_after(&error);
                state.failures = state.failures.saturating_add(1);
                state.failure = Some(Failure { error, retry_at: Instant::now() + wait });
            }
        }
    }

    /// What the last renewal could not save.
    pub(super) fn unsaved(&self) -> Option<StoredTokens> {
        self.state().unsaved.clone()
    }

    pub(super) fn set_unsaved(&self, tokens: Option<StoredTokens>) {
        self.state().unsaved = tokens;
    }

    /// That an API has refused an access token, unless it was renewed since.
    pub(super) fn refuse(&self, token: &AccessToken) {
        let mut state = self.state();
        let kept = state.kept.as_ref().and_then(|kept| kept.access_token());
        if kept.is_none_or(|kept| kept.secret() == token.secret()) {
            state.refused = Some(token.secret().clone());
        }
    }

    /// The tokens that are known to be stored.
    pub(super) fn kept(&self) -> Option<StoredTokens> {
        self.state().kept.as_deref().cloned()
    }

    /// Puts tokens in place of what is known, or takes them out.
    pub(super) fn set(&self, tokens: Option<StoredTokens>) {
        let mut state = self.state();
        let (flight, changes) = (state.flight.take(), state.changes.wrapping_add(1));
        let user = tokens.as_ref().and_then(StoredTokens::user);
        *state = State { kept: tokens.map(Arc::new), flight, changes, user, ..State::default() };
    }

    /// The renewal that is under way.
    pub(super) fn flight(&self) -> Option<Flight> {
        self.state().flight.clone()
    }
}

impl State {
    /// How long to wait after one more failure.
    fn wait_after(&self, error: &TokenError) -> Duration {
        let doubled = FIRST_WAIT * 2_u32.saturating_pow(self.failures.min(6));
        match (error, error.retry()) {
            // Another process may have stored a new login.
            (TokenError::LoginNeeded(_), _) => FIRST_WAIT,
            (_, Retry::Later(Some(asked))) => {
                asked.min(LONGEST_ASKED).max(doubled.min(LONGEST_WAIT))
            }
            (_, Retry::Later(None) | Retry::NewLogin) => doubled.min(LONGEST_WAIT),
            (_, Retry::No) => LONGEST_WAIT,
        }
    }
}

impl Failure {
    /// How long it is until the next attempt.
    fn wait(&self) -> Option<Duration> {
        let wait = self.retry_at.saturating_duration_since(Instant::now());
        (!wait.is_zero()).then_some(wait)
    }
}

/// Whether now is before the end of a life, less a part of it. A life without an end has none.
fn is_before(
    now: SystemTime,
    obtained: SystemTime,
    expires: Option<SystemTime>,
    part: impl Fn(Duration) -> Duration,
) -> bool {
    let Some(expires) = expires else { return true };
    let life = expires.duration_since(obtained).unwrap_or_default();
    expires.checked_sub(part(life)).is_some_and(|end| now < end)
}

/// A renewal that is not started yet.
struct Begun {
    runtime: Handle,
    renewing: Renewing,
}

impl Begun {
    /// Renews the tokens in a task of its own, which nobody who waits can stop.
    fn start(self) {
        let Self { runtime, renewing } = self;
        runtime.spawn(async move {
            let shared = Arc::clone(&renewing.shared);
            renew(&shared).await;
            renewing.end();
            shared.save_what_is_left().await;
        });
    }
}

/// A renewal that is under way. It is over when this is dropped, however it ends.
struct Renewing {
    shared: Arc<Shared>,
    sender: watch::Sender<Option<Outcome>>,
}

impl Renewing {
    /// Tells those who wait.
    fn end(self) {
        let outcome = {
            let mut state = self.shared.state();
            state.flight = None;
            let kept = state.kept.clone();
            let token = kept.as_deref().and_then(|kept| match state.failure {
                // However short its life is, the server has just given it.
                None => kept.access_token(),
                Some(_) => self.shared.usable(&state, kept),
            });
            match (token, &state.failure) {
                (Some(token), _) => Ok(token),
                (None, Some(failure)) => {
                    let wait = failure.wait().unwrap_or_default();
                    Err(failure.error.clone().waiting(wait))
                }
                // A logout came meanwhile.
                (None, None) => Err(TokenError::of_login(LoginReason::NothingStored, None)),
            }
        };
        self.sender.send_replace(Some(outcome));
    }
}

impl Drop for Renewing {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        // After `end` it is the next one that is under way.
        if self.sender.borrow().is_none() {
            state.flight = None;
        }
    }
}

/// How long who asks waits for a renewal while the old token is valid.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a renewal gave, or the old token where that takes long.
pub(super) async fn landed_or(flight: Flight, old: Option<AccessToken>) -> Outcome {
    match old {
        Some(old) => timeout(PATIENCE, landed(flight)).await.unwrap_or(Ok(old)),
        None => landed(flight).await,
    }
}

/// What a renewal gave.
pub(super) async fn landed(mut flight: Flight) -> Outcome {
    match flight.wait_for(Option::is_some).await {
        Ok(outcome) => outcome.clone().unwrap_or(Err(TokenError::Ended)),
        Err(_) => Err(TokenError::Ended),
    }
}
