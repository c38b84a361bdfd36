//! The algorithms that are verified, and what each of them needs.

use std::string::String;
use std::vec::Vec;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use oauth_flow_core::vocabulary::{JwsAlgorithm, Word};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// The algorithms of a published key that are verified unless one of them is registered. Those of a shared
/// secret are not among them: whoever knows a published key could sign.
const ASYMMETRIC: &[JwsAlgorithm] = &[
    JwsAlgorithm::Rs256,
    JwsAlgorithm::Ps256,
    JwsAlgorithm::Es256,
    JwsAlgorithm::Es384,
    JwsAlgorithm::EdDsa,
    // The name that RFC 9864 section 2.2 has for `EdDSA` with this curve.
    JwsAlgorithm::Ed25519,
];

/// Which algorithm a server signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Expected {
    /// The one that is registered for the client.
    Registered(JwsAlgorithm),
    /// Any of a published key: the type of the key decides.
    Published,
}

impl Expected {
    /// The algorithm with the name that a header has, if it is one that the client takes. The header alone
    /// chooses nothing: a published key fits the algorithms of its type.
    pub(in crate::flow) fn accepts(self, name: &str) -> Option<JwsAlgorithm> {
        let named = |algorithm: &&JwsAlgorithm| algorithm.word() == name;
        match self {
            Self::Registered(JwsAlgorithm::Hs256) => {
                Some(JwsAlgorithm::Hs256).filter(|it| named(&it))
            }
            // Both are names of one algorithm.
            Self::Registered(JwsAlgorithm::EdDsa | JwsAlgorithm::Ed25519) => {
                [JwsAlgorithm::EdDsa, JwsAlgorithm::Ed25519].iter().find(named).copied()
            }
            Self::Registered(registered) => {
                ASYMMETRIC.iter().filter(|it| **it == registered).find(named).copied()
            }
            Self::Published => ASYMMETRIC.iter().find(named).copied(),
        }
    }
}

/// Whether a registered algorithm is one that is verified here.
pub(in crate::flow) fn is_supported(algorithm: JwsAlgorithm) -> bool {
    algorithm == JwsAlgorithm::Hs256 || ASYMMETRIC.contains(&algorithm)
}

/// The algorithm as `jsonwebtoken` has it.
pub(super) const fn signature(algorithm: JwsAlgorithm) -> Option<Algorithm> {
    Some(match algorithm {
        JwsAlgorithm::Rs256 => Algorithm::RS256,
        JwsAlgorithm::Ps256 => Algorithm::PS256,
        JwsAlgorithm::Es256 => Algorithm::ES256,
        JwsAlgorithm::Es384 => Algorithm::ES384,
        JwsAlgorithm::EdDsa | JwsAlgorithm::Ed25519 => Algorithm::EdDSA,
        JwsAlgorithm::Hs256 => Algorithm::HS256,
        _ => return None,
    })
}

/// The left half of the hash of a token or code, by the hash of the algorithm (`OpenID` Connect Core
/// section 3.1.3.6). Ed25519 hashes with SHA-512 (RFC 8032 section 5.1).
pub(in crate::flow) fn half_hash(algorithm: JwsAlgorithm, text: &str) -> String {
    let hash: Vec<u8> = match algorithm {
        JwsAlgorithm::Es384 => Sha384::digest(text).to_vec(),
        JwsAlgorithm::EdDsa | JwsAlgorithm::Ed25519 => Sha512::digest(text).to_vec(),
        _ => Sha256::digest(text).to_vec(),
    };
    let half = hash.get(..hash.len() / 2).unwrap_or_default();
    BASE64_URL_SAFE_NO_PAD.encode(half)
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::vocabulary::JwsAlgorithm;

    use super::{Expected, half_hash};

    #[test]
    fn a_header_chooses_among_the_algorithms_of_published_keys() {
        for name in ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"] {
            assert!(Expected::Published.accepts(name).is_some(), "{name}");
        }
        for name in ["none", "None", "HS256", "HS512", "RS512", "ES512", "rs256", ""] {
            assert_eq!(Expected::Published.accepts(name), None, "{name}");
        }
    }

    #[test]
    fn the_registered_algorithm_is_the_only_one() {
        let es256 = Expected::Registered(JwsAlgorithm::Es256);
        assert_eq!(es256.accepts("ES256"), Some(JwsAlgorithm::Es256));
        for name in ["RS256", "ES384", "HS256", "none"] {
            assert_eq!(es256.accepts(name), None, "{name}");
        }
        let hs256 = Expected::Registered(JwsAlgorithm::Hs256);
        assert_eq!(hs256.accepts("HS256"), Some(JwsAlgorithm::Hs256));
        for name in ["RS256", "HS384", "none"] {
            assert_eq!(hs256.accepts(name), None, "{name}");
        }
        let eddsa = Expected::Registered(JwsAlgorithm::EdDsa);
        assert_eq!(eddsa.accepts("Ed25519"), Some(JwsAlgorithm::Ed25519));
        assert_eq!(eddsa.accepts("EdDSA"), Some(JwsAlgorithm::EdDsa));
        // Nobody verifies what is not supported.
        assert_eq!(Expected::Registered(JwsAlgorithm::Rs512).accepts("RS512"), None);
    }

    #[test]
    fn the_hash_of_a_token_is_that_of_the_example() {
        // OpenID Connect Core appendix A.4: the code and `c_hash`, appendix A.3: the token and `at_hash`.
        assert_eq!(
            half_hash(
                JwsAlgorithm::Rs256,
                "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"
            ),
            "LDktKdoQak3Pk0cnXxCltA"
        );
        assert_eq!(
            half_hash(JwsAlgorithm::Rs256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
    }
}
