//! Validates the claims of an ID token (`OpenID` Connect Core sections 3.1.3.7, 3.1.3.8 and 12.2). Its
//! signature was verified before.

use std::borrow::ToOwned as _;
use std::string::String;
use std::time::Duration;
use std::vec;
use std::vec::Vec;

use oauth_flow_core::vocabulary::JwsAlgorithm;
use serde_json::value::RawValue;
use subtle::ConstantTimeEq as _;

use super::claims::IdTokenClaims;
use super::identity::Identity;
use crate::flow::jws::algorithm::half_hash;
use crate::flow::jws::error::JwtErrorReason;
use crate::flow::jws::key_set::Signed;
use crate::flow::members::{JsonType, Members, any, number, text, texts, type_of};
use crate::flow::settings::{Issuer, Settings, seconds};
use crate::flow::text::shown;

const CORE_2: &str = "OpenID Connect Core section 2";

/// What an ID token is compared with.
#[derive(Default)]
pub(in crate::flow) struct ExpectedLogin {
    /// The nonce of the authorization request.
    pub(in crate::flow) nonce: Option<String>,
    /// How many seconds ago the user may have authenticated.
    pub(in crate::flow) max_age: Option<u64>,
    /// By which ways the user has to authenticate; any where it is empty.
    pub(in crate::flow) essential_acr: Vec<String>,
    /// The login that a refresh continues.
    pub(in crate::flow) continues: Option<Identity>,
}

/// The claims, if they are those of the login.
pub(in crate::flow) fn validated(
    signed: &Signed,
    algorithm: JwsAlgorithm,
    access_token: &str,
    expected: &ExpectedLogin,
    settings: &Settings,
) -> Result<IdTokenClaims, JwtErrorReason> {
    let members = Members::read(&signed.payload).map_err(|_| JwtErrorReason::NotAnObject)?;
    let key_issuer = signed.issuer.as_deref();
    let claims = Claims { members, settings, section: CORE_2, key_issuer };
    let issuer = claims.issuer()?;
    let audiences = claims.audiences()?;
    let (expires, issued_at) = claims.times()?;
    let subject = claims.required("sub")?;
    let auth_time = claims.time("auth_time")?;
    match (&expected.nonce, claims.optional("nonce")?) {
        (Some(sent), Some(received)) if bool::from(sent.as_bytes().ct_eq(received.as_bytes())) => {}
        (Some(_), _) => return Err(JwtErrorReason::Nonce),
        (None, _) => {}
    }
    if let Some(hash) = claims.optional("at_hash")?
        && hash != half_hash(algorithm, access_token)
    {
        return Err(JwtErrorReason::AccessTokenHash);
    }
    if let Some(max_age) = expected.max_age {
        let auth_time = auth_time.ok_or(JwtErrorReason::UnknownAuthTime)?;
        if auth_time > claims.now().saturating_add(claims.leeway()) {
            return Err(JwtErrorReason::NotYetValid { claim: "auth_time" });
        }
        if auth_time.saturating_add(max_age).saturating_add(claims.leeway()) < claims.now() {
            return Err(JwtErrorReason::MaxAge);
        }
    }
    let acr = claims.optional("acr")?;
    let known = |acr: &String| expected.essential_acr.contains(acr);
    if !expected.essential_acr.is_empty() && !acr.as_ref().is_some_and(known) {
        let received = acr.map(|acr| shown(&acr));
        return Err(JwtErrorReason::AuthenticationContext { received });
    }
    // What a method gives as a text is one.
    if let Some(sid) = claims.value("sid").filter(|sid| type_of(sid) != JsonType::String) {
        return Err(wrong("sid", sid, "OpenID Connect Front-Channel Logout section 3"));
    }
    let members =
        claims.members.iter().map(|(name, value)| (name.to_owned(), any(value))).collect();
    let claims = IdTokenClaims {
        issuer,
        subject,
        audiences,
        expires,
        issued: issued_at,
        auth_time,
        members,
    };
    match &expected.continues {
        Some(identity) => continues(claims, identity),
        None => Ok(claims),
    }
}

