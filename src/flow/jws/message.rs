//! What is said of a token that is not accepted: the fact, its source, and what to do where that is known.

use core::fmt;

use oauth_flow_core::vocabulary::Word;

use super::error::{JwtError, JwtErrorReason, SignedToken};

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason() {
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
        let (token, reason) = (self.token(), self.reason());
        let registered_as = token.registered_as();
        match reason {
            JwtErrorReason::NotAJws => {
                write!(
                    f,
                    "{token} is not a JWS in the compact serialization (RFC 7515 section 3.1)"
                )
            }
            // Anyone can send a logout token: what it is says nothing of the registration.
            JwtErrorReason::Encrypted if token == SignedToken::LogoutToken => {
                write!(f, "{token} is encrypted, which is not supported")
            }
            JwtErrorReason::Encrypted => write!(
                f,
                "{token} is encrypted, which is not supported; help: register the client without \
                 `{}`",
                token.encrypted_as()
            ),
            JwtErrorReason::Unsigned if token == SignedToken::LogoutToken => {
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
                     `{registered}`"
                )?;
                if token == SignedToken::LogoutToken {
                    return Ok(());
                }
                f.write_str("; help: give the builder the algorithm that is registered")
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
                "{token} does not say by which of several keys of the server it is signed (OpenID Connect \
                 Core section 10.1)"
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
        let (token, reason) = (self.token(), self.reason());
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
            JwtErrorReason::AuthorizedParty { received } => write!(
                f,
                "{token} was issued to `{received}` (`azp`), and not to this client (OpenID Connect Core \
                 section 3.1.3.7)"
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
            JwtErrorReason::KeyOfOtherTenant => write!(
                f,
                "{token} is signed with a key that the server publishes for another issuer (`issuer` of \
                 the key)"
            ),
            _ => write!(f, "{token} was accepted before (`jti`)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString as _};

    use oauth_flow_core::vocabulary::JwsAlgorithm;

    use crate::flow::jws::error::{JwtError, JwtErrorReason, SignedToken};
    use crate::flow::retry::Retry;

    #[track_caller]
    fn says(token: SignedToken, reason: JwtErrorReason, text: &str) {
        assert_eq!(JwtError::new(token, reason).to_string(), text);
    }

    #[test]
    fn what_is_wrong_with_a_key_is_said() {
        let token = SignedToken::IdToken;
        let received = String::from("ES256");
        let registered = Some(JwsAlgorithm::Ps256);
        says(
            token,
            JwtErrorReason::Algorithm { received, registered },
            "the ID token is signed with the algorithm `ES256`, and `id_token_signed_response_alg` is \
             `PS256`; help: give the builder the algorithm that is registered",
        );
        says(
            token,
            JwtErrorReason::UnknownKey { kid: Some(String::from("k-1")) },
            "the ID token is signed with the key `k-1`, which the server does not publish",
        );
        says(
            token,
            JwtErrorReason::UnknownKey { kid: None },
            "the ID token does not name its key, and the server publishes none for its algorithm",
        );
        says(
            token,
            JwtErrorReason::UnnamedKey,
            "the ID token does not say by which of several keys of the server it is signed (OpenID Connect \
             Core section 10.1)",
        );
        says(
            token,
            JwtErrorReason::KeyLength { bits: 1024 },
            "the ID token is signed with an RSA key of 1024 bits, and this client takes 2048 (RFC 7518 \
             section 3.3) to 4096",
        );
        says(
            token,
            JwtErrorReason::Keys(String::from("the keys are away")),
            "the ID token is signed with a key that is not known, and the keys are away",
        );
    }

    #[test]
    fn each_token_has_members_of_its_own() {
        let userinfo = "the signed answer of the userinfo endpoint";
        says(
            SignedToken::Userinfo,
            JwtErrorReason::Encrypted,
            &[
                userinfo,
                " is encrypted, which is not supported; help: register the client without \
                         `userinfo_encrypted_response_alg`",
            ]
            .concat(),
        );
        says(
            SignedToken::Userinfo,
            JwtErrorReason::Unsigned,
            &[
                userinfo,
                " is not signed: its `alg` is `none`; help: register the client with \
                         `userinfo_signed_response_alg`, such as `RS256` or `ES256`",
            ]
            .concat(),
        );
        // Anyone can send a logout token.
        says(
            SignedToken::LogoutToken,
            JwtErrorReason::Encrypted,
            "the logout token is encrypted, which is not supported",
        );
        let registered = Some(JwsAlgorithm::Rs256);
        says(
            SignedToken::LogoutToken,
            JwtErrorReason::Algorithm { received: String::from("ES256"), registered },
            "the logout token is signed with the algorithm `ES256`, and `id_token_signed_response_alg` \
             is `RS256`",
        );
        says(
            SignedToken::LogoutToken,
            JwtErrorReason::Unsigned,
            "the logout token is not signed: its `alg` is `none`",
        );
        says(
            SignedToken::LogoutToken,
            JwtErrorReason::Algorithm { received: String::from("HS256"), registered: None },
            "the logout token is signed with the algorithm `HS256`, and this client takes `RS256`, \
             `PS256`, `ES256`, `ES384` and `EdDSA`",
        );
    }

    #[test]
    fn what_is_wrong_with_a_claim_is_said() {
        let token = SignedToken::IdToken;
        says(token, JwtErrorReason::Audience, "the ID token is for another client (`aud`)");
        says(
            token,
            JwtErrorReason::KeyOfOtherTenant,
            "the ID token is signed with a key that the server publishes for another issuer (`issuer` \
             of the key)",
        );
        says(
            token,
            JwtErrorReason::OtherTenant,
            "`tid` of the ID token is not the tenant that its issuer (`iss`) names",
        );
        says(
            token,
            JwtErrorReason::UnknownAuthTime,
            "the ID token has no `auth_time`, which OpenID Connect Core section 3.1.2.1 requires where \
             the request has `max_age`",
        );
        says(
            token,
            JwtErrorReason::MaxAge,
            "the user authenticated longer ago than `max_age` allows",
        );
        says(
            token,
            JwtErrorReason::AuthenticationContext { received: Some(String::from("tin")) },
            "the user authenticated by `tin` (`acr`), and the request requires another way",
        );
        says(
            token,
            JwtErrorReason::AuthenticationContext { received: None },
            "the ID token does not say how the user authenticated (`acr`), which the request requires",
        );
    }

    #[test]
    fn what_is_wrong_with_a_logout_is_said() {
        let token = SignedToken::LogoutToken;
        let section = "OpenID Connect Back-Channel Logout section 2.4";
        says(
            token,
            JwtErrorReason::ForbiddenClaim { claim: "nonce", section },
            "the logout token has `nonce`, which OpenID Connect Back-Channel Logout section 2.4 forbids",
        );
        says(
            token,
            JwtErrorReason::OtherEvent,
            "`events` of the logout token is not a logout (OpenID Connect Back-Channel Logout section \
             2.4)",
        );
        says(
            token,
            JwtErrorReason::Nobody,
            "the logout token has neither `sub` nor `sid` (OpenID Connect Back-Channel Logout section 2.4)",
        );
        says(token, JwtErrorReason::Replayed, "the logout token was accepted before (`jti`)");
    }

    #[test]
    fn what_passes_by_itself_may_be_tried_again() {
        let retry = |reason| JwtError::new(SignedToken::LogoutToken, reason).retry();
        assert_eq!(retry(JwtErrorReason::MaxAge), Retry::NewLogin);
        assert_eq!(retry(JwtErrorReason::Keys(String::new())), Retry::NewLogin);
        assert_eq!(
            retry(JwtErrorReason::AuthenticationContext { received: None }),
            Retry::NewLogin
        );
        assert_eq!(retry(JwtErrorReason::Replayed), Retry::No);
    }
}
