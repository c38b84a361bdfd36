//! What a client declares, as data: the same type is the constant in the expansion, the macro's
//! view of what it read, and the view of every later tool.

use crate::recommendation::recommend;
use crate::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Key, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint,
};

/// The declaration of one OAuth client. The members are those of RFC 7591 section 2, RFC 8414
/// section 2 and RFC 8707 section 2, under the names of the attribute's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// Who the client is; `None` only where the declaration could not be read.
    pub kind: Option<Kind>,
    /// The text that the declaration is held against.
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
    /// The client identifier, where it is part of the program.
    pub client_id: Option<&'a str>,
    /// Where the client's public keys are published.
    pub jwks_uri: Option<&'a str>,
    /// The issuer identifier of the authorization server.
    pub issuer: Option<&'a str>,
    /// The authorization endpoint of the server.
    pub authorization_endpoint: Option<&'a str>,
    /// The token endpoint of the server.
    pub token_endpoint: Option<&'a str>,
    /// The device authorization endpoint of the server.
    pub device_authorization_endpoint: Option<&'a str>,
    /// The revocation endpoint of the server.
    pub revocation_endpoint: Option<&'a str>,
    /// The pushed authorization request endpoint of the server.
    pub pushed_authorization_request_endpoint: Option<&'a str>,
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
    /// The last day on which the waiver is meant to stand. The compiler never reads the clock: a
    /// test or a tool that lists clients compares it with today.
    pub until: Option<Date>,
}

/// A day of the Gregorian calendar (RFC 3339 section 5.6, `full-date`). Dates compare in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, 0 to 9999.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to the length of the month.
    pub day: u8,
}

impl Date {
    /// Reads a date of the form `2027-06-30`; `None` if it is not one, or not in the calendar.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        if !(digits(year) && digits(month) && digits(day)) {
            return None;
        }
        let date =
            Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let leap = date.year.is_multiple_of(4)
            && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
        let length = match date.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        (1..=length).contains(&date.day).then_some(date)
    }
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
        client_id: None,
        jwks_uri: None,
        issuer: None,
        authorization_endpoint: None,
        token_endpoint: None,
        device_authorization_endpoint: None,
        revocation_endpoint: None,
        pushed_authorization_request_endpoint: None,
        waivers: &[],
        denied: &[],
    };
}

impl<'a> Declaration<'a> {
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

    /// Whether the client is public: by its kind, or because it does not authenticate
    /// (RFC 6749 section 2.1).
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.kind.is_some_and(Kind::is_public) || self.auth == AuthMethod::None
    }

    /// The endpoints of the server, by the keys that declare them.
    #[must_use]
    pub const fn endpoints(&self) -> [(Key, Option<&'a str>); 5] {
        [
            (Key::AuthorizationEndpoint, self.authorization_endpoint),
            (Key::TokenEndpoint, self.token_endpoint),
            (Key::DeviceAuthorizationEndpoint, self.device_authorization_endpoint),
            (Key::RevocationEndpoint, self.revocation_endpoint),
            (Key::PushedAuthorizationRequestEndpoint, self.pushed_authorization_request_endpoint),
        ]
    }

    /// Fills in what the source leaves out, given the keys that it writes: with no grant written,
    /// the recommended flow of the kind is adopted whole; with one, only the defaults of RFC 7591
    /// section 2 and of the kind are.
    #[must_use]
    pub fn completed(mut self, written: Keys) -> Self {
        let Some(kind) = self.kind else { return self };
        let recommended = recommend(kind, self.profile);
        if !written.contains(Key::Grant) {
            self.grants = recommended.grants;
            self.pkce = self.pkce.or(recommended.pkce);
            self.sender_constraint = self.sender_constraint.or(recommended.sender_constraint);
            self.par |= recommended.par && !written.contains(Key::Par);
            if !written.contains(Key::Auth) {
                self.auth = recommended.auth;
            }
        } else if !written.contains(Key::Auth) {
            self.auth =
                if kind.is_public() { AuthMethod::None } else { AuthMethod::ClientSecretBasic };
        }
        if !written.contains(Key::ResponseType) && self.allows(Grant::AuthorizationCode) {
            self.response_types = &[ResponseType::Code];
        }
        self
    }
}

/// A set of keys of the attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys(u64);

impl Keys {
    /// The set with no key in it.
    pub const NONE: Self = Self(0);

    /// The set of these keys.
    #[must_use]
    pub const fn of(keys: &[Key]) -> Self {
        let mut set = 0;
        let mut rest = keys;
        while let [key, tail @ ..] = rest {
            set |= 1 << (*key as u64);
            rest = tail;
        }
        Self(set)
    }

    /// Adds `key` to the set.
    pub fn insert(&mut self, key: Key) {
        *self = Self(self.0 | Self::of(&[key]).0);
    }

    /// Whether `key` is in the set.
    #[must_use]
    pub fn contains(self, key: Key) -> bool {
        self.intersects(Self::of(&[key]))
    }

    /// Whether the two sets have a key in common.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no key is in the set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
