//! What one function does as an OAuth client, by its calls and its texts.

mod by_hand;
mod chain;
mod library;
mod values;

use std::collections::HashMap;

use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind};
use oauth_flow_core::{Exchange, Sent, What};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprMethodCall, Local, Member, Pat, Path, Stmt};

pub(super) use chain::ends;

use chain::{Chain, bound, called, last_ident, variable};
use library::{Built, Dropped, Ended, accepts_any};

use super::http::{self, Carrier, HttpClient};
use super::names::Names;
use super::text::Seen;

/// Something that a function does. Its place is not a number yet.
pub(super) struct Deed {
    pub(super) what: What,
    pub(super) span: Span,
}

/// What one function does.
#[derive(Default)]
pub(super) struct Deeds {
    pub(super) all: Vec<Deed>,
    /// The HTTP clients that it makes.
    pub(super) made: Vec<HttpClient>,
    /// What carries its token requests.
    pub(super) carriers: Vec<Carrier>,
    /// What else its deeds point at, by the number in `Kept`.
    pub(super) places: Vec<Span>,
    /// Whether it speaks of an ID token.
    pub(super) of_id_token: bool,
}

/// What reads a token and does not look at its signature.
const UNVERIFIED: [&str; 6] = [
    "insecure_disable_signature_check",
    "insecure_disable_signature_validation",
    "insecure_decode",
    "dangerous_insecure_decode",
    "dangerous_insecure_decode_with_validation",
    "decode_unverified",
];

/// Reads a function.
pub(super) fn read(own_name: &str, block: &Block, seen: &Seen, names: &Names) -> Deeds {
    let mut reader = Reader {
        seen,
        names,
        deeds: Deeds::default(),
        requests: Vec::new(),
        urls: Vec::new(),
        exchanges: Vec::new(),
        binding: None,
        arguments: Vec::new(),
        sends: Vec::new(),
        library: false,
        switches: Vec::new(),
        basic: None,
        queries: Vec::new(),
        open: false,
        locals: HashMap::new(),
        own_name: String::from(own_name),
    };
    reader.deeds.of_id_token =
        seen.mentions(&["id_token", "idtoken"]) && !seen.mentions(&["access_token", "accesstoken"]);
    reader.visit_block(block);
    reader.finish();
    reader.deeds
}

/// A request that an HTTP client sends.
struct Sending {
    carrier: Carrier,
    /// Whether it has a form or another body.
    has_body: bool,
    /// Whether its body asks for a token.
    asks: bool,
}

/// Whether a method reads ID tokens and nothing else.
pub(super) fn is_of_id_tokens(method: &str) -> bool {
    method == "insecure_disable_signature_check" || method == "new_insecure_without_verification"
}

