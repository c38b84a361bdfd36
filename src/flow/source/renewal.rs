//! One renewal: what is stored is looked at under the lock, and saved before and after the request.

use std::boxed::Box;
use std::sync::Arc;
use std::time::SystemTime;

use core::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::ask::{Failed, Token};
use super::error::{Busy, LoginReason, RequestFailure, TokenError, TooSlow};
use super::state::{Known, Renewal, SAVING, Shared};
use super::store::{Locked, Saved, StoreError};
use super::stored_tokens::{State, StoredTokens};
use crate::flow::retry::Retry;
use crate::flow::settings::seconds;
use crate::flow::token::tokens::Tokens;

/// How often what is stored is looked at anew in one renewal: more often than two others can change it.
const ROUNDS: usize = 4;

/// The longest wait before the one more request of a grace period.
const LONGEST_GRACE_WAIT: Duration = Duration::from_secs(15);

/// The first pause between two attempts to save.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// Renews the tokens if they need it, and keeps what became of it in the source.
pub(super) async fn renew(shared: &Shared) {
    let changes = shared.changes();
    if shared.unsaved().is_none()
        && let Ok(stored) = shared.store.load().await
        && let Some(renewal) = without_lock(shared, stored)
    {
        return shared.record(renewal, changes);
    }
    match lock(shared).await {
        Ok(mut lock) => {
            let changes = shared.changes();
            let renewal = under_lock(shared, lock.as_mut(), Since::now()).await;
            // Before others have their turn, so that nothing older takes the place of what they store.
            shared.record(renewal, changes);
            lock.unlock().await;
        }
        Err(error) => shared.record(Renewal::failed(Known::No, error), changes),
    }
}

/// What is to be said of stored tokens that no renewal can change, or need not.
fn without_lock(shared: &Shared, stored: Option<StoredTokens>) -> Option<Renewal> {
    match stored {
        Some(stored) if shared.is_own(&stored) && shared.is_fresh(&stored) => {
            Some(Renewal::of(stored))
        }
        stored if shared.ask.uses_refresh_token() => no_renewal(shared, stored.as_ref()),
        _ => None,
    }
}

/// Why the tokens of a user cannot be renewed by what is stored.
fn no_renewal(shared: &Shared, stored: Option<&StoredTokens>) -> Option<Renewal> {
    let login = |known, reason| Some(Renewal::failed(known, TokenError::of_login(reason, None)));
    let Some(stored) = stored else { return login(Known::Nothing, LoginReason::NothingStored) };
    if !shared.is_own(stored) {
        return login(Known::Nothing, LoginReason::Foreign);
    }
    if stored.refresh_token().is_none() {
        return login(Known::tokens(stored.clone()), LoginReason::NoRefreshToken);
    }
    if stored.state() == State::Refused {
        return login(Known::tokens(stored.clone()), LoginReason::Refused);
    }
    None
}

/// When the lock was taken, by the clock of the process and by that of the machine: one of them stands still
/// where a process or a machine is suspended.
#[derive(Clone, Copy)]
struct Since(Instant, SystemTime);

impl Since {
    fn now() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    /// Whether the time to prepare the request is over: the lock may end before the answer is saved.
    fn is_too_long_ago(self) -> bool {
        let Self(instant, time) = self;
        instant.elapsed() > SAVING || time.elapsed().is_ok_and(|elapsed| elapsed > SAVING)
    }
}

/// Waits for the lock, a little longer than anybody may hold it: to look and to mark, for the request, and to
/// save its answer.
pub(super) async fn lock(shared: &Shared) -> Result<Box<dyn Locked + '_>, TokenError> {
    let at_most = shared.options.time_limit.saturating_add(SAVING * 2);
    let wait = at_most.saturating_add(SAVING * 2);
    match timeout(wait, shared.store.lock(at_most)).await {
        Ok(lock) => lock.map_err(TokenError::of_store),
        Err(_) => Err(TokenError::of_store(Busy(wait))),
    }
}

async fn under_lock(shared: &Shared, lock: &mut dyn Locked, since: Since) -> Renewal {
    for _ in 0..ROUNDS {
        let stored = match lock.load().await {
            Ok(stored) => stored,
            Err(error) => return Renewal::failed(Known::No, TokenError::of_store(error)),
        };
        let stored = match save_unsaved(shared, lock, stored).await {
            Ok(stored) => stored,
            Err(renewal) => return renewal,
        };
        let round = if shared.ask.uses_refresh_token() {
            of_user(shared, lock, stored, since).await
        } else {
            of_client(shared, lock, stored).await
        };
        match round {
            Round::End(renewal) => return *renewal,
            Round::Again => {}
        }
    }
    let error = "other processes store tokens all the time";
    Renewal::failed(Known::No, TokenError::of_store(error))
}

