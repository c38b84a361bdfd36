//! What a finding is recognized by.

use crate::cli::fnv;
use crate::findings::Found;

/// What changes only where the finding does, wherever its lines move. The order is that of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Identity {
    pub(crate) package: String,
    /// The path from the root of the workspace.
    pub(crate) file: String,
    /// The id of the rule.
    pub(crate) rule: String,
    /// The name of the client; empty where there is none.
    pub(crate) client: String,
    pub(crate) fact: String,
    /// Of findings in which all of these are the same, the first has the number 0, the next one 1.
    pub(crate) number: usize,
}

impl Identity {
    pub(crate) fn of(found: &Found<'_>) -> Self {
        Self {
            package: String::from(found.package),
            file: String::from(found.at.path),
            rule: String::from(found.finding.rule.id),
            client: String::from(found.client),
            fact: found.finding.fact.clone(),
            number: found.number,
        }
    }

    /// Sixteen hexadecimal digits.
    pub(crate) fn fingerprint(&self) -> String {
        let parts = [&self.rule, &self.package, &self.file, &self.client, &self.fact];
        let number = self.number.to_string();
        let parts = parts.into_iter().chain([&number]);
        let bytes = parts.flat_map(|part| part.bytes().chain([0]));
        format!("{:016x}", fnv::hash(bytes))
    }
}
