//! Collects the values of a client from its fields and from the code that builds its flow.

use std::string::{String, ToString};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::Role;
use zeroize::Zeroizing;

use super::build::build;
use super::unsent::Sent;
use super::{
    BuildError, ClientFields, Clock, FieldReader, FieldText, Flow, Origin, ServerMetadata, Signer,
};
use crate::OAuthClient;

/// A text that arrived at run time, and where from.
pub(super) struct Given {
    pub(super) text: Zeroizing<String>,
    pub(super) origin: Origin,
}

/// The values of a client, all that were given.
#[derive(Default)]
pub(super) struct Values {
    pub(super) client_id: Vec<Given>,
    pub(super) client_secret: Vec<Given>,
    pub(super) redirect_uris: Vec<Given>,
    pub(super) scopes: Vec<Given>,
    pub(super) resources: Vec<Given>,
    pub(super) issuer: Vec<Given>,
    pub(super) authorization_endpoint: Vec<Given>,
    pub(super) token_endpoint: Vec<Given>,
    pub(super) device_authorization_endpoint: Vec<Given>,
    pub(super) revocation_endpoint: Vec<Given>,
    pub(super) pushed_authorization_request_endpoint: Vec<Given>,
    pub(super) signer: Option<Arc<dyn Signer>>,
    pub(super) iss_promised: bool,
    pub(super) clock: Option<Clock>,
    pub(super) login_lifetime: Option<Duration>,
}

