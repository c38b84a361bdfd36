//! What a client declares, as data. The constant in the expansion has this type, and the rules judge
//! it.

use crate::date::Date;
use crate::members::{Endpoint, Endpoints, Key, Keys};
use crate::recommendation::adopt;
use crate::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint,
};

/// The declaration of one OAuth client. The members are those of RFC 7591 section 2, RFC 8414
/// section 2 and RFC 8707 section 2, under the names of the attribute's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the attribute")]
pub struct Declaration<'a> {
    /// Who the client is; `None` only where the declaration could not be read.
    pub kind: Option<Kind>,
    /// The document by which the declaration is checked.
    pub profile: Profile,
    /// The grant types of the standards, in the order of the source.
    pub grants: &'a [Grant],
    /// Grant types that the vocabulary does not know, as URNs (RFC 6749 section 4.5).
    pub extension_grants: &'a [&'a str],
    /// What the authorization endpoint returns; empty without a grant that redirects.
    pub response_types: &'a [ResponseType],
    /// How the authorization response reaches the client; `None` is the default of the type.
    pub response_mode: Option<ResponseMode>,
    /// The PKCE method; `None` where the declaration says nothing of PKCE.
    pub pkce: Option<Pkce>,
    /// How the client authenticates at the token endpoint.
    pub auth: AuthMethod,
    /// The redirect URIs, as they are registered.
    pub redirect_uris: &'a [&'a str],
    /// Whether a redirect URI arrives at run time.
    pub redirect_uri_at_run_time: bool,
    /// The post-logout redirect URIs (OpenID Connect RP-Initiated Logout).
    pub post_logout_redirect_uris: &'a [&'a str],
    /// Whether a post-logout redirect URI arrives at run time.
    pub post_logout_redirect_uri_at_run_time: bool,
    /// The scope tokens (RFC 6749 section 3.3); empty where scope is left to the run time.
    pub scopes: &'a [&'a str],
    /// How refresh tokens are protected.
    pub refresh: Option<Refresh>,
    /// What binds tokens to the client.
    pub sender_constraint: Option<SenderConstraint>,
    /// Whether authorization requests are pushed (RFC 9126).
    pub par: bool,
    /// The algorithm that signs request objects (RFC 9101).
    pub request_object: Option<JwsAlgorithm>,
    /// The resource indicators (RFC 8707).
    pub resources: &'a [&'a str],
    /// Whether a resource indicator is discovered, or arrives at run time.
    pub resource_at_run_time: bool,
    /// The values of the parameter `audience`, which several providers take.
    pub audiences: &'a [&'a str],
    /// The client identifier, where it is part of the program.
    pub client_id: Option<&'a str>,
    /// Whether each installation of the client registers itself (RFC 7591).
    pub dynamic_registration: bool,
    /// Where the client's public keys are published.
    pub jwks_uri: Option<&'a str>,
    /// The issuer identifier of the authorization server.
    pub issuer: Option<&'a str>,
    /// The endpoints of the authorization server.
    pub endpoints: Endpoints<Option<&'a str>>,
    /// The rules that are waived for this client.
    pub waivers: &'a [Waiver<'a>],
    /// The rules whose warnings are errors for this client.
    pub denied: &'a [&'a str],
}

/// One rule that is silenced for one client, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiver<'a> {
    /// The id of the rule.
    pub rule: &'a str,
    /// Why the rule does not apply; never empty.
    pub reason: &'a str,
    /// The last day of the waiver. The compiler never reads the clock: a test or a tool that lists
    /// clients compares the day with today.
    pub until: Option<Date>,
}

impl Declaration<'static> {
    /// A declaration that says nothing, for struct update.
    pub const EMPTY: Self = Self {
        kind: None,
        profile: Profile::Rfc9700,
        grants: &[],
        extension_grants: &[],
        response_types: &[],
        response_mode: None,
        pkce: None,
        auth: AuthMethod::None,
        redirect_uris: &[],
        redirect_uri_at_run_time: false,
        post_logout_redirect_uris: &[],
        post_logout_redirect_uri_at_run_time: false,
        scopes: &[],
        refresh: None,
        sender_constraint: None,
        par: false,
        request_object: None,
        resources: &[],
        resource_at_run_time: false,
        audiences: &[],
        client_id: None,
        dynamic_registration: false,
        jwks_uri: None,
        issuer: None,
        endpoints: Endpoints::NONE,
        waivers: &[],
        denied: &[],
    };
}

impl Declaration<'_> {
    /// A declaration without a source of its own, completed as [`adopt`] says, given the keys that
    /// count as written.
    #[must_use]
    pub fn completed(mut self, written: Keys) -> Self {
        let Some(kind) = self.kind else { return self };
        let mut valued = Keys::NONE;
        if self.pkce.is_some() {
            valued.insert(Key::Pkce);
        }
        if self.sender_constraint.is_some() {
            valued.insert(Key::SenderConstraint);
        }
        let code = self.allows(Grant::AuthorizationCode);
        let adoption = adopt(kind, self.profile, written, valued, code);
        self.grants = adoption.grants.unwrap_or(self.grants);
        self.pkce = adoption.pkce.or(self.pkce);
        self.auth = adoption.auth.unwrap_or(self.auth);
        self.par |= adoption.par;
        self.sender_constraint = adoption.sender_constraint.or(self.sender_constraint);
        self.response_types = adoption.response_types.unwrap_or(self.response_types);
        self
    }

    /// Whether `grant` is declared.
    #[must_use]
    pub fn allows(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }

    /// Whether a declared grant sends the user to a redirect URI.
    #[must_use]
    pub fn redirects(&self) -> bool {
        self.grants.iter().any(|grant| grant.redirects())
    }

    /// Whether a declared flow sends a request to the endpoint, or the user.
    #[must_use]
    pub fn needs(&self, endpoint: Endpoint) -> bool {
        match endpoint {
            Endpoint::Authorization => self.redirects(),
            Endpoint::Token => true,
            Endpoint::DeviceAuthorization => self.allows(Grant::DeviceCode),
            Endpoint::PushedAuthorizationRequest => self.par,
            Endpoint::Revocation => false,
        }
    }

    /// Whether the client is public: by its kind, or because it does not authenticate
    /// (RFC 6749 section 2.1).
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.kind.is_some_and(Kind::is_public) || self.auth == AuthMethod::None
    }
}
