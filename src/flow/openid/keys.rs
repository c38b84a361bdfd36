//! Fetches the keys of the server when they are needed, once for all who need them, and verifies by them.

use std::sync::Arc;
use std::vec::Vec;

use jsonwebtoken::DecodingKey;
use oauth_flow_core::vocabulary::JwsAlgorithm;
use oauth2::http::header::ACCEPT;
use oauth2::http::{HeaderValue, Uri};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};

use super::error::KeysError;
use crate::flow::exchange::answer::Answer;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::{ExchangeError, WrongMember};
use crate::flow::exchange::send::{Conversation, End, send, send_async};
use crate::flow::jws::cache::{Seen, Turn};
use crate::flow::jws::compact::Compact;
use crate::flow::jws::error::JwtErrorReason;
use crate::flow::jws::key_set::{KeySet, NotAKeySet, Signed};
use crate::flow::members::{JsonType, Members};
use crate::flow::settings::Settings;

/// Why a signature is not verified.
pub(in crate::flow) enum Unverified<E> {
    /// The keys cannot be had.
    Keys(KeysError<E>),
    /// The token is not accepted.
    Reason(JwtErrorReason),
    /// The flow does not know where the keys are.
    UnknownServer,
}

impl<E> From<KeysError<E>> for Unverified<E> {
    fn from(error: KeysError<E>) -> Self {
        Self::Keys(error)
    }
}

/// The payload of a token that the server signed, by a blocking client.
pub(in crate::flow) fn payload<H: SyncHttpClient>(
    client: &Client,
    token: &Compact<'_>,
    http: &H,
) -> Result<Signed, Unverified<H::Error>> {
    if let Some(payload) = of_secret(&client.settings, token) {
        return payload.map_err(Unverified::Reason);
    }
    let uri = client.settings.openid.jwks_uri.as_ref().ok_or(Unverified::UnknownServer)?;
    let keys = fresh(client, uri, http)?;
    match keys.payload(token) {
        Err(reason) if may_be_newer(token, &reason) => {
            fetched(client, uri, http, Some(&keys))?.payload(token).map_err(Unverified::Reason)
        }
        payload => payload.map_err(Unverified::Reason),
    }
}

/// The payload of a token that the server signed, by an asynchronous client.
pub(in crate::flow) async fn payload_async<'c, H: AsyncHttpClient<'c>>(
    client: &Client,
    token: &Compact<'_>,
    http: &'c H,
) -> Result<Signed, Unverified<H::Error>> {
    if let Some(payload) = of_secret(&client.settings, token) {
        return payload.map_err(Unverified::Reason);
    }
    let uri = client.settings.openid.jwks_uri.as_ref().ok_or(Unverified::UnknownServer)?;
    let keys = fresh_async(client, uri, http).await?;
    match keys.payload(token) {
        Err(reason) if may_be_newer(token, &reason) => {
            fetched_async(client, uri, http, Some(&keys))
                .await?
                .payload(token)
                .map_err(Unverified::Reason)
        }
        payload => payload.map_err(Unverified::Reason),
    }
}

/// The payload of a token that is signed with the client's secret, where that is registered.
fn of_secret(settings: &Settings, token: &Compact<'_>) -> Option<Result<Signed, JwtErrorReason>> {
    if token.algorithm() != JwsAlgorithm::Hs256 {
        return None;
    }
    let secret = settings.openid.secret.as_ref();
    let key = secret.map(|secret| DecodingKey::from_secret(secret.as_bytes()));
    Some(token.payload(&key).map(|payload| Signed { payload, issuer: None }))
}

/// Whether a newer key may have signed: it is not known, or it has no name, so that nothing tells a new one
/// from the one before.
fn may_be_newer(token: &Compact<'_>, reason: &JwtErrorReason) -> bool {
    match reason {
        JwtErrorReason::UnknownKey { .. } => true,
        JwtErrorReason::Signature => token.kid().is_none(),
        _ => false,
    }
}

/// Fetches the keys, unless they are there and not too old.
pub(in crate::flow) fn fresh<H: SyncHttpClient>(
    client: &Client,
    uri: &Uri,
    http: &H,
) -> Result<Arc<KeySet>, KeysError<H::Error>> {
    match client.keys.fresh(client.settings.now()) {
        Some(keys) => Ok(keys),
        None => usable(client, fetched(client, uri, http, None)),
    }
}

/// The same, by an asynchronous client.
pub(in crate::flow) async fn fresh_async<'c, H: AsyncHttpClient<'c>>(
    client: &Client,
    uri: &Uri,
    http: &'c H,
) -> Result<Arc<KeySet>, KeysError<H::Error>> {
    match client.keys.fresh(client.settings.now()) {
        Some(keys) => Ok(keys),
        None => usable(client, fetched_async(client, uri, http, None).await),
    }
}

