//! The spans and events. Where the semantic conventions of OpenTelemetry have a name for a field, it is
//! that.

use core::future::Future;

use oauth2::http::uri::Scheme;
use oauth2::url::Url;
use oauth2::{HttpRequest, HttpResponse};
use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Instrument as _, Span, debug, info_span, warn};

use super::failure::Failure;
use crate::flow::settings::Settings;

/// What the spans and events are filtered by.
const TARGET: &str = "oauth_flow";

/// The span of one request and its answer.
pub(in crate::flow) struct Exchange(Span);

impl Exchange {
    /// An exchange with an endpoint. The identifier of a client that has no registration is empty.
    pub(in crate::flow) fn new(endpoint: &'static str, client_id: Option<&str>) -> Self {
        let span = info_span!(
            target: TARGET,
            "oauth_exchange",
            otel.name = endpoint,
            otel.kind = "client",
            otel.status_code = Empty,
            oauth.endpoint = endpoint,
            oauth.client_id = client_id.filter(|id| !id.is_empty()),
            http.request.method = Empty,
            server.address = Empty,
            server.port = Empty,
            http.response.status_code = Empty,
            error.type = Empty,
        );
        Self(span)
    }

    /// Does a step of the exchange, whose own spans and events are then those of a part of it.
    pub(in crate::flow) fn within<T>(&self, step: impl FnOnce() -> T) -> T {
        self.0.in_scope(step)
    }

    /// The same for a step that waits: the span is entered whenever the future is polled, and left
    /// meanwhile.
    pub(in crate::flow) fn follow<F: Future>(&self, call: impl FnOnce() -> F) -> Instrumented<F> {
        self.within(call).instrument(self.0.clone())
    }

    /// What the request is.
    pub(in crate::flow) fn asked(&self, request: &HttpRequest) {
        let uri = request.uri();
        self.0.record("http.request.method", request.method().as_str());
        self.0.record("server.address", uri.host());
        let default = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => 80,
            _ => 443,
        };
        self.0.record("server.port", uri.port_u16().unwrap_or(default));
    }

    /// What came back.
    pub(in crate::flow) fn answered(&self, response: &HttpResponse) {
        self.0.record("http.response.status_code", response.status().as_u16());
    }

    /// That the exchange gave nothing. A server that waits for its user says so by an error code, and
    /// nothing failed then (RFC 8628 section 3.5).
    pub(in crate::flow) fn failed(&self, failure: &impl Failure) {
        let word = failure.word();
        self.0.record("error.type", &*word);
        if matches!(&*word, "authorization_pending" | "slow_down") {
            return;
        }
        self.0.record("otel.status_code", "ERROR");
        self.within(|| {
            warn!(target: TARGET, { error.type = &*word }, "the exchange failed: {failure}");
        });
    }
}

/// That an authorization request was made.
pub(in crate::flow) fn began(settings: &Settings) {
    let host = settings.authorization_endpoint.as_ref().and_then(Url::host_str);
    debug!(
        target: TARGET,
        {
            oauth.endpoint = "authorization_endpoint",
            oauth.client_id = settings.client_id.as_str(),
            server.address = host,
        },
        "a login began"
    );
}

/// Whether the browser was opened for a login that listens on the loopback interface.
#[cfg(feature = "loopback")]
pub(in crate::flow) fn browser(settings: &Settings, opened: bool) {
    let client_id = settings.client_id.as_str();
    let text = if opened { "the browser was opened" } else { "no browser could be opened" };
    debug!(target: TARGET, { oauth.client_id = client_id }, "{text}");
}

/// That a request to the loopback interface is not the authorization response of the login.
#[cfg(feature = "loopback")]
pub(in crate::flow) fn visited(word: &'static str) {
    debug!(target: TARGET, { error.type = word }, "a request to the listener was refused");
}

/// What became of an authorization response.
pub(in crate::flow) fn completed<T, F: Failure>(
    settings: &Settings,
    outcome: Result<T, F>,
) -> Result<T, F> {
    let client_id = settings.client_id.as_str();
    match &outcome {
        Ok(_) => debug!(
            target: TARGET,
            { oauth.client_id = client_id },
            "the authorization response was accepted"
        ),
        Err(error) => warn!(
            target: TARGET,
            { oauth.client_id = client_id, error.type = &*error.word() },
            "the authorization response was not accepted: {error}"
        ),
    }
    outcome
}

/// That something is refused which the server sent, after the exchange or in none.
#[cfg(feature = "openid")]
pub(in crate::flow) fn refused<F: Failure>(failure: F) -> F {
    warn!(target: TARGET, { error.type = &*failure.word() }, "{failure}");
    failure
}
