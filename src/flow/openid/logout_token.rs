//! A logout at the server that the server tells the client (`OpenID` Connect Back-Channel Logout).

use std::borrow::Cow;
use std::string::String;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use oauth2::url::form_urlencoded;
use oauth2::{AsyncHttpClient, SyncHttpClient};
use serde_json::value::RawValue;

use super::error::VerifyError;
use super::id_token::{Claims, wrong};
use super::identity::Identity;
use super::keys::{Unverified, payload, payload_async};
use crate::flow::exchange::client::Client;
use crate::flow::jws::algorithm::Expected;
use crate::flow::jws::compact::Compact;
use crate::flow::jws::error::{JwtError, JwtErrorReason, SignedToken};
use crate::flow::jws::key_set::Signed;
use crate::flow::jws::used_tokens::{TokenId, token_id};
use crate::flow::members::{JsonType, Members, type_of};
use crate::flow::retry::Retry;
use crate::flow::trace;

const SECTION: &str = "OpenID Connect Back-Channel Logout section 2.4";

/// The event that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The longest body of a request that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// The body of a logout request is none (`OpenID` Connect Back-Channel Logout section 2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotALogout {
    /// It has no parameter `logout_token`.
    MissingToken,
    /// It has the parameter twice.
    Duplicate,
    /// It is longer than 64 KiB.
    TooLong,
}

impl NotALogout {
    /// Whether it helps to try again: the same body is refused again.
    #[must_use]
    pub const fn retry(self) -> Retry {
        Retry::No
    }
}

impl fmt::Display for NotALogout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingToken => {
                "the logout request has no `logout_token` (OpenID Connect Back-Channel Logout section \
                 2.5); help: pass the body as it was posted"
            }
            Self::Duplicate => "the logout request has `logout_token` twice",
            Self::TooLong => "the logout request is longer than 64 KiB",
        })
    }
}

impl Error for NotALogout {}

/// A logout request of the server, which is not validated yet.
#[must_use = "nobody is logged out before `validate` or `validate_async`"]
pub struct LogoutRequest<'f, C> {
    client: &'f Client,
    token: String,
    marker: PhantomData<fn() -> C>,
}

/// Who was logged out at the server.
#[derive(Clone, PartialEq, Eq)]
pub struct LogoutToken {
    issuer: String,
    subject: Option<String>,
    sid: Option<String>,
    pub(in crate::flow) id: TokenId,
}

impl LogoutToken {
    /// The issuer that knows the user (`iss`).
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The identifier of the user at the issuer (`sub`): without [`sid`](Self::sid), each login of the user
    /// has ended.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The identifier of the login that has ended (`sid`).
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Whether a login has ended: it is the one that is named, or one of the user who is. Where the server
    /// gave the login no identifier, the user decides.
    #[must_use]
    pub fn is_of(&self, identity: &Identity) -> bool {
        let is_user = self.subject.as_ref().is_none_or(|subject| *subject == identity.subject);
        let is_login = match (&self.sid, &identity.sid) {
            (Some(ended), Some(sid)) => ended == sid,
            (Some(_), None) => self.subject.is_some(),
            (None, _) => true,
        };
        self.issuer == identity.issuer && is_user && is_login
    }
}

