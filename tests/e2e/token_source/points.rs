//! A process that ends at each point, on its way through a renewal, a login and a logout: what is stored then,
//! what the next process gets, and how often the server saw the refresh token.

use std::io::Read as _;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use oauth_flow::flow::{LoginReason, SafeHttp, TokenError, TokenSource};
use oauth_flow_e2e_tests::{Habit, Server, tests};
use oauth2::AccessToken;

use crate::client::{self, Cli, Clock};
use crate::postgres::Cluster;
use crate::store::{Place, Point, in_flight};
use crate::worker::{Plan, Work, texts};

tests! {
    a_process_that_ends_with_a_file
    a_process_that_ends_with_a_file_and_a_grace_period
    a_process_that_ends_with_postgresql
    a_process_that_ends_with_postgresql_and_a_grace_period
}

fn a_process_that_ends_with_a_file() {
    with_a_file(false);
}

fn a_process_that_ends_with_a_file_and_a_grace_period() {
    with_a_file(true);
}

fn with_a_file(graced: bool) {
    let folder = tempfile::tempdir().unwrap();
    ends_at_each_point(graced, |point| Place::File(file(folder.path(), point)));
}

fn file(folder: &Path, point: Point) -> std::path::PathBuf {
    folder.join(format!("{point:?}.json"))
}

fn a_process_that_ends_with_postgresql() {
    with_postgresql(false);
}

fn a_process_that_ends_with_postgresql_and_a_grace_period() {
    with_postgresql(true);
}

fn with_postgresql(graced: bool) {
    let socket = Cluster::shared().socket();
    ends_at_each_point(graced, |point| Place::Postgres {
        socket: socket.to_owned(),
        id: format!("{point:?} {graced}"),
        // Who comes next waits for it.
        lease: Some(Duration::from_millis(500)),
    });
}

/// What the next process gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A new token, which it asks the server for.
    Renews,
    /// The new token, which the process has saved that ended.
    IsSaved,
    /// That a person has to log in.
    InDoubt,
}

/// What the next process gets, and how often the server sees the old refresh token, in all.
type After = (Next, usize);

/// For each point what comes after it, and the same with a server that has a grace period, which the source is
/// told of.
const POINTS: [(Point, After, After); 7] = [
    (Point::Locked, (Next::Renews, 1), (Next::Renews, 1)),
    (Point::Marking, (Next::Renews, 1), (Next::Renews, 1)),
    (Point::Marked, (Next::InDoubt, 0), (Next::Renews, 1)),
    (Point::Sent, (Next::InDoubt, 1), (Next::Renews, 2)),
    (Point::Answered, (Next::InDoubt, 1), (Next::Renews, 2)),
    (Point::Saved, (Next::IsSaved, 1), (Next::IsSaved, 1)),
    (Point::Unlocked, (Next::IsSaved, 1), (Next::IsSaved, 1)),
];

fn ends_at_each_point(graced: bool, place: impl Fn(Point) -> Place) {
    let habits: &[Habit] = if graced { &[Habit::TakesRefreshTokensTwice] } else { &[] };
    let server = Server::start_as(&[], habits).unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.unwrap().block_on(async {
        let plan = |point| Plan {
            issuer: server.issuer().to_owned(),
            clock: Clock::Real,
            place: place(point),
            graced,
            work: Work::End(point),
        };
        for (point, bare, with_grace) in POINTS {
            let (next, sent) = if graced { with_grace } else { bare };
            renews_up_to(&server, &plan(point), point, next, sent).await;
        }
        for (point, sent) in [(Point::Marked, 0), (Point::Answered, 2)] {
            if graced {
                renews_twice_up_to(&server, &plan(point), point, sent).await;
            }
        }
        for point in [Point::Keeping, Point::Kept] {
            logs_in_up_to(&plan(point), point).await;
        }
        for point in [Point::Removing, Point::Removed] {
            logs_out_up_to(&plan(point), point).await;
        }
    });
}

async fn renews_up_to(server: &Server, plan: &Plan, point: Point, next: Next, sent: usize) {
    let http = SafeHttp::new().unwrap();
    let (old_refresh, old) = log_in(plan, &http).await;
    let uses = || uses(server, &old_refresh);
    if point == Point::Sent {
        server.delay("/token", Duration::from_secs(60));
    }
    let mut process = plan.command().spawn().unwrap();
    if point == Point::Sent {
        wait_until(|| uses() == 1);
        process.kill().unwrap();
        server.delay("/token", Duration::ZERO);
    }
    ended(process);

    let (source, _) = plan.source(&http, None).await;
    let stored = source.stored().await.unwrap().unwrap();
    let is_in_flight = matches!(point, Point::Marked | Point::Sent | Point::Answered);
    assert_eq!(in_flight(&stored), is_in_flight.then_some(false), "{point:?}");

    let before = uses();
    let token = source.access_token().await.unwrap();
    match next {
        Next::IsSaved => {
            assert_ne!(token.secret(), old.secret(), "{point:?}");
            assert_eq!(uses(), before, "{point:?}: nothing is sent");
        }
        // It has not expired.
        Next::Renews | Next::InDoubt => assert_eq!(token.secret(), old.secret(), "{point:?}"),
    }
    match next {
        Next::IsSaved => {}
        Next::Renews => assert_ne!(refused(&source).await.unwrap().secret(), old.secret()),
        Next::InDoubt => assert_in_doubt(&source, point).await,
    }
    assert_eq!(uses(), sent, "{point:?}: how often the refresh token was sent");
    assert_goes_on(&source, plan, &http, next == Next::InDoubt).await;
}

