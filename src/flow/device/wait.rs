//! Waits for the user: asks until the login is decided, and goes on where a server fails for a while.

use std::time::Duration;

use core::future::Future;

use oauth2::{AsyncHttpClient, SyncHttpClient};

use super::error::DeviceError;
use super::login::{DeviceLogin, Poll};
use crate::flow::exchange::error::ExchangeError;
use crate::flow::retry::Retry;
use crate::flow::token::error::RequestError;
use crate::flow::token::tokens::Tokens;

/// The longest pause after a failure, unless the interval is longer or the server asks for more: a user
/// who agreed meanwhile does not wait longer than that for a server that is back.
const LONGEST: Duration = Duration::from_secs(60);

/// How long a wait goes on after failures in a row, by the pauses after them. A restart or a failover of a
/// server takes a minute or two. A server that is still away after three minutes is rather gone or wrongly
/// configured, and the user should hear of it before the code expires. The pauses are added
/// up and the clock is not asked: after a machine has slept, the network may take a while to be back.
const PATIENCE: Duration = Duration::from_secs(180);

/// How a wait goes on.
struct Waiting {
    /// The pause before the next poll.
    pause: Duration,
    /// The sum of the pauses after the failures in a row.
    failed_for: Duration,
}

impl<C> DeviceLogin<C> {
    /// Asks until the user has decided, and calls `sleep` between.
    ///
    /// After a lost connection, a status of 5xx, 408 or 429, or a signer that fails, unless that says
    /// `Retry::No`, it asks again after twice the last pause (RFC 8628 section 3.5), at most a minute, or
    /// after what the server asks for (`Retry-After`, RFC 9110 section 10.2.3) where that is longer. When the pauses after failures
    /// in a row add up to three minutes and the next poll fails too, the wait ends with its error. Any
    /// other answer ends it at once. It never asks when the code has expired. Keep
    /// [`pending`](Self::pending) to go on after such an end.
    ///
    /// # Errors
    ///
    /// The user refused or took too long, the server failed for too long, or it refused the request.
    pub fn wait<H: SyncHttpClient>(
        mut self,
        http: &H,
        mut sleep: impl FnMut(Duration),
    ) -> Result<Tokens, DeviceError<H::Error>> {
        let mut waiting = Waiting::new(self.interval());
        loop {
            sleep(waiting.pause.min(self.left()));
            let answer = self.poll(http);
            if let Some(end) = waiting.after(answer, self.interval()) {
                return end;
            }
        }
    }

    /// Asks until the user has decided, and awaits `sleep` between, such as `tokio::time::sleep`. It
    /// goes on after the failures after which [`wait`](Self::wait) goes on.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait).
    pub async fn wait_async<'c, H, S>(
        mut self,
        http: &'c H,
        mut sleep: impl FnMut(Duration) -> S,
    ) -> Result<Tokens, DeviceError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
        S: Future<Output = ()>,
    {
        let mut waiting = Waiting::new(self.interval());
        loop {
            sleep(waiting.pause.min(self.left())).await;
            let answer = self.poll_async(http).await;
            if let Some(end) = waiting.after(answer, self.interval()) {
                return end;
            }
        }
    }
}

impl Waiting {
    const fn new(interval: Duration) -> Self {
        Self { pause: interval, failed_for: Duration::ZERO }
    }

    /// How the wait ends, if it does.
    fn after<E>(
        &mut self,
        answer: Result<Poll, DeviceError<E>>,
        interval: Duration,
    ) -> Option<Result<Tokens, DeviceError<E>>> {
        match answer {
            Ok(Poll::Done(tokens)) => return Some(Ok(tokens)),
            Ok(Poll::Pending(pause)) => *self = Self::new(pause),
            Err(error) if self.failed_for < PATIENCE && is_passing(&error) => {
                let asked = match error.retry() {
                    Retry::Later(Some(asked)) => asked,
                    _ => Duration::ZERO,
                };
                let doubled = self.pause.saturating_mul(2).min(LONGEST);
                self.pause = doubled.max(interval).max(asked);
                self.failed_for = self.failed_for.saturating_add(self.pause);
            }
            Err(error) => return Some(Err(error)),
        }
        None
    }
}

/// Whether a poll failed by what may pass, and not by a decision of the server. A 4xx with an error code
/// is one, whatever the code says (RFC 8628 section 3.5).
fn is_passing<E>(error: &DeviceError<E>) -> bool {
    match error {
        DeviceError::Token(RequestError::Exchange(ExchangeError::Server(server))) => {
            server.is_failure()
        }
        DeviceError::Token(error) => matches!(error.retry(), Retry::Later(_)),
        _ => false,
    }
}
