//! What a row of PostgreSQL does where it is shared, held for too long, lost or away.

use std::path::Path;
use std::time::Duration;

use oauth_flow::flow::{LoginReason, Retry, SafeHttp, TokenError, TokenSource, TokenStore};
use oauth_flow_e2e_tests::{Server, tests};
use oauth_flow_services::postgres_token_store::{
    PostgresLock, PostgresTokenError, PostgresTokenStore,
};
use sqlx::{PgPool, Row as _};
use tokio::time::{sleep, timeout};

use crate::client::{self, Cli, Clock};
use crate::points::wait_until;
use crate::postgres::{self, Cluster};
use crate::store::{Place, in_flight};
use crate::worker::{Plan, Work, texts};

tests! {
    a_lock_of_postgresql_is_one_at_a_time
    a_lock_of_postgresql_that_is_dropped_ends_with_its_lease
    a_row_of_postgresql_that_has_no_tokens_goes_with_its_lock
    a_row_of_postgresql_that_no_version_wrote_shows_nothing
    a_holder_of_postgresql_that_comes_late_overwrites_nothing
    a_commit_that_postgresql_lost_sends_no_token_twice
    a_token_is_served_while_postgresql_is_away
}

const LEASE: Duration = Duration::from_secs(600);

fn block_on(future: impl Future<Output = ()>) {
    // Threads of its own, so that a test may wait for a server in between.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(future);
}

fn store(pool: &PgPool, id: &str) -> PostgresTokenStore {
    PostgresTokenStore::new(pool.clone(), id)
}

/// The lock, which is to be had before long.
async fn soon(store: &PostgresTokenStore, lease: Duration) -> PostgresLock {
    let lock = timeout(Duration::from_secs(60), store.lock(lease)).await;
    lock.expect("somebody else has the lock").unwrap()
}

/// Whether somebody has to wait for the lock.
async fn waits(store: &PostgresTokenStore) -> bool {
    timeout(Duration::from_millis(200), store.lock(LEASE)).await.is_err()
}

fn a_lock_of_postgresql_is_one_at_a_time() {
    let socket = Cluster::shared().socket();
    block_on(async {
        let pool = postgres::pool(socket);
        let (one, other) = (store(&pool, "one at a time"), store(&pool, "one at a time"));
        let lock = soon(&one, LEASE).await;
        assert!(waits(&other).await, "of another process");
        assert!(waits(&one.clone()).await, "of this process");
        assert!(!waits(&store(&pool, "somebody else")).await);
        let waiting = tokio::spawn(async move {
            let lock = soon(&other, LEASE).await;
            (other, lock)
        });
        one.unlock(lock).await;
        let (other, lock) = waiting.await.unwrap();
        assert!(waits(&one).await);
        other.unlock(lock).await;
        soon(&one, LEASE).await;
    });
}

fn a_lock_of_postgresql_that_is_dropped_ends_with_its_lease() {
    let socket = Cluster::shared().socket();
    block_on(async {
        let pool = postgres::pool(socket);
        let insert = "INSERT INTO oauth_tokens (id, tokens) VALUES ('dropped, with tokens', '{}')";
        sqlx::query(insert).execute(&pool).await.unwrap();
        for id in ["dropped", "dropped, with tokens"] {
            let (one, other) = (store(&pool, id), store(&pool, id));
            drop(soon(&one, LEASE).await);
            assert!(waits(&other).await, "{id}: nobody has said that the lock is free");
            // Who held it may have it again.
            let lock = soon(&one, Duration::from_millis(300)).await;
            let next = soon(&other, LEASE).await;
            // It is another's by now, which the first one does not give back.
            one.unlock(lock).await;
            assert!(waits(&one).await, "{id}");
            other.unlock(next).await;
            assert!(!waits(&one).await, "{id}");
        }
    });
}

