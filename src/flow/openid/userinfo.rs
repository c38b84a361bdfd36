//! The userinfo endpoint (`OpenID` Connect Core section 5.3).

use std::format;
use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use oauth2::http::header::{ACCEPT, AUTHORIZATION};
use oauth2::http::{HeaderValue, Uri};
use oauth2::{AccessToken, AsyncHttpClient, HttpRequest, HttpResponse, SyncHttpClient};
use serde_json::{Map, Value};

use super::error::VerifyError;
use super::id_token::Claims;
use super::identity::Identity;
use super::keys::{Unverified, payload, payload_async};
use super::standard::standard_claims;
use crate::flow::exchange::answer::{Answer, content_type, required};
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::ExchangeError;
use crate::flow::exchange::send::{Conversation, End, send, send_async};
use crate::flow::jws::algorithm::Expected;
use crate::flow::jws::compact::Compact;
use crate::flow::jws::error::{JwtError, JwtErrorReason, SignedToken};
use crate::flow::jws::key_set::Signed;
use crate::flow::members::{Members, any};
use crate::flow::retry::Retry;
use crate::flow::trace;

const CORE_5_3_2: &str = "OpenID Connect Core section 5.3.2";

/// What the userinfo endpoint says of the user who logged in.
#[derive(Clone)]
pub struct Userinfo {
    subject: String,
    members: Map<String, Value>,
}

standard_claims!(Userinfo);

impl Userinfo {
    /// The identifier of the user at the issuer: that of the ID token.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }
}

/// Shows nothing of the user.
impl fmt::Debug for Userinfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Userinfo").finish_non_exhaustive()
    }
}

/// Why nothing is known of the user. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum UserinfoError<E> {
    /// The exchange with the userinfo endpoint failed.
    Exchange(ExchangeError<E>),
    /// The flow does not know the userinfo endpoint.
    UnknownEndpoint,
    /// The access token has a character that a header cannot have.
    AccessToken,
    /// The answer is of another user than the one who logged in (`OpenID` Connect Core section 5.3.2).
    OtherSubject,
    /// The client is registered for a signed answer, and the answer is not signed.
    NotSigned,
    /// The signed answer is not accepted.
    Signed(VerifyError<E>),
}

impl<E> UserinfoError<E> {
    /// Whether it helps to try again. An access token that the server refuses has expired or was revoked: a
    /// new one helps.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Exchange(error) => error.retry(),
            Self::Signed(error) => error.retry(),
            Self::UnknownEndpoint | Self::AccessToken | Self::OtherSubject | Self::NotSigned => {
                Retry::No
            }
        }
    }
}

impl<E> fmt::Display for UserinfoError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchange(error) => error.fmt(f),
            Self::UnknownEndpoint => f.write_str(
                "`userinfo_endpoint` is missing; help: give the metadata of the server to the builder, \
                 or, if the server has the endpoint, call `userinfo_endpoint` of the builder",
            ),
            Self::AccessToken => f.write_str("the access token has a character that a header cannot have"),
            Self::OtherSubject => write!(
                f,
                "`sub` of the answer of the userinfo endpoint is not that of the ID token ({CORE_5_3_2})"
            ),
            Self::NotSigned => f.write_str(
                "the answer of the userinfo endpoint is not signed, and the client is registered with \
                 `userinfo_signed_response_alg`",
            ),
            Self::Signed(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for UserinfoError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exchange(error) => error.source(),
            Self::Signed(error) => error.source(),
            _ => None,
        }
    }
}

/// A request to the userinfo endpoint.
#[must_use = "nothing is sent before `request` or `request_async`"]
pub struct UserinfoRequest<'f, C> {
    client: &'f Client,
    access_token: &'f AccessToken,
    identity: &'f Identity,
    marker: PhantomData<fn() -> C>,
}

impl<'f, C> UserinfoRequest<'f, C> {
    pub(in crate::flow) fn new(
        client: &'f Client,
        access_token: &'f AccessToken,
        identity: &'f Identity,
    ) -> Self {
        Self { client, access_token, identity, marker: PhantomData }
    }

    /// Sends the request, and reads the answer, which may be signed.
    ///
    /// # Errors
    ///
    /// The request failed, the answer is of another user, or its signature is not one of the server.
    pub fn request<H: SyncHttpClient>(self, http: &H) -> Result<Userinfo, UserinfoError<H::Error>> {
        let fetch = self.fetch()?;
        match send(fetch, http)? {
            Fetched::Plain(userinfo) => self.known(userinfo),
            Fetched::Signed(token) => {
                let compact = self.compact(&token)?;
                self.signed(payload(self.client, &compact, http))
            }
        }
    }

    /// Sends the request, and reads the answer, which may be signed.
    ///
    /// # Errors
    ///
    /// Those of [`request`](Self::request).
    pub async fn request_async<'c, H: AsyncHttpClient<'c>>(
        self,
        http: &'c H,
    ) -> Result<Userinfo, UserinfoError<H::Error>> {
        let fetch = self.fetch()?;
        match send_async(fetch, http).await? {
            Fetched::Plain(userinfo) => self.known(userinfo),
            Fetched::Signed(token) => {
                let compact = self.compact(&token)?;
                self.signed(payload_async(self.client, &compact, http).await)
            }
        }
    }

