//! What an attribute declares, owned, each value with its token.

use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Key, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint,
};
use oauth_flow_core::{Date, Declaration, Keys, Waiver};
use proc_macro2::Span;

use crate::value::Spanned;
use crate::written::Written;

pub(crate) type Texts = Vec<Spanned<String>>;

/// The values of an attribute that could be read.
#[derive(Default)]
pub(crate) struct Declared {
    pub(crate) kind: Option<Kind>,
    pub(crate) profile: Option<Profile>,
    pub(crate) grants: Vec<Spanned<Grant>>,
    pub(crate) extension_grants: Texts,
    pub(crate) response_types: Vec<Spanned<ResponseType>>,
    pub(crate) response_mode: Option<ResponseMode>,
    pub(crate) pkce: Option<Pkce>,
    pub(crate) auth: Option<AuthMethod>,
    pub(crate) redirect_uris: Addresses,
    pub(crate) post_logout_redirect_uris: Addresses,
    pub(crate) scopes: Texts,
    pub(crate) refresh: Option<Refresh>,
    pub(crate) sender_constraint: Option<SenderConstraint>,
    pub(crate) par: bool,
    pub(crate) request_object: Option<JwsAlgorithm>,
    pub(crate) resources: Texts,
    /// The keys that take one free text.
    pub(crate) texts: Vec<(Key, String)>,
    pub(crate) waivers: Vec<Spanned<OwnedWaiver>>,
    pub(crate) denied: Vec<Spanned<&'static str>>,
    pub(crate) secret_keys: Texts,
    pub(crate) facade: Option<syn::Path>,
    /// The smallest token of each key that is written.
    pub(crate) tokens: Vec<(Key, Span)>,
    /// The keys and words as they stand there, whether they could be read or not.
    pub(crate) as_written: Vec<Written>,
    /// Keys that could be read.
    pub(crate) written: Keys,
    /// Keys that could not.
    pub(crate) unknown: Keys,
}

/// Redirect URIs, and whether one more arrives at run time.
#[derive(Default)]
pub(crate) struct Addresses {
    pub(crate) uris: Texts,
    pub(crate) at_run_time: bool,
}

/// A waiver that owns its reason.
pub(crate) struct OwnedWaiver {
    pub(crate) rule: &'static str,
    pub(crate) reason: String,
    pub(crate) until: Option<Date>,
}

/// The slices that a [`Declaration`] borrows.
pub(crate) struct Slices<'a> {
    grants: Vec<Grant>,
    extension_grants: Vec<&'a str>,
    response_types: Vec<ResponseType>,
    redirect_uris: Vec<&'a str>,
    post_logout_redirect_uris: Vec<&'a str>,
    scopes: Vec<&'a str>,
    resources: Vec<&'a str>,
    waivers: Vec<Waiver<'a>>,
    denied: Vec<&'a str>,
    pub(crate) secret_keys: Vec<&'a str>,
}

fn borrowed(texts: &Texts) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

fn copied<T: Copy>(words: &[Spanned<T>]) -> Vec<T> {
    words.iter().map(|word| word.value).collect()
}

impl Declared {
    pub(crate) fn slices(&self) -> Slices<'_> {
        let waivers = self.waivers.iter().map(|Spanned { value, .. }| Waiver {
            rule: value.rule,
            reason: &value.reason,
            until: value.until,
        });
        Slices {
            grants: copied(&self.grants),
            extension_grants: borrowed(&self.extension_grants),
            response_types: copied(&self.response_types),
            redirect_uris: borrowed(&self.redirect_uris.uris),
            post_logout_redirect_uris: borrowed(&self.post_logout_redirect_uris.uris),
            scopes: borrowed(&self.scopes),
            resources: borrowed(&self.resources),
            waivers: waivers.collect(),
            denied: copied(&self.denied),
            secret_keys: borrowed(&self.secret_keys),
        }
    }

    /// The declaration, with what it leaves out filled in.
    pub(crate) fn declaration<'a>(&'a self, slices: &'a Slices<'a>) -> Declaration<'a> {
        let text = |key| self.text(key);
        let declaration = Declaration {
            kind: self.kind,
            profile: self.profile.unwrap_or(Profile::Rfc9700),
            grants: &slices.grants,
            extension_grants: &slices.extension_grants,
            response_types: &slices.response_types,
            response_mode: self.response_mode,
            pkce: self.pkce,
            auth: self.auth.unwrap_or(AuthMethod::None),
            redirect_uris: &slices.redirect_uris,
            redirect_uri_at_run_time: self.redirect_uris.at_run_time,
            post_logout_redirect_uris: &slices.post_logout_redirect_uris,
            post_logout_redirect_uri_at_run_time: self.post_logout_redirect_uris.at_run_time,
            scopes: &slices.scopes,
            refresh: self.refresh,
            sender_constraint: self.sender_constraint,
            par: self.par,
            request_object: self.request_object,
            resources: &slices.resources,
            client_id: text(Key::ClientId),
            jwks_uri: text(Key::JwksUri),
            issuer: text(Key::Issuer),
            authorization_endpoint: text(Key::AuthorizationEndpoint),
            token_endpoint: text(Key::TokenEndpoint),
            device_authorization_endpoint: text(Key::DeviceAuthorizationEndpoint),
            revocation_endpoint: text(Key::RevocationEndpoint),
            pushed_authorization_request_endpoint: text(Key::PushedAuthorizationRequestEndpoint),
            waivers: &slices.waivers,
            denied: &slices.denied,
        };
        declaration.completed(self.written)
    }

    fn text(&self, key: Key) -> Option<&str> {
        self.texts.iter().find(|(other, _)| *other == key).map(|(_, text)| text.as_str())
    }
}
