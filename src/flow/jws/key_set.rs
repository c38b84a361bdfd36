//! The keys that a server publishes (RFC 7517 section 5).

use std::string::String;
use std::vec::Vec;

use core::ops::RangeInclusive;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use oauth_flow_core::vocabulary::{JwsAlgorithm, Word};
use serde_json::value::RawValue;

use super::compact::Compact;
use super::error::JwtErrorReason;
use crate::flow::members::{Members, text, texts};
use crate::flow::text::shown;

/// The most keys that are read. A server has one or two for each algorithm, and those that it used before.
pub(in crate::flow) const MOST_KEYS: usize = 100;

/// The length of an RSA modulus in bits: at least that of RFC 7518 section 3.3, and at most what is verified.
const RSA_BITS: RangeInclusive<usize> = 2048..=4096;

/// The most keys of one name that are tried: a server has one, or two of two types.
const MOST_OF_ONE_NAME: usize = 4;

/// The public keys of a server that verify signatures. A key of another use or type, and one that is
/// malformed, is left out: it spoils no other.
pub(in crate::flow) struct KeySet(Vec<Key>);

struct Key {
    kid: Option<String>,
    /// The algorithm that the key is for, if the set says so (RFC 7517 section 4.4).
    algorithm: Option<String>,
    family: Family,
    /// The length in bits of an RSA key that is not taken for it.
    unfit_bits: Option<usize>,
    /// The issuer that the key is for, where a server of many tenants says so.
    issuer: Option<String>,
    public: DecodingKey,
}

/// What a key has signed.
pub(in crate::flow) struct Signed {
    pub(in crate::flow) payload: Vec<u8>,
    /// The issuer that the key is for: of a server of many tenants, one of them, or a template of all.
    pub(in crate::flow) issuer: Option<String>,
}

/// What a key is: it decides which algorithms it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Family {
    const fn fits(self, algorithm: JwsAlgorithm) -> bool {
        matches!(
            (self, algorithm),
            (Self::Rsa, JwsAlgorithm::Rs256 | JwsAlgorithm::Ps256)
                | (Self::P256, JwsAlgorithm::Es256)
                | (Self::P384, JwsAlgorithm::Es384)
                | (Self::Ed25519, JwsAlgorithm::EdDsa | JwsAlgorithm::Ed25519)
        )
    }
}

/// Why bytes are no key set that is used.
pub(in crate::flow) enum NotAKeySet {
    /// `keys` is missing or no array.
    NoKeys,
    /// It has more keys than are read.
    TooMany,
}

impl KeySet {
    /// Reads the members of a key set.
    pub(in crate::flow) fn read(members: &Members<'_>) -> Result<Self, NotAKeySet> {
        let keys = members.get("keys").ok_or(NotAKeySet::NoKeys)?;
        let keys: Vec<&RawValue> =
            serde_json::from_str(keys.get()).map_err(|_| NotAKeySet::NoKeys)?;
        if keys.len() > MOST_KEYS {
            return Err(NotAKeySet::TooMany);
        }
        Ok(Self(keys.into_iter().filter_map(Key::read).collect()))
    }

    /// The payload of a token that one of the keys signed, and the issuer that the key is for.
    ///
    /// # Errors
    ///
    /// `UnknownKey` where newer keys may help; any other reason is final.
    pub(in crate::flow) fn payload(&self, token: &Compact<'_>) -> Result<Signed, JwtErrorReason> {
        let algorithm = token.algorithm();
        let named: Vec<&Key> = match token.kid() {
            Some(kid) => self.0.iter().filter(|key| key.kid.as_deref() == Some(kid)).collect(),
            None => self.0.iter().collect(),
        };
        let fitting: Vec<&&Key> = named.iter().filter(|key| key.fits(algorithm)).collect();
        match (fitting.as_slice(), token.kid()) {
            ([], Some(kid)) if named.is_empty() => {
                Err(JwtErrorReason::UnknownKey { kid: Some(shown(kid)) })
            }
            ([], Some(_)) => Err(JwtErrorReason::KeyMismatch { algorithm }),
            ([], None) => Err(JwtErrorReason::UnknownKey { kid: None }),
            // A header has to name the key where there are several (OpenID Connect Core section 10.1).
            ([_, _, ..], None) => Err(JwtErrorReason::UnnamedKey),
            (keys, _) if keys.len() > MOST_OF_ONE_NAME => Err(JwtErrorReason::UnnamedKey),
            (keys, _) => {
                let mut reason = JwtErrorReason::Signature;
                for key in keys {
                    match key.unfit_bits {
                        Some(bits) => reason = JwtErrorReason::KeyLength { bits },
                        None => match token.payload([&key.public]) {
                            Ok(payload) => {
                                return Ok(Signed { payload, issuer: key.issuer.clone() });
                            }
                            Err(error) => reason = error,
                        },
                    }
                }
                Err(reason)
            }
        }
    }
}

impl Key {
    /// The key, if it is a public one that verifies signatures.
    fn read(value: &RawValue) -> Option<Self> {
        let members = Members::read(value.get().as_bytes()).ok()?;
        let word = |name| members.get(name).and_then(text);
        if members.get("use").is_some_and(|value| text(value).as_deref() != Some("sig")) {
            return None;
        }
        if let Some(operations) = members.get("key_ops")
            && !texts(operations)?.iter().any(|operation| operation == "verify")
        {
            return None;
        }
        let coordinate = |name, length| {
            let text = word(name)?;
            (BASE64_URL_SAFE_NO_PAD.decode(&text).ok()?.len() == length).then_some(text)
        };
        let mut unfit_bits = None;
        // A symmetric key is no public one, and is never read.
        let (family, public) = match (word("kty")?.as_str(), word("crv").as_deref()) {
            ("RSA", _) => {
                let (modulus, exponent) = (word("n")?, word("e")?);
                let bits = bits(&BASE64_URL_SAFE_NO_PAD.decode(&modulus).ok()?);
                unfit_bits = Some(bits).filter(|bits| !RSA_BITS.contains(bits));
                (Family::Rsa, DecodingKey::from_rsa_components(&modulus, &exponent).ok()?)
            }
            ("EC", Some("P-256")) => {
                let (x, y) = (coordinate("x", 32)?, coordinate("y", 32)?);
                (Family::P256, DecodingKey::from_ec_components(&x, &y).ok()?)
            }
            ("EC", Some("P-384")) => {
                let (x, y) = (coordinate("x", 48)?, coordinate("y", 48)?);
                (Family::P384, DecodingKey::from_ec_components(&x, &y).ok()?)
            }
            ("OKP", Some("Ed25519")) => {
                (Family::Ed25519, DecodingKey::from_ed_components(&coordinate("x", 32)?).ok()?)
            }
            _ => return None,
        };
        let (kid, algorithm, issuer) = (word("kid"), word("alg"), word("issuer"));
        Some(Self { kid, algorithm, family, unfit_bits, issuer, public })
    }

    fn fits(&self, algorithm: JwsAlgorithm) -> bool {
        let is_for = |name: &String| {
            let eddsa = ["EdDSA", "Ed25519"];
            let is_eddsa = |name: &str| eddsa.contains(&name);
            name == algorithm.word() || (is_eddsa(name) && is_eddsa(algorithm.word()))
        };
        self.family.fits(algorithm) && self.algorithm.as_ref().is_none_or(is_for)
    }
}

/// The length of a number in bits.
fn bits(number: &[u8]) -> usize {
    let number: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
    let unused = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    number.len() * 8 - unused
}
