//! A store of tokens on PostgreSQL, for services that run on several machines. Copy the file: it needs sqlx
//! with the features `postgres` and `runtime-tokio`, and `oauth-flow` with `token-source`.
//!
//! The lock is a lease in the row of the user, so that no connection is held while the authorization server
//! is asked, and a restart of the database takes the lock from nobody. The fencing value is the revision of
//! the tokens: a holder that comes back after its lease overwrites nothing that was saved meanwhile.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use oauth_flow::flow::{Saved, StoredTokens, TokenStore};
use oauth2::CsrfToken;
use sqlx::postgres::{PgArguments, PgConnection, PgPool, Postgres};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::{sleep, timeout};

/// The table. `tokens` is JSON with the tokens in clear: see the page on stores for what that asks of you.
pub const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS oauth_tokens (
        id text PRIMARY KEY,
        tokens text,
        revision text,
        holder text,
        held_until timestamptz
    )";

/// Takes the lease, unless somebody else has it. The time is that of the database, whichever machine asks.
/// What the same value held before is taken again: its answer was lost, or its lock was dropped.
const LOCK: &str = "
    INSERT INTO oauth_tokens AS kept (id, holder, held_until)
    VALUES ($1, $2 || ':' || $3, clock_timestamp() + make_interval(secs => $4))
    ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
    WHERE kept.holder IS NULL OR kept.held_until < clock_timestamp()
        OR starts_with(kept.holder, $2 || ':')";

/// A row that was made for the lock alone goes with it.
const UNLOCK: &str = "
    WITH empty AS (DELETE FROM oauth_tokens WHERE id = $1 AND holder = $2 AND tokens IS NULL)
    UPDATE oauth_tokens SET holder = NULL, held_until = NULL
    WHERE id = $1 AND holder = $2 AND tokens IS NOT NULL";

const LOAD: &str = "SELECT tokens FROM oauth_tokens WHERE id = $1";

/// A login takes the place of whatever is stored.
const SAVE_LOGIN: &str = "
    INSERT INTO oauth_tokens AS kept (id, tokens, revision) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens, revision = excluded.revision";

const SAVE: &str = "
    UPDATE oauth_tokens SET tokens = $2, revision = $3 WHERE id = $1 AND revision = $4";

const REMOVE: &str = "UPDATE oauth_tokens SET tokens = NULL, revision = NULL WHERE id = $1";

/// How long the wait for a connection may take, and one statement.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// PostgreSQL does not count on for ever.
const LONGEST_LEASE: Duration = Duration::from_hours(24);

/// The pause between two attempts to lock, which grows.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

type Statement<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;

/// Keeps the tokens of one user, or of a client itself, in a row of a table. Cheap to clone.
#[derive(Clone)]
pub struct PostgresTokenStore {
    pool: PgPool,
    id: Arc<str>,
    /// Random: what holds a lock of this value begins so.
    name: Arc<str>,
    locks: Arc<AtomicU64>,
    /// One at a time of this process asks the database.
    turn: Arc<Mutex<()>>,
}

/// The lock of a [`PostgresTokenStore`]. One that is dropped is free when its lease is over.
#[derive(Debug)]
pub struct PostgresLock {
    holder: String,
    _turn: OwnedMutexGuard<()>,
}

/// Why the table cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum PostgresTokenError {
    /// The database cannot be reached, or refuses the statement.
    Database(sqlx::Error),
    /// The database did not answer in time.
    NoAnswer,
    /// What is stored are no tokens, or tokens of another version of `oauth-flow`.
    NotTokens,
}