/// What is to be done after one look at what is stored.
enum Round {
    End(Box<Renewal>),
    /// It was changed meanwhile, or may be tried again.
    Again,
}

impl Round {
    fn end(renewal: Renewal) -> Self {
        Self::End(Box::new(renewal))
    }
}

/// Saves what the last renewal could not save, unless other tokens were stored meanwhile.
async fn save_unsaved(
    shared: &Shared,
    lock: &mut dyn Locked,
    stored: Option<StoredTokens>,
) -> Result<Option<StoredTokens>, Renewal> {
    let Some(mut unsaved) = shared.unsaved() else { return Ok(stored) };
    if stored.as_ref().map(StoredTokens::revision) != unsaved.follows() {
        let instead = stored.as_ref().and_then(|stored| unsaved.in_place_of(stored));
        let Some(instead) = instead else {
            // They are stored after all, or others are.
            shared.set_unsaved(None);
            return Ok(stored);
        };
        unsaved = instead;
    }
    match lock.save(&unsaved).await {
        Ok(Saved::Yes) => {
            shared.set_unsaved(None);
            Ok(Some(unsaved))
        }
        Ok(Saved::Superseded) => {
            shared.set_unsaved(None);
            lock.load()
                .await
                .map_err(|error| Renewal::failed(Known::No, TokenError::of_store(error)))
        }
        Err(error) => Err(Renewal::failed(Known::of(stored), TokenError::of_store(error))),
    }
}

async fn of_client(shared: &Shared, lock: &mut dyn Locked, stored: Option<StoredTokens>) -> Round {
    let stored = stored.filter(|stored| shared.is_own(stored));
    if let Some(stored) = stored.as_ref().filter(|stored| shared.is_fresh(stored)) {
        return Round::end(Renewal::of(stored.clone()));
    }
    match ask(shared, None).await {
        Ok(tokens) => {
            let tokens = StoredTokens::of_login(&tokens, shared.ask.settings());
            saved(shared, lock, tokens, stored).await
        }
        Err(failed) => Round::end(Renewal::failed(Known::of(stored), failed.error())),
    }
}

async fn of_user(
    shared: &Shared,
    lock: &mut dyn Locked,
    stored: Option<StoredTokens>,
    since: Since,
) -> Round {
    if let Some(renewal) = without_lock(shared, stored.clone()) {
        return Round::end(renewal);
    }
    let Some(stored) = stored else { return Round::Again };
    let before = stored.state();
    let now = seconds(shared.now());
    let in_flight = match before {
        State::InFlight { since, again } if is_graced(shared, since, again) => {
            State::InFlight { since, again: true }
        }
        State::InFlight { .. } => {
            let error = TokenError::of_login(LoginReason::InDoubt, None);
            return Round::end(Renewal::failed(Known::tokens(stored), error));
        }
        State::Unused | State::Refused => State::InFlight { since: now, again: false },
    };
    let marked = stored.clone().in_state(in_flight);
    match lock.save(&marked).await {
        Ok(Saved::Yes) => {}
        Ok(Saved::Superseded) => return Round::Again,
        Err(error) => {
            // It may be stored, and nothing was sent.
            shared.set_unsaved(Some(marked.in_state(before)));
            let error = TokenError::of_store(error);
            return Round::end(Renewal::failed(Known::tokens(stored), error));
        }
    }
    if since.is_too_long_ago() {
        let error = TokenError::of_store(TooSlow(SAVING));
        return after_failure(shared, lock, marked.in_state(before), error).await;
    }
    if matches!(before, State::InFlight { since, again } if !is_graced(shared, since, again)) {
        // It was over while the mark was saved.
        let error = TokenError::of_login(LoginReason::InDoubt, None);
        return after_failure(shared, lock, marked.in_state(before), error).await;
    }
    let failed = match ask(shared, Some(&marked)).await {
        Ok(tokens) => {
            let renewed = marked.renewed(&tokens, shared.ask.settings());
            return saved(shared, lock, renewed, Some(stored)).await;
        }
        Err(failed) => failed,
    };
    match &failed.token {
        Token::Unused => {
            let error = failed.error();
            after_failure(shared, lock, marked.in_state(before), error).await
        }
        Token::Renewed(unusable) => {
            let renewed = marked.renewed_in_part(unusable);
            let error = failed.error();
            after_failure(shared, lock, renewed, error).await
        }
        Token::Refused => {
            // Somebody who does not heed the lock may have renewed them.
            if let Ok(Some(newer)) = lock.load().await
                && newer.revision() != marked.revision()
            {
                return Round::Again;
            }
            let error = TokenError::of_login(LoginReason::Refused, Some(Arc::clone(&failed.cause)));
            after_failure(shared, lock, marked.in_state(State::Refused), error).await
        }
        Token::InDoubt => {
            let again = match in_flight {
                State::InFlight { since, again } if is_graced(shared, since, again) => {
                    shared.options.grace_period
                }
                _ => None,
            };
            let error = match again {
                // The one more request, which is not wasted on a server that has just failed.
                Some(period) if period < Duration::MAX => {
                    let wait = (period / 4).min(LONGEST_GRACE_WAIT);
                    failed.error_with(Retry::Later(Some(wait)))
                }
                Some(_) => failed.error_with(Retry::Later(None)),
                None => TokenError::of_login(LoginReason::InDoubt, Some(failed.cause)),
            };
            Round::end(Renewal::failed(Known::tokens(marked), error))
        }
    }
}

