//! The claims of an ID token that was validated.

use std::string::String;
use std::time::{Duration, SystemTime};
use std::vec::Vec;

use core::fmt;

use serde_json::{Map, Value};

use super::identity::Identity;
use super::standard::standard_claims;

/// The claims of an ID token (`OpenID` Connect Core section 2): who the user is, and how and when the user
/// authenticated. There is no other way to one than through the validation of section 3.1.3.7.
///
/// ```no_run
/// # use oauth_flow::flow::Tokens;
/// # fn example(tokens: &Tokens) -> Result<(), Box<dyn std::error::Error>> {
/// #[derive(serde::Deserialize)]
/// struct Own {
///     groups: Vec<String>,
/// }
///
/// let claims = tokens.claims()?;
/// println!("{} of {}", claims.name().unwrap_or(claims.subject()), claims.issuer());
/// println!("in {}", claims.parse::<Own>()?.groups.join(", "));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct IdTokenClaims {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) audiences: Vec<String>,
    pub(super) expires: u64,
    pub(super) issued: u64,
    pub(super) auth_time: Option<u64>,
    pub(super) members: Map<String, Value>,
}

standard_claims!(IdTokenClaims);

impl IdTokenClaims {
    /// The issuer (`iss`): that of the server, and of the tenant where the server has several.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The identifier of the user at the issuer (`sub`): at most 255 characters in ASCII by the standard,
    /// and never that of another user.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whom the token is for (`aud`): this client, and others that it trusts.
    #[must_use]
    pub fn audiences(&self) -> &[String] {
        &self.audiences
    }

    /// The client that the token was issued to (`azp`), if the server says so.
    #[must_use]
    pub fn authorized_party(&self) -> Option<&str> {
        self.text("azp")
    }

    /// When the token expires (`exp`). A session may live longer: the token says who logged in, and not for
    /// how long.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        time(self.expires)
    }

    /// When the token was issued (`iat`).
    #[must_use]
    pub fn issued_at(&self) -> SystemTime {
        time(self.issued)
    }

    /// When the user authenticated (`auth_time`), if the server says so: it has to where `max_age` was
    /// asked for.
    #[must_use]
    pub fn auth_time(&self) -> Option<SystemTime> {
        self.auth_time.map(time)
    }

    /// How well the user authenticated (`acr`).
    #[must_use]
    pub fn acr(&self) -> Option<&str> {
        self.text("acr")
    }

    /// By which methods the user authenticated (`amr`, RFC 8176).
    pub fn amr(&self) -> impl Iterator<Item = &str> {
        let list = self.members.get("amr").and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    /// The nonce of the authorization request. It was compared.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.text("nonce")
    }

    /// The identifier of the login at the server (`sid`), which a logout token names.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.text("sid")
    }

    /// What a session keeps of the login.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            issuer: self.issuer.clone(),
            subject: self.subject.clone(),
            audiences: self.audiences.clone(),
            authorized_party: self.authorized_party().map(String::from),
            auth_time: self.auth_time,
            sid: self.sid().map(String::from),
            nonce: self.nonce().map(String::from),
        }
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.members.get(claim)?.as_str()
    }
}

/// A time as the standard has it: seconds since 1970-01-01T00:00:00Z (RFC 7519 section 2).
fn time(seconds: u64) -> SystemTime {
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(far)
}

/// Shows the issuer, and not who the user is.
impl fmt::Debug for IdTokenClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdTokenClaims")
            .field("issuer", &self.issuer)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
