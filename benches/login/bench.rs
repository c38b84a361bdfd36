//! `cargo bench -p oauth-flow-benches`: time and allocations of a login on either side.

mod sides;

use divan::{AllocProfiler, Bencher};
use sides::{log_in_plain, log_in_typed, plain, typed};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    println!("size_of::<Flow<Portal>>(): {} bytes", size_of_val(&typed()));
    divan::main();
}

#[divan::bench(sample_size = 100, sample_count = 200)]
fn login_on_oauth2(bencher: Bencher<'_, '_>) {
    let client = plain();
    bencher.bench(|| log_in_plain(&client));
}

#[divan::bench(sample_size = 100, sample_count = 200)]
fn login_on_flow(bencher: Bencher<'_, '_>) {
    let flow = typed();
    bencher.bench(|| log_in_typed(&flow));
}

#[divan::bench]
fn clone_of_the_client_on_oauth2(bencher: Bencher<'_, '_>) {
    let client = plain();
    bencher.bench(|| client.clone());
}

#[divan::bench]
fn clone_of_the_flow(bencher: Bencher<'_, '_>) {
    let flow = typed();
    bencher.bench(|| flow.clone());
}
