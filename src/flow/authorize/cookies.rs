//! The logins of a service that has no sessions, each in an encrypted cookie.

use std::string::{String, ToString};
use std::sync::Arc;
use std::time::SystemTime;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use cookie::time::Duration;
use cookie::{Cookie, CookieJar, Key, SameSite};
use oauth_flow_core::vocabulary::ResponseMode;

use super::pending::Pending;
use super::response::Callback;
use crate::OAuthClient;
use crate::flow::retry::Retry;
use crate::flow::settings::{Clock, Settings, seconds};
use crate::flow::stored::ForeignLogin;

/// Keeps each [`Pending`] in a cookie of its own, for a service that has no sessions: made by
/// [`Flow::login_cookies`](crate::flow::Flow::login_cookies), and cheap to clone.
///
/// The cookie is encrypted and authenticated together with its name, by the `cookie` crate (AES-256-GCM). It
/// is `__Host-`, `Secure`, `HttpOnly` and `SameSite=Lax`, and lives as long as the login. With
/// `response_mode = "form_post"` it is `SameSite=None`, since a browser sends no other cookie with a form that
/// another site posts.
///
/// ```
/// use oauth_flow::flow::{Flow, LoginCookies};
/// # use oauth_flow::oauth_client;
/// #
/// # #[oauth_client(kind = "web", redirect_uri = "runtime")]
/// # struct Login { client_id: String, client_secret: String, redirect_uri: String }
/// # type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
///
/// /// What the answer to `/login` has: where the user goes, and each `Set-Cookie` header.
/// fn login(
///     flow: &Flow<Login>,
///     cookies: &LoginCookies<Login>,
///     cookie: Option<&str>,
/// ) -> Result<(String, Vec<String>)> {
///     let (url, pending) = flow.authorize().begin()?;
///     Ok((url.into(), cookies.seal(&pending, cookie)?))
/// }
///
/// /// What the answer of the callback has: a `Set-Cookie` header that ends the login, in any case.
/// fn callback(
///     flow: &Flow<Login>,
///     cookies: &LoginCookies<Login>,
///     cookie: Option<&str>,
///     query: &str,
///     http: &impl oauth2::SyncHttpClient,
/// ) -> Result<(String, Result<oauth2::AccessToken>)> {
///     let (pending, removal) = cookies.open(cookie, query).ok_or("no such login is under way")?;
///     let tokens = flow.complete(pending, query).map(|request| request.request(http));
///     Ok((removal, tokens.map_err(Into::into).and_then(|it| Ok(it?.access_token().clone()))))
/// }
/// ```
///
/// # Limits
///
/// - A cookie is used once by a browser that removes it. A server that keeps nothing cannot see that a copy
///   of it comes again. The code is what is used once (RFC 6749 section 4.1.2), and PKCE ties it to the login
///   of the cookie: a copy gives nothing without a code that the server has not seen yet.
/// - Whoever has the key makes and reads every cookie. Keep it as a client secret is kept.
/// - Logins that begin at the same moment do not know of each other: their cookies may take more of a request
///   than [`seal`](Self::seal) allows, until the next login begins.
/// - Chrome and Firefox take `Secure` cookies over plain http from a loopback address too. Safari does not.
pub struct LoginCookies<C> {
    key: Key,
    /// Those that open and do not seal.
    older: Arc<[Key]>,
    same_site: SameSite,
    clock: Clock,
    client: PhantomData<fn() -> C>,
}

/// A key of cookies is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortCookieKey {
    /// Its length in bytes.
    pub length: usize,
}

/// Why a login is not kept in a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// Another version of this crate stored the login.
    Foreign(ForeignLogin),
    /// The cookie is longer than browsers take (RFC 6265 section 6.1).
    TooLong {
        /// Its length in bytes, with its name and attributes.
        length: usize,
    },
}

/// The start of the name of each cookie. A browser takes one with `__Host-` from the host itself alone: no
/// other host of the same site can plant a login of somebody else.
const NAME: &str = "__Host-oauth-flow.login.";

