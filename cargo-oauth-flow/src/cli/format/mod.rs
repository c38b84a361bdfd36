//! The ways in which findings are written.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod sarif;

use oauth_flow_core::Finding;

use crate::cli::baseline::Identity;
use crate::findings::Found;

/// The sources of a rule, with their links.
fn sources(finding: &Finding) -> Vec<(String, String)> {
    let citations = finding.citations.iter();
    citations.map(|citation| (citation.to_string(), citation.link())).collect()
}

/// What a finding is recognized by, wherever its lines move.
fn fingerprint(found: &Found<'_>) -> String {
    Identity::of(found).fingerprint()
}