/// Shows the issuer, and not who the user is.
impl fmt::Debug for LogoutToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutToken").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl<'f, C> LogoutRequest<'f, C> {
    pub(in crate::flow) fn read(client: &'f Client, body: &str) -> Result<Self, NotALogout> {
        if body.len() > LONGEST {
            return Err(NotALogout::TooLong);
        }
        let pairs = form_urlencoded::parse(body.as_bytes());
        let mut tokens = pairs.filter(|(name, _)| name == "logout_token").map(|(_, token)| token);
        let token = tokens.next().filter(|token| !token.is_empty());
        let token = token.map(Cow::into_owned).ok_or(NotALogout::MissingToken)?;
        if tokens.next().is_some() {
            return Err(NotALogout::Duplicate);
        }
        Ok(Self { client, token, marker: PhantomData })
    }

    /// Validates the token (`OpenID` Connect Back-Channel Logout section 2.6). Each is accepted once by
    /// this flow and its clones: it is remembered until it expires, for a day at most. If the sessions cannot
    /// be ended then, call [`Flow::forget_logout`](crate::flow::Flow::forget_logout), so that the server may
    /// send it again.
    ///
    /// Answer the request with 200, or with 400 after an error, and with `Cache-Control: no-store` (section
    /// 2.8).
    ///
    /// # Errors
    ///
    /// The token is not one of the server for this client, or the keys of the server cannot be had.
    pub fn validate<H: SyncHttpClient>(
        self,
        http: &H,
    ) -> Result<LogoutToken, VerifyError<H::Error>> {
        let compact = self.compact()?;
        self.validated(payload(self.client, &compact, http))
    }

    /// The same as [`validate`](Self::validate), with an asynchronous client.
    ///
    /// # Errors
    ///
    /// Those of [`validate`](Self::validate).
    pub async fn validate_async<'c, H: AsyncHttpClient<'c>>(
        self,
        http: &'c H,
    ) -> Result<LogoutToken, VerifyError<H::Error>> {
        let compact = self.compact()?;
        self.validated(payload_async(self.client, &compact, http).await)
    }

    fn compact<E>(&self) -> Result<Compact<'_>, VerifyError<E>> {
        let settings = &self.client.settings;
        if settings.issuer.is_none() {
            return Err(VerifyError::UnknownServer);
        }
        let expected = settings.openid.id_token_algorithm;
        let expected = expected.map_or(Expected::Published, Expected::Registered);
        let compact = Compact::read(&self.token, expected).map_err(refused)?;
        match compact.typ() {
            // Some servers do not say, and some say of any token that it is a JWT.
            None | Some("logout+jwt" | "jwt") => Ok(compact),
            Some(_) => Err(refused(compact.other_type())),
        }
    }

    fn validated<E>(
        &self,
        signed: Result<Signed, Unverified<E>>,
    ) -> Result<LogoutToken, VerifyError<E>> {
        let signed = signed.map_err(|error| match error {
            Unverified::Keys(error) => VerifyError::Keys(error),
            Unverified::Reason(reason) => refused(reason),
            Unverified::UnknownServer => VerifyError::UnknownServer,
        })?;
        self.claims(&signed).map_err(refused)
    }

    fn claims(&self, signed: &Signed) -> Result<LogoutToken, JwtErrorReason> {
        let members = Members::read(&signed.payload).map_err(|_| JwtErrorReason::NotAnObject)?;
        let (settings, key_issuer) = (&self.client.settings, signed.issuer.as_deref());
        let claims = Claims { members, settings, section: SECTION, key_issuer };
        let issuer = claims.issuer()?;
        claims.audiences()?;
        let (expires, _) = claims.times()?;
        // Else an ID token could be taken for one, and one for an ID token.
        check_event(claims.value("events"))?;
        if claims.members.get_or_null("nonce").is_some() {
            return Err(JwtErrorReason::ForbiddenClaim { claim: "nonce", section: SECTION });
        }
        let (subject, sid) = (claims.optional("sub")?, claims.optional("sid")?);
        if subject.is_none() && sid.is_none() {
            return Err(JwtErrorReason::Nobody);
        }
        let id = token_id(&issuer, &claims.required("jti")?);
        // A token is accepted as long as the leeway lets it.
        let forgotten = expires.saturating_add(self.client.settings.openid.leeway.as_secs());
        if self.client.logouts.take(id, forgotten, claims.now()) {
            Ok(LogoutToken { issuer, subject, sid, id })
        } else {
            Err(JwtErrorReason::Replayed)
        }
    }
}

/// That the token is about the event of a logout, whose value is an object.
fn check_event(events: Option<&RawValue>) -> Result<(), JwtErrorReason> {
    let Some(events) = events else {
        return Err(JwtErrorReason::Claim { claim: "events", found: None, section: SECTION });
    };
    let Ok(members) = Members::read(events.get().as_bytes()) else {
        return Err(wrong("events", events, SECTION));
    };
    match members.get(EVENT) {
        Some(event) if type_of(event) == JsonType::Object => Ok(()),
        _ => Err(JwtErrorReason::OtherEvent),
    }
}

fn refused<E>(reason: JwtErrorReason) -> VerifyError<E> {
    VerifyError::Token(trace::refused(JwtError::new(SignedToken::LogoutToken, reason)))
}

/// Names the client.
impl<C> fmt::Debug for LogoutRequest<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("LogoutRequest").field("client_id", client_id).finish_non_exhaustive()
    }
}