fn a_row_of_postgresql_that_has_no_tokens_goes_with_its_lock() {
    let socket = Cluster::shared().socket();
    block_on(async {
        let pool = postgres::pool(socket);
        let store = store(&pool, "nobody");
        let lock = soon(&store, LEASE).await;
        assert!(store.load().await.unwrap().is_none());
        store.unlock(lock).await;
        let rows = sqlx::query("SELECT id FROM oauth_tokens WHERE id = 'nobody'").fetch_all(&pool);
        assert!(rows.await.unwrap().is_empty());
    });
}

fn a_row_of_postgresql_that_no_version_wrote_shows_nothing() {
    let socket = Cluster::shared().socket();
    block_on(async {
        let pool = postgres::pool(socket);
        let secret = "[\"a secret\", 1]";
        let insert = sqlx::query("INSERT INTO oauth_tokens (id, tokens) VALUES ('garbage', $1)");
        insert.bind(secret).execute(&pool).await.unwrap();
        let error = store(&pool, "garbage").load().await.unwrap_err();
        assert!(matches!(error, PostgresTokenError::NotTokens));
        assert!(!format!("{error:?} {}", texts(&error)).contains("a secret"));
    });
}

/// A user who has logged in, and a row of the user's own.
struct User {
    server: Server,
    plan: Plan,
    http: SafeHttp,
    source: TokenSource<Cli>,
    pool: PgPool,
}

impl User {
    async fn log_in(socket: &Path, id: &str, lease: Option<Duration>) -> Self {
        let server = Server::start().unwrap();
        let plan = Plan {
            issuer: server.issuer().to_owned(),
            clock: Clock::Real,
            place: Place::Postgres { socket: socket.to_owned(), id: id.to_owned(), lease },
            graced: false,
            work: Work::Tasks { tasks: 0, api: String::new() },
        };
        let http = SafeHttp::new().unwrap();
        let (source, _) = plan.source(&http, None).await;
        let user = Self { server, plan, http, source, pool: postgres::pool(socket) };
        user.log_in_again(&user.source).await;
        user
    }

    async fn log_in_again(&self, source: &TokenSource<Cli>) {
        let flow = client::flow(&self.plan.issuer, self.plan.clock, &self.http).await;
        source.keep(&client::log_in(&flow, &self.http).await).await.unwrap();
    }

    /// The tokens of the row as they are, and their revision.
    async fn row(&self) -> (String, String) {
        let Place::Postgres { id, .. } = &self.plan.place else { panic!("a row") };
        let select =
            sqlx::query("SELECT tokens, revision FROM oauth_tokens WHERE id = $1").bind(id);
        let row = select.fetch_one(&self.pool).await.unwrap();
        (row.get(0), row.get(1))
    }

    async fn set_row(&self, (tokens, revision): (String, String)) {
        let Place::Postgres { id, .. } = &self.plan.place else { panic!("a row") };
        let update = "UPDATE oauth_tokens SET tokens = $2, revision = $3 WHERE id = $1";
        let update = sqlx::query(update).bind(id).bind(tokens).bind(revision);
        update.execute(&self.pool).await.unwrap();
    }

    /// The refresh tokens that the server was sent.
    fn sent(&self) -> Vec<String> {
        let record = self.server.record();
        let refreshes = record.of("/token").filter_map(|it| it.body("refresh_token"));
        refreshes.map(str::to_owned).collect()
    }

    /// Begins a renewal whose answer is `late`, and waits until the server has carried it out.
    async fn renew_late(
        &self,
        late: Duration,
    ) -> tokio::task::JoinHandle<Result<oauth2::AccessToken, TokenError>> {
        self.server.delay("/token", late);
        let carried_out = || {
            let record = self.server.record();
            let refreshes = record.of("/token").filter(|it| it.body("refresh_token").is_some());
            refreshes.filter(|it| it.status == Some(200)).count()
        };
        let before = carried_out();
        let source = self.source.clone();
        let token = source.access_token().await.unwrap();
        source.refused(&token);
        let renewal = tokio::spawn(async move { source.access_token().await });
        wait_until(|| carried_out() > before);
        self.server.delay("/token", Duration::ZERO);
        renewal
    }
}

