//! Why a token that the server signed is not accepted.

use std::string::String;

use core::error::Error;
use core::fmt;

use oauth_flow_core::vocabulary::{JwsAlgorithm, Word};

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
            JwtErrorReason::TooMany => Retry::Later(None),
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
    const fn registered_as(self) -> &'static str {
        match self {
            Self::IdToken | Self::LogoutToken => "id_token_signed_response_alg",
            Self::Userinfo => "userinfo_signed_response_alg",
        }
    }

    /// The member of a registration that says by which algorithm it is encrypted.
    const fn encrypted_as(self) -> &'static str {
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
    /// The server publishes several keys that fit, and the header names none of them (`OpenID` Connect
    /// Core section 10.1).
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
    /// It is for another client.
    Audience,
    /// It is for others too, which the client does not trust.
    OtherAudience {
        /// The first of them.
        audience: String,
    },
    /// It was issued to another client (`azp`), or it is for several and does not say to which.
    AuthorizedParty {
        /// The `azp` of the token.
        received: Option<String>,
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
    /// So many logout tokens are remembered that no other one can be.
    TooMany,
}

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            JwtErrorReason::NotAJws
            | JwtErrorReason::Encrypted
            | JwtErrorReason::Unsigned
            | JwtErrorReason::CriticalHeader
            | JwtErrorReason::Type { .. }
            | JwtErrorReason::Algorithm { .. }
            | JwtErrorReason::UnknownKey { .. }
            | JwtErrorReason::UnnamedKey
            | JwtErrorReason::KeyMismatch { .. }
            | JwtErrorReason::KeyLength { .. }
            | JwtErrorReason::Keys(_)
            | JwtErrorReason::Signature => self.of_signature(f),
            _ => self.of_claims(f),
        }
    }
}

