//! A source of access tokens that many processes share, against the authorization server: how often it
//! refreshes, and what is lost where a process ends at any point.
//!
//! `EXPIRIES=1000 cargo test -p oauth-flow-e2e-tests --test token_source -- proof --test-threads=1` is the long
//! run, which prints what it counted. Without the variable the tests are the same, and short.

mod client;
mod cost;
mod database;
mod points;
mod postgres;
mod proof;
mod store;
mod worker;

use std::process::ExitCode;

use oauth_flow_e2e_tests::{Run, Test};

use crate::postgres::Cluster;

const TESTS: [&[Test]; 4] = [cost::TESTS, database::TESTS, points::TESTS, proof::TESTS];

fn main() -> ExitCode {
    // A process that a test has started.
    if let Some(plan) = worker::plan() {
        return worker::run(&plan);
    }
    let tests = TESTS.concat().into_iter().map(|(name, test)| (name, Box::new(test) as Run));
    oauth_flow_e2e_tests::run_where(tests, |name| {
        Cluster::missing().filter(|_| name.contains("postgresql"))
    })
}
