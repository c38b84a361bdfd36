//! The [`Signer`] of a key in memory.

use std::error::Error;
use std::fmt;
use std::format;
use std::string::String;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, AlgorithmFamily, EncodingKey};
use oauth2::ClientSecret;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::signer::{AssertionClaims, SignError, Signer};
use crate::{JwsAlgorithm, Word};

/// The least length of an RSA modulus (RFC 7518 sections 3.3 and 3.5).
const LEAST_RSA_BITS: usize = 2048;

/// Signs client assertions with a private key (`private_key_jwt`) or with the client secret
/// (`client_secret_jwt`), after `OpenID` Connect Core 1.0 section 9.
///
/// The key is parsed when the signer is made, so that one that does not fit its algorithm is found
/// then. It is held in memory that is zeroed on drop; what the parser copied on the way is not.
/// Signatures are those of the `RustCrypto` crates, in Rust alone: the signer takes neither a C
/// compiler nor the process-wide provider of `jsonwebtoken`. RSA signatures are blinded; the `rsa`
/// crate does not claim to run in constant time all the same, so prefer ES256 or Ed25519 where
/// the server takes it.
///
/// ```
/// use oauth_flow::JwsAlgorithm;
/// use oauth_flow::flow::{JwtKeyError, JwtSigner};
///
/// # fn load() -> Result<JwtSigner, JwtKeyError> {
/// # let pem = "";
/// let signer = JwtSigner::from_pem(JwsAlgorithm::Es256, pem.as_bytes())?.with_kid("2026-01");
/// # Ok(signer)
/// # }
/// # assert!(load().is_err());
/// ```
pub struct JwtSigner {
    name: JwsAlgorithm,
    algorithm: Algorithm,
    key: EncodingKey,
    kid: Option<String>,
    typ: String,
    x5t_s256: Option<String>,
}

/// The type of a client assertion (draft-ietf-oauth-rfc7523bis-11 section 4): no other JWT of the same key
/// is taken for one.
const CLIENT_AUTHENTICATION: &str = "client-authentication+jwt";

impl JwtSigner {
    /// Reads a private key in PEM: PKCS #8 (`BEGIN PRIVATE KEY`, RFC 7468 section 10) for every
    /// algorithm, or PKCS #1 (`BEGIN RSA PRIVATE KEY`) for RSA. `openssl pkcs8 -topk8 -nocrypt`
    /// turns other forms into PKCS #8.
    ///
    /// # Errors
    ///
    /// The algorithm is one of a shared secret or not supported (ES512), the text is no private
    /// key of its kind or curve, or an RSA key has less than 2048 bits (RFC 7518 section 3.3).
    pub fn from_pem(algorithm: JwsAlgorithm, pem: &[u8]) -> Result<Self, JwtKeyError> {
        let name = algorithm;
        let algorithm = signature(name)?;
        let key = match algorithm.family() {
            AlgorithmFamily::Hmac => return Err(JwtKeyError::SharedSecretAlgorithm(name)),
            AlgorithmFamily::Rsa => EncodingKey::from_rsa_pem(pem),
            AlgorithmFamily::Ec => EncodingKey::from_ec_pem(pem),
            AlgorithmFamily::Ed => EncodingKey::from_ed_pem(pem),
        };
        // What jsonwebtoken says goes no further: a parser's error may quote what it read.
        let key = key.map_err(|_| JwtKeyError::NoPrivateKey(name))?;
        if algorithm.family() == AlgorithmFamily::Rsa {
            check_modulus(name, &key)?;
        }
        (DEFAULT_PROVIDER.signer_factory)(&algorithm, &key)
            .map_err(|_| JwtKeyError::NoPrivateKey(name))?;
        Ok(Self::new(name, algorithm, key))
    }

