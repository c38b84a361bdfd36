//! The HTTP clients that the code makes, and which of them carries a token request.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{ExprMethodCall, Path};

use super::names::Names;

/// An HTTP client that the code makes.
#[derive(Clone)]
pub(super) struct HttpClient {
    pub(super) span: Span,
    /// What makes it.
    pub(super) name: String,
    /// Whether it follows redirects; `None` where that cannot be told.
    pub(super) follows: Option<bool>,
    /// What switches certificate checks off.
    pub(super) unchecked: Option<(String, Span)>,
    /// The variable that holds it.
    pub(super) variable: Option<String>,
    /// Whether a call took a variable that held it: a policy may be set there.
    pub(super) given: bool,
    /// The field that holds it.
    pub(super) field: Option<String>,
}

/// What sends a token request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    Variable(String),
    Field(String),
    /// The HTTP client that is made at this place.
    Made((usize, usize)),
}

/// The place of a token, to compare it with another.
pub(super) fn key(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column)
}

impl HttpClient {
    pub(super) fn of(
        path: &Path,
        span: Span,
        calls: &[&ExprMethodCall],
        variable: Option<String>,
        names: &Names,
    ) -> Option<Self> {
        if !names.is_http_client(path) {
            return None;
        }
        let last = path.segments.last()?.ident.to_string();
        let mut follows = Some(true);
        let mut unchecked = None;
        for call in calls {
            let text = call.args.to_token_stream().to_string();
            if call.method == "redirect" {
                let text = text.replace(' ', "");
                follows = if text.ends_with("Policy::none()")
                    || text.ends_with("Policy::limited(0)")
                {
                    Some(false)
                } else if text.contains("Policy::limited(") || text.ends_with("Policy::default()") {
                    Some(true)
                } else {
                    None
                };
            }
            if is_switch(&call.method.to_string()) && text == "true" {
                unchecked = Some((call.method.to_string(), call.method.span()));
            }
        }
        // A builder that is finished elsewhere.
        let built = calls.iter().any(|call| call.method == "build");
        if !built && (last == "builder" || super::names::is_builder(path)) {
            follows = None;
        }
        let (of, name) = super::function::ends(path);
        Some(Self {
            span,
            name: format!("{of}::{name}"),
            follows,
            unchecked,
            variable,
            given: false,
            field: None,
        })
    }

    /// Whether it is the one that carries the request.
    pub(super) fn carries(&self, carrier: &Carrier) -> bool {
        match carrier {
            Carrier::Variable(name) => self.variable.as_ref() == Some(name),
            Carrier::Field(_) => false,
            Carrier::Made(at) => key(self.span) == *at,
        }
    }
}

pub(super) fn is_switch(method: &str) -> bool {
    [
        "danger_accept_invalid_certs",
        "danger_accept_invalid_hostnames",
        "tls_danger_accept_invalid_certs",
        "tls_danger_accept_invalid_hostnames",
        "disable_verification",
    ]
    .contains(&method)
}
