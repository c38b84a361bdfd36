//! Validates the ID token of an answer, by the keys that the server publishes.

use std::boxed::Box;
use std::string::String;

use oauth_flow_core::vocabulary::JwsAlgorithm;
use oauth2::http::Uri;
use oauth2::{AsyncHttpClient, SyncHttpClient};

use super::answer::{Expected, User};
use super::error::{RequestError, Unusable, UnusableReason};
use super::tokens::Tokens;
use crate::flow::exchange::client::Client;
use crate::flow::jws::algorithm::Expected as ExpectedAlgorithm;
use crate::flow::jws::compact::Compact;
use crate::flow::jws::error::{JwtError, JwtErrorReason, SignedToken};
use crate::flow::jws::key_set::Signed;
use crate::flow::openid::error::{NoClaims, as_text};
use crate::flow::openid::id_token::{ExpectedLogin, validated};
use crate::flow::openid::keys::{Unverified, fresh, fresh_async, payload, payload_async};
use crate::flow::trace;

/// How the ID token of an answer is validated.
pub(super) struct Validation<'f> {
    client: &'f Client,
    login: Result<Box<ExpectedLogin>, NoClaims>,
    /// Where the keys are, if an ID token is expected and they are needed for it. They are fetched
    /// before the request is sent, so that no code and no refresh token is used up in vain.
    needed: Option<&'f Uri>,
}

impl<'f> Validation<'f> {
    pub(super) fn of(client: &'f Client, expected: &mut Expected<'_>) -> Self {
        let settings = &client.settings;
        let login = match core::mem::take(&mut expected.user) {
            User::None => Err(NoClaims::NotALogin),
            _ if !settings.knows_keys() => Err(NoClaims::UnknownServer),
            User::Unknown => Err(NoClaims::UnknownLogin),
            User::Of(login) => Ok(login),
        };
        let is_awaited = |login: &ExpectedLogin| {
            expected.openid
                || login.continues.is_some()
                || settings.scopes.iter().any(|scope| scope == "openid")
        };
        let by_secret = settings.openid.id_token_algorithm == Some(JwsAlgorithm::Hs256);
        let needed = login.as_deref().is_ok_and(is_awaited) && !by_secret;
        let uri = settings.openid.jwks_uri.as_ref();
        Self { client, login, needed: uri.filter(|_| needed) }
    }

    pub(super) fn prepare<H: SyncHttpClient>(
        &self,
        http: &H,
    ) -> Result<(), RequestError<H::Error>> {
        let Some(uri) = self.needed else { return Ok(()) };
        fresh(self.client, uri, http).map(|_| ()).map_err(RequestError::Keys)
    }

    pub(super) async fn prepare_async<'c, H: AsyncHttpClient<'c>>(
        &self,
        http: &'c H,
    ) -> Result<(), RequestError<H::Error>> {
        let Some(uri) = self.needed else { return Ok(()) };
        fresh_async(self.client, uri, http).await.map(|_| ()).map_err(RequestError::Keys)
    }

    pub(super) fn validated<H: SyncHttpClient>(
        self,
        tokens: Tokens,
        http: &H,
    ) -> Result<Tokens, RequestError<H::Error>> {
        let (token, login) = match self.given(&tokens) {
            Ok(given) => given,
            Err(reason) => return Ok(tokens.with_claims(Err(reason))),
        };
        let compact = match self.compact(&token) {
            Ok(compact) => compact,
            Err(reason) => return Err(unusable(tokens, reason)),
        };
        let payload = payload(self.client, &compact, http);
        self.finished(tokens, &compact, payload, login)
    }

    pub(super) async fn validated_async<'c, H: AsyncHttpClient<'c>>(
        self,
        tokens: Tokens,
        http: &'c H,
    ) -> Result<Tokens, RequestError<H::Error>> {
        let (token, login) = match self.given(&tokens) {
            Ok(given) => given,
            Err(reason) => return Ok(tokens.with_claims(Err(reason))),
        };
        let compact = match self.compact(&token) {
            Ok(compact) => compact,
            Err(reason) => return Err(unusable(tokens, reason)),
        };
        let payload = payload_async(self.client, &compact, http).await;
        self.finished(tokens, &compact, payload, login)
    }

    /// The ID token of the answer, and what it is compared with.
    fn given(&self, tokens: &Tokens) -> Result<(String, &ExpectedLogin), NoClaims> {
        let login = self.login.as_ref().map_err(|reason| *reason)?;
        let token = tokens.id_token().ok_or(NoClaims::NoIdToken)?;
        Ok((String::from(token), login))
    }

    fn compact<'t>(&self, token: &'t str) -> Result<Compact<'t>, JwtErrorReason> {
        let registered = self.client.settings.openid.id_token_algorithm;
        let expected =
            registered.map_or(ExpectedAlgorithm::Published, ExpectedAlgorithm::Registered);
        let compact = Compact::read(token, expected)?;
        match compact.typ() {
            // Other tokens of the same server and the same keys say what they are: access tokens (RFC
            // 9068), logout tokens, answers of introspection, security events (RFC 8725 section 3.11).
            Some(typ) if typ.ends_with("+jwt") => Err(compact.other_type()),
            _ => Ok(compact),
        }
    }

    fn finished<E>(
        &self,
        tokens: Tokens,
        compact: &Compact<'_>,
        signed: Result<Signed, Unverified<E>>,
        login: &ExpectedLogin,
    ) -> Result<Tokens, RequestError<E>> {
        let signed = match signed {
            Ok(signed) => signed,
            Err(Unverified::UnknownServer) => {
                return Ok(tokens.with_claims(Err(NoClaims::UnknownServer)));
            }
            Err(Unverified::Reason(reason)) => return Err(unusable(tokens, reason)),
            Err(Unverified::Keys(error)) => {
                return Err(unusable(tokens, JwtErrorReason::Keys(as_text(&error))));
            }
        };
        let access_token = tokens.access_token().secret();
        let settings = &self.client.settings;
        match validated(&signed, compact.algorithm(), access_token, login, settings) {
            Ok(claims) => Ok(tokens.with_claims(Ok(claims))),
            Err(reason) => Err(unusable(tokens, reason)),
        }
    }
}

/// The tokens are kept: they can be revoked, and a refresh token was issued in place of another one.
fn unusable<E>(mut tokens: Tokens, reason: JwtErrorReason) -> RequestError<E> {
    let refresh_token = tokens.take_refresh_token();
    let error = trace::refused(JwtError::new(SignedToken::IdToken, reason));
    RequestError::Unusable(Box::new(Unusable {
        reason: UnusableReason::IdToken(error),
        access_token: Some(tokens.access_token().clone()),
        refresh_token,
    }))
}