struct Reader<'r> {
    seen: &'r Seen,
    names: &'r Names,
    deeds: Deeds,
    requests: Vec<Built>,
    urls: Vec<Ended>,
    exchanges: Vec<(Grant, Span, Sent)>,
    /// The pattern that the next chain is bound to.
    binding: Option<Pat>,
    /// The variables that are given to calls.
    arguments: Vec<String>,
    /// The requests that an HTTP client sends.
    sends: Vec<Sending>,
    /// Whether a library sends token requests here.
    library: bool,
    /// What switches certificate checks off.
    switches: Vec<(String, Span)>,
    /// What the variables of the function are bound to.
    locals: HashMap<String, Expr>,
    /// Whether a caller gives parameters of a request.
    open: bool,
    /// The variables that hold the query of a URL.
    queries: Vec<String>,
    /// The name of the function.
    own_name: String,
    /// Where a request authenticates by HTTP Basic.
    basic: Option<Span>,
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        if local.attrs.iter().any(is_condition) {
            return;
        }
        if let Some(init) = &local.init {
            let pattern = match &local.pat {
                Pat::Type(typed) => (*typed.pat).clone(),
                pattern => pattern.clone(),
            };
            self.verifier(&pattern, &init.expr);
            if let Some(name) = bound(&pattern) {
                self.locals.insert(name, (*init.expr).clone());
            }
            self.binding = Some(pattern);
            self.visit_expr(&init.expr);
            self.binding = None;
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if conditions_of(statement).iter().any(is_condition) {
            return;
        }
        if let Stmt::Expr(Expr::Assign(assign), _) = statement {
            if let Some(pattern) = assigned(&assign.left) {
                self.verifier(&pattern, &assign.right);
                self.binding = Some(pattern);
            }
            self.visit_expr(&assign.right);
            self.binding = None;
            return;
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        let binding = self.binding.take();
        let takes_first =
            matches!(expression, Expr::Field(_)) && Chain::of(expression).first.is_some();
        let is_link = matches!(
            expression,
            Expr::MethodCall(_)
                | Expr::Try(_)
                | Expr::Await(_)
                | Expr::Paren(_)
                | Expr::Reference(_)
                | Expr::Group(_)
        );
        if is_link || takes_first || matches!(expression, Expr::Call(_)) {
            let chain = Chain::of(expression);
            let dropped = binding.as_ref().map(|it| self.dropped(it)).unwrap_or_default();
            let variable = binding.as_ref().and_then(bound);
            self.chain(&chain, variable, &dropped);
            self.inside(&chain);
            return;
        }
        visit::visit_expr(self, expression);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        // Most macros take expressions between commas.
        let parser = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(arguments) = call.parse_body_with(parser) {
            for argument in &arguments {
                self.arguments.extend(variable(argument));
                self.visit_expr(argument);
            }
        } else if let Ok(statements) = call.parse_body_with(Block::parse_within) {
            for statement in &statements {
                self.visit_stmt(statement);
            }
        }
    }

    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        for field in &literal.fields {
            if let Member::Named(name) = &field.member {
                // `Self { http }` and `Self { http: client }`.
                if let Some(local) = variable(&field.expr) {
                    for made in &mut self.deeds.made {
                        if made.variable.as_deref() == Some(&local) {
                            made.field = Some(name.to_string());
                        }
                    }
                }
                let before = self.deeds.made.len();
                self.visit_expr(&field.expr);
                for made in self.deeds.made.iter_mut().skip(before) {
                    made.field.get_or_insert_with(|| name.to_string());
                }
            }
        }
        if let Some(rest) = &literal.rest {
            self.visit_expr(rest);
        }
    }
}

/// Whether an attribute takes out what is below it in some builds: what is done then is not claimed.
fn is_condition(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
}

/// The attributes of a statement that is one expression.
fn conditions_of(statement: &Stmt) -> &[syn::Attribute] {
    match statement {
        Stmt::Expr(Expr::Assign(it), _) => &it.attrs,
        Stmt::Expr(Expr::MethodCall(it), _) => &it.attrs,
        Stmt::Expr(Expr::Call(it), _) => &it.attrs,
        Stmt::Expr(Expr::Block(it), _) => &it.attrs,
        Stmt::Macro(it) => &it.attrs,
        _ => &[],
    }
}

/// The left side of an assignment as a pattern.
fn assigned(left: &Expr) -> Option<Pat> {
    let tokens = left.to_token_stream();
    syn::parse::Parser::parse2(Pat::parse_single, tokens).ok()
}