/// The keys, else those that were there before, for a while: nobody is kept from logging in by a server whose
/// keys are away for some minutes.
fn usable<E>(
    client: &Client,
    fetched: Result<Arc<KeySet>, KeysError<E>>,
) -> Result<Arc<KeySet>, KeysError<E>> {
    fetched.or_else(|error| client.keys.usable(client.settings.now()).ok_or(error))
}

/// Fetches the keys in place of those that are known, or waits for whoever does.
fn fetched<H: SyncHttpClient>(
    client: &Client,
    uri: &Uri,
    http: &H,
    known: Option<&Arc<KeySet>>,
) -> Result<Arc<KeySet>, KeysError<H::Error>> {
    let seen = client.keys.seen(known);
    let _flight = client.keys.wait();
    match turn(client, &seen)? {
        Some(keys) => Ok(keys),
        None => kept(client, send(FetchKeys { settings: &client.settings, uri }, http)),
    }
}

async fn fetched_async<'c, H: AsyncHttpClient<'c>>(
    client: &Client,
    uri: &Uri,
    http: &'c H,
    known: Option<&Arc<KeySet>>,
) -> Result<Arc<KeySet>, KeysError<H::Error>> {
    let seen = client.keys.seen(known);
    let _flight = client.keys.wait_async().await;
    match turn(client, &seen)? {
        Some(keys) => Ok(keys),
        None => kept(client, send_async(FetchKeys { settings: &client.settings, uri }, http).await),
    }
}

/// The keys that somebody else has fetched, or nothing: then it is one's turn to fetch them.
fn turn<E>(client: &Client, seen: &Seen) -> Result<Option<Arc<KeySet>>, KeysError<E>> {
    match client.keys.turn(seen, client.settings.now()) {
        Turn::Keys(keys) => Ok(Some(keys)),
        Turn::Fetch => Ok(None),
        Turn::Failed => Err(KeysError::Failed),
        Turn::TooSoon(left) => Err(KeysError::TooSoon(left)),
    }
}

fn kept<E>(
    client: &Client,
    answer: Result<KeySet, KeysError<E>>,
) -> Result<Arc<KeySet>, KeysError<E>> {
    match answer {
        Ok(keys) => Ok(client.keys.store(keys, client.settings.now())),
        Err(error) => {
            client.keys.failed(client.settings.now());
            Err(error)
        }
    }
}

/// The request for the keys (RFC 7517 section 5).
struct FetchKeys<'f> {
    settings: &'f Settings,
    uri: &'f Uri,
}

impl FetchKeys<'_> {
    fn read<E>(&self, response: HttpResponse) -> Result<KeySet, KeysError<E>> {
        let (parts, body): (_, Vec<u8>) = response.into_parts();
        let answer =
            Answer::of_success(&parts, &body, self.settings).map_err(KeysError::Exchange)?;
        let members = answer.members("keys").map_err(KeysError::Exchange)?;
        KeySet::read(&members).map_err(|error| match error {
            NotAKeySet::NoKeys => KeysError::Exchange(no_keys(&members).into()),
            NotAKeySet::TooMany => KeysError::TooMany,
        })
    }
}

fn no_keys(members: &Members<'_>) -> WrongMember {
    const SECTION: &str = "RFC 7517 section 5";
    match members.get("keys") {
        Some(value) => WrongMember::of_type("keys", value, JsonType::Array, SECTION),
        None => WrongMember::missing("keys", members, JsonType::Array, SECTION),
    }
}

impl Conversation for FetchKeys<'_> {
    type Output = KeySet;
    type Error<E> = KeysError<E>;

    fn endpoint(&self) -> &'static str {
        "jwks_uri"
    }

    fn client_id(&self) -> Option<&str> {
        Some(&self.settings.client_id)
    }

    fn request<E>(&mut self) -> Result<HttpRequest, KeysError<E>> {
        const JWK_SET: HeaderValue =
            HeaderValue::from_static("application/jwk-set+json, application/json");
        let mut request = HttpRequest::new(Vec::new());
        *request.uri_mut() = self.uri.clone();
        request.headers_mut().insert(ACCEPT, JWK_SET);
        Ok(request)
    }

    fn failed<E>(error: E) -> KeysError<E> {
        KeysError::Exchange(ExchangeError::Http(error))
    }

    fn answer<E>(&mut self, response: HttpResponse) -> End<Result<KeySet, KeysError<E>>> {
        End::Break(self.read(response))
    }
}