impl PostgresTokenStore {
    /// The store of the tokens of `id`, such as the issuer and the subject of a user. The pool may be one that
    /// the service has.
    #[must_use]
    pub fn new(pool: PgPool, id: &str) -> Self {
        let name = CsrfToken::new_random_len(16);
        Self {
            pool,
            id: Arc::from(id),
            name: Arc::from(name.secret().as_str()),
            locks: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// Makes the table if there is none. A service with migrations has [`TABLE`] among them.
    ///
    /// # Errors
    /// The database cannot be reached, or the role may not make tables.
    pub async fn create_table(pool: &PgPool) -> Result<(), PostgresTokenError> {
        sqlx::query(TABLE).execute(pool).await?;
        Ok(())
    }

    /// Runs one statement, which is one transaction.
    async fn run<T>(
        &self,
        statement: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, PostgresTokenError> {
        let connection = timeout(TIME_LIMIT, self.pool.acquire()).await;
        let mut connection = connection.map_err(|_| PostgresTokenError::NoAnswer)??;
        if let Ok(outcome) = timeout(TIME_LIMIT, statement(&mut connection)).await {
            return Ok(outcome?);
        }
        // Nobody gets a connection on which a statement was cut off. The statement may still be carried out.
        connection.close_on_drop();
        Err(PostgresTokenError::NoAnswer)
    }

    async fn execute(&self, statement: Statement<'_>) -> Result<u64, PostgresTokenError> {
        let run = async |connection: &mut PgConnection| statement.execute(connection).await;
        Ok(self.run(run).await?.rows_affected())
    }
}

impl TokenStore for PostgresTokenStore {
    type Error = PostgresTokenError;
    type Lock = PostgresLock;

    async fn load(&self) -> Result<Option<StoredTokens>, PostgresTokenError> {
        let load = sqlx::query_scalar(LOAD).bind(&*self.id);
        let row = async |connection: &mut PgConnection| load.fetch_optional(connection).await;
        let text: Option<Option<String>> = self.run(row).await?;
        let Some(text) = text.flatten() else { return Ok(None) };
        // What the parser says may have a token in it.
        serde_json::from_str(&text).map(Some).map_err(|_| PostgresTokenError::NotTokens)
    }

    async fn lock(&self, at_most: Duration) -> Result<PostgresLock, PostgresTokenError> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let number = self.locks.fetch_add(1, Ordering::Relaxed).to_string();
        let (lease, mut pause) = (at_most.min(LONGEST_LEASE), FIRST_PAUSE);
        loop {
            let lock = sqlx::query(LOCK).bind(&*self.id).bind(&*self.name).bind(&number);
            if self.execute(lock.bind(lease.as_secs_f64())).await? == 1 {
                return Ok(PostgresLock { holder: format!("{}:{number}", self.name), _turn: turn });
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn save(
        &self,
        _lock: &mut PostgresLock,
        tokens: &StoredTokens,
    ) -> Result<Saved, PostgresTokenError> {
        let text = serde_json::to_string(tokens).map_err(|_| PostgresTokenError::NotTokens)?;
        let statement = if tokens.follows().is_some() { SAVE } else { SAVE_LOGIN };
        let save = sqlx::query(statement).bind(&*self.id).bind(text).bind(tokens.revision());
        let save = match tokens.follows() {
            Some(revision) => save.bind(revision),
            None => save,
        };
        let saved = self.execute(save).await? == 1;
        Ok(if saved { Saved::Yes } else { Saved::Superseded })
    }

    async fn remove(&self, _lock: &mut PostgresLock) -> Result<(), PostgresTokenError> {
        self.execute(sqlx::query(REMOVE).bind(&*self.id)).await?;
        Ok(())
    }

    async fn unlock(&self, lock: PostgresLock) {
        // Where this fails, the lease ends by itself, and this value takes it again at once.
        let unlock = sqlx::query(UNLOCK).bind(&*self.id).bind(&lock.holder);
        let _ = self.execute(unlock).await;
    }
}

impl From<sqlx::Error> for PostgresTokenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl fmt::Display for PostgresTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(_) => f.write_str("the database of the tokens cannot be used"),
            Self::NoAnswer => write!(
                f,
                "the database of the tokens did not answer within {} seconds",
                TIME_LIMIT.as_secs()
            ),
            Self::NotTokens => f.write_str(
                "the row has no tokens that this version of `oauth-flow` reads; help: log in again",
            ),
        }
    }
}

impl Error for PostgresTokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::NoAnswer | Self::NotTokens => None,
        }
    }
}

/// Names the row.
impl fmt::Debug for PostgresTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresTokenStore").field("id", &self.id).finish_non_exhaustive()
    }
}
