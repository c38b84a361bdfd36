//! Collects the values of a client from its fields and from the code that builds its flow.

use std::string::{String, ToString};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Endpoint, Key, Origin, Role};
use zeroize::Zeroizing;

use super::build;
use super::error::BuildError;
use super::fields::{ClientFields, FieldReader, FieldText};
use crate::OAuthClient;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::signer::Signer;
use crate::flow::server::ServerMetadata;
use crate::flow::settings::Clock;

/// A secret that arrived at run time, and where it comes from.
pub(super) struct Given {
    pub(super) text: Zeroizing<String>,
    pub(super) origin: Origin,
}

/// A text that arrived at run time.
pub(super) struct GivenText {
    pub(super) key: Key,
    pub(super) text: String,
    pub(super) origin: Origin,
    /// Whether a parser of URLs has rewritten it.
    pub(super) is_parsed: bool,
}

/// The values of a client, all that were given.
#[derive(Default)]
pub(super) struct Values {
    pub(super) texts: Vec<GivenText>,
    /// The addresses of the metadata of the server, which fields for its issuer hold.
    pub(super) discovery_urls: Vec<GivenText>,
    pub(super) server: Option<ServerMetadata>,
    pub(super) client_secret: Vec<Given>,
    pub(super) signer: Option<Arc<dyn Signer>>,
    pub(super) iss_promised: bool,
    pub(super) clock: Option<Clock>,
    pub(super) login_lifetime: Option<Duration>,
    pub(super) bearer_token_types: Vec<String>,
}

/// Builds a [`Flow`](crate::flow::Flow) from the values of its client. A value that a method gives takes the place of
/// one that a field or the server's metadata gives, whichever comes first.
#[must_use]
pub struct Builder<C> {
    configured: Values,
    given: Values,
    client: PhantomData<fn() -> C>,
}

/// How long a user may take from the authorization request to its response, unless
/// [`Builder::login_lifetime`] says otherwise.
pub(super) const LOGIN_LIFETIME: Duration = Duration::from_secs(10 * 60);

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
    /// A list that the metadata leaves out says nothing; under the profiles `mcp` and `oauth2.1` it has to
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

impl Values {
    /// Takes a value. A scope may be several scope tokens; a text without a token gives none, as the
    /// text of a variable does that is set to nothing.
    fn text(&mut self, key: Key, text: &str, origin: Origin, is_parsed: bool) {
        let given = |text| GivenText { key, text: String::from(text), origin, is_parsed };
        if key == Key::Scope {
            self.texts.extend(text.split(' ').filter(|token| !token.is_empty()).map(given));
        } else if key == Key::Issuer && text.contains("/.well-known/") {
            self.discovery_urls.push(given(text));
        } else {
            self.texts.push(given(text));
        }
    }

    fn server(&mut self, metadata: &ServerMetadata) {
        let mut push = |key: Key, text: &str| {
            let origin = Origin::Metadata(key.word());
            self.texts.push(GivenText { key, text: String::from(text), origin, is_parsed: false });
        };
        // The template of the issuers of tenants is none itself.
        if let Some(issuer) = metadata.who().server() {
            push(Key::Issuer, issuer);
        }
        for endpoint in Endpoint::ALL {
            if let Some(url) = metadata.endpoint(*endpoint) {
                push(endpoint.key(), url);
            }
        }
        self.iss_promised |= metadata.authorization_response_iss_parameter_supported();
        self.server = Some(metadata.clone());
    }
}

impl FieldReader for Values {
    fn field(&mut self, role: Role, name: &'static str, value: &dyn FieldText) {
        let origin = Origin::Field(name);
        let is_parsed = value.is_parsed_url();
        value.texts(&mut |text| match role.key() {
            Some(key) => self.text(key, text, origin, is_parsed),
            None if role == Role::ClientSecret => {
                let text = Zeroizing::new(text.to_string());
                self.client_secret.push(Given { text, origin });
            }
            None => {}
        });
    }
}