/// The bytes of a key as a text has them: 64 hexadecimal digits are 256 bits.
const SHORTEST_KEY: usize = 64;

/// What browsers take of one cookie, and what the cookies of all logins together may take of a request:
/// servers and proxies have limits of 8 KB for all of its headers.
const LONGEST: usize = 4096;

/// How many cookies one answer removes at most: proxies limit the headers of answers too.
const MOST_REMOVED: usize = 10;

impl<C: OAuthClient> LoginCookies<C> {
    pub(in crate::flow) fn new(settings: &Settings, key: &[u8]) -> Result<Self, ShortCookieKey> {
        let same_site = match C::DECLARATION.response_mode {
            Some(ResponseMode::FormPost) => SameSite::None,
            _ => SameSite::Lax,
        };
        let (key, older) = (derived(key)?, Arc::from([]));
        Ok(Self { key, older, same_site, clock: settings.clock, client: PhantomData })
    }
}

impl<C> LoginCookies<C> {
    /// Opens the cookies of this key too, but seals none with it: the key before, while the logins that it
    /// sealed are under way.
    ///
    /// # Errors
    ///
    /// The key is shorter than 64 bytes.
    pub fn older_key(mut self, key: &[u8]) -> Result<Self, ShortCookieKey> {
        self.older = self.older.iter().cloned().chain([derived(key)?]).collect();
        Ok(self)
    }

    /// Keeps a login that was just begun: gives the values of the `Set-Cookie` headers of the answer, each of
    /// a header of its own. `cookies` is each `Cookie` header of the request that begins the login.
    ///
    /// The first one keeps the login. The others remove the oldest logins of the browser, where all of them
    /// together would take more than 4096 bytes of a request, which is about four.
    ///
    /// # Errors
    ///
    /// The cookie is longer than browsers take, as with many resources.
    pub fn seal(
        &self,
        pending: &Pending<C>,
        cookies: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> Result<Vec<String>, SealError> {
        let Ok(login) = serde_json::to_string(pending) else {
            // Nothing else of a login cannot be written.
            return Err(SealError::Foreign(ForeignLogin::Version));
        };
        let name = [NAME, pending.key().as_str()].concat();
        let mut cookie = Cookie::new(name.clone(), login);
        self.describe(&mut cookie);
        let now = (self.clock)();
        cookie.set_max_age(pending.expires_at().map(|end| rest_of(end, now)));
        let mut jar = CookieJar::new();
        jar.private_mut(&self.key).add(cookie);
        let mut headers: Vec<_> = jar.delta().map(ToString::to_string).collect();
        let length = headers.iter().map(String::len).sum();
        if length > LONGEST {
            return Err(SealError::TooLong { length });
        }
        let room = LONGEST - length;
        headers.extend(self.too_many(&name, cookies, room).iter().map(|name| self.removal(name)));
        Ok(headers)
    }

    /// Takes the login that a response answers from the cookies of its request, and gives the value of the
    /// `Set-Cookie` header that removes it from the browser, whatever becomes of the login: send it with the
    /// answer of the callback. `cookies` is each `Cookie` header of the request.
    ///
    /// `None` where no cookie has the login: the response answers none, it was begun in another browser, it
    /// took too long, or the cookie was changed or sealed with another key.
    #[must_use]
    pub fn open<'c>(
        &self,
        cookies: impl IntoIterator<Item = impl AsRef<[u8]>>,
        callback: impl Into<Callback<'c>>,
    ) -> Option<(Pending<C>, String)> {
        let name = [NAME, callback.into().key()?.as_str()].concat();
        let pending = cookies.into_iter().find_map(|header| {
            logins(header.as_ref())
                .filter(|cookie| cookie.name() == name)
                .find_map(|cookie| self.opened(&cookie))
        });
        Some((pending?, self.removal(&name)))
    }

