//! The cookie that says who is logged in.

use std::time::{Duration, SystemTime};

use axum_extra::extract::PrivateCookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use oauth_flow::flow::{IdTokenClaims, Identity};
use serde::{Deserialize, Serialize};

/// Who is logged in, and until when. It is all in the cookie: to end it before its time, a service needs a
/// list of those that are over, or a new key, which logs everybody out.
#[derive(Serialize, Deserialize)]
pub(crate) struct User {
    name: String,
    identity: Identity,
    /// In the cookie, since a copy of it does not heed what browsers are told.
    until: SystemTime,
}

/// How long a user is logged in.
const HOUR: Duration = Duration::from_hours(1);

impl User {
    pub(crate) fn new(claims: &IdTokenClaims) -> Self {
        let name = claims.name().unwrap_or(claims.subject()).to_owned();
        Self { name, identity: claims.identity(), until: SystemTime::now() + HOUR }
    }

    /// What a page calls the user. The identity is what tells users from each other.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The cookie of the user, for a private jar, which encrypts it.
    pub(crate) fn cookie(&self) -> Cookie<'static> {
        cookie(serde_json::json!(self).to_string())
    }
}

/// The cookie with a value; the browser drops it when it ends.
/// - `__Host-`, which needs `Secure` and `Path=/`: no other host of the site can set it.
/// - `Secure`: it goes over https alone. Chrome and Firefox take plain http to a loopback address for as good,
///   so this works in development too; Safari does not.
/// - `HttpOnly`: no script reads it.
/// - `SameSite=Lax`: a form that another site posts has none.
pub(crate) fn cookie(value: String) -> Cookie<'static> {
    Cookie::build(("__Host-user", value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// The user of a request.
pub(crate) fn of(jar: &PrivateCookieJar) -> Option<User> {
    let cookie = jar.get("__Host-user")?;
    let user: User = serde_json::from_str(cookie.value()).ok()?;
    (SystemTime::now() < user.until).then_some(user)
}
