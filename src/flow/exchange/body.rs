//! The form that a request posts (RFC 6749 appendix B).

use std::string::String;

use oauth_flow_core::vocabulary::Grant;
use oauth2::HttpRequest;
use oauth2::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use oauth2::http::{HeaderValue, Method, Uri};
use oauth2::url::form_urlencoded;

use super::client::Client;
use crate::flow::parameter::Extras;

/// The parameters of a request, encoded as they are added.
#[derive(Default)]
pub(in crate::flow) struct Body {
    text: String,
    /// What the caller adds, which comes last.
    pub(in crate::flow) extras: Extras,
}

impl Body {
    pub(in crate::flow) fn new() -> Self {
        Self::default()
    }

    pub(in crate::flow) fn of_grant(grant: Grant) -> Self {
        let mut body = Self::new();
        body.add("grant_type", grant.grant_type());
        body
    }

    pub(in crate::flow) fn add(&mut self, name: &str, value: &str) {
        add(&mut self.text, name, value);
    }

    /// Adds the scope, unless it is empty: the server then takes its default (RFC 6749 section
    /// 3.3).
    pub(in crate::flow) fn add_scopes(&mut self, scopes: &[String]) {
        if !scopes.is_empty() {
            self.add("scope", &scopes.join(" "));
        }
    }

    pub(in crate::flow) fn add_resources(&mut self, resources: &[String]) {
        for resource in resources {
            self.add("resource", resource);
        }
    }

    /// Adds the audiences, unless the caller adds its own.
    pub(in crate::flow) fn add_audiences(&mut self, audiences: &[String]) {
        if self.extras.has("audience") {
            return;
        }
        for audience in audiences {
            self.add("audience", audience);
        }
    }

    /// The request of an authenticated client to an endpoint of its server, with its signed assertion if
    /// it has one.
    pub(super) fn post(
        &self,
        client: &Client,
        endpoint: &Uri,
        signed: Option<&str>,
    ) -> HttpRequest {
        const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let mut text = self.text.clone();
        let credential = client.authenticate(&mut text, signed);
        form_urlencoded::Serializer::new(&mut text).extend_pairs(self.extras.pairs());
        let mut request = HttpRequest::new(text.into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        if let Some(credential) = credential {
            headers.insert(AUTHORIZATION, credential);
        }
        request
    }
}

/// Adds a parameter to a form.
pub(super) fn add(form: &mut String, name: &str, value: &str) {
    // A serializer is not `Send`, so a request that held one could not be spawned.
    form_urlencoded::Serializer::new(form).append_pair(name, value);
}
