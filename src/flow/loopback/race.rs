//! Waits for the first of two futures.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;

/// Which of two futures was the first, and what it gave.
pub(super) enum First<A, B> {
    One(A),
    Other(B),
}

/// Waits for the first of two futures, and drops the other one. Where both are ready, it is `one`.
pub(super) async fn first<A: Future, B: Future>(one: A, other: B) -> First<A::Output, B::Output> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| {
        if let Poll::Ready(output) = one.as_mut().poll(context) {
            return Poll::Ready(First::One(output));
        }
        other.as_mut().poll(context).map(First::Other)
    })
    .await
}

#[cfg(test)]
mod tests {
    use core::future::{Future as _, ready};
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};

    use super::{First, first};

    #[test]
    fn of_two_that_are_ready_it_is_the_first() {
        let mut both = pin!(first(ready(1), ready(2)));
        let polled = both.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Ready(First::One(1))));
    }
}
