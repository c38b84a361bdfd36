//! The tables, in Markdown.

use std::fmt::Write as _;
use std::process::Command;

use crate::measure::TIME;
use crate::options::Options;
use crate::variant::{Cold, LARGE, Variant};
use crate::{ColdCosts, Costs};

/// The machine and the versions.
pub fn machine(options: &Options) -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |path: &str, name: &str| {
        let text = read(path);
        let line = text.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split_once(':'));
        value.map_or("unknown".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let rustc = Command::new("rustc").arg("-V").output().map(|output| output.stdout);
    let rustc = String::from_utf8(rustc.unwrap_or_default()).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = if std::path::Path::new(TIME).exists() { "" } else { " (not installed)" };
    format!(
        "{}, {cores} cores, {} memory; {}; peak memory by {TIME}{memory}; {} rounds, {} large, \
         {} cold, {} of services; load {}",
        field("/proc/cpuinfo", "model name"),
        field("/proc/meminfo", "MemTotal"),
        rustc.trim(),
        options.rounds,
        options.large_rounds,
        options.cold_rounds,
        options.service_rounds,
        read("/proc/loadavg").trim(),
    )
}

/// One table for each size.
pub fn marginal(costs: &Costs, sizes: &[usize]) -> String {
    let mut text = String::new();
    for size in sizes {
        let _ = writeln!(
            text,
            "\n`cargo check` of {size} structs\n\n\
             | variant | CPU s | ms a struct over none | of thiserror | of thiserror less Debug \
             | peak MiB |\n|---|---|---|---|---|---|"
        );
        let whole = marginal_of(costs, *size, Variant::Thiserror);
        let debug = marginal_of(costs, *size, Variant::Debug);
        for variant in Variant::ALL {
            let Some(cost) = costs.get(&(*size, variant)) else { continue };
            let own = marginal_of(costs, *size, variant);
            let of = |other: Option<f64>| match (own, other) {
                // A single struct costs less than the clock sees.
                (Some(own), Some(other)) if *size > 1 && variant != Variant::None => {
                    format!("{:.2}", own / other)
                }
                _ => "-".to_owned(),
            };
            let less = whole.zip(debug).map(|(whole, debug)| whole - debug);
            let _ = writeln!(
                text,
                "| {} | {:.3} | {} | {} | {} | {} |",
                variant.label(),
                cost.seconds,
                own.map_or("-".to_owned(), |own| format!("{own:.3}")),
                of(whole),
                of(less),
                cost.mebibytes.map_or("-".to_owned(), |peak| format!("{peak:.0}")),
            );
        }
    }
    text
}

/// How much more one struct costs among many than among 1,000.
pub fn growth(costs: &Costs) -> String {
    let mut text = String::from(
        "\nGrowth of the marginal cost from 1000 structs\n\n\
         | variant | to 4000 | to 16000 |\n|---|---|---|\n",
    );
    for variant in Variant::LARGE {
        if variant == Variant::None {
            continue;
        }
        let to = LARGE.map(|size| {
            let pair = marginal_of(costs, size, variant).zip(marginal_of(costs, 1000, variant));
            pair.map_or("-".to_owned(), |(many, few)| format!("{:.2}", many / few))
        });
        let _ = writeln!(text, "| {} | {} |", variant.label(), to.join(" | "));
    }
    text
}

/// The cold builds.
pub fn cold(costs: &ColdCosts) -> String {
    let mut text = String::from(
        "\nCold, with all dependencies, one struct\n\n\
         | crate | check CPU s | of bare | build CPU s | of bare |\n|---|---|---|---|---|\n",
    );
    for crate_ in Cold::ALL {
        let _ = write!(text, "| {} |", crate_.label());
        for command in ["check", "build"] {
            let own = costs.get(&(command, crate_));
            if let Some((own, bare)) = own.zip(costs.get(&(command, Cold::Bare))) {
                let _ = write!(text, " {:.2} | {:.2} |", own.seconds, own.seconds / bare.seconds);
            }
        }
        text.push('\n');
    }
    text
}

/// Milliseconds a struct over no attribute.
#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
fn marginal_of(costs: &Costs, size: usize, variant: Variant) -> Option<f64> {
    let none = costs.get(&(size, Variant::None))?;
    let own = costs.get(&(size, variant))?;
    Some((own.seconds - none.seconds) * 1000.0 / size as f64)
}