/// Whether the server takes a refresh token once more that was sent at this time.
fn is_graced(shared: &Shared, since: u64, again: bool) -> bool {
    // The request may have come to the server at any time of the second. A clock that is behind that of the
    // machine that sent it does not tell how long ago that was.
    let now = seconds(shared.now());
    let age = now.saturating_add(1).checked_sub(since).map_or(Duration::MAX, Duration::from_secs);
    // A server that never rotates takes it any number of times.
    let is_within = |period: Duration| period == Duration::MAX || (!again && age <= period);
    shared.options.grace_period.is_some_and(is_within)
}

async fn ask(shared: &Shared, stored: Option<&StoredTokens>) -> Result<Tokens, Failed> {
    shared.ask.ask(stored, shared.options.time_limit).await
}

impl Failed {
    fn error(&self) -> TokenError {
        self.error_with(self.retry)
    }

    fn error_with(&self, retry: Retry) -> TokenError {
        TokenError::Request(RequestFailure { cause: Arc::clone(&self.cause), retry })
    }
}

/// Saves the tokens of a renewal; `before` is what is used meanwhile where that fails.
async fn saved(
    shared: &Shared,
    lock: &mut dyn Locked,
    tokens: StoredTokens,
    before: Option<StoredTokens>,
) -> Round {
    match save(lock, &tokens).await {
        Ok(Saved::Yes) => Round::end(Renewal::of(tokens)),
        Ok(Saved::Superseded) => superseded(shared, tokens),
        Err(error) => {
            shared.set_unsaved(Some(tokens));
            Round::end(Renewal::failed(Known::of(before), TokenError::of_store(error)))
        }
    }
}

/// Looks again, with the tokens at hand: what is stored may be older than they are.
fn superseded(shared: &Shared, tokens: StoredTokens) -> Round {
    shared.set_unsaved(Some(tokens));
    Round::Again
}

/// Saves what is left of the tokens after a failure.
async fn after_failure(
    shared: &Shared,
    lock: &mut dyn Locked,
    tokens: StoredTokens,
    error: TokenError,
) -> Round {
    match save(lock, &tokens).await {
        Ok(Saved::Yes) => {}
        Ok(Saved::Superseded) => return superseded(shared, tokens),
        Err(_) => shared.set_unsaved(Some(tokens.clone())),
    }
    Round::end(Renewal::failed(Known::tokens(tokens), error))
}

/// Saves tokens, once more where the store fails, for as long as the lock may be held.
pub(super) async fn save(
    lock: &mut dyn Locked,
    tokens: &StoredTokens,
) -> Result<Saved, StoreError> {
    let end = Instant::now() + SAVING;
    let mut pause = FIRST_PAUSE;
    loop {
        match lock.save(tokens).await {
            Err(_) if Instant::now() + pause < end => {
                sleep(pause).await;
                pause *= 2;
                // The store may have saved them, and not have been able to say so.
                if let Ok(Some(stored)) = lock.load().await
                    && stored.revision() == tokens.revision()
                {
                    return Ok(Saved::Yes);
                }
            }
            outcome => return outcome,
        }
    }
}

impl Known {
    fn tokens(tokens: StoredTokens) -> Self {
        Self::Tokens(Arc::new(tokens))
    }

    fn of(tokens: Option<StoredTokens>) -> Self {
        tokens.map_or(Self::No, Self::tokens)
    }
}

impl Renewal {
    fn of(tokens: StoredTokens) -> Self {
        Self { stored: Known::tokens(tokens), failure: None }
    }

    const fn failed(stored: Known, error: TokenError) -> Self {
        Self { stored, failure: Some(error) }
    }
}