impl JwtError {
    /// What is wrong with the header, the key or the signature.
    fn of_signature(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, reason } = self;
        let registered_as = token.registered_as();
        match reason {
            JwtErrorReason::NotAJws => {
                write!(
                    f,
                    "{token} is not a JWS in the compact serialization (RFC 7515 section 3.1)"
                )
            }
            JwtErrorReason::Encrypted => write!(
                f,
                "{token} is encrypted, which is not supported; help: register the client without \
                 `{}`",
                token.encrypted_as()
            ),
            // Anyone can send a logout token: what it is says nothing of the registration.
            JwtErrorReason::Unsigned if *token == SignedToken::LogoutToken => {
                write!(f, "{token} is not signed: its `alg` is `none`")
            }
            JwtErrorReason::Unsigned => write!(
                f,
                "{token} is not signed: its `alg` is `none`; help: register the client with \
                 `{registered_as}`, such as `RS256` or `ES256`"
            ),
            JwtErrorReason::CriticalHeader => write!(
                f,
                "the header of {token} names extensions that have to be understood (`crit`, RFC 7515 \
                 section 4.1.11), and this client knows none"
            ),
            JwtErrorReason::Type { received } => write!(
                f,
                "{token} has the type `{received}`, which is that of another token (RFC 8725 section \
                 3.11)"
            ),
            JwtErrorReason::Algorithm { received, registered: Some(registered) } => {
                let registered = registered.word();
                write!(
                    f,
                    "{token} is signed with the algorithm `{received}`, and `{registered_as}` is \
                     `{registered}`; help: give the builder the algorithm that is registered"
                )
            }
            JwtErrorReason::Algorithm { received, registered: None } => {
                write!(
                    f,
                    "{token} is signed with the algorithm `{received}`, and this client takes `RS256`, \
                     `PS256`, `ES256`, `ES384` and `EdDSA`"
                )?;
                match (token, received.as_str()) {
                    (SignedToken::LogoutToken, _) => Ok(()),
                    (_, "HS256") => write!(
                        f,
                        "; help: if the client is registered with it, call `{registered_as}` of the \
                         builder"
                    ),
                    _ => write!(f, "; help: register one of them as `{registered_as}`"),
                }
            }
            JwtErrorReason::UnknownKey { kid: Some(kid) } => {
                write!(
                    f,
                    "{token} is signed with the key `{kid}`, which the server does not publish"
                )
            }
            JwtErrorReason::UnknownKey { kid: None } => write!(
                f,
                "{token} does not name its key, and the server publishes none for its algorithm"
            ),
            JwtErrorReason::UnnamedKey => write!(
                f,
                "{token} does not name its key, and the server publishes several (OpenID Connect Core \
                 section 10.1)"
            ),
            JwtErrorReason::KeyMismatch { algorithm } => write!(
                f,
                "{token} is signed with the algorithm `{}`, and the key that it names is not one for \
                 this algorithm",
                algorithm.word()
            ),
            JwtErrorReason::KeyLength { bits } => write!(
                f,
                "{token} is signed with an RSA key of {bits} bits, and this client takes 2048 (RFC 7518 \
                 section 3.3) to 4096"
            ),
            JwtErrorReason::Keys(error) => {
                write!(f, "{token} is signed with a key that is not known, and {error}")
            }
            _ => write!(f, "the signature of {token} is wrong"),
        }
    }

    /// What is wrong with the claims.
    fn of_claims(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, reason } = self;
        match reason {
            JwtErrorReason::NotAnObject => write!(
                f,
                "the claims of {token} are not a JSON object with each name once (RFC 7519 section 4)"
            ),
            JwtErrorReason::Claim { claim, found: None, section } => {
                write!(f, "{token} has no `{claim}`, which {section} requires")
            }
            JwtErrorReason::Claim { claim, found: Some(found), section } => {
                write!(f, "`{claim}` of {token} is {found}, which {section} does not allow")
            }
            JwtErrorReason::EmptyClaim { claim } => write!(f, "`{claim}` of {token} is empty"),
            JwtErrorReason::OtherTenant => {
                write!(f, "`tid` of {token} is not the tenant that its issuer (`iss`) names")
            }
            JwtErrorReason::Issuer { expected, received } => write!(
                f,
                "{token} is of the issuer `{received}`, and the client's server is `{expected}`"
            ),
            JwtErrorReason::Audience => write!(f, "{token} is for another client (`aud`)"),
            JwtErrorReason::OtherAudience { audience } => write!(
                f,
                "{token} is for `{audience}` too, which the client does not trust (OpenID Connect Core \
                 section 3.1.3.7); help: if you trust it, call `trusted_audience` of the builder"
            ),
            JwtErrorReason::AuthorizedParty { received: Some(received) } => write!(
                f,
                "{token} was issued to `{received}` (`azp`), and not to this client (OpenID Connect Core \
                 section 3.1.3.7)"
            ),
            JwtErrorReason::AuthorizedParty { received: None } => write!(
                f,
                "{token} is for several audiences and does not say to which client it was issued (`azp`, \
                 OpenID Connect Core section 3.1.3.7)"
            ),
            JwtErrorReason::Expired => write!(
                f,
                "{token} has expired; help: if the server has just issued it, compare the clock of this \
                 machine with that of the server"
            ),
            JwtErrorReason::NotYetValid { claim } => write!(
                f,
                "`{claim}` of {token} is in the future; help: compare the clock of this machine with \
                 that of the server"
            ),
            JwtErrorReason::Nonce => write!(
                f,
                "{token} does not repeat the `nonce` of the authorization request (OpenID Connect Core \
                 section 3.1.3.7)"
            ),
            JwtErrorReason::AccessTokenHash => write!(
                f,
                "{token} belongs to another access token (`at_hash`, OpenID Connect Core section 3.1.3.8)"
            ),
            JwtErrorReason::UnknownAuthTime => write!(
                f,
                "{token} has no `auth_time`, which OpenID Connect Core section 3.1.2.1 requires where the \
                 request has `max_age`"
            ),
            JwtErrorReason::MaxAge => {
                write!(f, "the user authenticated longer ago than `max_age` allows")
            }
            JwtErrorReason::AuthenticationContext { received: Some(received) } => write!(
                f,
                "the user authenticated by `{received}` (`acr`), and the request requires another way"
            ),
            JwtErrorReason::AuthenticationContext { received: None } => write!(
                f,
                "{token} does not say how the user authenticated (`acr`), which the request requires"
            ),
            JwtErrorReason::OtherLogin { claim } => write!(
                f,
                "`{claim}` of {token} is not that of the login that it continues (OpenID Connect Core \
                 section 12.2)"
            ),
            JwtErrorReason::ForbiddenClaim { claim, section } => {
                write!(f, "{token} has `{claim}`, which {section} forbids")
            }
            JwtErrorReason::OtherEvent => write!(
                f,
                "`events` of {token} is not a logout (OpenID Connect Back-Channel Logout section 2.4)"
            ),
            JwtErrorReason::Nobody => write!(
                f,
                "{token} has neither `sub` nor `sid` (OpenID Connect Back-Channel Logout section 2.4)"
            ),
            JwtErrorReason::Replayed => write!(f, "{token} was accepted before (`jti`)"),
            _ => write!(
                f,
                "10,000 logout tokens that have not expired are remembered, and {token} cannot be \
                 remembered too"
            ),
        }
    }
}

impl Error for JwtError {}
