//! The condition of a `cfg`.

use proc_macro2::{TokenStream, TokenTree};

use crate::tokens::{flatten, is_punct, name, split};

/// The condition of a `cfg`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition {
    /// A name that is set or not: `test`.
    Name(String),
    /// A name that has this value: `feature = "login"`.
    Value(String, String),
    /// All of these.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
    /// Not this one.
    Not(Box<Condition>),
    /// What could not be read.
    Unknown,
}

impl Condition {
    pub(super) fn of(tokens: &TokenStream) -> Self {
        Self::read(&flatten(tokens.clone()))
    }

    fn read(tokens: &[TokenTree]) -> Self {
        match tokens {
            [first] => name(first).map_or(Self::Unknown, Self::Name),
            [first, equals, TokenTree::Literal(value)] if is_punct(equals, '=') => {
                let text = syn::parse_str::<syn::LitStr>(&value.to_string());
                match (name(first), text) {
                    (Some(name), Ok(text)) => Self::Value(name, text.value()),
                    _ => Self::Unknown,
                }
            }
            [first, TokenTree::Group(group)] => {
                let inner = flatten(group.stream());
                let mut all: Vec<Self> =
                    split(&inner).iter().map(|segment| Self::read(segment.tokens)).collect();
                match (name(first).as_deref(), all.len()) {
                    (Some("all"), _) => Self::All(all),
                    (Some("any"), _) => Self::Any(all),
                    (Some("not"), 1) => {
                        all.pop().map_or(Self::Unknown, |inner| Self::Not(Box::new(inner)))
                    }
                    _ => Self::Unknown,
                }
            }
            _ => Self::Unknown,
        }
    }

    /// Whether the condition holds, where `holds` tells it of a name and its value; `None` where that
    /// cannot be told.
    pub fn evaluate(&self, holds: &dyn Fn(&str, Option<&str>) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Name(name) => holds(name, None),
            Self::Value(name, value) => holds(name, Some(value)),
            Self::All(all) => {
                let told: Vec<Option<bool>> = all.iter().map(|it| it.evaluate(holds)).collect();
                if told.contains(&Some(false)) {
                    Some(false)
                } else if told.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Self::Any(any) => {
                let told: Vec<Option<bool>> = any.iter().map(|it| it.evaluate(holds)).collect();
                if told.contains(&Some(true)) {
                    Some(true)
                } else if told.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Self::Not(inner) => inner.evaluate(holds).map(|it| !it),
            Self::Unknown => None,
        }
    }
}
