//! A process of its own that asks for tokens, until it is killed or ends itself.
//!
//! It writes a line for each thing that the test has to know: `ready`; `first` when the first of its tasks is
//! told that a person has to log in, and `doubt` with the reason when all of them are; `well` when they go on;
//! `done` with what it counted. It reads a line when it may go on after a login, and ends at the end of its
//! standard input.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use oauth_flow::flow::{SafeHttp, TokenError, TokenSource};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::client::{self, BEGAN, CLOCK_BEGAN, Cli, Clock};
use crate::store::{Place, Point, Store};

const PLAN: &str = "OAUTH_FLOW_TOKEN_WORKER";

/// What a process does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) issuer: String,
    pub(crate) clock: Clock,
    pub(crate) place: Place,
    /// The server takes a refresh token twice.
    pub(crate) graced: bool,
    pub(crate) work: Work,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Work {
    /// It goes up to this point, where it ends.
    End(Point),
    /// So many tasks ask for tokens, and call the API.
    Tasks { tasks: usize, api: String },
}

/// What this process is to do, if a test has started it.
pub(crate) fn plan() -> Option<Plan> {
    let plan = env::var(PLAN).ok()?;
    Some(serde_json::from_str(&plan).expect("the plan is JSON"))
}

impl Plan {
    /// A process that does it.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env::current_exe().expect("this program has a path"));
        command
            .env(PLAN, serde_json::to_string(self).expect("it is JSON"))
            .env(BEGAN, CLOCK_BEGAN.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        command
    }

    /// A source of tokens as this plan has it.
    pub(crate) async fn source(
        &self,
        http: &SafeHttp,
        end: Option<Point>,
    ) -> (TokenSource<Cli>, Store) {
        let flow = client::flow(&self.issuer, self.clock, http).await;
        let store = Store::at(&self.place, end);
        let builder = flow
            .token_source(http.clone())
            .time_limit(Duration::from_secs(2))
            .least_life(Duration::ZERO);
        let builder = if self.graced {
            let factor = if self.clock == Clock::Fast { client::FACTOR } else { 1 };
            builder.grace_period(Duration::from_secs(25) * factor)
        } else {
            builder
        };
        (builder.of_user(store.clone()), store)
    }
}

pub(crate) fn run(plan: &Plan) -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    match plan.work.clone() {
        Work::End(point) => runtime.block_on(go_up_to(plan, point)),
        Work::Tasks { tasks, api } => runtime.block_on(work(plan, tasks, &api)),
    }
    // A read of standard input cannot be cut off.
    runtime.shutdown_background();
    ExitCode::SUCCESS
}

async fn go_up_to(plan: &Plan, point: Point) {
    let http = SafeHttp::new().expect("the client can be made");
    let (source, _) = plan.source(&http, Some(point)).await;
    match point {
        Point::Keeping | Point::Kept => {
            let flow = client::flow(&plan.issuer, plan.clock, &http).await;
            let tokens = client::log_in(&flow, &http).await;
            source.keep(&tokens).await.expect("the tokens are kept");
        }
        Point::Removing | Point::Removed => {
            source.forget().await.expect("the tokens are removed");
        }
        _ => {
            let token = source.access_token().await.expect("there is a token");
            source.refused(&token);
            source.access_token().await.expect("there is another one");
            // The lock is given back after the token is handed out, or the test kills this process.
            sleep(Duration::from_secs(60)).await;
        }
    }
    panic!("the point was not on the way");
}

/// What the tasks of a process share.
struct Shared {
    source: TokenSource<Cli>,
    http: SafeHttp,
    api: String,
    tasks: usize,
    /// How many tasks wait for a login.
    parked: AtomicUsize,
    /// Counts up with each login.
    login: watch::Sender<u64>,
    stopped: AtomicBool,
    served: AtomicU64,
    dropped: AtomicU64,
    retried: AtomicU64,
    called: AtomicU64,
}