/// That a refreshed ID token is one of the same login (`OpenID` Connect Core section 12.2).
fn continues(claims: IdTokenClaims, login: &Identity) -> Result<IdTokenClaims, JwtErrorReason> {
    let other = |claim| Err(JwtErrorReason::OtherLogin { claim });
    if claims.issuer != login.issuer {
        return other("iss");
    }
    if claims.subject != login.subject {
        return other("sub");
    }
    if !login.audiences.iter().all(|audience| claims.audiences.contains(audience)) {
        return other("aud");
    }
    if claims.authorized_party() != login.authorized_party.as_deref() {
        return other("azp");
    }
    if claims.auth_time.is_some_and(|time| login.auth_time.is_some_and(|other| other != time)) {
        return other("auth_time");
    }
    if claims.nonce().is_some_and(|nonce| login.nonce.as_deref() != Some(nonce)) {
        return other("nonce");
    }
    Ok(claims)
}

/// The claims of a token, compared with what the client knows.
pub(super) struct Claims<'j> {
    pub(super) members: Members<'j>,
    pub(super) settings: &'j Settings,
    /// The section of the standard that has the claims.
    pub(super) section: &'static str,
    /// The issuer that the key is for, which signed them.
    pub(super) key_issuer: Option<&'j str>,
}

