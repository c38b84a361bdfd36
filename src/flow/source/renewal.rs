//! One renewal: what is stored is looked at under the lock, and saved before and after the request.

use std::boxed::Box;
use std::sync::Arc;

use core::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::ask::{Failed, Token};
use super::error::{Busy, LoginReason, NoAnswer, RequestFailure, TokenError};
use super::state::{Renewal, SAVING, Shared};
use super::store::{Locked, Saved, StoreError};
use super::stored_tokens::{State, StoredTokens};
use crate::flow::retry::Retry;
use crate::flow::settings::seconds;
use crate::flow::token::tokens::Tokens;

/// How often what is stored is looked at anew in one renewal: more often than two others can change it.
const ROUNDS: usize = 4;

/// The first pause between two attempts to save.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// Renews the tokens if they need it, and keeps what became of it in the source.
pub(super) async fn renew(shared: &Shared) {
    let changes = shared.changes();
    if shared.unsaved().is_none()
        && let Ok(Some(stored)) = shared.store.load().await
        && stored.is_of(shared.ask.settings())
        && shared.is_fresh(&stored)
    {
        return shared.record(Renewal::of(stored), changes);
    }
    match lock(shared).await {
        Ok(mut lock) => {
            let renewal = under_lock(shared, lock.as_mut()).await;
            // Before others have their turn, so that nothing older takes the place of what they store.
            shared.record(renewal, changes);
            lock.unlock().await;
        }
        Err(error) => shared.record(Renewal::failed(None, error), changes),
    }
}

/// Waits for the lock, a little longer than anybody may hold it.
pub(super) async fn lock(shared: &Shared) -> Result<Box<dyn Locked + '_>, TokenError> {
    let at_most = shared.options.time_limit.saturating_add(SAVING);
    let wait = at_most.saturating_add(SAVING);
    match timeout(wait, shared.store.lock(at_most)).await {
        Ok(lock) => lock.map_err(TokenError::of_store),
        Err(_) => Err(TokenError::of_store(Busy(wait))),
    }
}

async fn under_lock(shared: &Shared, lock: &mut dyn Locked) -> Renewal {
    for _ in 0..ROUNDS {
        let stored = match lock.load().await {
            Ok(stored) => stored,
            Err(error) => return Renewal::failed(None, TokenError::of_store(error)),
        };
        let stored = match save_unsaved(shared, lock, stored).await {
            Ok(stored) => stored,
            Err(renewal) => return renewal,
        };
        let round = if shared.ask.uses_refresh_token() {
            of_user(shared, lock, stored).await
        } else {
            of_client(shared, lock, stored).await
        };
        match round {
            Round::End(renewal) => return *renewal,
            Round::Again => {}
        }
    }
    Renewal::failed(None, TokenError::of_store("other processes store tokens all the time"))
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
            lock.load().await.map_err(|error| Renewal::failed(None, TokenError::of_store(error)))
        }
        Err(error) => Err(Renewal::failed(stored, TokenError::of_store(error))),
    }
}

async fn of_client(shared: &Shared, lock: &mut dyn Locked, stored: Option<StoredTokens>) -> Round {
    let stored = stored.filter(|stored| stored.is_of(shared.ask.settings()));
    if let Some(stored) = stored.as_ref().filter(|stored| shared.is_fresh(stored)) {
        return Round::end(Renewal::of(stored.clone()));
    }
    match ask(shared, None).await {
        Ok(tokens) => {
            let tokens = StoredTokens::of_login(&tokens, shared.ask.settings());
            saved(shared, lock, tokens, stored).await
        }
        Err(failed) => Round::end(Renewal::failed(stored, failed.error())),
    }
}

async fn of_user(shared: &Shared, lock: &mut dyn Locked, stored: Option<StoredTokens>) -> Round {
    let login = |stored, reason, cause| {
        Round::end(Renewal::failed(stored, TokenError::of_login(reason, cause)))
    };
    let Some(stored) = stored else { return login(None, LoginReason::NothingStored, None) };
    if !stored.is_of(shared.ask.settings()) {
        return login(None, LoginReason::Foreign, None);
    }
    if shared.is_fresh(&stored) {
        return Round::end(Renewal::of(stored));
    }
    if stored.refresh_token().is_none() {
        return login(Some(stored), LoginReason::NoRefreshToken, None);
    }
    let now = seconds(shared.now());
    let before = stored.state();
    let in_flight = match before {
        State::Unused => State::InFlight { since: now, again: false },
        State::Refused => return login(Some(stored), LoginReason::Refused, None),
        State::InFlight { since, again: false } if is_graced(shared, since, now) => {
            State::InFlight { since, again: true }
        }
        State::InFlight { .. } => return login(Some(stored), LoginReason::InDoubt, None),
    };
    let marked = stored.clone().in_state(in_flight);
    match lock.save(&marked).await {
        Ok(Saved::Yes) => {}
        Ok(Saved::Superseded) => return Round::Again,
        Err(error) => {
            // It may be stored, and nothing was sent.
            shared.set_unsaved(Some(marked.in_state(before)));
            return Round::end(Renewal::failed(Some(stored), TokenError::of_store(error)));
        }
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
        Token::InDoubt => match in_flight {
            State::InFlight { since, again: false }
                if is_graced(shared, since, seconds(shared.now())) =>
            {
                Round::Again
            }
            _ => login(Some(marked), LoginReason::InDoubt, Some(failed.cause)),
        },
    }
}

/// Whether the server takes a refresh token once more.
fn is_graced(shared: &Shared, since: u64, now: u64) -> bool {
    // The request may have come to the server at any time of the second. A clock that is behind that of the
    // machine that sent it does not tell how long ago that was.
    let age = now.saturating_add(1).checked_sub(since).map_or(Duration::MAX, Duration::from_secs);
    shared.options.grace_period.is_some_and(|period| age <= period)
}

async fn ask(shared: &Shared, stored: Option<&StoredTokens>) -> Result<Tokens, Failed> {
    let limit = shared.options.time_limit;
    timeout(limit, shared.ask.ask(stored)).await.unwrap_or_else(|_| {
        let cause = Arc::new(NoAnswer(limit));
        Err(Failed { cause, retry: Retry::Later(None), token: Token::InDoubt })
    })
}

impl Failed {
    fn error(&self) -> TokenError {
        let cause = Arc::clone(&self.cause);
        TokenError::Request(RequestFailure { cause, retry: self.retry })
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
            Round::end(Renewal::failed(before, TokenError::of_store(error)))
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
    Round::end(Renewal::failed(Some(tokens), error))
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

impl Renewal {
    const fn of(tokens: StoredTokens) -> Self {
        Self { tokens: Some(tokens), failure: None }
    }

    const fn failed(tokens: Option<StoredTokens>, error: TokenError) -> Self {
        Self { tokens, failure: Some(error) }
    }
}
