//! The command line.

use crate::Result;
use crate::variant::{LARGE, Variant};

pub const HELP: &str = "\
Measures the CPU time and peak memory of `cargo check` for many annotated structs.

  --sizes 1,250,1000   numbers of structs; `--sizes none` leaves this part out
  --rounds 5           rounds of these; the median is printed
  --large              also 4000 and 16000 structs, without serde and bon: minutes, and gigabytes
  --large-rounds 1     rounds of these
  --cold-rounds 3      rounds of the cold builds; 0 leaves them out
  --service-rounds 0   rounds of a service on the run time beside the same on other crates: minutes

The growth needs 1000 among the sizes. The first run may need the registry, for thiserror, serde,
bon and openidconnect; later ones are offline. Scratch crates are in `compile-time` in the target
directory.";

/// What to measure.
pub struct Options {
    pub sizes: Vec<usize>,
    pub rounds: usize,
    pub large: bool,
    pub large_rounds: usize,
    pub cold_rounds: usize,
    pub service_rounds: usize,
}

impl Options {
    /// `None` if help is wanted.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let mut options = Self {
            sizes: vec![1, 250, 1000],
            rounds: 5,
            large: false,
            large_rounds: 1,
            cold_rounds: 3,
            service_rounds: 0,
        };
        while let Some(option) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{option} needs a value"));
            match option.as_str() {
                "--sizes" => options.sizes = sizes(&value()?)?,
                "--rounds" => options.rounds = number(&value()?)?.max(1),
                "--large" => options.large = true,
                "--large-rounds" => options.large_rounds = number(&value()?)?.max(1),
                "--cold-rounds" => options.cold_rounds = number(&value()?)?,
                "--service-rounds" => options.service_rounds = number(&value()?)?,
                "--help" | "-h" => return Ok(None),
                _ => return Err(format!("unknown option {option}\n{HELP}")),
            }
        }
        Ok(Some(options))
    }

    /// Every crate to write.
    pub fn runs(&self) -> Vec<(usize, Variant)> {
        let mut runs = Vec::new();
        for size in &self.sizes {
            runs.extend(Variant::ALL.map(|variant| (*size, variant)));
        }
        if self.large {
            for size in LARGE {
                runs.extend(Variant::LARGE.map(|variant| (size, variant)));
            }
        }
        runs.sort_unstable();
        runs.dedup();
        runs
    }
}

fn sizes(text: &str) -> Result<Vec<usize>> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let sizes = text.split(',').map(number).collect::<Result<Vec<_>>>()?;
    if sizes.contains(&0) { Err("a size is at least 1".to_owned()) } else { Ok(sizes) }
}

fn number(text: &str) -> Result<usize> {
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}