impl Claims<'_> {
    /// The issuer, which is that of the client's server; of a tenant of it, the one that the token names.
    pub(super) fn issuer(&self) -> Result<String, JwtErrorReason> {
        let issuer = self.required("iss")?;
        self.check_issuer(&issuer)?;
        Ok(issuer)
    }

    pub(super) fn check_issuer(&self, issuer: &str) -> Result<(), JwtErrorReason> {
        let known = self.settings.issuer.as_ref();
        let tenant = match known {
            Some(Issuer::Tenants(before, after)) => issuer
                .strip_prefix(before.as_str())
                .and_then(|rest| rest.strip_suffix(after.as_str())),
            _ => None,
        };
        if known.is_some_and(|known| known.is(issuer)) {
            return tenant.map_or(Ok(()), |tenant| self.check_tenant(issuer, tenant));
        }
        let expected = known.map(|known| shown(&known.text())).unwrap_or_default();
        Err(JwtErrorReason::Issuer { expected, received: shown(issuer) })
    }

    /// That a server of many tenants says the same of the tenant everywhere: in the claim that names it, and
    /// in the key, which may be one for a single tenant.
    fn check_tenant(&self, issuer: &str, tenant: &str) -> Result<(), JwtErrorReason> {
        if self.optional("tid")?.is_some_and(|tid| tid != tenant) {
            return Err(JwtErrorReason::OtherTenant);
        }
        let of_key = self
            .key_issuer
            .map(|of_key| of_key.replace("{tenantid}", tenant).replace("{tenant}", tenant));
        if of_key.is_some_and(|of_key| of_key != issuer) {
            return Err(JwtErrorReason::KeyOfOtherTenant);
        }
        Ok(())
    }

    /// The audiences: this client, and others that it trusts. If the token says which it was issued to, it
    /// is this client.
    pub(super) fn audiences(&self) -> Result<Vec<String>, JwtErrorReason> {
        let settings = self.settings;
        let audiences = self.named_audiences()?.ok_or_else(|| self.missing("aud"))?;
        if !audiences.contains(&settings.client_id) {
            return Err(JwtErrorReason::Audience);
        }
        let trusted = |audience: &&String| {
            **audience == settings.client_id
                || settings.openid.trusted_audiences.contains(*audience)
        };
        if let Some(other) = audiences.iter().find(|audience| !trusted(audience)) {
            return Err(JwtErrorReason::OtherAudience { audience: shown(other) });
        }
        match self.optional("azp")? {
            Some(party) if party != settings.client_id => {
                Err(JwtErrorReason::AuthorizedParty { received: shown(&party) })
            }
            _ => Ok(audiences),
        }
    }

    fn named_audiences(&self) -> Result<Option<Vec<String>>, JwtErrorReason> {
        let Some(value) = self.value("aud") else { return Ok(None) };
        let audiences = match type_of(value) {
            JsonType::String => text(value).map(|audience| vec![audience]),
            _ => texts(value),
        };
        audiences.map(Some).ok_or_else(|| self.wrong("aud", value))
    }

    /// That a signed answer of the userinfo endpoint is of this server and for this client, where it says
    /// so (`OpenID` Connect Core section 5.3.2).
    pub(super) fn signed_for_client(&self) -> Result<(), JwtErrorReason> {
        if let Some(issuer) = self.optional("iss")? {
            self.check_issuer(&issuer)?;
        }
        match self.named_audiences()? {
            Some(audiences) if !audiences.contains(&self.settings.client_id) => {
                Err(JwtErrorReason::Audience)
            }
            _ => Ok(()),
        }
    }

    /// When it expires and when it was issued, in seconds since 1970-01-01T00:00:00Z; both are compared.
    pub(super) fn times(&self) -> Result<(u64, u64), JwtErrorReason> {
        let expires = self.time("exp")?.ok_or_else(|| self.missing("exp"))?;
        let issued = self.time("iat")?.ok_or_else(|| self.missing("iat"))?;
        self.check_expiry(expires)?;
        let latest = self.now().saturating_add(self.leeway());
        if issued > latest {
            return Err(JwtErrorReason::NotYetValid { claim: "iat" });
        }
        if self.time("nbf")?.is_some_and(|time| time > latest) {
            return Err(JwtErrorReason::NotYetValid { claim: "nbf" });
        }
        Ok((expires, issued))
    }

    pub(super) fn check_expiry(&self, expires: u64) -> Result<(), JwtErrorReason> {
        if expires.saturating_add(self.leeway()) <= self.now() {
            return Err(JwtErrorReason::Expired);
        }
        Ok(())
    }

    pub(super) fn now(&self) -> u64 {
        seconds(self.settings.now())
    }

    fn leeway(&self) -> u64 {
        self.settings.openid.leeway.as_secs()
    }

    /// A string that has to be there and not be empty.
    pub(super) fn required(&self, claim: &'static str) -> Result<String, JwtErrorReason> {
        let text = self.optional(claim)?.ok_or_else(|| self.missing(claim))?;
        if text.is_empty() { Err(JwtErrorReason::EmptyClaim { claim }) } else { Ok(text) }
    }

    /// A string, if it is there.
    pub(super) fn optional(&self, claim: &'static str) -> Result<Option<String>, JwtErrorReason> {
        let Some(value) = self.value(claim) else { return Ok(None) };
        if type_of(value) != JsonType::String {
            return Err(self.wrong(claim, value));
        }
        Ok(text(value))
    }

    /// A time, if it is there (RFC 7519 section 2): a number, whose fraction is left out.
    pub(super) fn time(&self, claim: &'static str) -> Result<Option<u64>, JwtErrorReason> {
        let Some(value) = self.value(claim) else { return Ok(None) };
        if type_of(value) != JsonType::Number {
            return Err(self.wrong(claim, value));
        }
        let seconds = number(value).unwrap_or(0.0).max(0.0);
        // A number that no time is lies in the farthest future.
        Ok(Some(Duration::try_from_secs_f64(seconds).map_or(u64::MAX, |time| time.as_secs())))
    }

    pub(super) fn value(&self, claim: &str) -> Option<&RawValue> {
        self.members.get(claim)
    }

    const fn missing(&self, claim: &'static str) -> JwtErrorReason {
        JwtErrorReason::Claim { claim, found: None, section: self.section }
    }

    fn wrong(&self, claim: &'static str, value: &RawValue) -> JwtErrorReason {
        wrong(claim, value, self.section)
    }
}

pub(super) fn wrong(
    claim: &'static str,
    value: &RawValue,
    section: &'static str,
) -> JwtErrorReason {
    JwtErrorReason::Claim { claim, found: Some(type_of(value)), section }
}
