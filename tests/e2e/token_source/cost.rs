//! What a token costs that comes from the source: beside a clone of one, and beside a refresh without it.
//!
//! `SAMPLES=200 cargo test --release -p oauth-flow-e2e-tests --test token_source -- cost` prints a table. The
//! sides take turns in one run; take the ratios, not the times.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use oauth_flow::flow::{Flow, SafeHttp, TokenSource};
use oauth_flow_e2e_tests::{Server, tests};
use oauth2::RefreshToken;

use crate::client::{self, Cli, Clock};
use crate::postgres::Cluster;
use crate::store::Place;
use crate::worker::{Plan, Work};

tests! {
    a_token_from_the_source_beside_one_without
}

/// Calls in one sample of what takes less than a clock can tell.
const CALLS: u32 = 100;

/// The times of one side.
struct Side {
    name: &'static str,
    times: Vec<Duration>,
}

impl Side {
    fn new(name: &'static str) -> Self {
        Self { name, times: Vec::new() }
    }

    fn median(&mut self) -> Duration {
        self.at(50)
    }

    /// The time that this percentage of the samples does not take longer than.
    fn at(&mut self, percentage: usize) -> Duration {
        self.times.sort_unstable();
        self.times[(self.times.len() - 1) * percentage / 100]
    }

    /// A row, with the ratios to another side.
    fn print(&mut self, bare: &mut Self) {
        let (median, late) = (self.median(), self.at(99));
        let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
        println!(
            "| {} | {median:.1?} | {late:.1?} | {:.2} | {:.2} |",
            self.name,
            ratio(median, bare.median()),
            ratio(late, bare.at(99))
        );
    }
}

fn a_token_from_the_source_beside_one_without() {
    let samples = env::var("SAMPLES").map_or(3, |it| it.parse().expect("SAMPLES is a number"));
    let server = Server::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let cluster = Cluster::missing().is_none().then(Cluster::shared);
    runtime.unwrap().block_on(async {
        let http = SafeHttp::new().unwrap();
        let flow = client::flow(server.issuer(), Clock::Real, &http).await;
        let of = |place| source(&server, &flow, &http, place);
        let memory = of(Place::Memory).await;
        let mut sources = vec![
            (Side::new("memory"), of(Place::Memory).await),
            (Side::new("file"), of(Place::File(folder.path().join("tokens.json"))).await),
        ];
        if let Some(cluster) = cluster {
            let (socket, id) = (cluster.socket().to_owned(), "cost".to_owned());
            let place = Place::Postgres { socket, id, lease: None };
            sources.push((Side::new("PostgreSQL"), of(place).await));
        }
        fresh(&memory, samples).await;
        refreshed(&flow, &http, sources, samples).await;
    });
}

async fn source(
    server: &Server,
    flow: &Flow<Cli>,
    http: &SafeHttp,
    place: Place,
) -> TokenSource<Cli> {
    let plan = Plan {
        issuer: server.issuer().to_owned(),
        clock: Clock::Real,
        place,
        graced: false,
        work: Work::Tasks { tasks: 0, api: String::new() },
    };
    let (source, _) = plan.source(http, None).await;
    source.keep(&client::log_in(flow, http).await).await.unwrap();
    source
}

/// A token that is there, beside a clone of it.
async fn fresh(source: &TokenSource<Cli>, samples: usize) {
    let token = source.access_token().await.unwrap();
    let (mut bare, mut from_source) = (Side::new("a clone"), Side::new("`access_token()`"));
    for _ in 0..samples * 10 {
        let began = Instant::now();
        for _ in 0..CALLS {
            drop(black_box(black_box(&token).clone()));
        }
        bare.times.push(began.elapsed() / CALLS);
        let began = Instant::now();
        for _ in 0..CALLS {
            drop(black_box(source.access_token().await.unwrap()));
        }
        from_source.times.push(began.elapsed() / CALLS);
    }
    println!(
        "\n| a token that is there | median | 99 % | ratio | ratio of 99 % |\n|---|---|---|---|---|"
    );
    let mut other = Side { times: bare.times.clone(), ..Side::new("") };
    bare.print(&mut other);
    from_source.print(&mut bare);
}

/// A token that is renewed, beside a refresh that nothing is stored of.
async fn refreshed(
    flow: &Flow<Cli>,
    http: &SafeHttp,
    mut sources: Vec<(Side, TokenSource<Cli>)>,
    samples: usize,
) {
    let mut bare = Side::new("a refresh");
    let mut token = client::log_in(flow, http).await.take_refresh_token().unwrap();
    for _ in 0..samples {
        let began = Instant::now();
        token = refresh(flow, http, token).await;
        bare.times.push(began.elapsed());
        for (side, source) in &mut sources {
            let token = source.access_token().await.unwrap();
            source.refused(&token);
            let began = Instant::now();
            let next = source.access_token().await.unwrap();
            side.times.push(began.elapsed());
            assert_ne!(next.secret(), token.secret());
        }
    }
    println!(
        "\n| a token that is renewed | median | 99 % | ratio | ratio of 99 % |\n|---|---|---|---|---|"
    );
    let mut other = Side { times: bare.times.clone(), ..Side::new("") };
    bare.print(&mut other);
    for (mut side, _) in sources {
        side.print(&mut bare);
    }
}

async fn refresh(flow: &Flow<Cli>, http: &SafeHttp, token: RefreshToken) -> RefreshToken {
    let mut tokens = flow.refresh(token).request_async(http).await.unwrap();
    tokens.take_refresh_token().unwrap()
}