    /// Reads a private key in the DER of PKCS #8 (RFC 5958).
    ///
    /// # Errors
    ///
    /// Those of [`from_pem`](Self::from_pem).
    pub fn from_pkcs8_der(algorithm: JwsAlgorithm, der: &[u8]) -> Result<Self, JwtKeyError> {
        // As PEM, so that what is inside is found and checked in one way.
        let body = Zeroizing::new(STANDARD.encode(der));
        let pem = Zeroizing::new(format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            *body
        ));
        Self::from_pem(algorithm, pem.as_bytes())
    }

    /// Takes the client secret as the key of HS256, HS384 or HS512; its UTF-8 bytes are the key
    /// (`OpenID` Connect Core 1.0 section 10.1).
    ///
    /// # Errors
    ///
    /// The algorithm is not one of a shared secret, or the secret is shorter than the hash: 32, 48
    /// or 64 bytes (RFC 7518 section 3.2).
    pub fn from_client_secret(
        algorithm: JwsAlgorithm,
        secret: &ClientSecret,
    ) -> Result<Self, JwtKeyError> {
        let name = algorithm;
        let (algorithm, least) = match name {
            JwsAlgorithm::Hs256 => (Algorithm::HS256, 32),
            JwsAlgorithm::Hs384 => (Algorithm::HS384, 48),
            JwsAlgorithm::Hs512 => (Algorithm::HS512, 64),
            _ => return Err(JwtKeyError::KeyPairAlgorithm(name)),
        };
        let bytes = secret.secret().as_bytes();
        if bytes.len() < least {
            return Err(JwtKeyError::ShortSecret { algorithm: name, least });
        }
        Ok(Self::new(name, algorithm, EncodingKey::from_secret(bytes)))
    }

    fn new(name: JwsAlgorithm, algorithm: Algorithm, key: EncodingKey) -> Self {
        let typ = String::from(CLIENT_AUTHENTICATION);
        Self { name, algorithm, key, kid: None, typ, x5t_s256: None }
    }

    /// Puts the SHA-256 thumbprint of the certificate of the key into the header (`x5t#S256`, RFC 7515
    /// section 4.1.8): some servers know the keys of a client by their certificates. The first certificate
    /// of the PEM counts.
    ///
    /// # Errors
    ///
    /// The text has no certificate (RFC 7468 section 5).
    pub fn with_certificate_pem(mut self, pem: &str) -> Result<Self, JwtKeyError> {
        let body = pem
            .split_once("-----BEGIN CERTIFICATE-----")
            .and_then(|(_, rest)| rest.split_once("-----END CERTIFICATE-----"))
            .map(|(body, _)| body.split_whitespace().collect::<String>());
        let der = body.and_then(|body| STANDARD.decode(body).ok()).filter(|der| !der.is_empty());
        let der = der.ok_or(JwtKeyError::NoCertificate)?;
        self.x5t_s256 = Some(URL_SAFE_NO_PAD.encode(Sha256::digest(der)));
        Ok(self)
    }

    /// Sets the `typ` of the header, which is `client-authentication+jwt` unless given
    /// (draft-ietf-oauth-rfc7523bis-11 section 4), for a server that takes `JWT` alone.
    #[must_use]
    pub fn with_typ(mut self, typ: impl Into<String>) -> Self {
        self.typ = typ.into();
        self
    }

    /// Puts the identifier of the key into the header (RFC 7515 section 4.1.4): servers that know
    /// several keys of the client choose by it.
    #[must_use]
    pub fn with_kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }
}

impl Signer for JwtSigner {
    fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        let header = Header {
            alg: self.name.word(),
            typ: &self.typ,
            kid: self.kid.as_deref(),
            x5t_s256: self.x5t_s256.as_deref(),
        };
        let header = serde_json::to_vec(&header).map_err(SignError::new)?;
        let claims = serde_json::to_vec(claims).map_err(SignError::new)?;
        let mut jwt = URL_SAFE_NO_PAD.encode(header);
        jwt.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut jwt);
        let signer = (DEFAULT_PROVIDER.signer_factory)(&self.algorithm, &self.key)
            .map_err(|_| SignError::new("the key does not fit its algorithm"))?;
        let signature = signer
            .try_sign(jwt.as_bytes())
            .map_err(|_| SignError::new("the signature algorithm failed"))?;
        jwt.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut jwt);
        Ok(jwt)
    }
}

/// The JOSE header (RFC 7515 section 4).
#[derive(Serialize)]
struct Header<'a> {
    alg: &'static str,
    typ: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
    #[serde(rename = "x5t#S256", skip_serializing_if = "Option::is_none")]
    x5t_s256: Option<&'a str>,
}

impl fmt::Debug for JwtSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("JwtSigner")
            .field("algorithm", &self.name)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// What `jsonwebtoken` calls the algorithm.
