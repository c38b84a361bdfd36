//! The cache against a server of a few lines, on a clock that the tests turn.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinSet;
use tokio::time::{advance, sleep};

use super::*;

/// What the server answers, one entry a request: the life of the token, or a failure. Each answer
/// takes a second; the tokens are called by their number.
struct Server {
    answers: &'static [Option<u64>],
    requests: AtomicUsize,
}

type Cache = Arc<TokenCache<Box<dyn Fn() -> Answer + Send + Sync>>>;
type Answer = std::pin::Pin<Box<dyn Future<Output = Result<Fetched, std::io::Error>> + Send>>;

fn cache(answers: &'static [Option<u64>]) -> (Cache, Arc<Server>) {
    let server = Arc::new(Server { answers, requests: AtomicUsize::new(0) });
    let asked = Arc::clone(&server);
    let fetch = move || {
        let server = Arc::clone(&asked);
        Box::pin(async move {
            let number = server.requests.fetch_add(1, Ordering::SeqCst);
            sleep(Duration::from_secs(1)).await;
            let answer = server.answers.get(number).expect("a request that no test expects");
            let life = answer.ok_or_else(|| std::io::Error::other("the server is down"))?;
            Ok(Fetched {
                token: AccessToken::new(format!("token {number}")),
                expires_in: Some(Duration::from_secs(life)),
            })
        }) as Answer
    };
    (TokenCache::new(Box::new(fetch) as _), server)
}

impl Server {
    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn token(cache: &Cache) -> String {
    cache.get().await.expect("there is a token").secret().clone()
}

/// Turns the clock, and lets what waits for it run.
async fn pass(seconds: u64) {
    advance(Duration::from_secs(seconds)).await;
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_fresh_token_is_asked_for_once() {
    let (cache, server) = cache(&[Some(100)]);
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let cache = Arc::clone(&cache);
        tasks.spawn(async move { token(&cache).await });
    }
    assert!(tasks.join_all().await.iter().all(|it| it == "token 0"));
    // The life counts from the request, which was a second ago.
    pass(78).await;
    assert_eq!(token(&cache).await, "token 0");
    assert_eq!(server.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_due_is_renewed_once_and_used_meanwhile() {
    let (cache, server) = cache(&[Some(100), Some(100)]);
    assert_eq!(token(&cache).await, "token 0");
    pass(79).await;
    for _ in 0..20 {
        assert_eq!(token(&cache).await, "token 0");
    }
    pass(0).await;
    assert_eq!(server.requests(), 2);
    pass(1).await;
    assert_eq!(token(&cache).await, "token 1");
    assert_eq!(server.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_leaves_the_token_until_it_expires() {
    let (cache, server) = cache(&[Some(100), None, None, Some(100)]);
    assert_eq!(token(&cache).await, "token 0");
    pass(80).await;
    // The first failure, after which a second passes without an attempt.
    assert_eq!(token(&cache).await, "token 0");
    pass(0).await;
    pass(1).await;
    assert_eq!(token(&cache).await, "token 0");
    pass(0).await;
    assert_eq!(server.requests(), 2);
    // The second one, after which it is two.
    pass(1).await;
    assert_eq!(token(&cache).await, "token 0");
    pass(0).await;
    pass(1).await;
    assert_eq!(server.requests(), 3);
    pass(1).await;
    assert_eq!(token(&cache).await, "token 0");
    pass(0).await;
    assert_eq!(server.requests(), 3);
    pass(1).await;
    assert_eq!(token(&cache).await, "token 0");
    pass(0).await;
    pass(1).await;
    assert_eq!(token(&cache).await, "token 3");
    assert_eq!(server.requests(), 4);
}

#[tokio::test(start_paused = true)]
async fn without_a_token_a_failure_is_told_and_not_repeated_at_once() {
    let (cache, server) = cache(&[None, Some(100)]);
    let first = cache.get().await.expect_err("the server is down");
    assert_eq!(first.source().expect("there is a reason").to_string(), "the server is down");
    assert_eq!(first.retry_at, Instant::now() + FIRST_WAIT);
    let second = cache.get().await.expect_err("it is too early");
    assert_eq!(second.retry_at, first.retry_at);
    assert_eq!(server.requests(), 1);
    pass(1).await;
    assert_eq!(token(&cache).await, "token 1");
}

#[tokio::test(start_paused = true)]
async fn the_wait_has_a_bound() {
    let (cache, _server) = cache(&[None; 9]);
    let mut waits = Vec::new();
    for _ in 0..9 {
        let failure = cache.get().await.expect_err("the server is down");
        waits.push((failure.retry_at - Instant::now()).as_secs());
        tokio::time::sleep_until(failure.retry_at).await;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_not_used() {
    let (cache, _server) = cache(&[Some(100), None]);
    assert_eq!(token(&cache).await, "token 0");
    pass(99).await;
    cache.get().await.expect_err("the token has expired");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_forgotten_and_its_successor_is_not() {
    let (cache, server) = cache(&[Some(100), Some(100)]);
    let refused = cache.get().await.expect("there is a token");
    cache.refused(&refused);
    assert_eq!(token(&cache).await, "token 1");
    cache.refused(&refused);
    assert_eq!(token(&cache).await, "token 1");
    assert_eq!(server.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_life_beyond_measure_is_cut() {
    let (cache, _server) = cache(&[Some(u64::MAX)]);
    assert_eq!(token(&cache).await, "token 0");
}
