//! What the attribute costs a build, in turn with other macros: see `benches/README.md`.
//!
//! ```sh
//! cargo run --release -p oauth-flow-benches -- [options]
//! ```

mod documents;
mod measure;
mod options;
mod report;
mod scratch;
mod services;
mod variant;

use std::collections::BTreeMap;
use std::process::ExitCode;

use measure::Cost;
use options::Options;
use scratch::Scratch;
use variant::{Cold, Variant};

/// What went wrong, in words; nothing here is recovered from.
type Result<T> = std::result::Result<T, String>;

/// The medians, by variant and number of structs.
type Costs = BTreeMap<(usize, Variant), Cost>;

/// The medians of the cold builds, by `check` or `build` and crate.
type ColdCosts = BTreeMap<(&'static str, Cold), Cost>;

fn main() -> ExitCode {
    if let Err(error) = run() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn run() -> Result<()> {
    let Some(options) = Options::read(std::env::args().skip(1))? else {
        println!("{}", options::HELP);
        return Ok(());
    };
    let scratch = Scratch::write(&options.runs())?;
    if options.service_rounds > 0 {
        scratch.services()?;
    }
    scratch.resolve()?;
    println!("{}", report::machine(&options));
    let mut costs = Costs::new();
    if !options.sizes.is_empty() {
        costs.extend(warm(&scratch, &options.sizes, &Variant::ALL, options.rounds)?);
        print!("{}", report::marginal(&costs, &options.sizes));
    }
    if options.large {
        costs.extend(warm(&scratch, &variant::LARGE, &Variant::LARGE, options.large_rounds)?);
        print!("{}", report::marginal(&costs, &variant::LARGE));
        print!("{}", report::growth(&costs));
    }
    if options.cold_rounds > 0 {
        print!("{}", report::cold(&cold(&scratch, options.cold_rounds)?));
    }
    if options.service_rounds > 0 {
        print!("{}", services::measure(&scratch, options.service_rounds)?);
    }
    Ok(())
}

/// Checks the leaf crates again and again, their dependencies being built. The variants take turns
/// within a round, so that what else the machine does falls on all of them.
fn warm(scratch: &Scratch, sizes: &[usize], variants: &[Variant], rounds: usize) -> Result<Costs> {
    let runs: Vec<(usize, Variant)> =
        sizes.iter().flat_map(|size| variants.iter().map(|variant| (*size, *variant))).collect();
    for variant in variants {
        // The dependencies only: their first build is not a part of any round.
        scratch.warm("check", &scratch::name(sizes[0], *variant))?;
    }
    let mut samples = BTreeMap::<_, Vec<Cost>>::new();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        for (size, variant) in &runs {
            let name = scratch::name(*size, *variant);
            scratch.touch(&name)?;
            samples.entry((*size, *variant)).or_default().push(scratch.warm("check", &name)?);
        }
    }
    Ok(samples.into_iter().map(|(run, samples)| (run, Cost::median(&samples))).collect())
}

/// Builds each crate with all its dependencies in an empty target directory.
fn cold(scratch: &Scratch, rounds: usize) -> Result<ColdCosts> {
    let mut samples = BTreeMap::<_, Vec<Cost>>::new();
    for round in 1..=rounds {
        eprintln!("cold round {round} of {rounds}");
        for command in ["check", "build"] {
            for crate_ in Cold::ALL {
                let cost = scratch.cold(command, crate_.parts().0)?;
                samples.entry((command, crate_)).or_default().push(cost);
            }
        }
    }
    Ok(samples.into_iter().map(|(run, samples)| (run, Cost::median(&samples))).collect())
}
