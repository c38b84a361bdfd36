//! What the code of a client does, as its reader saw it: data without tokens, for the rules of the
//! chapter "The code".

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use crate::vocabulary::{AuthMethod, Grant, Kind, Word};

/// What one client does in the code of its package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// What was seen of it, in the order of the files.
    pub acts: Vec<Act>,
    /// The types in whose `impl`s its calls are; `None` is for functions without a type.
    pub types: BTreeSet<Option<String>>,
}

/// Something that the code does, and where. A place is the index that the reader gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// What it does.
    pub what: What,
    /// Where it does it.
    pub place: usize,
}

/// Something that the code of a client does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// It makes a client of a library for OAuth.
    Client,
    /// A struct of this name holds the configuration of a client.
    Configuration(String),
    /// It names an authorization or token endpoint, or an issuer.
    Endpoint(Named, String),
    /// It sends the browser to the authorization endpoint.
    Request(Request),
    /// It asks the token endpoint for a token by this grant.
    Exchange(Exchange),
    /// It asks for a token by an extension grant, by the name of that grant.
    Extension(String),
    /// It makes a challenge that is the verifier itself.
    PlainChallenge,
    /// It makes a verifier and drops it; the text is the name that it is bound to.
    DroppedVerifier(String),
    /// It accepts whatever nonce an ID token has, where no refresh explains it.
    AnyNonce,
    /// It reads an ID token without a look at its signature, by the method of this name.
    UnverifiedToken(String),
    /// Its secret is a text in the program, or is put into it by the macro of this name.
    SecretInCode(Option<String>),
    /// Its secret is part of a URL.
    SecretInQuery,
    /// The HTTP client of its token requests follows redirects; the text is what makes the client.
    FollowsRedirects(String),
    /// The HTTP client of its token requests checks no certificate, by the method of this name.
    NoCertificateCheck(String),
    /// It names an endpoint by a URL of plain `http` that is not of this machine.
    PlainHttp(String),
    /// It authenticates to the token endpoint like this.
    Authenticates(AuthMethod),
    /// It asks for a scope.
    Scope(String),
    /// It names a redirect URI.
    RedirectUri(String),
    /// It does something that clients of this kind do, beside the flow: listen on the loopback
    /// interface, open a browser, run in one, serve pages.
    Behaves(Kind),
}

/// What a URL in the code is the address of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The authorization endpoint.
    Authorization,
    /// The token endpoint.
    Token,
    /// Another endpoint.
    Other,
    /// The issuer.
    Issuer,
}

/// An authorization request in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it asks for.
    pub response: Response,
    /// Whether it carries a code challenge.
    pub challenge: Sent,
    /// Whether it carries a challenge of the method `S256` each time, by the text of the function.
    pub always_s256: bool,
    /// What becomes of the state.
    pub state: Kept,
    /// What becomes of the nonce.
    pub nonce: Kept,
}

/// What an authorization request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// A code.
    Code,
    /// An access token, by this response type.
    Implicit(String),
    /// What cannot be told, or none of these.
    Other,
}

/// A token request in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The grant.
    pub grant: Grant,
    /// Whether it carries the code verifier.
    pub verifier: Sent,
}

/// Whether a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// That cannot be told from here.
    Unknown,
}

/// What becomes of a value that the response is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is kept, or what becomes of it cannot be told.
    Unknown,
    /// It is dropped at this place; the text is the name that it is bound to.
    Dropped(usize, String),
    /// It is the same in every request: a text in the program, at this place.
    Fixed(usize),
    /// The request has none.
    Absent,
}

impl Code {
    /// Whether what was seen is a client: a struct with identifier and endpoint is one, a scope alone
    /// is not.
    #[must_use]
    pub fn is_client(&self) -> bool {
        self.acts.iter().any(|act| act.what.tells_a_client())
    }

    /// The place that stands for the client: what makes it, else its first request, else what names it.
    #[must_use]
    pub fn anchor(&self) -> Option<usize> {
        let rank = |what: &What| match what {
            What::Client => 0,
            What::Request(_) => 1,
            What::Exchange(_) | What::Extension(_) => 2,
            What::Configuration(_) => 3,
            _ => 4,
        };
        let acts = self.acts.iter().filter(|act| act.what.tells_a_client());
        acts.min_by_key(|act| rank(&act.what)).map(|act| act.place)
    }

    /// The grants that it uses, each once, in the order of the vocabulary.
    #[must_use]
    pub fn grants(&self) -> Vec<Grant> {
        let uses = |grant: Grant| {
            self.acts.iter().any(|act| match &act.what {
                What::Exchange(exchange) => exchange.grant == grant,
                What::Request(request) => match request.response {
                    Response::Code => grant == Grant::AuthorizationCode,
                    Response::Implicit(_) => grant == Grant::Implicit,
                    Response::Other => false,
                },
                _ => false,
            })
        };
        Grant::ALL.iter().copied().filter(|grant| uses(*grant)).collect()
    }

    /// The kind of the client, if what it does belongs to one kind alone.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        let behaves = |kind: Kind| self.acts.iter().any(|act| act.what == What::Behaves(kind));
        let grants = self.grants();
        let seen: Vec<Kind> =
            [Kind::Web, Kind::Spa, Kind::Native].into_iter().filter(|it| behaves(*it)).collect();
        let signs_in = grants
            .iter()
            .any(|it| matches!(it, Grant::AuthorizationCode | Grant::Implicit | Grant::DeviceCode));
        match (grants.as_slice(), seen.as_slice()) {
            (grants, [] | [Kind::Native]) if grants.contains(&Grant::DeviceCode) => {
                Some(Kind::Native)
            }
            (_, [only]) if signs_in => Some(*only),
            ([Grant::ClientCredentials], _) => Some(Kind::M2m),
            ([Grant::Password] | [Grant::Password, Grant::RefreshToken], _) => Some(Kind::Trusted),
            ([Grant::JwtBearer], _) => Some(Kind::ThirdParty),
            _ => None,
        }
    }

    /// The requests for an authorization, each with its place.
    pub fn requests(&self) -> impl Iterator<Item = (usize, &Request)> {
        self.acts.iter().filter_map(|act| match &act.what {
            What::Request(request) => Some((act.place, request)),
            _ => None,
        })
    }

    /// The requests for a token, each with its place.
    pub fn exchanges(&self) -> impl Iterator<Item = (usize, &Exchange)> {
        self.acts.iter().filter_map(|act| match &act.what {
            What::Exchange(exchange) => Some((act.place, exchange)),
            _ => None,
        })
    }
}

impl What {
    /// Whether it alone tells that there is a client.
    #[must_use]
    pub const fn tells_a_client(&self) -> bool {
        matches!(
            self,
            Self::Client
                | Self::Configuration(_)
                | Self::Endpoint(Named::Authorization | Named::Token, _)
                | Self::Request(_)
                | Self::Exchange(_)
                | Self::Extension(_)
        )
    }
}
