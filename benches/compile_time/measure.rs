//! The CPU time and peak memory of a command and all its children.

use std::path::Path;
use std::process::Command;

use crate::Result;

/// GNU time, which alone of the tools at hand reads the peak memory.
pub const TIME: &str = "/usr/bin/time";

/// What a command took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// User and system seconds.
    pub seconds: f64,
    /// The largest resident set of one process, in MiB, if [`TIME`] is installed.
    pub mebibytes: Option<f64>,
}

impl Cost {
    /// The median of each of the two, by itself.
    pub fn median(samples: &[Self]) -> Self {
        let seconds = median(samples.iter().map(|it| it.seconds).collect());
        let mebibytes: Option<Vec<f64>> = samples.iter().map(|it| it.mebibytes).collect();
        Self { seconds, mebibytes: mebibytes.map(median) }
    }
}

/// The middle value, or that between the two in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    }
}

/// Runs cargo in `directory`, offline. A diagnostic is an error here: it would be measured too.
pub fn cargo(directory: &Path, target: &Path, arguments: &[&str]) -> Result<Cost> {
    let mut command = Command::new("bash");
    command.args(["-c", "TIMEFORMAT='cpu %3U %3S'; time \"$@\"", "bash"]);
    if Path::new(TIME).exists() {
        command.args([TIME, "-f", "peak %M"]);
    }
    command.args(["cargo", "--offline", "--quiet"]).args(arguments);
    command.current_dir(directory).env("CARGO_TARGET_DIR", target).env("LC_ALL", "C");
    // A repeated incremental check would measure what the compiler can skip, not the work.
    command.env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
    let output = command.output().map_err(|error| format!("bash: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let said = || format!("cargo {}:\n{text}", arguments.join(" "));
    if !output.status.success() {
        return Err(said());
    }
    let (mut seconds, mut mebibytes) = (None, None);
    for line in text.lines() {
        let mut words = line.split(' ');
        let name = words.next();
        let numbers: Option<Vec<f64>> = words.map(|word| word.parse().ok()).collect();
        match (name, numbers.as_deref()) {
            (Some("cpu"), Some([user, system])) => seconds = Some(user + system),
            (Some("peak"), Some([kibibytes])) => mebibytes = Some(kibibytes / 1024.0),
            _ => return Err(said()),
        }
    }
    seconds.map(|seconds| Cost { seconds, mebibytes }).ok_or_else(said)
}
