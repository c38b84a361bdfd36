//! A JWS in the compact serialization (RFC 7515 section 3.1): its header is read to find the key, and its
//! payload is given out when the signature is verified.

use std::string::String;
use std::vec::Vec;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use oauth_flow_core::vocabulary::JwsAlgorithm;

use super::algorithm::{Expected, signature};
use super::error::JwtErrorReason;
use crate::flow::members::{Members, text};
use crate::flow::text::shown;

/// A JWS whose signature is not verified yet.
pub(in crate::flow) struct Compact<'t> {
    /// What is signed: header and payload as they are.
    signed: &'t str,
    payload: &'t str,
    signature: Vec<u8>,
    algorithm: JwsAlgorithm,
    /// The identifier of the key (RFC 7515 section 4.1.4).
    kid: Option<String>,
    /// The media type (RFC 7515 section 4.1.9), without `application/` and in lower case.
    typ: Option<String>,
}

impl<'t> Compact<'t> {
    /// Reads a token whose algorithm is one that the client takes.
    pub(in crate::flow) fn read(
        token: &'t str,
        expected: Expected,
    ) -> Result<Self, JwtErrorReason> {
        let parts: Vec<&str> = token.splitn(6, '.').collect();
        let [header, payload, signature] = match parts.as_slice() {
            [header, payload, signature] => [*header, *payload, *signature],
            // A JWE has five (RFC 7516 section 7.1).
            [_, _, _, _, _] => return Err(JwtErrorReason::Encrypted),
            _ => return Err(JwtErrorReason::NotAJws),
        };
        let signed_length = header.len() + 1 + payload.len();
        let signed = token.get(..signed_length).ok_or(JwtErrorReason::NotAJws)?;
        let signature = decoded(signature)?;
        let header = decoded(header)?;
        let members = Members::read(&header).map_err(|_| JwtErrorReason::NotAJws)?;
        let word = |name| match members.get_or_null(name) {
            None => Ok(None),
            Some(value) => text(value).map(Some).ok_or(JwtErrorReason::NotAJws),
        };
        // What a reader has to understand, and this one does not (RFC 7515 section 4.1.11).
        if members.get_or_null("crit").is_some() {
            return Err(JwtErrorReason::CriticalHeader);
        }
        let name = word("alg")?.ok_or(JwtErrorReason::NotAJws)?;
        if name.eq_ignore_ascii_case("none") {
            return Err(JwtErrorReason::Unsigned);
        }
        let algorithm = expected.accepts(&name).ok_or_else(|| {
            let registered = match expected {
                Expected::Registered(algorithm) => Some(algorithm),
                Expected::Published => None,
            };
            JwtErrorReason::Algorithm { received: shown(&name), registered }
        })?;
        let typ = word("typ")?.map(|typ| {
            let typ = typ.to_ascii_lowercase();
            typ.strip_prefix("application/").map_or_else(|| typ.clone(), String::from)
        });
        Ok(Self { signed, payload, signature, algorithm, kid: word("kid")?, typ })
    }

    pub(in crate::flow) const fn algorithm(&self) -> JwsAlgorithm {
        self.algorithm
    }

    pub(in crate::flow) fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    pub(in crate::flow) fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// That the token is of another type.
    pub(in crate::flow) fn other_type(&self) -> JwtErrorReason {
        JwtErrorReason::Type { received: shown(self.typ.as_deref().unwrap_or_default()) }
    }

    /// The payload, if one of the keys made the signature. Each fits the algorithm.
    pub(in crate::flow) fn payload<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k DecodingKey>,
    ) -> Result<Vec<u8>, JwtErrorReason> {
        if keys.into_iter().any(|key| self.is_signed_by(key)) {
            decoded(self.payload)
        } else {
            Err(JwtErrorReason::Signature)
        }
    }

    fn is_signed_by(&self, key: &DecodingKey) -> bool {
        let Some(algorithm) = signature(self.algorithm) else { return false };
        // The provider of the process may be another one, or be missing.
        (DEFAULT_PROVIDER.verifier_factory)(&algorithm, key)
            .is_ok_and(|verifier| verifier.verify(self.signed.as_bytes(), &self.signature).is_ok())
    }
}

/// The bytes of base64url without padding (RFC 7515 section 2).
fn decoded(part: &str) -> Result<Vec<u8>, JwtErrorReason> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtErrorReason::NotAJws)
}
