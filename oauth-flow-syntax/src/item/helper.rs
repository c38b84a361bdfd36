//! The helper attribute of a field: `#[oauth(role, with = path)]`, `#[oauth(skip)]`,
//! `#[oauth(flatten)]`.

use oauth_flow_core::Role;
use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{Answer, Word, look_up, nearest};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, Meta};

use super::attributes::{names_helper, path_span};
use crate::mistakes::Mistakes;
use crate::tokens::{flatten, is_punct, name, shown, split};

/// What the helper attributes of a field say.
#[derive(Default)]
pub(crate) struct Helper {
    pub(crate) roles: Vec<Role>,
    pub(crate) with: Option<syn::Path>,
    pub(crate) skip: bool,
    pub(crate) flatten: bool,
    /// Whether something could not be read: the field may be anything.
    pub(crate) broken: bool,
}

/// The ways to write the attribute.
const USAGE: &str = "write `#[oauth(client_secret)]`, `#[oauth(skip)]` or `#[oauth(flatten)]`";

pub(crate) fn read(attributes: &[Attribute], mistakes: &mut Mistakes) -> Helper {
    let mut helper = Helper::default();
    for attribute in attributes {
        if attribute.path().is_ident("cfg_attr") {
            conditional(attribute, &mut helper, mistakes);
        } else if attribute.path().is_ident("oauth") {
            let tokens = match &attribute.meta {
                Meta::List(list) => flatten(list.tokens.clone()),
                _ => Vec::new(),
            };
            if tokens.is_empty() {
                let mistake = mistakes.at(path_span(attribute)).fact(rule::NAMES_NOTHING);
                mistakes.add(&rule::UNKNOWN_HELPER, mistake.help(USAGE));
                helper.broken = true;
            }
            for segment in split(&tokens) {
                match (segment.tokens, segment.comma) {
                    ([first, rest @ ..], _) => helper.part(first, rest, mistakes),
                    ([], Some(comma)) => helper.unknown(",", comma, mistakes),
                    ([], None) => {}
                }
            }
        }
    }
    let last = attributes.iter().rfind(|attribute| attribute.path().is_ident("oauth"));
    if let (true, true, Some(last)) = (helper.roles.len() > 1, helper.with.is_some(), last) {
        let help = "leave `with` out, and give the values to the builder of the run time";
        let mistake = mistakes.at(path_span(last)).fact(rule::SEVERAL_WITH_FUNCTION).help(help);
        mistakes.add(&rule::UNKNOWN_HELPER, mistake);
        helper.broken = true;
    }
    let more = !helper.roles.is_empty() || helper.flatten || helper.with.is_some();
    if let (true, Some(last)) = (helper.skip && more && !helper.broken, last) {
        let mistake = mistakes.at(path_span(last)).fact(rule::SKIPPED_WITH_ROLE);
        mistakes.add(&rule::UNKNOWN_HELPER, mistake.help("keep `skip` or the rest"));
        helper.broken = true;
    }
    helper
}

fn conditional(attribute: &Attribute, helper: &mut Helper, mistakes: &mut Mistakes) {
    let Meta::List(list) = &attribute.meta else { return };
    let tokens = proc_macro2::Group::new(proc_macro2::Delimiter::None, list.tokens.clone());
    if names_helper(&tokens) {
        let help = "write `#[oauth(...)]` without `cfg_attr`, or write `#[cfg(...)]` on the field";
        let mistake = mistakes.at(path_span(attribute)).help(help);
        mistakes.add(&rule::CONDITIONAL_HELPER, mistake);
        helper.broken = true;
    }
}

impl Helper {
    fn part(&mut self, first: &TokenTree, rest: &[TokenTree], mistakes: &mut Mistakes) {
        let word = name(first).unwrap_or_else(|| shown(first));
        match (word.as_str(), rest) {
            ("skip", []) => self.skip = true,
            ("flatten", []) => self.flatten = true,
            ("with", [equals, path @ ..]) if is_punct(equals, '=') => {
                let path: TokenStream = path.iter().cloned().collect();
                self.with = syn::Path::parse_mod_style.parse2(path).ok();
                if self.with.is_none() {
                    let help = "write `#[oauth(client_secret, with = path::to::function)]`";
                    let mistake = mistakes.at(first.span()).fact(rule::NO_FUNCTION).help(help);
                    mistakes.add(&rule::UNKNOWN_HELPER, mistake);
                    self.broken = true;
                }
            }
            (word, []) => match look_up::<Role>(word) {
                Answer::Known(role) => {
                    if !self.roles.contains(&role) {
                        self.roles.push(role);
                    }
                }
                _ => self.unknown(word, first.span(), mistakes),
            },
            (_, [next, ..]) if matches!(first, TokenTree::Ident(_)) => {
                let help = "write `#[oauth(client_secret, with = path::to::function)]`, with a comma \
                            between its parts";
                let mistake = mistakes.at(next.span()).quote(&shown(next)).help(help);
                mistakes.add(&rule::UNEXPECTED_TOKEN, mistake);
                self.broken = true;
            }
            (word, _) => self.unknown(word, first.span(), mistakes),
        }
    }

    fn unknown(&mut self, text: &str, span: Span, mistakes: &mut Mistakes) {
        const SWITCHES: [&str; 3] = ["skip", "flatten", "with"];
        let mistake = mistakes.at(span);
        let word = text.trim_matches('"');
        self.broken = true;
        let mistake = mistake.quote(text);
        let role = match look_up::<Role>(word) {
            Answer::Known(role) | Answer::DidYouMean(role) => Some(role.word()),
            Answer::Unknown => None,
        };
        let mistake = match nearest(word, &SWITCHES).or(role) {
            Some(meant) => mistake.replace(meant),
            None => mistake.help(USAGE),
        };
        mistakes.add(&rule::UNKNOWN_HELPER, mistake);
    }
}
