//! What is stored of a login on a device until the user has decided.

use std::string::{String, ToString as _};
use std::time::{Duration, SystemTime};

use core::fmt;
use core::marker::PhantomData;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

use super::answer::{Codes, LEAST};
use crate::flow::settings::{Issuer, Settings, seconds};
use crate::flow::stored::{ForeignLogin, Read, stored};

/// What [`Flow::resume_device`](crate::flow::Flow::resume_device) needs of a
/// [`DeviceLogin`](crate::flow::DeviceLogin): the codes, what is shown to the user, the interval, the
/// server and when it expires.
///
/// It is serialized in clear, and whoever has the device code gets the tokens when the user agrees (RFC
/// 8628 section 5.2): keep it where the tokens are kept. It belongs to one client:
///
/// ```compile_fail,E0308
/// # use oauth_flow::flow::{Flow, PendingDevice};
/// # #[oauth_flow::oauth_client(kind = "device", client_id = "a")]
/// # struct A;
/// # #[oauth_flow::oauth_client(kind = "device", client_id = "b")]
/// # struct B;
/// fn mixed_up(a: &Flow<A>, pending: PendingDevice<B>) {
///     let _ = a.resume_device(pending);
/// }
/// ```
///
/// One that another client or another version of this crate stored can be read, and `resume_device`
/// refuses it.
#[must_use = "without it the login cannot be resumed"]
#[derive(Serialize, Deserialize)]
#[serde(bound = "", transparent)]
pub struct PendingDevice<C> {
    login: Read<Login>,
    #[serde(skip)]
    client: PhantomData<fn() -> C>,
}

stored! {
    /// What is stored of a login.
    Login, version 1 {
        device_code: String,
        user_code: String,
        verification_uri: String,
        verification_uri_complete: Option<String>,
        /// In seconds.
        interval: u64,
        /// Seconds since 1970-01-01T00:00:00Z.
        expires: u64,
    }
}

impl<C> PendingDevice<C> {
    pub(super) fn new(settings: &Settings, codes: &Codes) -> Self {
        let login = Read::Known(Login {
            version: Login::VERSION,
            client: String::from(core::any::type_name::<C>()),
            client_id: settings.client_id.clone(),
            issuer: settings.issuer.as_ref().map(Issuer::text),
            token_endpoint: settings.token_endpoint.to_string(),
            device_code: String::clone(&codes.device_code),
            user_code: codes.user_code.clone(),
            verification_uri: codes.verification_uri.clone(),
            verification_uri_complete: codes.verification_uri_complete.clone(),
            interval: codes.interval.as_secs(),
            expires: seconds(codes.expires),
        });
        Self { login, client: PhantomData }
    }

    /// When the login expires; `None` where another version stored it.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        let Read::Known(login) = &self.login else { return None };
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(login.expires))
    }

    /// What the server gave, if it was given to this client by this server.
    pub(super) fn take(mut self, settings: &Settings) -> Result<Codes, ForeignLogin> {
        let expires = self.expires_at();
        let Read::Known(login) = &mut self.login else { return Err(ForeignLogin::Version) };
        login.binding().check::<C>(settings)?;
        Ok(Codes {
            device_code: core::mem::take(&mut login.device_code).into(),
            user_code: core::mem::take(&mut login.user_code),
            verification_uri: core::mem::take(&mut login.verification_uri),
            verification_uri_complete: login.verification_uri_complete.take(),
            interval: Duration::from_secs(login.interval).max(LEAST),
            // A time that cannot be is over.
            expires: expires.unwrap_or(SystemTime::UNIX_EPOCH),
        })
    }
}

/// Shows neither code, nor a URI, which may have the code in it.
impl<C> fmt::Debug for PendingDevice<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PendingDevice");
        if let Read::Known(login) = &self.login {
            shown.field("client_id", &login.client_id).field("expires", &login.expires);
        }
        shown.finish_non_exhaustive()
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        self.device_code.zeroize();
    }
}
