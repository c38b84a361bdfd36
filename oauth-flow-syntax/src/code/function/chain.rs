//! The calls of a chain, and what stands at its root.

use proc_macro2::Span;
use syn::{Expr, ExprCall, ExprMethodCall, Member, Pat, Path, UnOp};

/// The calls of a chain from its root outward.
pub(super) struct Chain<'e> {
    pub(super) root: &'e Expr,
    pub(super) calls: Vec<&'e ExprMethodCall>,
    /// The `.0` that takes the URL alone out of what `url()` gives.
    pub(super) first: Option<Span>,
}

impl<'e> Chain<'e> {
    pub(super) fn of(expression: &'e Expr) -> Self {
        let (mut calls, mut first) = (Vec::new(), None);
        let mut root = expression;
        loop {
            root = match root {
                Expr::MethodCall(call) => {
                    calls.push(call);
                    &call.receiver
                }
                Expr::Try(inner) => &inner.expr,
                Expr::Await(inner) => &inner.base,
                Expr::Paren(inner) => &inner.expr,
                Expr::Reference(inner) => &inner.expr,
                Expr::Field(field) => match (&field.member, &*field.base) {
                    (Member::Unnamed(index), Expr::MethodCall(base))
                        if index.index == 0 && base.method == "url" =>
                    {
                        first = Some(index.span);
                        &field.base
                    }
                    _ => break,
                },
                _ => break,
            };
        }
        calls.reverse();
        Self { root, calls, first }
    }

    pub(super) fn call(&self, name: &str) -> Option<&'e ExprMethodCall> {
        self.calls.iter().copied().find(|call| call.method == name)
    }

    /// The variable at its root.
    pub(super) fn variable(&self) -> Option<String> {
        variable(self.root)
    }
}

/// The name of a local variable.
pub(super) fn variable(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(inner) => variable(&inner.expr),
        Expr::Paren(inner) => variable(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => variable(&unary.expr),
        _ => None,
    }
}

/// The name of a field of `self`.
pub(super) fn own_field(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Field(field) => match (&*field.base, &field.member) {
            (Expr::Path(base), Member::Named(name)) if base.path.is_ident("self") => {
                Some(name.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The last two segments of a path.
pub(in crate::code) fn ends(path: &Path) -> (String, String) {
    let mut segments = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let last = segments.next().unwrap_or_default();
    (segments.next().unwrap_or_default(), last)
}

pub(super) fn called(call: &ExprCall) -> Option<&Path> {
    match &*call.func {
        Expr::Path(path) => Some(&path.path),
        _ => None,
    }
}

/// The variable that a pattern binds.
pub(super) fn bound(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(ident) => Some(ident.ident.to_string()),
        _ => None,
    }
}

/// The last name in an expression.
pub(super) fn last_ident(expression: &Expr) -> Option<Span> {
    match expression {
        Expr::Path(path) => path.path.segments.last().map(|it| it.ident.span()),
        Expr::Call(call) => last_ident(&call.func),
        _ => None,
    }
}
