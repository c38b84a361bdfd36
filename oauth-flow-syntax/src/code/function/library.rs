//! The requests that a library for OAuth builds.

use oauth_flow_core::vocabulary::Grant;
use oauth_flow_core::{Kept, Request, Response, Sent, What};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, Pat};

use super::super::text::{PairValue, Seen, is_constant};
use super::Reader;
use super::by_hand::response_of;
use super::chain::{Chain, called, ends, last_ident};

/// A request that a library builds.
pub(super) struct Built {
    span: Span,
    response: Response,
    implicit: Option<Span>,
    challenge: Sent,
    /// Whether the chain of the request itself has the challenge.
    in_chain: bool,
    state: Made,
    nonce: Made,
    /// What the pattern behind `url()` drops.
    dropped: Dropped,
    variable: Option<String>,
    ended: bool,
}

/// How the value of a request is made.
pub(super) enum Made {
    /// By the call, at random: its own copy is the only one.
    Random,
    /// As a text of the program.
    Fixed(Span),
    /// Elsewhere, or in a way that cannot be told.
    Elsewhere,
}

/// Where `url()` ends a request that a variable holds.
pub(super) struct Ended {
    variable: String,
    dropped: Dropped,
}

/// What the pattern of `(url, state, nonce)` drops.
#[derive(Clone, Default)]
pub(super) struct Dropped {
    state: Option<(Span, String)>,
    nonce: Option<(Span, String)>,
}

/// What makes a challenge of the method `S256`.
const SHA256: [&str; 3] =
    ["new_random_sha256", "new_random_sha256_len", "from_code_verifier_sha256"];

/// What makes one that is the verifier itself.
const PLAIN: [&str; 2] = ["new_random_plain", "from_code_verifier_plain"];

