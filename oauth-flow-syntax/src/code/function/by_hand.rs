//! The requests that are made by hand: URLs, queries and forms.

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Word};
use oauth_flow_core::{Exchange, Kept, Named, Request, Response, Sent, What};
use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;

use super::super::http::{self, Carrier};
use super::super::text::{Pair, PairValue, Seen, Text};
use super::super::url;
use super::chain::{Chain, called, own_field, variable};
use super::{Reader, Sending};

impl Reader<'_> {
    /// Whether the function asks the token endpoint by a request of its own.
    pub(super) fn is_token_request(&self) -> bool {
        self.seen.pairs_of("grant_type").next().is_some()
            || self.seen.texts.iter().any(|it| url::parameter(&it.value, "grant_type").is_some())
    }

    /// Who sends what is given to this expression.
    pub(super) fn carrier(&self, expression: &Expr) -> Option<Carrier> {
        let chain = Chain::of(expression);
        if let Some(field) = own_field(chain.root) {
            return Some(Carrier::Field(field));
        }
        match chain.root {
            Expr::Call(call) => {
                let path = called(call)?;
                let span = path.segments.last()?.ident.span();
                self.names.is_http_client(path).then_some(Carrier::Made(http::key(span)))
            }
            root => variable(root).map(Carrier::Variable),
        }
    }

    /// A request of an HTTP client.
    pub(super) fn send(&mut self, chain: &Chain<'_>) {
        let posts = chain.call("post").is_some()
            || chain.call("request").is_some_and(|call| call.args.len() == 2);
        if !posts {
            return;
        }
        let body = ["form", "body", "json", "send_form", "multipart"];
        let with_body = |call: &&&syn::ExprMethodCall| body.iter().any(|it| call.method == it);
        let sent = chain.calls.iter().find(with_body).and_then(|call| call.args.first());
        // What a token protects is no request for one.
        let protected = chain.call("bearer_auth").is_some();
        if let Some(carrier) = self.carrier(chain.root).filter(|_| !protected) {
            let form =
                sent.map(|it| Seen::of(self.local(it).to_token_stream())).unwrap_or_default();
            let keys = ["grant_type", "client_secret", "code_verifier", "device_code"];
            let asks = keys.iter().any(|key| form.pairs_of(key).next().is_some())
                || form.texts.iter().any(|it| url::parameter(&it.value, "grant_type").is_some());
            self.sends.push(Sending { carrier, has_body: sent.is_some(), asks });
        }
    }

    /// The URLs, queries and forms that are texts, the constants that the function names among them.
    pub(super) fn texts(&mut self) {
        let mut texts: Vec<Text> = self.seen.texts.clone();
        texts.extend(self.names.constants_in(self.seen));
        // A document about an interface names the endpoints of others.
        let documents = ["SecurityScheme", "Scopes", "OpenApi", "utoipa"];
        let is_document = documents.iter().any(|it| self.seen.has_name(it));
        let metadata: Vec<&String> = self
            .seen
            .pairs
            .iter()
            .filter(|it| it.is_text && (it.key.ends_with("_endpoint") || it.key.ends_with("Url")))
            .filter_map(|it| match &it.value {
                PairValue::Text(text, _) => Some(text),
                _ => None,
            })
            .collect();
        for Text { value, span, compared } in &texts {
            if *compared {
                continue;
            }
            let announced = is_document || metadata.contains(&value);
            if let Some(named) = url::endpoint(value).filter(|_| !announced) {
                let bare = value.split(['?', '#']).next().unwrap_or_default();
                self.act(What::Endpoint(named, String::from(bare)), *span);
                if url::is_plain_http(value) {
                    self.act(What::PlainHttp(value.clone()), *span);
                }
            }
            if let Some(response) = url::parameter(value, "response_type") {
                self.by_hand(&response, *span, &texts);
            }
            if let Some(grant) = url::parameter(value, "grant_type").filter(|it| !it.is_empty()) {
                self.grant(&grant, *span);
            }
            if url::parameter(value, "client_secret").is_some()
                && url::is_in_query(value, "client_secret")
            {
                self.act(What::SecretInQuery, *span);
            }
            if url::parameter(value, "code_challenge_method").is_some_and(|it| it == "plain") {
                self.act(What::PlainChallenge, *span);
            }
            if value.contains("response_type=")
                && let Some(scope) = url::parameter(value, "scope")
            {
                self.scope_or_redirect(true, &scope, *span);
            }
        }
        let pairs: Vec<(String, Span, PairValue)> = self.pairs("response_type");
        for (_, _, value) in pairs {
            if let PairValue::Text(response, span) = value {
                self.by_hand(&response, span, &texts);
            }
        }
        for (_, _, value) in self.pairs("code_challenge_method") {
            if let PairValue::Text(method, span) = value
                && method == "plain"
            {
                self.act(What::PlainChallenge, span);
            }
        }
    }

    /// The pairs of a key, with constants resolved.
    pub(super) fn pairs(&self, key: &str) -> Vec<(String, Span, PairValue)> {
        let pairs = self.seen.pairs_of(key);
        pairs
            .map(|Pair { key, key_span, value, .. }| {
                (key.clone(), *key_span, self.names.resolved(value.clone()))
            })
            .collect()
    }

    /// An authorization request that is made by hand.
    pub(super) fn by_hand(&mut self, response: &str, span: Span, texts: &[Text]) {
        let response = response_of(response);
        if response == Response::Other {
            return;
        }
        let has = |name: &str| {
            self.seen.pairs_of(name).next().is_some()
                || texts.iter().any(|it| it.value == name || it.value.contains(&format!("{name}=")))
        };
        // The rest of the request may come from a caller, or be in a signed one (RFC 9101, RFC 9126).
        let written = ["serde_urlencoded", "serde_qs"];
        let in_struct = self.seen.pairs_of("response_type").any(|pair| !pair.is_text);
        let is_open = self.open
            || (!in_struct && written.iter().any(|it| self.seen.has_name(it)))
            || has("request")
            || has("request_uri");
        let challenge = if is_open {
            Sent::Unknown
        } else if has("code_challenge") {
            Sent::Yes
        } else if self.seen.mentions(&["challenge", "pkce"]) {
            Sent::Unknown
        } else {
            Sent::No
        };
        let fixed = texts.iter().find_map(|it| {
            let state = url::parameter(&it.value, "state")
                .filter(|state| !state.is_empty() && !state.contains(['{', '%', '$']));
            state.map(|_| it.span)
        });
        // A field of this name is another one's, unless the request is a struct.
        let in_text = texts.iter().any(|it| url::parameter(&it.value, "state").is_some());
        let fixed = fixed.or_else(|| {
            let pair = self.seen.pairs_of("state").find(|it| it.is_text || in_struct)?;
            if in_text {
                return None;
            }
            match (self.names.resolved(pair.value.clone()), &pair.value) {
                (PairValue::Text(text, _), _) if text.is_empty() || text.contains('{') => None,
                (PairValue::Text(..), PairValue::Constant(_, span) | PairValue::Text(_, span)) => {
                    Some(*span)
                }
                _ => None,
            }
        });
        let state = match fixed {
            Some(span) => Kept::Fixed(self.place(span)),
            // The method without the challenge is a part of a URL, and the state may be one too.
            None if is_open
                || has("state")
                || self.seen.mentions(&["state", "csrf"])
                || (has("code_challenge_method") && !has("code_challenge")) =>
            {
                Kept::Unknown
            }
            None => Kept::Absent,
        };
        let named = texts.iter().any(|it| it.value.contains("code_challenge_method=S256"));
        let paired = self
            .pairs("code_challenge_method")
            .into_iter()
            .any(|(_, _, value)| matches!(value, PairValue::Text(method, _) if method == "S256"));
        let always_s256 = challenge == Sent::Yes && (named || paired) && !self.branches();
        let request = Request { response, challenge, always_s256, state, nonce: Kept::Unknown };
        self.act(What::Request(request), span);
        for (_, _, value) in self.pairs("redirect_uri") {
            if let PairValue::Text(uri, span) = value {
                self.scope_or_redirect(false, &uri, span);
            }
        }
        for (_, _, value) in self.pairs("scope") {
            if let PairValue::Text(scope, span) = value {
                self.scope_or_redirect(true, &scope, span);
            }
        }
    }

    /// A token request with this value of `grant_type`.
    pub(super) fn grant(&mut self, text: &str, span: Span) -> bool {
        let Some(grant) = Grant::ALL.iter().copied().find(|it| it.grant_type() == text) else {
            let extension = text.starts_with("urn:") && !text.contains('{');
            if extension {
                self.act(What::Extension(String::from(text)), span);
            }
            return extension;
        };
        if grant == Grant::Implicit {
            return false;
        }
        let sends = ["form", "send", "body", "send_form", "json", "post", "call"];
        let sent = sends.iter().any(|it| self.seen.has_name(it));
        let verifier = if self.seen.mentions(&["code_verifier"]) {
            Sent::Yes
        } else if self.seen.mentions(&["verifier", "pkce"]) || self.open || !sent {
            Sent::Unknown
        } else {
            Sent::No
        };
        self.act(What::Exchange(Exchange { grant, verifier }), span);
        true
    }

    /// A token request that does not say its grant, or leaves its form to another function: the form has
    /// a code and a secret, or it is posted to a token endpoint.
    pub(super) fn bare_exchange(&mut self, asks: bool) -> bool {
        let posts = self.sends.iter().any(|it| it.has_body);
        if asks || self.library || !posts {
            return false;
        }
        let seen = self.seen;
        let has = |key: &'static str| seen.pairs_of(key).next();
        if let (Some(code), Some(_), Some(_)) =
            (has("code"), has("client_id"), has("client_secret"))
        {
            let span = code.key_span;
            return self.grant(Grant::AuthorizationCode.grant_type(), span);
        }
        self.acts.all.iter().any(|it| matches!(it.what, What::Endpoint(Named::Token, _)))
    }

    /// What a function says of its only HTTP client, in other statements than the one that makes it.
    pub(super) fn finish_clients(&mut self, asks: bool) {
        let builds = self.seen.has_name("build") && !self.seen.has_name("redirect");
        match self.acts.made.as_mut_slice() {
            [only] => {
                // What takes the builder may give it a policy.
                let held = only.variable.as_ref();
                let escaped = only.given || held.is_some_and(|it| self.arguments.contains(it));
                if only.follows.is_none() && builds && !escaped {
                    only.follows = Some(true);
                }
                if only.unchecked.is_none() {
                    only.unchecked = self.switches.first().cloned();
                }
            }
            // The client of another library.
            [] if asks => {
                for (name, span) in std::mem::take(&mut self.switches) {
                    self.act(What::NoCertificateCheck(name), span);
                }
            }
            _ => {}
        }
    }

    /// The form of a token request that is made by hand.
    pub(super) fn form(&mut self) {
        let mut asks =
            self.acts.all.iter().any(|it| {
                matches!(it.what, What::Exchange(_) | What::Extension(_)) && !self.library
            });
        for (_, _, value) in self.pairs("grant_type") {
            if let PairValue::Text(grant, span) = value {
                asks |= self.grant(&grant, span);
            }
        }
        asks |= self.bare_exchange(asks);
        let pairs = self.pairs("client_secret");
        // Elsewhere, a text of this name is a name. A field is what holds the secret.
        let of_fields: Vec<PairValue> = self
            .seen
            .pairs_of("client_secret")
            .filter(|pair| asks || !pair.is_text)
            .map(|pair| self.names.resolved(pair.value.clone()))
            .collect();
        for value in &of_fields {
            self.secret(value);
        }
        self.finish_clients(asks || self.library);
        if !asks || self.library {
            return;
        }
        // One of two methods is chosen at run time.
        match (pairs.first(), self.basic) {
            (Some((_, span, _)), None) => {
                self.act(What::Authenticates(AuthMethod::ClientSecretPost), *span);
            }
            (None, Some(span)) => {
                self.act(What::Authenticates(AuthMethod::ClientSecretBasic), span);
            }
            _ => {}
        }
        for (_, _, value) in self.pairs("scope") {
            if let PairValue::Text(scope, span) = value {
                self.scope_or_redirect(true, &scope, span);
            }
        }
        for (_, _, value) in self.pairs("redirect_uri") {
            if let PairValue::Text(uri, span) = value {
                self.scope_or_redirect(false, &uri, span);
            }
        }
        // The request whose form says so, or the only one that has a body, or the only one.
        let asking: Vec<&Sending> = self.sends.iter().filter(|it| it.asks).collect();
        let posting: Vec<&Sending> = self.sends.iter().filter(|it| it.has_body).collect();
        let all: Vec<&Sending> = self.sends.iter().collect();
        let only = |of: &Vec<&Sending>| of.len() == 1;
        let chosen = [asking.clone(), posting, all].into_iter().find(only).unwrap_or(asking);
        let carriers: Vec<Carrier> = chosen.into_iter().map(|it| it.carrier.clone()).collect();
        self.acts.carriers.extend(carriers);
    }
}

/// What a value of `response_type` asks for.
pub(super) fn response_of(text: &str) -> Response {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["code"] => Response::Code,
        _ if words.contains(&"token") && !words.contains(&"code") => {
            Response::Implicit(String::from(text))
        }
        _ => Response::Other,
    }
}