/// Builds a [`Flow`] from the values of its client. A value that is given by a method takes the
/// place of one that a field or the server's metadata gives, whichever comes first.
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
    ($($(#[$doc:meta])* $name:ident => $list:ident)+) => {
        $($(#[$doc])*
        pub fn $name(mut self, value: impl Into<String>) -> Self {
            let text = Zeroizing::new(value.into());
            let origin = Origin::Method(stringify!($name));
            self.given.$list.push(Given { text, origin });
            self
        })+
    };
}

impl<C: OAuthClient> Builder<C> {
    pub(super) fn new() -> Self {
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
    pub fn server(mut self, metadata: &ServerMetadata) -> Self {
        self.configured.server(metadata);
        self
    }

    setters! {
        /// The client identifier (RFC 6749 section 2.2).
        client_id => client_id
        /// The client secret, for the declared client authentication method.
        client_secret => client_secret
        /// A redirect URI; may be given more than once. The first one is used unless a request
        /// says otherwise.
        redirect_uri => redirect_uris
        /// Scope tokens, separated by spaces (RFC 6749 section 3.3); may be given more than once.
        scope => scopes
        /// A resource indicator (RFC 8707 section 2); may be given more than once.
        resource => resources
        /// The issuer identifier of the server.
        issuer => issuer
        /// The authorization endpoint.
        authorization_endpoint => authorization_endpoint
        /// The token endpoint.
        token_endpoint => token_endpoint
        /// The device authorization endpoint (RFC 8628).
        device_authorization_endpoint => device_authorization_endpoint
        /// The revocation endpoint (RFC 7009).
        revocation_endpoint => revocation_endpoint
        /// The pushed authorization request endpoint (RFC 9126).
        pushed_authorization_request_endpoint => pushed_authorization_request_endpoint
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

    /// The flow, if its values are complete, fit the declaration and break no rule.
    ///
    /// # Errors
    ///
    /// What is missing, empty, contradicts the declaration or breaks a rule.
    pub fn build(self) -> Result<Flow<C>, BuildError>
    where
        C::Unsent: Sent<C>,
    {
        let inner = build(C::DECLARATION, &self.given.over(self.configured))?;
        Ok(Flow { inner: Arc::new(inner), client: PhantomData })
    }
}

/// Shows no value: a secret may be among them.
impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

impl Values {
    /// These values, and the other ones where there are none.
    fn over(self, other: Self) -> Self {
        let first =
            |mine: Vec<Given>, others: Vec<Given>| if mine.is_empty() { others } else { mine };
        Self {
            client_id: first(self.client_id, other.client_id),
            client_secret: first(self.client_secret, other.client_secret),
            redirect_uris: first(self.redirect_uris, other.redirect_uris),
            scopes: first(self.scopes, other.scopes),
            resources: first(self.resources, other.resources),
            issuer: with_metadata(self.issuer, other.issuer),
            authorization_endpoint: first(
                self.authorization_endpoint,
                other.authorization_endpoint,
            ),
            token_endpoint: first(self.token_endpoint, other.token_endpoint),
            device_authorization_endpoint: first(
                self.device_authorization_endpoint,
                other.device_authorization_endpoint,
            ),
            revocation_endpoint: first(self.revocation_endpoint, other.revocation_endpoint),
            pushed_authorization_request_endpoint: first(
                self.pushed_authorization_request_endpoint,
                other.pushed_authorization_request_endpoint,
            ),
            signer: self.signer.or(other.signer),
            iss_promised: self.iss_promised || other.iss_promised,
            clock: self.clock.or(other.clock),
            login_lifetime: self.login_lifetime.or(other.login_lifetime),
        }
    }

    fn server(&mut self, metadata: &ServerMetadata) {
        let mut take = |list: fn(&mut Self) -> &mut Vec<Given>, name, text: Option<&str>| {
            if let Some(text) = text {
                let text = Zeroizing::new(text.to_string());
                list(self).push(Given { text, origin: Origin::Metadata(name) });
            }
        };
        take(|it| &mut it.issuer, "issuer", Some(metadata.issuer()));
        take(
            |it| &mut it.authorization_endpoint,
            "authorization_endpoint",
            metadata.authorization_endpoint(),
        );
        take(|it| &mut it.token_endpoint, "token_endpoint", metadata.token_endpoint());
        take(
            |it| &mut it.device_authorization_endpoint,
            "device_authorization_endpoint",
            metadata.device_authorization_endpoint(),
        );
        take(
            |it| &mut it.revocation_endpoint,
            "revocation_endpoint",
            metadata.revocation_endpoint(),
        );
        take(
            |it| &mut it.pushed_authorization_request_endpoint,
            "pushed_authorization_request_endpoint",
            metadata.pushed_authorization_request_endpoint(),
        );
        self.iss_promised |= metadata.authorization_response_iss_parameter_supported();
    }

    /// The values of a role; `None` for a role that gives the run time no value.
    fn of_role(&mut self, role: Role) -> Option<&mut Vec<Given>> {
        Some(match role {
            Role::ClientId => &mut self.client_id,
            Role::ClientSecret => &mut self.client_secret,
            Role::RedirectUri => &mut self.redirect_uris,
            Role::AuthorizationEndpoint => &mut self.authorization_endpoint,
            Role::TokenEndpoint => &mut self.token_endpoint,
            Role::DeviceAuthorizationEndpoint => &mut self.device_authorization_endpoint,
            Role::RevocationEndpoint => &mut self.revocation_endpoint,
            Role::Issuer => &mut self.issuer,
            Role::Scope => &mut self.scopes,
            Role::Resource => &mut self.resources,
            _ => return None,
        })
    }
}

/// The issuer that was given, and that of the metadata beside it: endpoints are those of one server,
/// and a flow is not built with the name of another (RFC 8414 section 3.3).
fn with_metadata(mut given: Vec<Given>, configured: Vec<Given>) -> Vec<Given> {
    if given.is_empty() {
        return configured;
    }
    let of_metadata = |given: &Given| matches!(given.origin, Origin::Metadata(_));
    given.extend(configured.into_iter().filter(of_metadata));
    given
}

impl FieldReader for Values {
    fn field(&mut self, role: Role, name: &'static str, value: &dyn FieldText) {
        let Some(values) = self.of_role(role) else { return };
        value.texts(&mut |text| {
            let text = Zeroizing::new(text.to_string());
            values.push(Given { text, origin: Origin::Field(name) });
        });
    }
}
