//! What keeps a flow from being built.

use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use core::fmt;

use oauth_flow_core::vocabulary::{AuthMethod, Word};
use oauth_flow_core::{Finding, Key, Origin, Role};

use crate::flow::judgement::write_all;
use crate::flow::retry::Retry;

/// Why no flow can be built of the values of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// Values break a rule, or are not those that are declared; never empty.
    Values(Vec<Finding>),
    /// A value that the declared grants need is neither declared nor given: that of this key of the
    /// attribute, and of the method of the builder with its name.
    Missing(Key),
    /// The declared client authentication method needs a client secret, and none is given.
    MissingSecret,
    /// A value is there and empty.
    Empty(Origin),
    /// An identifier or secret has a character that is not printable ASCII (RFC 6749 appendix A),
    /// such as the line end of the file that it was read from.
    NotPrintable(Origin),
    /// The client secret is shorter than the 32 bytes that HS256 needs (RFC 7518 section 3.2).
    ShortSecret(Origin),
    /// A secret is given, and the declared client authentication method sends none.
    UnusedSecret(Origin, AuthMethod),
    /// A signer is given, and the declared client authentication method signs nothing.
    UnusedSigner(AuthMethod),
    /// The query of the authorization endpoint has a parameter that the flow gives its value (RFC
    /// 6749 section 3.1); its name.
    ManagedQuery(String),
    /// The issuer is the URL of a document that describes the server, such as the value of a field
    /// `discovery_url`: no response names it as its issuer.
    DiscoveryUrl(Origin),
    /// The address of the metadata of a server, such as the value of a field `discovery_url`, is none of
    /// those of the issuer that the client has besides.
    OtherDiscoveryUrl {
        /// Where the address comes from.
        origin: Origin,
        /// The address, as a message shows it.
        url: String,
        /// Where the issuer comes from.
        issuer_origin: Origin,
        /// The issuer.
        issuer: String,
    },
    /// An endpoint is not a URL.
    NotAUrl(Origin),
    /// A URL that a method gives is none that the client goes to: it is no absolute URL, or plain `http`
    /// elsewhere than on the loopback address or under an issuer of `https`.
    #[cfg(feature = "openid")]
    UnfitUrl(Origin),
    /// What the server signs by this algorithm cannot be verified.
    #[cfg(feature = "openid")]
    UnsupportedAlgorithm(Origin, oauth_flow_core::vocabulary::JwsAlgorithm),
    /// What the server signs is registered with `HS256`, whose key is the client secret, and the declared
    /// client authentication method has none.
    #[cfg(feature = "openid")]
    AlgorithmNeedsSecret(AuthMethod),
    /// The clocks may differ by five minutes at most.
    #[cfg(feature = "openid")]
    ClockLeeway,
    /// Two different values for what a client has one of.
    Several(Box<SeveralValues>),
    /// A token type that [`bearer_token_type`](crate::flow::Builder::bearer_token_type) gives is no name
    /// that the client may take for `Bearer`; the name.
    BearerTokenType(String),
    /// The declared client authentication method needs a signer.
    MissingSigner(AuthMethod),
    /// The platform has no clock, and none was given.
    MissingClock,
}

/// Two different values for what a client has one of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeveralValues {
    /// Where the first value comes from.
    pub first: Origin,
    /// Where the other value comes from.
    pub second: Origin,
    /// Both, as a message shows them: bounded, escaped, and without userinfo and query. `None` where they
    /// are secrets or signers.
    pub shown: Option<[String; 2]>,
}

impl fmt::Display for SeveralValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, second, shown } = self;
        match shown {
            Some([one, other]) if one == other => write!(
                f,
                "{first} and {second} are `{one}` with a difference that is not shown, and a client has \
                 one value"
            )?,
            Some([one, other]) => write!(
                f,
                "{first} is `{one}` and {second} is `{other}`, and a client has one value"
            )?,
            None => write!(f, "{first} and {second} give two values where a client has one")?,
        }
        f.write_str("; help: leave the wrong one out, or correct it")
    }
}

