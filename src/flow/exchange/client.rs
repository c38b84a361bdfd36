//! A client with its credential: what sends requests.

use super::credential::Credential;
use crate::flow::settings::Settings;

/// A client with its credential.
pub(in crate::flow) struct Client {
    pub(in crate::flow) settings: Settings,
    pub(in crate::flow) credential: Credential,
}