async fn work(plan: &Plan, tasks: usize, api: &str) {
    let http = SafeHttp::new().expect("the client can be made");
    let (source, _) = plan.source(&http, None).await;
    if let Place::Memory = plan.place {
        let flow = client::flow(&plan.issuer, plan.clock, &http).await;
        source.keep(&client::log_in(&flow, &http).await).await.expect("the tokens are kept");
    }
    let shared = Arc::new(Shared {
        source,
        http,
        api: api.to_owned(),
        tasks,
        parked: AtomicUsize::new(0),
        login: watch::Sender::new(0),
        stopped: AtomicBool::new(false),
        served: AtomicU64::new(0),
        dropped: AtomicU64::new(0),
        retried: AtomicU64::new(0),
        called: AtomicU64::new(0),
    });
    println!("ready");
    let running: Vec<_> =
        (0..tasks).map(|number| tokio::spawn(task(Arc::clone(&shared), number))).collect();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(_)) = lines.next_line().await {
        go_on(&shared).await;
    }
    shared.stopped.store(true, Ordering::Relaxed);
    for task in running {
        task.await.expect("no task panics");
    }
    shared.source.settled().await;
    let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
    println!(
        "done {} {} {} {}",
        of(&shared.served),
        of(&shared.dropped),
        of(&shared.retried),
        of(&shared.called)
    );
}

/// After a login: the source notices it within a second.
async fn go_on(shared: &Shared) {
    while let Err(error) = shared.source.access_token().await {
        if matches!(error, TokenError::LoginNeeded(_)) {
            sleep(Duration::from_millis(50)).await;
        } else {
            sleep(Duration::from_millis(200)).await;
        }
    }
    shared.parked.store(0, Ordering::SeqCst);
    shared.login.send_modify(|login| *login += 1);
    println!("well");
}

async fn task(shared: Arc<Shared>, number: usize) {
    let mut login = shared.login.subscribe();
    let mut random = Random::of(number as u64 ^ u64::from(std::process::id()) << 32);
    while !shared.stopped.load(Ordering::Relaxed) {
        if random.below(10) == 0 {
            // A caller that does not wait: the renewal goes on.
            let _ =
                timeout(Duration::from_millis(random.below(5)), shared.source.access_token()).await;
            shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
        match shared.source.access_token().await {
            Ok(_) => {
                shared.served.fetch_add(1, Ordering::Relaxed);
                if random.below(10) == 0 {
                    call(&shared).await;
                }
            }
            Err(TokenError::LoginNeeded(needed)) => {
                let parked = shared.parked.fetch_add(1, Ordering::SeqCst) + 1;
                if parked == 1 {
                    println!("first {:?}", needed.reason());
                }
                if parked == shared.tasks {
                    println!("doubt {:?}", needed.reason());
                }
                login.changed().await.expect("the sender is there");
            }
            Err(error) => {
                if shared.retried.fetch_add(1, Ordering::Relaxed) == 0 {
                    eprintln!("a first failure: {}", texts(&error));
                }
                sleep(Duration::from_millis(50)).await;
            }
        }
        sleep(Duration::from_millis(5 + random.below(30))).await;
    }
}

/// Calls the API, which refuses some tokens before their end.
async fn call(shared: &Shared) {
    use oauth2::AsyncHttpClient as _;

    let mut request = oauth2::http::Request::new(Vec::new());
    *request.uri_mut() = shared.api.parse().expect("it is a URI");
    let response = shared.source.client(shared.http.clone()).call(request).await;
    if response.is_ok_and(|response| response.status().is_success()) {
        shared.called.fetch_add(1, Ordering::Relaxed);
    }
}

/// An error with what is behind it.
pub(crate) fn texts(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let _ = write!(text, ": {error}");
        next = error.source();
    }
    text
}

/// Numbers that nobody has to guess (xorshift).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }
}
