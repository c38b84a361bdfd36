//! What one function does as an OAuth client, by its calls and its texts.

mod by_hand;
mod calls;
mod chain;
mod library;
mod values;

use std::collections::HashMap;

use oauth_flow_core::vocabulary::Grant;
use oauth_flow_core::{Exchange, Sent, What};
use proc_macro2::Span;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Local, Member, Pat, Stmt};

pub(super) use calls::is_of_id_tokens;
pub(super) use chain::ends;

use chain::{Chain, bound, called, variable};
use library::{Built, Dropped, Ended};

use super::http::{Carrier, HttpClient};
use super::names::Names;
use super::text::Seen;

/// Something that a function does. Its place is not a number yet.
pub(super) struct SeenAct {
    pub(super) what: What,
    pub(super) span: Span,
}

/// What one function does.
#[derive(Default)]
pub(super) struct SeenActs {
    pub(super) all: Vec<SeenAct>,
    /// The HTTP clients that it makes.
    pub(super) made: Vec<HttpClient>,
    /// What carries its token requests.
    pub(super) carriers: Vec<Carrier>,
    /// What else its acts point at, by the number in `Kept`.
    pub(super) places: Vec<Span>,
    /// Whether it speaks of an ID token.
    pub(super) of_id_token: bool,
}

/// Reads a function.
pub(super) fn read(own_name: &str, block: &Block, seen: &Seen, names: &Names) -> SeenActs {
    let mut reader = Reader {
        seen,
        names,
        acts: SeenActs::default(),
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
    reader.acts.of_id_token =
        seen.mentions(&["id_token", "idtoken"]) && !seen.mentions(&["access_token", "accesstoken"]);
    reader.visit_block(block);
    reader.finish();
    reader.acts
}

/// A request that an HTTP client sends.
struct Sending {
    carrier: Carrier,
    /// Whether it has a form or another body.
    has_body: bool,
    /// Whether its body asks for a token.
    asks: bool,
}

struct Reader<'r> {
    seen: &'r Seen,
    names: &'r Names,
    acts: SeenActs,
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
        let is_chain = matches!(
            expression,
            Expr::Call(_)
                | Expr::MethodCall(_)
                | Expr::Try(_)
                | Expr::Await(_)
                | Expr::Field(_)
                | Expr::Paren(_)
                | Expr::Reference(_)
        );
        if is_chain {
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
                    for made in &mut self.acts.made {
                        if made.variable.as_deref() == Some(&local) {
                            made.field = Some(name.to_string());
                        }
                    }
                }
                let before = self.acts.made.len();
                self.visit_expr(&field.expr);
                for made in self.acts.made.iter_mut().skip(before) {
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

/// The attributes of a statement. Those of an expression are at the first one in it.
fn conditions_of(statement: &Stmt) -> &[syn::Attribute] {
    match statement {
        Stmt::Expr(expression, _) => attributes_of(expression),
        Stmt::Item(item) => super::attributes(item),
        Stmt::Macro(it) => &it.attrs,
        Stmt::Local(_) => &[],
    }
}

fn attributes_of(expression: &Expr) -> &[syn::Attribute] {
    match expression {
        Expr::Assign(it) => attributes_of(&it.left),
        Expr::Binary(it) => attributes_of(&it.left),
        Expr::Await(it) => &it.attrs,
        Expr::Block(it) => &it.attrs,
        Expr::Call(it) => &it.attrs,
        Expr::Field(it) => &it.attrs,
        Expr::ForLoop(it) => &it.attrs,
        Expr::If(it) => &it.attrs,
        Expr::Index(it) => &it.attrs,
        Expr::Match(it) => &it.attrs,
        Expr::MethodCall(it) => &it.attrs,
        Expr::Path(it) => &it.attrs,
        Expr::Return(it) => &it.attrs,
        Expr::Try(it) => &it.attrs,
        Expr::Unary(it) => &it.attrs,
        Expr::Unsafe(it) => &it.attrs,
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

    fn act(&mut self, what: What, span: Span) {
        self.acts.all.push(SeenAct { what, span });
    }

    fn place(&mut self, span: Span) -> usize {
        self.acts.places.push(span);
        self.acts.places.len() - 1
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
            for made in &mut self.acts.made {
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

    /// What only the whole function tells.
    fn finish(&mut self) {
        self.finish_requests();
        for (grant, span, verifier) in std::mem::take(&mut self.exchanges) {
            self.act(What::Exchange(Exchange { grant, verifier }), span);
        }
        self.texts();
        self.form();
    }
}