/// A process is paused for longer than its lease, while the refresh token is in flight, and the user logs in
/// anew: what it saves then is not the last word.
fn a_holder_of_postgresql_that_comes_late_overwrites_nothing() {
    let socket = Cluster::shared().socket();
    block_on(async {
        let lease = Some(Duration::from_millis(300));
        let user = User::log_in(socket, "late", lease).await;
        let renewal = user.renew_late(Duration::from_millis(1_500)).await;

        let (other, _) = user.plan.source(&user.http, None).await;
        let stored = other.stored().await.unwrap().unwrap();
        assert_eq!(in_flight(&stored), Some(false));
        let token = other.access_token().await.unwrap();
        other.refused(&token);
        match other.access_token().await {
            Err(TokenError::LoginNeeded(needed)) => {
                assert_eq!(needed.reason(), LoginReason::InDoubt);
            }
            outcome => panic!("{outcome:?}"),
        }
        user.log_in_again(&other).await;
        let login = other.stored().await.unwrap().unwrap();

        let token = renewal.await.unwrap().unwrap();
        assert_eq!(token.secret(), login.access_token().unwrap().secret());
        assert_eq!(other.stored().await.unwrap().unwrap().revision(), login.revision());
        assert_eq!(user.sent().len(), 1);
    });
}

/// A standby takes over that did not get the last commit: the refresh token seems to be unused. Who has the
/// answer to it stores that all the same.
fn a_commit_that_postgresql_lost_sends_no_token_twice() {
    let socket = Cluster::shared().socket();
    block_on(async {
        let user = User::log_in(socket, "lost", None).await;
        let before = user.row().await;
        let renewal = user.renew_late(Duration::from_millis(500)).await;
        assert_ne!(user.row().await.1, before.1);
        user.set_row(before).await;
        let token = renewal.await.unwrap().unwrap();
        let stored = user.source.stored().await.unwrap().unwrap();
        assert_eq!(stored.access_token().unwrap().secret(), token.secret());
        assert_eq!(user.sent().len(), 1, "the refresh token is sent once");
        user.source.refused(&token);
        user.source.access_token().await.unwrap();
        assert_eq!(user.sent().len(), 2, "the login lives");
    });
}

fn a_token_is_served_while_postgresql_is_away() {
    let mut cluster = Cluster::start();
    block_on(async {
        let user = User::log_in(cluster.socket(), "away", None).await;
        let token = user.source.access_token().await.unwrap();
        cluster.stop(true);
        // From memory.
        assert_eq!(user.source.access_token().await.unwrap().secret(), token.secret());
        user.source.refused(&token);
        let error = user.source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{}", texts(&error));
        assert!(matches!(error.retry(), Retry::Later(Some(_))));
        assert_eq!(user.sent().len(), 0, "nothing is sent that cannot be stored");

        // The answer to a renewal comes while the database is away.
        cluster.go_on();
        let mut waited = 0;
        let renewed = loop {
            match user.source.access_token().await {
                Ok(token) => break token,
                Err(error) => {
                    assert!(matches!(error, TokenError::Store(_)), "{}", texts(&error));
                    waited += 1;
                    assert!(waited < 600, "it does not go on");
                    sleep(Duration::from_millis(100)).await;
                }
            }
        };
        let renewal = user.renew_late(Duration::from_millis(500)).await;
        cluster.stop(false);
        sleep(Duration::from_secs(1)).await;
        cluster.go_on();
        let token = renewal.await.unwrap().unwrap();
        assert_ne!(token.secret(), renewed.secret());
        let (other, _) = user.plan.source(&user.http, None).await;
        assert_eq!(other.access_token().await.unwrap().secret(), token.secret());
        assert_eq!(user.sent().len(), 2);
    });
}
