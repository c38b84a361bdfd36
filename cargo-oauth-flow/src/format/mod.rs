//! The ways in which findings are written.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod sarif;

use oauth_flow_core::Finding;

use crate::check::Found;

/// The sources of a rule, with their links.
fn sources(finding: &Finding) -> Vec<(String, String)> {
    let citations = finding.rule.citations.iter();
    citations.map(|citation| (citation.to_string(), citation.link())).collect()
}

/// What changes only where the finding does, wherever its lines move: the rule, the client and the fact.
///
/// Of findings in which all of these are the same, the first has the number 0, the next one 1.
fn fingerprint(found: &Found<'_>) -> String {
    // FNV-1a, which is a few lines and the same for ever; nothing here is to be kept from anybody.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let parts =
        [found.finding.rule.id, found.package, &found.file.path, found.client, &found.finding.fact];
    let number = found.number.to_string();
    let parts = parts.into_iter().chain([number.as_str()]);
    for byte in parts.flat_map(|part| part.bytes().chain([0])) {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