impl BuildError {
    /// Whether it helps to try again: the same values fail again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        Retry::No
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(findings) => write_all(findings, f),
            Self::Missing(key) => {
                let in_field = Role::ALL.iter().any(|role| role.key() == Some(*key));
                let field = if in_field { ", give it a field" } else { "" };
                write!(
                    f,
                    "`{key}` is missing; help: declare it{field}, or call `{key}` of the builder"
                )
            }
            // What is declared is part of the program, where a secret must not be.
            Self::MissingSecret => f.write_str(
                "`client_secret` is missing; help: give it a field, or call `client_secret` of the \
                 builder",
            ),
            Self::Empty(origin) => write!(f, "{origin} is empty"),
            Self::NotPrintable(origin) => write!(
                f,
                "{origin} has a character that is not printable ASCII; help: look for a line end \
                 or a space that was copied with it"
            ),
            Self::ShortSecret(origin) => {
                write!(f, "{origin} is shorter than the 32 bytes that `HS256` needs")
            }
            Self::UnusedSecret(origin, method) => write!(
                f,
                "{origin} is given, and `{}` sends no secret; help: leave it out, or declare \
                 the `auth` that the client is registered with",
                method.word()
            ),
            Self::UnusedSigner(method) => write!(
                f,
                "a signer is given, and `{}` signs nothing; help: leave it out, or declare the \
                 `auth` that the client is registered with",
                method.word()
            ),
            Self::ManagedQuery(name) => write!(
                f,
                "the authorization endpoint has `{name}` in its query, a parameter that the flow \
                 gives its value; help: take it out of the URL"
            ),
            Self::DiscoveryUrl(origin) => write!(
                f,
                "{origin} is the URL of the server's metadata and not its issuer; help: give the \
                 issuer, or the metadata by `server` of the builder"
            ),
            Self::NotAUrl(origin) => write!(f, "{origin} is not a URL"),
            #[cfg(feature = "openid")]
            Self::UnfitUrl(origin) => write!(
                f,
                "{origin} is not an `https` URL; help: give the one of the server's metadata. Plain \
                 `http` is for a server whose issuer is on the loopback address"
            ),
            #[cfg(feature = "openid")]
            Self::UnsupportedAlgorithm(origin, algorithm) => write!(
                f,
                "{origin} is `{}`, which is not supported; help: register `RS256`, `PS256`, `ES256`, \
                 `ES384`, `EdDSA` or `HS256`",
                algorithm.word()
            ),
            #[cfg(feature = "openid")]
            Self::AlgorithmNeedsSecret(method) => write!(
                f,
                "`HS256` signs with the client secret, and `{}` has none; help: register `RS256` or \
                 `ES256`, or declare the `auth` that the client is registered with",
                method.word()
            ),
            #[cfg(feature = "openid")]
            Self::ClockLeeway => f.write_str(
                "`clock_leeway` is more than five minutes; help: set the clock of this machine",
            ),
            Self::OtherDiscoveryUrl { origin, url, issuer_origin, issuer } => write!(
                f,
                "{origin} is `{url}`, which is not where the metadata of `{issuer}` is ({issuer_origin}); \
                 help: correct the wrong one of the two, or mark the field `#[oauth(skip)]`"
            ),
            Self::Several(several) => several.fmt(f),
            Self::BearerTokenType(name) if name.is_empty() => f.write_str(
                "the token type that `bearer_token_type` gives is empty; help: write the `token_type` \
                 that the server answers with",
            ),
            Self::BearerTokenType(name) => write!(
                f,
                "`bearer_token_type` gives `{name}`, which is no name for `Bearer`: the declaration binds \
                 tokens to the client; help: leave it out"
            ),
            Self::MissingSigner(method) => {
                write!(
                    f,
                    "`{}` needs a signer; help: call `signer` of the builder, or `async_signer` for a \
                     key in a key service",
                    method.word()
                )
            }
            Self::MissingClock => {
                f.write_str("this platform has no clock; help: call `clock` of the builder")
            }
        }
    }
}

impl core::error::Error for BuildError {}
