//! A client with its credential: what sends requests.

use super::credential::Credential;
#[cfg(feature = "openid")]
use crate::flow::jws::cache::KeyCache;
#[cfg(feature = "openid")]
use crate::flow::jws::used_tokens::UsedTokens;
use crate::flow::settings::Settings;

/// A client with its credential.
pub(in crate::flow) struct Client {
    pub(in crate::flow) settings: Settings,
    pub(in crate::flow) credential: Credential,
    /// The keys of the server.
    #[cfg(feature = "openid")]
    pub(in crate::flow) keys: KeyCache,
    /// The logout tokens that were accepted.
    #[cfg(feature = "openid")]
    pub(in crate::flow) logouts: UsedTokens,
}

impl Client {
    pub(in crate::flow) fn new(settings: Settings, credential: Credential) -> Self {
        Self {
            settings,
            credential,
            #[cfg(feature = "openid")]
            keys: KeyCache::default(),
            #[cfg(feature = "openid")]
            logouts: UsedTokens::default(),
        }
    }
}
