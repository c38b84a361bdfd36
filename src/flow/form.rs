//! The requests that a flow posts: a form, and what authenticates the client.

use std::string::String;

use oauth_flow_core::vocabulary::Grant;
use oauth2::HttpRequest;
use oauth2::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use oauth2::http::{HeaderValue, Method, Uri};
use oauth2::url::form_urlencoded;

use super::parameter::Extras;
use super::{Inner, SignError};

/// The parameters of a request, encoded as they are added.
#[derive(Default)]
pub(super) struct Form {
    text: String,
    /// What the caller adds, which comes last.
    pub(super) extras: Extras,
}

impl Form {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn of_grant(grant: Grant) -> Self {
        let mut form = Self::new();
        form.add("grant_type", grant.grant_type());
        form
    }

    pub(super) fn add(&mut self, name: &str, value: &str) {
        // A serializer is not `Send`, so a request that held one could not be spawned.
        form_urlencoded::Serializer::new(&mut self.text).append_pair(name, value);
    }

    /// Adds the scope, unless it is empty: the server then takes its default (RFC 6749 section
    /// 3.3).
    pub(super) fn add_scopes(&mut self, scopes: &[String]) {
        if !scopes.is_empty() {
            self.add("scope", &scopes.join(" "));
        }
    }

    pub(super) fn add_resources(&mut self, resources: &[String]) {
        for resource in resources {
            self.add("resource", resource);
        }
    }

    /// Adds the audiences, unless the caller adds its own.
    pub(super) fn add_audiences(&mut self, audiences: &[String]) {
        if self.extras.has("audience") {
            return;
        }
        for audience in audiences {
            self.add("audience", audience);
        }
    }

    /// The request of an authenticated client to an endpoint of its server.
    pub(super) fn post(mut self, inner: &Inner, endpoint: &Uri) -> Result<HttpRequest, SignError> {
        const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let credential = inner.authenticate(&mut self)?;
        let Self { mut text, extras } = self;
        form_urlencoded::Serializer::new(&mut text).extend_pairs(extras.pairs());
        let mut request = HttpRequest::new(text.into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        if let Some(credential) = credential {
            headers.insert(AUTHORIZATION, credential);
        }
        Ok(request)
    }
}

/// The tokens of a scope (RFC 6749 section 3.3).
pub(super) fn tokens_of(scope: &str) -> impl Iterator<Item = String> {
    scope.split(' ').filter(|token| !token.is_empty()).map(String::from)
}
