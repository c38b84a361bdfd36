//! The items of the feature `tracing` where it is off.

use core::future::Future;

use oauth2::{HttpRequest, HttpResponse};

use crate::flow::settings::Settings;

pub(in crate::flow) trait Failure {}

impl<T> Failure for T {}

pub(in crate::flow) struct Exchange;

impl Exchange {
    pub(in crate::flow) const fn new(_endpoint: &'static str, _client_id: Option<&str>) -> Self {
        Self
    }

    #[allow(clippy::unused_self, reason = "there is no span to enter")]
    pub(in crate::flow) fn within<T>(&self, step: impl FnOnce() -> T) -> T {
        step()
    }

    #[allow(clippy::unused_self, reason = "there is no span to enter")]
    pub(in crate::flow) fn follow<F: Future>(&self, call: impl FnOnce() -> F) -> F {
        call()
    }

    #[allow(clippy::unused_self, reason = "there is no span to fill")]
    pub(in crate::flow) const fn asked(&self, _request: &HttpRequest) {}

    #[allow(clippy::unused_self, reason = "there is no span to fill")]
    pub(in crate::flow) const fn answered(&self, _response: &HttpResponse) {}

    #[allow(clippy::unused_self, reason = "there is no span to fill")]
    pub(in crate::flow) const fn failed(&self, _failure: &impl Failure) {}
}

pub(in crate::flow) const fn began(_settings: &Settings) {}

#[cfg(feature = "loopback")]
pub(in crate::flow) const fn browser(_settings: &Settings, _opened: bool) {}

#[cfg(feature = "loopback")]
pub(in crate::flow) const fn visited(_word: &'static str) {}

pub(in crate::flow) const fn completed<T, F: Failure>(
    _settings: &Settings,
    outcome: Result<T, F>,
) -> Result<T, F> {
    outcome
}

#[cfg(feature = "openid")]
pub(in crate::flow) fn refused<F: Failure>(failure: F) -> F {
    failure
}