    /// The login in a cookie.
    fn opened(&self, cookie: &Cookie<'_>) -> Option<Pending<C>> {
        let jar = CookieJar::new();
        let sealed = cookie.clone().into_owned();
        let mut keys = core::iter::once(&self.key).chain(self.older.iter());
        let opened = keys.find_map(|key| jar.private(key).decrypt(sealed.clone()))?;
        serde_json::from_str(opened.value()).ok()
    }

    /// The names of those that have no room beside a new one, the oldest first. What cannot be opened is
    /// older than any.
    fn too_many(
        &self,
        new: &str,
        cookies: impl IntoIterator<Item = impl AsRef<[u8]>>,
        room: usize,
    ) -> Vec<String> {
        let mut found: Vec<(Option<SystemTime>, String, usize)> = Vec::new();
        for header in cookies {
            for cookie in logins(header.as_ref()).filter(|cookie| cookie.name() != new) {
                let end = self.opened(&cookie).and_then(|pending| pending.expires_at());
                let length = cookie.name().len() + cookie.value().len() + "=; ".len();
                found.push((end, cookie.name().to_string(), length));
            }
        }
        found.sort_by_key(|(end, ..)| *end);
        let mut length: usize = found.iter().map(|(.., length)| length).sum();
        let mut removed = Vec::new();
        for (_, name, freed) in found {
            if length <= room || removed.len() == MOST_REMOVED {
                break;
            }
            length -= freed;
            removed.push(name);
        }
        removed
    }

    /// The header that removes a cookie. It needs the same attributes, or the browser ignores it.
    fn removal(&self, name: &str) -> String {
        let mut cookie = Cookie::new(name, "");
        self.describe(&mut cookie);
        cookie.set_max_age(Duration::ZERO);
        cookie.to_string()
    }

    fn describe(&self, cookie: &mut Cookie<'_>) {
        cookie.set_http_only(true);
        cookie.set_secure(true);
        cookie.set_same_site(self.same_site);
        cookie.set_path("/");
    }
}

/// The key that encrypts: it is made of each byte of the one that is given, so that a text with 256 bits in
/// it is as good as bytes.
fn derived(key: &[u8]) -> Result<Key, ShortCookieKey> {
    if key.len() < SHORTEST_KEY {
        return Err(ShortCookieKey { length: key.len() });
    }
    Ok(Key::derive_from(key))
}

/// The cookies of a `Cookie` header (RFC 6265 section 4.2) that have the name of a login. A cookie of
/// others that is no text hides none.
fn logins(header: &[u8]) -> impl Iterator<Item = Cookie<'_>> {
    header
        .split(|byte| *byte == b';')
        .filter_map(|pair| Cookie::parse(core::str::from_utf8(pair).ok()?).ok())
        .filter(|cookie| cookie.name().strip_prefix(NAME).is_some_and(is_key))
}

/// Whether a text has the letters of a [`PendingKey`](super::pending::PendingKey): a name that is none is not
/// repeated in an answer.
fn is_key(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
}

fn rest_of(end: SystemTime, now: SystemTime) -> Duration {
    let rest = seconds(end).saturating_sub(seconds(now));
    Duration::seconds(i64::try_from(rest).unwrap_or(i64::MAX))
}

impl<C> Clone for LoginCookies<C> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            older: Arc::clone(&self.older),
            same_site: self.same_site,
            clock: self.clock,
            client: PhantomData,
        }
    }
}

/// Shows how many keys there are.
impl<C> fmt::Debug for LoginCookies<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginCookies")
            .field("older_keys", &self.older.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ShortCookieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the key of the cookies has {} bytes; help: give {SHORTEST_KEY} random ones or more",
            self.length
        )
    }
}

impl Error for ShortCookieKey {}

impl SealError {
    /// Whether it helps to try again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Foreign(_) => Retry::NewLogin,
            Self::TooLong { .. } => Retry::No,
        }
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(error) => error.fmt(f),
            Self::TooLong { length } => write!(
                f,
                "the cookie of the login has {length} bytes, and browsers take {LONGEST} (RFC 6265 section \
                 6.1); help: ask for fewer resources in one login, or keep logins in a session"
            ),
        }
    }
}

impl Error for SealError {}
