//! A service on the run time, beside the same service on other crates.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Result;
use crate::measure::median;
use crate::scratch::Scratch;

/// What the service is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    Flow,
    Oauth2,
    OpenIdConnect,
}

/// How much of it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// The service and all its dependencies.
    Cold,
    /// The service alone.
    Warm,
}

/// The CPU seconds of each round, in the order of the rounds.
type Samples = BTreeMap<(Extent, &'static str, Service), Vec<f64>>;

const COMMANDS: [&str; 2] = ["check", "build"];

impl Service {
    pub const ALL: [Self; 3] = [Self::Flow, Self::Oauth2, Self::OpenIdConnect];

    fn label(self) -> &'static str {
        match self {
            Self::Flow => "`oauth-flow` with the feature `oauth2`",
            Self::Oauth2 => "`oauth2` alone",
            Self::OpenIdConnect => "`openidconnect`",
        }
    }

    /// The crate, its dependencies and its source.
    pub fn parts(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Flow => (
                "service-flow",
                &["oauth-flow/oauth2", "oauth2"],
                include_str!("../services/on_flow.rs"),
            ),
            Self::Oauth2 => {
                ("service-oauth2", &["oauth2", "subtle"], include_str!("../services/on_oauth2.rs"))
            }
            Self::OpenIdConnect => (
                "service-openidconnect",
                &["openidconnect", "subtle"],
                include_str!("../services/on_openidconnect.rs"),
            ),
        }
    }
}

/// Builds the services again and again. They take turns within a round.
pub fn measure(scratch: &Scratch, rounds: usize) -> Result<String> {
    for service in Service::ALL {
        for command in COMMANDS {
            // The dependencies only: this build is not a part of any round.
            scratch.warm(command, service.parts().0)?;
        }
    }
    let mut samples = Samples::new();
    for round in 1..=rounds {
        eprintln!("service round {round} of {rounds}");
        for extent in [Extent::Warm, Extent::Cold] {
            for command in COMMANDS {
                for service in Service::ALL {
                    let (name, ..) = service.parts();
                    let cost = match extent {
                        Extent::Cold => scratch.cold(command, name)?,
                        Extent::Warm => {
                            scratch.touch(name)?;
                            scratch.warm(command, name)?
                        }
                    };
                    // A round takes minutes; what is there already is worth knowing.
                    eprintln!("{extent:?} {command} of {name}: {:.2} CPU s", cost.seconds);
                    samples.entry((extent, command, service)).or_default().push(cost.seconds);
                }
            }
        }
    }
    Ok(report(&samples))
}

/// One table for each extent.
fn report(samples: &Samples) -> String {
    let mut text = String::new();
    for (extent, title) in [
        (Extent::Cold, "Cold, a service with all dependencies"),
        (Extent::Warm, "Warm, the service alone after it was touched"),
    ] {
        let _ = writeln!(
            text,
            "\n{title}\n\n\
             | service on | check CPU s | of `oauth2` | of `openidconnect` \
             | build CPU s | of `oauth2` | of `openidconnect` |\n|---|---|---|---|---|---|---|"
        );
        for service in Service::ALL {
            let _ = write!(text, "| {} |", service.label());
            for command in COMMANDS {
                let own = &samples[&(extent, command, service)];
                let of = |other| paired(own, &samples[&(extent, command, other)]);
                let _ = write!(
                    text,
                    " {:.2} | {:.2} | {:.2} |",
                    median(own.clone()),
                    of(Service::Oauth2),
                    of(Service::OpenIdConnect),
                );
            }
            text.push('\n');
        }
    }
    text
}

/// The median of the ratios within a round, so that a load that comes and goes falls out.
fn paired(own: &[f64], other: &[f64]) -> f64 {
    median(own.iter().zip(other).map(|(own, other)| own / other).collect())
}
