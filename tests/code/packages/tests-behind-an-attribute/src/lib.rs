//@ undeclared: 0
pub fn sum(lines: &[u64]) -> u64 {
    lines.iter().sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

// What the tests have in common.
#[cfg(all(test, feature = "slow"))]
pub(crate) mod mocks;