fn signature(name: JwsAlgorithm) -> Result<Algorithm, JwtKeyError> {
    Ok(match name {
        JwsAlgorithm::Es256 => Algorithm::ES256,
        JwsAlgorithm::Es384 => Algorithm::ES384,
        JwsAlgorithm::Ps256 => Algorithm::PS256,
        JwsAlgorithm::Ps384 => Algorithm::PS384,
        JwsAlgorithm::Ps512 => Algorithm::PS512,
        JwsAlgorithm::Rs256 => Algorithm::RS256,
        JwsAlgorithm::Rs384 => Algorithm::RS384,
        JwsAlgorithm::Rs512 => Algorithm::RS512,
        // The signature is the same; the header says which name was chosen (RFC 9864).
        JwsAlgorithm::EdDsa | JwsAlgorithm::Ed25519 => Algorithm::EdDSA,
        JwsAlgorithm::Hs256 => Algorithm::HS256,
        JwsAlgorithm::Hs384 => Algorithm::HS384,
        JwsAlgorithm::Hs512 => Algorithm::HS512,
        _ => return Err(JwtKeyError::Unsupported(name)),
    })
}

fn check_modulus(name: JwsAlgorithm, key: &EncodingKey) -> Result<(), JwtKeyError> {
    let (modulus, _) =
        (DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_private_key)(key.as_bytes())
            .map_err(|_| JwtKeyError::NoPrivateKey(name))?;
    let unused = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
    let bits = modulus.len() * 8 - unused;
    if bits < LEAST_RSA_BITS { Err(JwtKeyError::ShortRsaKey { bits }) } else { Ok(()) }
}

/// Why there is no [`JwtSigner`]. Nothing of the key is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwtKeyError {
    /// The input is no private key that the algorithm takes: another format, another kind, another
    /// curve, or a public key.
    NoPrivateKey(JwsAlgorithm),
    /// An RSA key with a modulus of less than 2048 bits (RFC 7518 section 3.3).
    ShortRsaKey {
        /// The length of its modulus.
        bits: usize,
    },
    /// A client secret that is shorter than the hash (RFC 7518 section 3.2).
    ShortSecret {
        /// The algorithm that the key is too short for.
        algorithm: JwsAlgorithm,
        /// The least number of bytes that it takes.
        least: usize,
    },
    /// A private key was given for an algorithm of a shared secret:
    /// [`JwtSigner::from_client_secret`] takes those.
    SharedSecretAlgorithm(JwsAlgorithm),
    /// A client secret was given for an algorithm of a key pair: [`JwtSigner::from_pem`] takes
    /// those.
    KeyPairAlgorithm(JwsAlgorithm),
    /// The text has no certificate in PEM (RFC 7468 section 5).
    NoCertificate,
    /// No signature of the algorithm is built in; a [`Signer`] of one's own can make it.
    Unsupported(JwsAlgorithm),
}

impl fmt::Display for JwtKeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPrivateKey(algorithm) => write!(
                formatter,
                "the input is not a private key for `{}`: it takes PKCS #8, or PKCS #1 in PEM for RSA, \
                 not encrypted",
                algorithm.word()
            ),
            Self::ShortRsaKey { bits } => write!(
                formatter,
                "the RSA key has {bits} bits, and signatures need at least {LEAST_RSA_BITS} \
                 (RFC 7518 section 3.3)"
            ),
            Self::ShortSecret { algorithm, least } => write!(
                formatter,
                "the client secret is shorter than the {least} bytes that `{}` needs \
                 (RFC 7518 section 3.2)",
                algorithm.word()
            ),
            Self::SharedSecretAlgorithm(algorithm) => {
                write!(
                    formatter,
                    "`{}` signs with a shared secret, not a key pair",
                    algorithm.word()
                )
            }
            Self::KeyPairAlgorithm(algorithm) => {
                write!(
                    formatter,
                    "`{}` signs with a key pair, not a shared secret",
                    algorithm.word()
                )
            }
            Self::NoCertificate => formatter.write_str(
                "the text has no certificate in PEM, which begins with `-----BEGIN CERTIFICATE-----`",
            ),
            Self::Unsupported(algorithm) => {
                write!(formatter, "`JwtSigner` does not support `{}`", algorithm.word())
            }
        }
    }
}

impl Error for JwtKeyError {}