impl Reader<'_> {
    /// Whether the function does some things only at times.
    pub(super) fn branches(&self) -> bool {
        ["if", "match", "while", "for", "loop"].iter().any(|word| self.seen.has_name(word))
    }

    /// Whether a name is one that drops its value.
    pub(super) fn drops(&self, pattern: &Pat) -> Option<(Span, String)> {
        match pattern {
            Pat::Wild(wild) => Some((wild.span(), String::from("_"))),
            Pat::Rest(rest) => Some((rest.span(), String::from(".."))),
            Pat::Ident(ident) => {
                let name = ident.ident.to_string();
                let used = self.seen.names.get(&name).is_some_and(|count| *count > 1);
                (name.starts_with('_') && !used).then(|| (ident.span(), name))
            }
            _ => None,
        }
    }

    /// What a pattern for `(url, state)` or `(url, state, nonce)` drops.
    pub(super) fn dropped(&self, pattern: &Pat) -> Dropped {
        let Pat::Tuple(tuple) = pattern else { return Dropped::default() };
        let elements: Vec<&Pat> = tuple.elems.iter().collect();
        let rest = elements.iter().position(|it| matches!(it, Pat::Rest(_)));
        // The element at a position of a tuple of `total`, where `..` stands for some of them.
        let at = |position: usize, total: usize| match rest {
            Some(rest) if position >= rest => {
                let behind = elements.len() - rest - 1;
                elements.iter().rev().nth((total - position - 1).min(behind)).copied()
            }
            _ => elements.get(position).copied(),
        };
        // Without a `..` the pattern tells how long the tuple is, and with it the last one is the nonce's.
        let total = if rest.is_some() { 3 } else { elements.len() };
        let of = |position: usize| at(position, total).and_then(|it| self.drops(it));
        Dropped { state: of(1), nonce: of(2) }
    }

    /// `let (challenge, _verifier) = PkceCodeChallenge::new_random_sha256();`
    pub(super) fn verifier(&mut self, pattern: &Pat, init: &Expr) {
        let chain = Chain::of(init);
        let Expr::Call(call) = chain.root else { return };
        let Some((of, name)) = called(call).map(ends) else { return };
        if of != "PkceCodeChallenge" || !name.starts_with("new_random") || !chain.calls.is_empty() {
            return;
        }
        if let Pat::Tuple(tuple) = pattern
            && let Some((span, name)) = tuple.elems.iter().nth(1).and_then(|it| self.drops(it))
        {
            self.act(What::DroppedVerifier(name), span);
        }
    }

    /// An authorization request that a library builds.
    pub(super) fn request(
        &mut self,
        chain: &Chain<'_>,
        variable: Option<String>,
        dropped: &Dropped,
    ) {
        let last = chain.calls.last().is_some_and(|it| it.method == "url" && it.args.is_empty());
        let ended = last || chain.first.is_some();
        let dropped = match chain.first {
            Some(span) => {
                let taken = Some((span, String::from(".0")));
                Dropped { state: taken.clone(), nonce: taken }
            }
            None => dropped.clone(),
        };
        let of_library = self.names.uses_library() || ended;
        let call = chain.call("authorize_url").filter(|it| !it.args.is_empty() && of_library);
        let Some(call) = call else {
            if let Some(implicit) = chain.call("use_implicit_flow") {
                // The rest of the request is built elsewhere.
                let request = Request {
                    response: Response::Implicit(String::from("token")),
                    challenge: Sent::Unknown,
                    always_s256: false,
                    state: Kept::Unknown,
                    nonce: Kept::Unknown,
                };
                self.act(What::Request(request), implicit.method.span());
            }
            if let (true, Some(variable)) = (ended, chain.variable()) {
                self.urls.push(Ended { variable, dropped });
            }
            return;
        };
        let of_openid = call.args.len() == 3;
        let state = call.args.iter().nth(usize::from(of_openid));
        let flow_at = call.args.first().filter(|_| of_openid).map(|it| self.local(it).clone());
        let flow = flow_at.as_ref().map(|it| it.to_token_stream().to_string()).unwrap_or_default();
        let implicit = chain.call("use_implicit_flow").map(|it| it.method.span());
        let own = chain.call("set_response_type").map(|it| it.args.to_token_stream().to_string());
        let response = if implicit.is_some() {
            Response::Implicit(String::from("token"))
        } else if flow.contains("Implicit") {
            // `Implicit(true)` asks for an access token too.
            if flow.contains("true") {
                Response::Implicit(String::from("id_token token"))
            } else {
                Response::Other
            }
        } else if let Some(own) = &own {
            response_of(own.split('"').nth(1).unwrap_or_default())
        } else if flow.contains("Hybrid") || (of_openid && !flow.contains("AuthorizationCode")) {
            Response::Other
        } else {
            Response::Code
        };
        let state = state.map_or(Made::Elsewhere, |it| self.made(it));
        let nonce = call.args.iter().nth(2).filter(|_| of_openid);
        let nonce = nonce.map_or(Made::Elsewhere, |it| self.made(it));
        self.requests.push(Built {
            span: call.method.span(),
            response,
            implicit: implicit.or_else(|| flow_at.as_ref().and_then(last_ident)),
            challenge: challenge(chain),
            in_chain: chain.call("set_pkce_challenge").is_some(),
            state,
            nonce,
            dropped: if ended { dropped } else { Dropped::default() },
            variable,
            ended,
        });
    }

    /// How an argument makes its value.
    pub(super) fn made(&self, expression: &Expr) -> Made {
        self.made_by(expression, true)
    }

    /// The same, with a look at what a variable is bound to if `follow` says so: a variable may be bound to
    /// itself.
    fn made_by(&self, expression: &Expr, follow: bool) -> Made {
        const OF_TYPES: [&str; 16] = [
            "new",
            "new_random",
            "new_random_len",
            "move",
            "to_string",
            "into",
            "to_owned",
            "from",
            "oauth2",
            "openidconnect",
            "crate",
            "clone",
            "String",
            "as_str",
            "core",
            "std",
        ];
        let seen = Seen::of(expression.to_token_stream());
        let is_local = |name: &&String| {
            name.starts_with(|first: char| first.is_ascii_lowercase())
                && !OF_TYPES.contains(&name.as_str())
        };
        let locals: Vec<&String> = seen.names.keys().filter(is_local).collect();
        if let [local] = locals.as_slice() {
            // `let state = CsrfToken::new("...")` is as fixed as the text itself.
            let init = self.locals.get(*local).filter(|_| follow);
            let init = init.map(|init| self.made_by(init, false));
            return match init {
                Some(Made::Fixed(span)) => Made::Fixed(span),
                _ => Made::Elsewhere,
            };
        }
        if !locals.is_empty() {
            return Made::Elsewhere;
        }
        if seen.has_name("new_random") || seen.has_name("new_random_len") {
            return Made::Random;
        }
        if !matches!(expression, Expr::Closure(_) | Expr::Call(_)) {
            return Made::Elsewhere;
        }
        let constant = seen.names.keys().filter(|name| is_constant(name)).min().cloned();
        let resolved =
            constant.map(|it| self.names.resolved(PairValue::Constant(it, expression.span())));
        match (seen.texts.first(), resolved) {
            (Some(text), _) => Made::Fixed(text.span),
            (None, Some(PairValue::Text(..))) => {
                let tokens = super::super::text::trees(expression.to_token_stream());
                Made::Fixed(constant_span(&tokens).unwrap_or_else(|| expression.span()))
            }
            _ => Made::Elsewhere,
        }
    }

    /// What becomes of a value, by how it is made and whether the pattern drops the call's copy.
    pub(super) fn kept(&mut self, made: &Made, dropped: Option<(Span, String)>) -> Kept {
        match (made, dropped) {
            (Made::Fixed(span), _) => Kept::Fixed(self.place(*span)),
            (Made::Random, Some((span, name))) => Kept::Dropped(self.place(span), name),
            _ => Kept::Unknown,
        }
    }

    /// A token request that a library builds.
    pub(super) fn exchange(&mut self, chain: &Chain<'_>) {
        for call in &chain.calls {
            // A library's own method around that of another one, and one of the project's own.
            let of_library = self.names.uses_library()
                || self.seen.has_name("request_async")
                || chain.call("request").is_some();
            if call.method == self.own_name || !of_library {
                continue;
            }
            let grant = match call.method.to_string().as_str() {
                "exchange_code" if call.args.len() == 1 => Grant::AuthorizationCode,
                "exchange_refresh_token" => Grant::RefreshToken,
                "exchange_client_credentials" => Grant::ClientCredentials,
                "exchange_device_code" | "exchange_device_access_token" => Grant::DeviceCode,
                "exchange_password" if call.args.len() == 2 => Grant::Password,
                _ => continue,
            };
            let verifier = if self.seen.has_name("set_pkce_verifier") {
                Sent::Yes
            } else if chain.call("request_async").or_else(|| chain.call("request")).is_some() {
                Sent::No
            } else {
                Sent::Unknown
            };
            self.exchanges.push((grant, call.method.span(), verifier));
        }
    }

    pub(super) fn finish_requests(&mut self) {
        let only = self.requests.len() == 1;
        for mut built in std::mem::take(&mut self.requests) {
            let mut escaped = false;
            // One chain from the call to its `url()`: nothing else adds to the request.
            let whole = built.ended;
            if !built.ended
                && let Some(variable) = &built.variable
            {
                escaped = self.arguments.contains(variable);
                let end = self.urls.iter().find(|it| it.variable == *variable);
                if let Some(end) = end {
                    built.ended = true;
                    built.dropped = end.dropped.clone();
                }
            }
            let set = self.seen.has_name("set_pkce_challenge");
            let challenge = if built.challenge != Sent::No {
                built.challenge
            } else if set && only && !whole {
                Sent::Yes
            } else if whole || (built.ended && !escaped && !set) {
                Sent::No
            } else {
                Sent::Unknown
            };
            let implicit = matches!(built.response, Response::Implicit(_));
            let span = built.implicit.filter(|_| implicit).unwrap_or(built.span);
            let is_s256 = SHA256.iter().any(|it| self.seen.has_name(it))
                && !PLAIN.iter().any(|it| self.seen.has_name(it));
            let request = Request {
                response: built.response,
                challenge,
                always_s256: challenge == Sent::Yes
                    && is_s256
                    && (built.in_chain || !self.branches()),
                state: self.kept(&built.state, built.dropped.state),
                nonce: self.kept(&built.nonce, built.dropped.nonce),
            };
            self.act(What::Request(request), span);
        }
    }
}

