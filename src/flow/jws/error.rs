//! Why a token that the server signed is not accepted.

use std::string::String;

use core::error::Error;
use core::fmt;

use oauth_flow_core::vocabulary::JwsAlgorithm;

use crate::flow::members::JsonType;
use crate::flow::retry::Retry;

/// A token that the server signed is not accepted. Its text has no claim of a user in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtError {
    token: SignedToken,
    reason: JwtErrorReason,
}

impl JwtError {
    pub(in crate::flow) const fn new(token: SignedToken, reason: JwtErrorReason) -> Self {
        Self { token, reason }
    }

    /// What it is.
    #[must_use]
    pub const fn token(&self) -> SignedToken {
        self.token
    }

    /// Why it is not accepted.
    #[must_use]
    pub const fn reason(&self) -> &JwtErrorReason {
        &self.reason
    }

    /// Whether it helps to try again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self.reason {
            // The keys are there a moment later, and the user may authenticate in another way.
            JwtErrorReason::Keys(_)
            | JwtErrorReason::MaxAge
            | JwtErrorReason::AuthenticationContext { .. } => Retry::NewLogin,
            _ => Retry::No,
        }
    }
}

/// What a server signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedToken {
    /// An ID token (`OpenID` Connect Core section 2).
    IdToken,
    /// An answer of the userinfo endpoint (`OpenID` Connect Core section 5.3.2).
    Userinfo,
    /// A logout token (`OpenID` Connect Back-Channel Logout section 2.4).
    LogoutToken,
}

impl SignedToken {
    /// The member of a registration that says by which algorithm it is signed.
    pub(super) const fn registered_as(self) -> &'static str {
        match self {
            Self::IdToken | Self::LogoutToken => "id_token_signed_response_alg",
            Self::Userinfo => "userinfo_signed_response_alg",
        }
    }

    /// The member of a registration that says by which algorithm it is encrypted.
    pub(super) const fn encrypted_as(self) -> &'static str {
        match self {
            Self::IdToken | Self::LogoutToken => "id_token_encrypted_response_alg",
            Self::Userinfo => "userinfo_encrypted_response_alg",
        }
    }
}

impl fmt::Display for SignedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdToken => "the ID token",
            Self::Userinfo => "the signed answer of the userinfo endpoint",
            Self::LogoutToken => "the logout token",
        })
    }
}

/// Why a token is not accepted. What is shown of it is bounded and escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwtErrorReason {
    /// It is no JWS in the compact serialization (RFC 7515 section 3.1).
    NotAJws,
    /// It is encrypted (RFC 7516 section 3.1), which is not supported.
    Encrypted,
    /// Its algorithm is `none` (RFC 7518 section 3.6).
    Unsigned,
    /// Its header has an extension that has to be understood (RFC 7515 section 4.1.11).
    CriticalHeader,
    /// Its type is that of another kind of token (RFC 8725 section 3.11).
    Type {
        /// The `typ` of its header.
        received: String,
    },
    /// It is signed by an algorithm that the client does not take.
    Algorithm {
        /// The `alg` of its header.
        received: String,
        /// The algorithm that is registered, if the flow knows it.
        registered: Option<JwsAlgorithm>,
    },
    /// The server publishes no such key.
    UnknownKey {
        /// The identifier that the header has.
        kid: Option<String>,
    },
    /// The server publishes several keys that fit, and the header does not say which one it is (`OpenID`
    /// Connect Core section 10.1): it names none, or many keys have the name.
    UnnamedKey,
    /// The key that the header names is not one for its algorithm.
    KeyMismatch {
        /// The algorithm of the header.
        algorithm: JwsAlgorithm,
    },
    /// The RSA key has less than 2048 bits (RFC 7518 section 3.3), or more than 4096.
    KeyLength {
        /// How many it has.
        bits: usize,
    },
    /// The key is not known, and the keys could not be fetched anew; the reason.
    Keys(String),
    /// The signature is not one of the key.
    Signature,
    /// Its claims are no JSON object, or one of them is there twice.
    NotAnObject,
    /// A claim is missing or of another type.
    Claim {
        /// The claim.
        claim: &'static str,
        /// What it is; `None` where it is missing.
        found: Option<JsonType>,
        /// The section of the standard that has it.
        section: &'static str,
    },
    /// A claim is empty.
    EmptyClaim {
        /// The claim.
        claim: &'static str,
    },
    /// It is of another issuer.
    Issuer {
        /// The issuer of the client's server.
        expected: String,
        /// The `iss` of the token.
        received: String,
    },
    /// The tenant that it names (`tid`) is not that of its issuer.
    OtherTenant,
    /// The key that signed it is one for another tenant of the server.
    KeyOfOtherTenant,
    /// It is for another client.
    Audience,
    /// It is for others too, which the client does not trust.
    OtherAudience {
        /// The first of them.
        audience: String,
    },
    /// It was issued to another client (`azp`).
    AuthorizedParty {
        /// The `azp` of the token.
        received: String,
    },
    /// It has expired.
    Expired,
    /// A time of it is in the future.
    NotYetValid {
        /// The claim.
        claim: &'static str,
    },
    /// It does not repeat the nonce of the authorization request.
    Nonce,
    /// It belongs to another access token.
    AccessTokenHash,
    /// It does not say when the user authenticated, and the request has `max_age` (`OpenID` Connect Core
    /// section 3.1.2.1).
    UnknownAuthTime,
    /// The user authenticated longer ago than the request allows.
    MaxAge,
    /// The user authenticated in another way than the request requires.
    AuthenticationContext {
        /// The `acr` of the token.
        received: Option<String>,
    },
    /// It is of another user or another login than the one that it has to continue.
    OtherLogin {
        /// The claim that differs.
        claim: &'static str,
    },
    /// It has a claim that it must not have.
    ForbiddenClaim {
        /// The claim.
        claim: &'static str,
        /// The section of the standard that forbids it.
        section: &'static str,
    },
    /// Its events are not that of a logout (`OpenID` Connect Back-Channel Logout section 2.4).
    OtherEvent,
    /// It names neither a user nor a session.
    Nobody,
    /// It was accepted before.
    Replayed,
}

impl Error for JwtError {}
