//! Reads the answer of the device authorization endpoint (RFC 8628 section 3.2).

use std::string::String;
use std::time::{Duration, SystemTime};

use oauth_flow_core::uri::{UnfitUrl, Uri};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::error::{DeviceError, UnfitVerificationUri};
use crate::flow::exchange::answer::{Answer, required, string};
use crate::flow::exchange::error::{ExchangeError, WrongMember};
use crate::flow::members::{Members, lifetime, number};

const SECTION: &str = "RFC 8628 section 3.2";

/// The interval where the server says none.
const INTERVAL: Duration = Duration::from_secs(5);

/// The least interval, where a server says zero: without a pause, a wait would never rest.
pub(super) const LEAST: Duration = Duration::from_secs(1);

/// How long a code is taken to live where the server does not say, although RFC 8628 section 3.2
/// requires it. Without an end, a wait could last forever. Few servers give less; where this one does, it
/// answers `expired_token`.
const LIFETIME: Duration = Duration::from_secs(600);

/// What the server gave for a login.
pub(super) struct Codes {
    pub(super) device_code: Zeroizing<String>,
    pub(super) user_code: String,
    pub(super) verification_uri: String,
    pub(super) verification_uri_complete: Option<String>,
    pub(super) interval: Duration,
    pub(super) expires: SystemTime,
}

impl Codes {
    pub(super) fn read<E>(answer: &Answer<'_>, now: SystemTime) -> Result<Self, DeviceError<E>> {
        let members = answer.members("device_code")?;
        let (device_code, user_code) = (
            required("device_code", &members, SECTION).map_err(ExchangeError::from)?,
            required("user_code", &members, SECTION).map_err(ExchangeError::from)?,
        );
        if user_code.trim().is_empty() || !user_code.chars().all(is_visible) {
            return Err(DeviceError::UserCode);
        }
        let verification_uri = verification_uri(&members).map_err(ExchangeError::from)?;
        check("verification_uri", &verification_uri)?;
        let complete = verification_uri_complete(&members).map_err(ExchangeError::from)?;
        if let Some(uri) = &complete {
            check("verification_uri_complete", uri)?;
        }
        let lifetime = members.get("expires_in").and_then(lifetime).unwrap_or(LIFETIME);
        Ok(Self {
            device_code: device_code.into(),
            user_code,
            verification_uri,
            verification_uri_complete: complete,
            interval: members.get("interval").and_then(interval).unwrap_or(INTERVAL).max(LEAST),
            expires: now.checked_add(lifetime).unwrap_or(now),
        })
    }
}

/// Where the user enters the code. A very large server has `verification_url`, as the first drafts had.
fn verification_uri(members: &Members<'_>) -> Result<String, WrongMember> {
    required("verification_uri", members, SECTION).or_else(|error| {
        if !error.is_absent() {
            return Err(error);
        }
        required("verification_url", members, SECTION)
            .map_err(|other| if other.is_absent() { error } else { other })
    })
}

fn verification_uri_complete(members: &Members<'_>) -> Result<Option<String>, WrongMember> {
    const NAME: &str = "verification_uri_complete";
    let Some(value) = members.get(NAME) else { return Ok(None) };
    Ok(Some(string(NAME, value, SECTION)?).filter(|uri| !uri.is_empty()))
}

/// The pause in whole seconds: a number, also as text. A fraction is a second more, so that no poll comes
/// too early. One that is negative says nothing.
fn interval(value: &RawValue) -> Option<Duration> {
    let seconds = number(value)?.ceil();
    // What no `Duration` can be is longer than the life of any code.
    (seconds >= 0.0).then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

/// That a user may be sent to a URI. Unlike an endpoint, it may have a fragment: it is one for a browser.
fn check(member: &'static str, text: &str) -> Result<(), UnfitVerificationUri> {
    let unfit = |reason| Err(UnfitVerificationUri { member, reason });
    match Uri::read(text) {
        Ok(uri) if uri.has_userinfo() || !text.chars().all(is_visible) => unfit(UnfitUrl::Invalid),
        Ok(uri) if uri.is_https() || uri.is_http_on_loopback() => Ok(()),
        Ok(_) => unfit(UnfitUrl::Insecure),
        Err(_) => unfit(UnfitUrl::Invalid),
    }
}

/// Whether a character shows: it is no control, and none that formats or moves the text around it.
/// `Debug` escapes those, and quotes.
fn is_visible(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '\\') || letter.escape_debug().len() == 1
}