/// Whether a closure takes any nonce.
pub(super) fn accepts_any(expression: &Expr) -> bool {
    let Expr::Closure(ExprClosure { inputs, body, .. }) = expression else { return false };
    let body = body.to_token_stream().to_string().replace(' ', "");
    let unused = inputs.iter().all(|input| {
        let text = input.to_token_stream().to_string();
        text.starts_with('_')
    });
    unused && ["Ok(())", "{Ok(())}", "Ok::<(),String>(())"].contains(&body.as_str())
}

/// The first constant among the tokens.
pub(super) fn constant_span(trees: &[proc_macro2::TokenTree]) -> Option<Span> {
    use proc_macro2::TokenTree;
    trees.iter().find_map(|tree| match tree {
        TokenTree::Ident(ident) if is_constant(&ident.to_string()) => Some(ident.span()),
        TokenTree::Group(group) => constant_span(&super::super::text::trees(group.stream())),
        _ => None,
    })
}

/// Whether a chain sends a challenge: by the method for it, or as a parameter of its own. A method that is
/// none of the library's may send it too.
fn challenge(chain: &Chain<'_>) -> Sent {
    const OF_LIBRARIES: [&str; 18] = [
        "authorize_url",
        "add_scope",
        "add_scopes",
        "add_extra_param",
        "set_redirect_uri",
        "set_response_type",
        "use_implicit_flow",
        "url",
        "add_prompt",
        "set_display",
        "set_max_age",
        "add_ui_locale",
        "add_claims_locale",
        "set_id_token_hint",
        "set_login_hint",
        "add_auth_context_value",
        "clone",
        "to_string",
    ];
    if chain.call("set_pkce_challenge").is_some() {
        return Sent::Yes;
    }
    let from = chain.calls.iter().position(|call| call.method == "authorize_url").unwrap_or(0);
    let until =
        chain.calls.iter().position(|call| call.method == "url").unwrap_or(chain.calls.len());
    for call in chain.calls.iter().take(until).skip(from) {
        if !OF_LIBRARIES.iter().any(|it| call.method == it) {
            return Sent::Unknown;
        }
        if call.method == "add_extra_param" {
            let first = call.args.first().map(|it| it.to_token_stream().to_string());
            match first.as_deref() {
                Some("\"code_challenge\"") => return Sent::Yes,
                Some("\"request\"" | "\"request_uri\"") => return Sent::Unknown,
                Some(text) if text.starts_with('"') => {}
                // The name of the parameter is a value.
                _ => return Sent::Unknown,
            }
        }
    }
    Sent::No
}