impl Reader<'_> {
    /// Visits what is inside of a chain: its root, and the arguments of its calls.
    fn inside(&mut self, chain: &Chain<'_>) {
        match chain.root {
            Expr::Call(call) => {
                self.visit_expr(&call.func);
                for argument in &call.args {
                    self.arguments.extend(variable(argument));
                    self.visit_expr(argument);
                }
            }
            root => visit::visit_expr(self, root),
        }
        for call in &chain.calls {
            for argument in &call.args {
                self.arguments.extend(variable(argument));
                self.visit_expr(argument);
            }
        }
    }

    /// The expression, or what the variable is bound to that it is.
    fn local<'e>(&'e self, expression: &'e Expr) -> &'e Expr {
        let name = variable(expression);
        name.and_then(|name| self.locals.get(&name)).unwrap_or(expression)
    }

    /// Whether a list is made in this function.
    fn is_own(&self, list: &Expr) -> bool {
        match Chain::of(list).root {
            Expr::Array(_) | Expr::Macro(_) | Expr::Lit(_) | Expr::Call(_) => true,
            root => variable(root).is_some_and(|name| self.locals.contains_key(&name)),
        }
    }

    fn deed(&mut self, what: What, span: Span) {
        self.deeds.all.push(Deed { what, span });
    }

    fn place(&mut self, span: Span) -> usize {
        self.deeds.places.push(span);
        self.deeds.places.len() - 1
    }

    fn chain(&mut self, chain: &Chain<'_>, variable: Option<String>, dropped: &Dropped) {
        if let Expr::Call(call) = chain.root
            && let Some(path) = called(call)
        {
            self.root(path, call, chain, variable.clone());
        }
        // `let http = builder.build()?;`
        let same =
            chain.calls.iter().all(|it| it.method == "clone") || chain.call("build").is_some();
        if let (Some(root), Some(new), true) = (chain.variable(), &variable, same) {
            for made in &mut self.deeds.made {
                if made.variable.as_ref() == Some(&root) {
                    made.given |= self.arguments.contains(&root);
                    made.variable = Some(new.clone());
                }
            }
        }
        if chain.calls.last().is_some_and(|it| it.method == "query_pairs_mut") {
            self.queries.extend(variable.clone());
        }
        for call in &chain.calls {
            self.call(call, chain);
        }
        self.request(chain, variable, dropped);
        self.exchange(chain);
        self.send(chain);
    }

    /// The call of a function at the root of a chain.
    fn root(&mut self, path: &Path, call: &ExprCall, chain: &Chain<'_>, variable: Option<String>) {
        let (of, name) = ends(path);
        let span = path.segments.last().map_or_else(|| path.span(), |it| it.ident.span());
        let first = call.args.first();
        let makes_id = matches!(first, Some(Expr::Call(inner)) if called(inner).is_some_and(|it| ends(it).0 == "ClientId"));
        if self.names.makes_client(path) || (name == "new" && makes_id) {
            self.deed(What::Client(format!("{of}::{name}")), span);
        }
        if name == "new_random_plain" || name == "from_code_verifier_plain" {
            self.deed(What::PlainChallenge, span);
        }
        if name == "new_insecure_without_verification" || UNVERIFIED.contains(&name.as_str()) {
            self.deed(What::UnverifiedToken(name.clone()), span);
        }
        self.behaviour(&of, &name, first);
        if name == "parse_with_params" || name == "new_with_params" {
            let parameters = call.args.iter().nth(1).map(|it| self.local(it).to_token_stream());
            let seen = parameters.map(Seen::of).unwrap_or_default();
            if let Some(pair) = seen.pairs_of("client_secret").next() {
                self.deed(What::SecretInQuery, pair.key_span);
            }
        }
        self.wrapped(&of, &name, call, span);
        if let Some(http) = HttpClient::of(path, span, &chain.calls, variable, self.names) {
            self.deeds.made.push(http);
        }
    }

    /// What clients of a kind do beside the flow.
    fn behaviour(&mut self, of: &str, name: &str, first: Option<&Expr>) {
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
            self.deed(What::Behaves(Kind::Native), span);
        }
    }

    /// One method of a chain.
    fn call(&mut self, call: &ExprMethodCall, chain: &Chain<'_>) {
        let span = call.method.span();
        let name = call.method.to_string();
        match name.as_str() {
            _ if UNVERIFIED.contains(&name.as_str()) => {
                self.deed(What::UnverifiedToken(name), span);
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
                    self.deed(What::AnyNonce, at);
                }
            }
            "set_auth_type" => {
                let text = call.args.to_token_stream().to_string();
                let method = if text.ends_with("RequestBody") {
                    Some(AuthMethod::ClientSecretPost)
                } else if text.ends_with("BasicAuth") {
                    Some(AuthMethod::ClientSecretBasic)
                } else {
                    None
                };
                if let Some(method) = method {
                    let at = call.args.first().map_or(span, |it| last_ident(it).unwrap_or(span));
                    self.deed(What::Authenticates(method), at);
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
                    self.deed(What::SecretInQuery, pair.key_span);
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
                    self.deed(What::SecretInQuery, key.span);
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
            "request_async" | "request" if !call.args.is_empty() => {
                let library =
                    chain.calls.iter().any(|it| it.method.to_string().starts_with("exchange_"));
                let of_library =
                    library || self.seen.names.keys().any(|it| it.starts_with("exchange_"));
                if of_library && call.args.len() == 1 {
                    self.library = true;
                    if let Some(carrier) = call.args.first().and_then(|it| self.carrier(it)) {
                        self.deeds.carriers.push(carrier);
                    }
                }
            }
            _ => {}
        }
    }

    /// What only the whole function tells.
    fn finish(&mut self) {
        self.finish_requests();
        for (grant, span, verifier) in std::mem::take(&mut self.exchanges) {
            self.deed(What::Exchange(Exchange { grant, verifier }), span);
        }
        self.texts();
        self.form();
    }
}
