//! What a finding is recognized by.

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
        // FNV-1a, which is a few lines and the same for ever; nothing here is to be kept from anybody.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let parts = [&self.rule, &self.package, &self.file, &self.client, &self.fact];
        let number = self.number.to_string();
        let parts = parts.into_iter().chain([&number]);
        for byte in parts.flat_map(|part| part.bytes().chain([0])) {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }
}