    fn fetch<E>(&self) -> Result<Fetch<'f>, UserinfoError<E>> {
        let client = self.client;
        let uri = client.settings.openid.userinfo_endpoint.as_ref();
        let uri = uri.ok_or(UserinfoError::UnknownEndpoint)?;
        let header = HeaderValue::from_str(&format!("Bearer {}", self.access_token.secret()));
        let mut authorization = header.map_err(|_| UserinfoError::AccessToken)?;
        authorization.set_sensitive(true);
        Ok(Fetch { client, uri, authorization })
    }

    fn compact<'t, E>(&self, token: &'t str) -> Result<Compact<'t>, UserinfoError<E>> {
        let registered = self.client.settings.openid.userinfo_algorithm;
        let expected = registered.map_or(Expected::Published, Expected::Registered);
        let compact = Compact::read(token, expected).map_err(refused)?;
        match compact.typ() {
            Some(typ) if typ.ends_with("+jwt") => Err(refused(compact.other_type())),
            _ => Ok(compact),
        }
    }

    /// The claims of a signed answer.
    fn signed<E>(
        &self,
        signed: Result<Signed, Unverified<E>>,
    ) -> Result<Userinfo, UserinfoError<E>> {
        let signed = signed.map_err(|error| match error {
            Unverified::Keys(error) => UserinfoError::Signed(VerifyError::Keys(error)),
            Unverified::Reason(reason) => refused(reason),
            Unverified::UnknownServer => UserinfoError::Signed(VerifyError::UnknownServer),
        })?;
        let members =
            Members::read(&signed.payload).map_err(|_| refused(JwtErrorReason::NotAnObject))?;
        let settings = &self.client.settings;
        let key_issuer = signed.issuer.as_deref();
        let claims = Claims { members, settings, section: CORE_5_3_2, key_issuer };
        claims.signed_for_client().map_err(refused)?;
        if let Some(expires) = claims.time("exp").map_err(refused)? {
            claims.check_expiry(expires).map_err(refused)?;
        }
        let subject = claims.required("sub").map_err(refused)?;
        self.of_user(Userinfo { subject, members: members_of(&claims.members) })
    }

    fn known<E>(&self, userinfo: Userinfo) -> Result<Userinfo, UserinfoError<E>> {
        if self.client.settings.openid.userinfo_algorithm.is_some() {
            return Err(trace::refused(UserinfoError::NotSigned));
        }
        self.of_user(userinfo)
    }

    /// That the answer is of the user who logged in: an access token may be that of another one.
    fn of_user<E>(&self, userinfo: Userinfo) -> Result<Userinfo, UserinfoError<E>> {
        // Two servers may give one subject to two users.
        let issuer = self.client.settings.issuer.as_ref();
        let is_server = issuer.is_none_or(|issuer| issuer.is(&self.identity.issuer));
        if is_server && userinfo.subject == self.identity.subject {
            Ok(userinfo)
        } else {
            Err(trace::refused(UserinfoError::OtherSubject))
        }
    }
}

/// Names the client: the access token is a secret.
impl<C> fmt::Debug for UserinfoRequest<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client_id = &self.client.settings.client_id;
        f.debug_struct("UserinfoRequest").field("client_id", client_id).finish_non_exhaustive()
    }
}

fn refused<E>(reason: JwtErrorReason) -> UserinfoError<E> {
    let error = trace::refused(JwtError::new(SignedToken::Userinfo, reason));
    UserinfoError::Signed(VerifyError::Token(error))
}

fn members_of(members: &Members<'_>) -> Map<String, Value> {
    members.iter().map(|(name, value)| (String::from(name), any(value))).collect()
}

/// What the endpoint answered.
enum Fetched {
    Plain(Userinfo),
    Signed(String),
}

/// The request (`OpenID` Connect Core section 5.3.1), with the access token in a header (RFC 6750 section
/// 2.1).
struct Fetch<'f> {
    client: &'f Client,
    uri: &'f Uri,
    authorization: HeaderValue,
}

impl Fetch<'_> {
    fn read<E>(&self, response: HttpResponse) -> Result<Fetched, ExchangeError<E>> {
        let (parts, body): (_, Vec<u8>) = response.into_parts();
        let answer = Answer::of_success(&parts, &body, &self.client.settings)?;
        let is_jwt = content_type(&parts.headers)
            .is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/jwt"));
        if is_jwt && let Ok(token) = core::str::from_utf8(&body) {
            return Ok(Fetched::Signed(String::from(token.trim())));
        }
        let members = answer.members("sub")?;
        let subject = required("sub", &members, CORE_5_3_2)?;
        Ok(Fetched::Plain(Userinfo { subject, members: members_of(&members) }))
    }
}

impl Conversation for Fetch<'_> {
    type Output = Fetched;
    type Error<E> = UserinfoError<E>;

    fn endpoint(&self) -> &'static str {
        "userinfo_endpoint"
    }

    fn client_id(&self) -> Option<&str> {
        Some(&self.client.settings.client_id)
    }

    fn request<E>(&mut self) -> Result<HttpRequest, UserinfoError<E>> {
        const JSON_OR_JWT: HeaderValue =
            HeaderValue::from_static("application/json, application/jwt");
        let mut request = HttpRequest::new(Vec::new());
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON_OR_JWT);
        headers.insert(AUTHORIZATION, self.authorization.clone());
        Ok(request)
    }

    fn failed<E>(error: E) -> UserinfoError<E> {
        UserinfoError::Exchange(ExchangeError::Http(error))
    }

    fn answer<E>(&mut self, response: HttpResponse) -> End<Result<Fetched, UserinfoError<E>>> {
        End::Break(self.read(response).map_err(UserinfoError::Exchange))
    }
}
