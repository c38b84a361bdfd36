//! Collects the values of a client from its fields and from the code that builds its flow.

use std::string::String;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::{Endpoint, Key, Origin};
use zeroize::Zeroizing;

use super::check::build;
use super::error::BuildError;
use super::fields::ClientFields;
use super::values::{Given, Values};
use crate::OAuthClient;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::signer::{AsyncSigner, Signer};
use crate::flow::server::metadata::ServerMetadata;

/// Builds a [`Flow`](crate::flow::Flow) from the values of its client. A value that a method gives takes the place of
/// one that a field or the server's metadata gives, whichever comes first.
#[must_use]
pub struct Builder<C> {
    configured: Values,
    given: Values,
    client: PhantomData<fn() -> C>,
}

macro_rules! setters {
    ($($(#[doc = $doc:literal])+ $name:ident => $key:ident)+) => {
        $($(#[doc = $doc])+
        pub fn $name(mut self, value: impl Into<String>) -> Self {
            let origin = Origin::Method(stringify!($name));
            self.given.text(Key::$key, &value.into(), origin, false);
            self
        })+
    };
}

macro_rules! endpoint_setters {
    ($(#[doc = $doc:literal] $name:ident $endpoint:ident)+) => {
        impl<C: OAuthClient> Builder<C> {
            $(#[doc = concat!("Gives ", $doc, ".")]
            pub fn $name(mut self, value: impl Into<String>) -> Self {
                let origin = Origin::Method(stringify!($name));
                self.given.text(Endpoint::$endpoint.key(), &value.into(), origin, false);
                self
            })+
        }
    };
}

oauth_flow_core::__endpoints!(endpoint_setters);

impl<C: OAuthClient> Builder<C> {
    pub(in crate::flow) fn new() -> Self {
        Self { configured: Values::default(), given: Values::default(), client: PhantomData }
    }

    /// Takes the values of the fields that have a role.
    pub fn config(mut self, config: &C) -> Self
    where
        C: ClientFields,
    {
        config.read_fields(&mut self.configured);
        self
    }

    /// Takes the endpoints and the issuer of the server's metadata (RFC 8414 section 2), and
    /// whether it promises `iss` (RFC 9207 section 3).
    ///
    /// What else the metadata says is judged against the declaration by the rules of the chapter on
    /// the authorization server, as a snapshot of it is at compile time: an error of a rule is an error
    /// of [`build`](Self::build), and a warning is one of [`Flow::warnings`](crate::flow::Flow::warnings).
    /// A list that the metadata leaves out says nothing; under the profiles `mcp` and `fapi2` it has to
    /// list `S256` among its PKCE methods.
    ///
    /// A client that authenticates by a certificate, or whose tokens are bound to one, sends its requests
    /// to the `mtls_endpoint_aliases` (RFC 8705 section 5), in place of endpoints that are declared or
    /// given as the metadata has them too.
    pub fn server(mut self, metadata: &ServerMetadata) -> Self {
        self.configured.server(metadata);
        self
    }

    setters! {
        /// The client identifier (RFC 6749 section 2.2).
        client_id => ClientId
        /// A redirect URI; may be given more than once. The first one is used unless a request
        /// says otherwise.
        redirect_uri => RedirectUri
        /// Scope tokens, separated by spaces (RFC 6749 section 3.3); may be given more than once.
        scope => Scope
        /// A resource indicator (RFC 8707 section 2); may be given more than once.
        resource => Resource
        /// The value of the parameter `audience`, which several providers take in place of a resource
        /// indicator; may be given more than once.
        audience => Audience
        /// The issuer identifier of the server.
        issuer => Issuer
    }

    /// The client secret, for the declared client authentication method.
    pub fn client_secret(mut self, value: impl Into<String>) -> Self {
        let text = Zeroizing::new(value.into());
        self.given.client_secret.push(Given { text, origin: Origin::Method("client_secret") });
        self
    }

    /// What signs client assertions, for `private_key_jwt`; also for `client_secret_jwt`, which the
    /// feature `jwt` signs with `HS256` unless this is given.
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.given.signer = Some(Arc::new(signer));
        self
    }

    /// What signs client assertions and is awaited, such as a key service that is asked over the network;
    /// in place of [`signer`](Self::signer), for the same methods. Such a client makes asynchronous requests
    /// alone: a blocking one fails.
    pub fn async_signer(mut self, signer: impl AsyncSigner + 'static) -> Self {
        self.given.async_signer = Some(Arc::new(signer));
        self
    }

    /// Whether the server promises `iss` in its authorization responses (RFC 9207 section 3): a
    /// response without it is then refused. What the metadata promises stays promised: `false` does
    /// not take it back.
    pub fn authorization_response_iss_parameter_supported(mut self, promised: bool) -> Self {
        self.given.iss_promised = promised;
        self
    }

    /// Where the time comes from, if not from the system; required where the platform has no
    /// clock, as in a browser.
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.given.clock = Some(clock);
        self
    }

    /// How long a user may take from the authorization request to its response; ten minutes unless
    /// given.
    pub fn login_lifetime(mut self, lifetime: Duration) -> Self {
        self.given.login_lifetime = Some(lifetime);
        self
    }

    /// Takes an access token of this type as a `Bearer` token (RFC 6750), for a server that has a name of
    /// its own for it in `token_type`, such as `BearerToken`; in any case, and may be given more than once.
    /// A name is not empty; and where the declaration binds tokens to the client, or has the profile
    /// `fapi2`, neither `DPoP` nor `N_A`, so that no token of another type is taken for one.
    pub fn bearer_token_type(mut self, name: impl Into<String>) -> Self {
        self.given.bearer_token_types.push(name.into());
        self
    }

    /// The values for a client that asks for `openid`.
    #[cfg(feature = "openid")]
    pub(super) fn openid(&mut self) -> &mut super::openid::OpenIdValues {
        &mut self.given.openid
    }

    /// What sends the requests of the client, if its values are complete, fit the declaration and break
    /// no rule.
    pub(in crate::flow) fn client(self) -> Result<Client, BuildError> {
        build(C::DECLARATION, self.given, self.configured)
    }
}

/// Shows no value: a secret may be among them.
impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}
