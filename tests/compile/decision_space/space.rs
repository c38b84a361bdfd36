//! The space: what can be declared, numbered.

use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, Kind, Pkce, Profile, Refresh, ResponseType, SenderConstraint, Word,
};
use oauth_flow_core::{Declaration, Key, Keys, Subject, Waiver};

/// What is declared of the response types.
const RESPONSES: [&[ResponseType]; 10] = [
    &[],
    &[ResponseType::Code],
    &[ResponseType::Token],
    &[ResponseType::IdToken],
    &[ResponseType::IdTokenToken],
    &[ResponseType::CodeIdToken],
    &[ResponseType::CodeToken],
    &[ResponseType::CodeIdTokenToken],
    &[ResponseType::Code, ResponseType::CodeIdToken],
    &[ResponseType::Code, ResponseType::IdToken],
];

const PKCE: [Option<Pkce>; 4] = [None, Some(Pkce::S256), Some(Pkce::Plain), Some(Pkce::None)];

const AUTH: [Option<AuthMethod>; 8] = [
    None,
    Some(AuthMethod::None),
    Some(AuthMethod::ClientSecretBasic),
    Some(AuthMethod::ClientSecretPost),
    Some(AuthMethod::ClientSecretJwt),
    Some(AuthMethod::PrivateKeyJwt),
    Some(AuthMethod::TlsClientAuth),
    Some(AuthMethod::SelfSignedTlsClientAuth),
];

const REFRESH: [Option<Refresh>; 3] =
    [None, Some(Refresh::Rotate), Some(Refresh::SenderConstrained)];

pub(crate) const PROFILES: [Profile; 5] =
    [Profile::Rfc9700, Profile::Rfc6749, Profile::OAuth21, Profile::Fapi2, Profile::Mcp];

pub(crate) const PUBLIC: [Kind; 3] = [Kind::Spa, Kind::Native, Kind::Device];

pub(crate) const SECRETS: [AuthMethod; 3] =
    [AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost, AuthMethod::ClientSecretJwt];

pub(crate) const KEYS: [AuthMethod; 3] =
    [AuthMethod::PrivateKeyJwt, AuthMethod::TlsClientAuth, AuthMethod::SelfSignedTlsClientAuth];

pub(crate) const LEGACY: [Waiver<'static>; 1] =
    [Waiver { rule: "legacy_profile", reason: "the decision space", until: None }];

/// One point of the space: a declaration without its profile.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    kind: Kind,
    pub(crate) grants: Vec<Grant>,
    responses: &'static [ResponseType],
    pkce: Option<Pkce>,
    auth: Option<AuthMethod>,
    refresh: Option<Refresh>,
}

/// The number of points.
pub(crate) fn points() -> usize {
    Kind::ALL.len()
        * (1 << Grant::ALL.len())
        * RESPONSES.len()
        * PKCE.len()
        * AUTH.len()
        * REFRESH.len()
}

/// The digit of `index` in a system of mixed radix.
fn digit(index: &mut usize, radix: usize) -> usize {
    let digit = *index % radix;
    *index /= radix;
    digit
}

pub(crate) fn point(mut index: usize) -> Point {
    let index = &mut index;
    let kind = Kind::ALL[digit(index, Kind::ALL.len())];
    let mask = digit(index, 1 << Grant::ALL.len());
    let all = Grant::ALL.iter().copied().enumerate();
    Point {
        kind,
        grants: all.filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, grant)| grant).collect(),
        responses: RESPONSES[digit(index, RESPONSES.len())],
        pkce: PKCE[digit(index, PKCE.len())],
        auth: AUTH[digit(index, AUTH.len())],
        refresh: REFRESH[digit(index, REFRESH.len())],
    }
}

impl Point {
    /// The subject under `profile`, completed, with what only the user can give: a redirect URI,
    /// the URI of the keys, a resource. Where it is `bound`, it declares `par` and
    /// `sender_constraint` too, without which `fapi2` takes nothing.
    pub(crate) fn subject(&self, profile: Profile, bound: bool) -> Subject<'_> {
        let redirects = if self.grants.is_empty() {
            [Kind::Web, Kind::Spa, Kind::Native, Kind::Trusted].contains(&self.kind)
        } else {
            self.grants.contains(&Grant::AuthorizationCode)
                || self.grants.contains(&Grant::Implicit)
        };
        let key = match self.auth {
            None => !PUBLIC.contains(&self.kind),
            Some(method) => KEYS.contains(&method),
        };
        let legacy = profile == Profile::Rfc6749;
        let mut written = Keys::of(&[Key::Kind, Key::Profile, Key::Resource]);
        for (is_written, key) in [
            (!self.grants.is_empty(), Key::Grant),
            (!self.responses.is_empty(), Key::ResponseType),
            (self.pkce.is_some(), Key::Pkce),
            (self.auth.is_some(), Key::Auth),
            (self.refresh.is_some(), Key::Refresh),
            (bound, Key::Par),
            (bound, Key::SenderConstraint),
            (redirects, Key::RedirectUri),
            (key, Key::JwksUri),
            (legacy, Key::Allow),
        ] {
            if is_written {
                written.insert(key);
            }
        }
        let declaration = Declaration {
            kind: Some(self.kind),
            profile,
            grants: &self.grants,
            response_types: self.responses,
            pkce: self.pkce,
            auth: self.auth.unwrap_or(AuthMethod::None),
            refresh: self.refresh,
            par: bound,
            sender_constraint: bound.then_some(SenderConstraint::Dpop),
            redirect_uri_at_run_time: redirects,
            jwks_uri: key.then_some("https://app.example.com/jwks.json"),
            resources: &["https://api.example.com"],
            waivers: if legacy { &LEGACY } else { &[] },
            ..Declaration::EMPTY
        };
        subject(&declaration.completed(written), written)
    }
}

pub(crate) fn subject<'a>(declaration: &Declaration<'a>, written: Keys) -> Subject<'a> {
    let mut subject = Subject::of(*declaration);
    subject.written = written;
    subject
}