/// The one request more of a grace period is not answered either: there is no third.
async fn renews_twice_up_to(server: &Server, plan: &Plan, point: Point, sent: usize) {
    let http = SafeHttp::new().unwrap();
    let (old_refresh, _) = log_in(plan, &http).await;
    for _ in 0..2 {
        ended(plan.command().spawn().unwrap());
    }
    let (source, _) = plan.source(&http, None).await;
    let stored = source.stored().await.unwrap().unwrap();
    assert_eq!(in_flight(&stored), Some(true), "{point:?}");
    assert_in_doubt(&source, point).await;
    assert_eq!(uses(server, &old_refresh), sent, "{point:?}: how often the token was sent");
    assert_goes_on(&source, plan, &http, true).await;
}

/// How often the server was sent a refresh token, each time with an answer that has tokens.
fn uses(server: &Server, refresh_token: &str) -> usize {
    let record = server.record();
    let uses = record.of("/token").filter(|it| it.body("refresh_token") == Some(refresh_token));
    // A request that is under way has no status.
    let uses = uses.filter(|it| it.status.is_some());
    uses.inspect(|it| assert!(!it.revoked && it.status == Some(200), "{it:?}")).count()
}

/// What there is in place of the token that an API refuses.
async fn refused(source: &TokenSource<Cli>) -> Result<AccessToken, TokenError> {
    let token = source.access_token().await.unwrap();
    source.refused(&token);
    source.access_token().await
}

async fn assert_in_doubt(source: &TokenSource<Cli>, point: Point) {
    match refused(source).await {
        Err(TokenError::LoginNeeded(needed)) => {
            assert_eq!(needed.reason(), LoginReason::InDoubt, "{point:?}");
        }
        Ok(_) => panic!("{point:?}: a token in place of a login"),
        Err(error) => panic!("{point:?}: {}", texts(&error)),
    }
}

/// The login lives, or is replaced by a new one.
async fn assert_goes_on(source: &TokenSource<Cli>, plan: &Plan, http: &SafeHttp, in_doubt: bool) {
    if in_doubt {
        let flow = client::flow(&plan.issuer, plan.clock, http).await;
        source.keep(&client::log_in(&flow, http).await).await.unwrap();
    }
    let token = source.access_token().await.unwrap();
    assert_ne!(refused(source).await.unwrap().secret(), token.secret());
}

/// The user logs in, and the tokens are stored.
async fn log_in(plan: &Plan, http: &SafeHttp) -> (String, AccessToken) {
    let (source, _) = plan.source(http, None).await;
    let flow = client::flow(&plan.issuer, plan.clock, http).await;
    source.keep(&client::log_in(&flow, http).await).await.unwrap();
    let stored = source.stored().await.unwrap().unwrap();
    let token = stored.access_token().unwrap();
    (stored.refresh_token().unwrap().secret().clone(), token)
}

async fn logs_in_up_to(plan: &Plan, point: Point) {
    let http = SafeHttp::new().unwrap();
    let (_, old) = log_in(plan, &http).await;
    ended(plan.command().spawn().unwrap());
    let (source, _) = plan.source(&http, None).await;
    let token = source.access_token().await.unwrap();
    assert_eq!(token.secret() == old.secret(), point == Point::Keeping, "{point:?}");
    assert_ne!(refused(&source).await.unwrap().secret(), token.secret(), "{point:?}");
}

async fn logs_out_up_to(plan: &Plan, point: Point) {
    let http = SafeHttp::new().unwrap();
    let (_, old) = log_in(plan, &http).await;
    ended(plan.command().spawn().unwrap());
    let (source, _) = plan.source(&http, None).await;
    match source.access_token().await {
        Ok(token) => assert_eq!((token.secret(), point), (old.secret(), Point::Removing)),
        Err(TokenError::LoginNeeded(needed)) => {
            assert_eq!((needed.reason(), point), (LoginReason::NothingStored, Point::Removed));
        }
        Err(error) => panic!("{point:?}: {}", texts(&error)),
    }
    source.forget().await.unwrap();
    assert!(source.stored().await.unwrap().is_none());
}

/// That a process ended by itself at its point, or was killed.
#[track_caller]
fn ended(mut process: Child) {
    let status = process.wait().unwrap();
    let mut said = String::new();
    process.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    // A panic has a code.
    assert_eq!(status.code(), None, "{said}");
}

/// Waits for something that comes to pass in another process.
pub(crate) fn wait_until(is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "it did not come to pass");
        std::thread::sleep(Duration::from_millis(5));
    }
}
