//! The requests that a flow posts: a form, and what authenticates the client.

use std::string::String;

use oauth2::HttpRequest;
use oauth2::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use oauth2::http::{HeaderValue, Method, Uri};
use oauth2::url::form_urlencoded;

use super::{Inner, SignError};

/// The parameters of a request, encoded as they are added. A text and not its serializer, which
/// is not `Send`, and so would stop the future of each request from being it.
pub(super) struct Form(String);

impl Form {
    pub(super) fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn of_grant(grant_type: &str) -> Self {
        let mut form = Self::new();
        form.add("grant_type", grant_type);
        form
    }

    pub(super) fn add(&mut self, name: &str, value: &str) {
        form_urlencoded::Serializer::for_suffix(&mut self.0, 0).append_pair(name, value);
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

    /// The request of an authenticated client to an endpoint of its server.
    pub(super) fn post(mut self, inner: &Inner, endpoint: &Uri) -> Result<HttpRequest, SignError> {
        const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let credential = inner.authenticate(&mut self)?;
        let mut request = HttpRequest::new(self.0.into_bytes());
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
