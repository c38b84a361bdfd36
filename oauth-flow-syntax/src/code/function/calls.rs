//! The calls of a function, one by one: what a path or a method of a library tells by itself.

use oauth_flow_core::What;
use oauth_flow_core::vocabulary::{AuthMethod, Kind};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Path};

use super::super::http::{self, HttpClient};
use super::super::text::Seen;
use super::Reader;
use super::chain::{Chain, called, ends, last_ident};
use super::library::accepts_any;

/// What reads a token and does not look at its signature.
const UNVERIFIED: [&str; 6] = [
    "insecure_disable_signature_check",
    "insecure_disable_signature_validation",
    "insecure_decode",
    "dangerous_insecure_decode",
    "dangerous_insecure_decode_with_validation",
    "decode_unverified",
];

/// Whether a method reads ID tokens and nothing else.
pub(in crate::code) fn is_of_id_tokens(method: &str) -> bool {
    method == "insecure_disable_signature_check" || method == "new_insecure_without_verification"
}

impl Reader<'_> {
    /// The call of a function at the root of a chain.
    pub(super) fn root(
        &mut self,
        path: &Path,
        call: &ExprCall,
        chain: &Chain<'_>,
        variable: Option<String>,
    ) {
        let (of, name) = ends(path);
        let span = path.segments.last().map_or_else(|| path.span(), |it| it.ident.span());
        let first = call.args.first();
        let makes_id = matches!(first, Some(Expr::Call(inner)) if called(inner).is_some_and(|it| ends(it).0 == "ClientId"));
        if self.names.makes_client(path) || (name == "new" && makes_id) {
            self.act(What::Client, span);
        }
        if name == "new_random_plain" || name == "from_code_verifier_plain" {
            self.act(What::PlainChallenge, span);
        }
        if name == "new_insecure_without_verification" || UNVERIFIED.contains(&name.as_str()) {
            self.act(What::UnverifiedToken(name.clone()), span);
        }
        self.behaviour(&of, &name, first);
        if name == "parse_with_params" || name == "new_with_params" {
            let parameters = call.args.iter().nth(1).map(|it| self.local(it).to_token_stream());
            let seen = parameters.map(Seen::of).unwrap_or_default();
            if let Some(pair) = seen.pairs_of("client_secret").next() {
                self.act(What::SecretInQuery, pair.key_span);
            }
        }
        self.wrapped(&of, &name, call, span);
        if let Some(http) = HttpClient::of(path, span, &chain.calls, variable, self.names) {
            self.acts.made.push(http);
        }
    }

    /// What clients of a kind do beside the flow.
    pub(super) fn behaviour(&mut self, of: &str, name: &str, first: Option<&Expr>) {
        let opens = matches!((of, name), ("open" | "opener" | "webbrowser" | "Browser", _) if ["that", "open", "open_browser", "that_detached", "open_browser_with_options"].contains(&name));
        let listens = (of, name) == ("TcpListener", "bind")
            && first.is_some_and(|it| {
                let text = it.to_token_stream().to_string();
                ["127.0.0.1", "localhost", "LOCALHOST", "127 , 0"]
                    .iter()
                    .any(|it| text.contains(it))
            });
        if opens || listens {
            let span = first.map_or_else(Span::call_site, Spanned::span);
            self.act(What::Behaves(Kind::Native), span);
        }
    }

    /// One method of a chain.
    pub(super) fn call(&mut self, call: &ExprMethodCall, chain: &Chain<'_>) {
        let span = call.method.span();
        let name = call.method.to_string();
        match name.as_str() {
            _ if UNVERIFIED.contains(&name.as_str()) => {
                self.act(What::UnverifiedToken(name), span);
            }
            _ if http::is_switch(&name) && call.args.to_token_stream().to_string() == "true" => {
                self.switches.push((name, span));
            }
            "claims" | "into_claims" => {
                let any = call.args.len() == 2
                    && call.args.last().is_some_and(|it| accepts_any(self.local(it)));
                // An ID token of a refresh, or of a grant without a front channel, has no nonce.
                let redeems = self.seen.has_name("exchange_code");
                let other = self.seen.names.keys().any(|it| it.starts_with("exchange_"))
                    || self.own_name.contains("refresh")
                    || self.seen.mentions(&["refresh"]);
                if any && (redeems || !other) {
                    let at = call.args.last().map_or(span, |it| self.local(it).span());
                    self.act(What::AnyNonce, at);
                }
            }
            "set_auth_type" => {
                let text = call.args.to_token_stream().to_string();
                // Without a secret, the body has the identifier of a public client.
                let method = if text.ends_with("RequestBody") {
                    Some(AuthMethod::ClientSecretPost)
                        .filter(|_| self.seen.mentions(&["client_secret", "clientsecret"]))
                } else if text.ends_with("BasicAuth") {
                    Some(AuthMethod::ClientSecretBasic)
                } else {
                    None
                };
                if let Some(method) = method {
                    let at = call.args.first().map_or(span, |it| last_ident(it).unwrap_or(span));
                    self.act(What::Authenticates(method), at);
                }
            }
            "query" => {
                // A list of pairs, or a key and its value.
                let arguments = match call.args.first() {
                    Some(list) if call.args.len() == 1 => self.local(list).to_token_stream(),
                    _ => call.args.to_token_stream(),
                };
                let seen = Seen::of(arguments);
                if let Some(pair) = seen.pairs_of("client_secret").next() {
                    self.act(What::SecretInQuery, pair.key_span);
                }
            }
            "extend_pairs" | "extend" | "extend_from_slice" => {
                // What a caller gives may have any parameter.
                let more = call.args.first().is_some_and(|it| !self.is_own(it));
                self.open |= more;
            }
            "append_pair" => {
                let of_query = chain.call("query_pairs_mut").is_some()
                    || chain.variable().is_some_and(|it| self.queries.contains(&it));
                let first = call.args.first().map(ToTokens::to_token_stream).map(Seen::of);
                let key = first.and_then(|it| it.texts.into_iter().next());
                if let Some(key) = key.filter(|key| of_query && key.value == "client_secret") {
                    self.act(What::SecretInQuery, key.span);
                }
            }
            "basic_auth" => {
                let secret = call.args.iter().nth(1).map(|it| it.to_token_stream().to_string());
                let none = ["None", "Some (\"\")", "\"\"", "Some(\"\")"];
                if secret
                    .is_some_and(|it| !none.contains(&it.as_str()) && !it.starts_with("None ::"))
                {
                    self.basic.get_or_insert(span);
                }
                if let Some(secret) = call.args.iter().nth(1) {
                    let secret = self.resolved(secret.to_token_stream());
                    if self.is_token_request() {
                        self.secret(&secret);
                    }
                }
            }
            "request_async" | "request" => {
                let library =
                    chain.calls.iter().any(|it| it.method.to_string().starts_with("exchange_"));
                let of_library =
                    library || self.seen.names.keys().any(|it| it.starts_with("exchange_"));
                if of_library && call.args.len() == 1 {
                    self.library = true;
                    if let Some(carrier) = call.args.first().and_then(|it| self.carrier(it)) {
                        self.acts.carriers.push(carrier);
                    }
                }
            }
            _ => {}
        }
    }
}
