//! `allow(rule, reason = "...", until = "...")` and `deny(rule, ...)`.

use oauth_flow_core::rules::{find, meant_by, reading as rule};
use oauth_flow_core::vocabulary::{Key, nearest};
use oauth_flow_core::{Date, quoted};
use proc_macro2::{Delimiter, Span, TokenTree};

use crate::attribute::{Entry, Reader};
use crate::declared::OwnedWaiver;
use crate::tokens::{flatten, group, is_punct, name, shown, split};
use crate::value::{self, Fault, Form, Spanned, Text};
use crate::written::Written;

const MEMBERS: [&str; 2] = ["reason", "until"];

/// What stands in the parentheses of one waiver.
#[derive(Default)]
struct Parts {
    /// The rule, as it is written.
    rule: Option<Spanned<String>>,
    /// The reason; blank where it is missing.
    reason: String,
    until: Option<Date>,
    seen: Vec<String>,
    /// Whether a mistake was reported after which nothing is missing.
    broken: bool,
}

impl Reader<'_> {
    pub(crate) fn waiver(&mut self, entry: &Entry<'_>) -> Option<()> {
        let list = match entry.rest {
            [list] => group(list, Delimiter::Parenthesis),
            [list, next, ..] if group(list, Delimiter::Parenthesis).is_some() => {
                self.mistakes.unexpected(&shown(next), next.span());
                return None;
            }
            _ => None,
        };
        let Some(list) = list else {
            self.mistakes.unfinished(entry.key, entry.span);
            return None;
        };
        let tokens = flatten(list.stream());
        if tokens.is_empty() {
            self.mistakes.empty_list(entry.key, entry.span);
            return None;
        }
        let mut parts = Parts::default();
        for segment in split(&tokens) {
            match (segment.tokens, segment.comma) {
                ([first, rest @ ..], _) => self.part(first, rest, &mut parts),
                ([], Some(comma)) => {
                    self.mistakes.unexpected_in(Key::Allow, ",", comma);
                    parts.broken = true;
                }
                ([], None) => {}
            }
        }
        let Some(rule) = parts.rule else {
            if !parts.broken {
                self.mistakes.unfinished(entry.key, entry.span);
            }
            return None;
        };
        let span = rule.span;
        let id = self.rule(&rule.value, span);
        if parts.reason.trim().is_empty() && !parts.broken && id.is_some() {
            let fact = format!("the waiver of {} has no reason", quoted(&rule.value));
            let help =
                format!("write `allow({}, reason = \"...\")`", oauth_flow_core::echo(&rule.value));
            self.mistakes.add(&rule::MISSING_REASON, span, fact, &help);
            parts.broken = true;
        }
        let id = id?;
        if let Some(first) = self.declared.waivers.iter().find(|first| first.value.rule == id) {
            let fact = format!("{} is allowed twice", quoted(id));
            self.mistakes.remove(&rule::DUPLICATE_KEY, span, first.span, fact);
            return None;
        }
        // A waiver with a mistake still silences its rule: one mistake is one error.
        let value = OwnedWaiver { rule: id, reason: parts.reason, until: parts.until };
        self.declared.waivers.push(Spanned { value, span });
        (!parts.broken).then_some(())
    }

    /// Silences each rule that a waiver with a mistake names or seems to mean: the mistake is
    /// reported, and the rule would say nothing that its author does not know.
    pub(crate) fn silence_rules_in(&mut self, tokens: &[TokenTree]) {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                self.silence_rules_in(&flatten(group.stream()));
            }
            let text = name(token).or_else(|| match token {
                TokenTree::Literal(literal) => Some(literal.to_string().trim_matches('"').into()),
                _ => None,
            });
            let Some(text) = text.filter(|text| !MEMBERS.contains(&text.as_str())) else {
                continue;
            };
            let rule = find(&text).map(|rule| rule.id).or_else(|| meant_by(&text));
            if let Some(rule) = rule {
                let value = OwnedWaiver { rule, reason: String::new(), until: None };
                self.declared.waivers.push(Spanned { value, span: token.span() });
            }
        }
    }

    fn part(&mut self, first: &TokenTree, rest: &[TokenTree], parts: &mut Parts) {
        let member = name(first).filter(|_| rest.first().is_some_and(|next| is_punct(next, '=')));
        let Some(member) = member else {
            parts.broken |= !self.waived_rule(first, rest, parts);
            return;
        };
        if !MEMBERS.contains(&member.as_str()) {
            let fact = format!("a waiver has no {}", quoted(&member));
            if let Some(meant) = nearest(&member, &MEMBERS) {
                self.mistakes.replace(&rule::UNKNOWN_KEY, first.span(), fact, meant);
            } else {
                let help = "write `allow(rule, reason = \"...\", until = \"2027-06-30\")`";
                self.mistakes.add(&rule::UNKNOWN_KEY, first.span(), fact, help);
            }
            parts.broken = true;
            return;
        }
        if parts.seen.contains(&member) {
            let fact = format!("`{member}` is written twice");
            let help = "write it once: `allow(rule, reason = \"...\")`";
            self.mistakes.add(&rule::DUPLICATE_KEY, first.span(), fact, help);
            parts.broken = true;
            return;
        }
        let ok = if member == "until" {
            self.until(first.span(), rest, parts)
        } else {
            self.reason(first.span(), rest, parts)
        };
        parts.broken |= !ok;
        parts.seen.push(member);
    }

    /// The rule of a waiver; whether it could be read.
    fn waived_rule(&mut self, first: &TokenTree, rest: &[TokenTree], parts: &mut Parts) -> bool {
        let member = name(first).filter(|name| MEMBERS.contains(&name.as_str()));
        if let (Some(member), []) = (member, rest) {
            let fact = format!("`{member}` is not finished");
            let help = "write `allow(rule, reason = \"...\")`";
            self.mistakes.add(&rule::UNFINISHED_INPUT, first.span(), fact, help);
            return false;
        }
        match (value::element(first, rest), &parts.rule) {
            (Ok(text), None) => {
                self.declared.as_written.extend(Written::rule(&text));
                parts.rule = Some(Spanned { value: text.value, span: text.span });
                return true;
            }
            (Ok(text), Some(_)) => {
                self.mistakes.unexpected_in(Key::Allow, &text.value, text.span);
            }
            (Err(fault), _) => self.mistakes.fault(Key::Allow, &fault),
        }
        false
    }

    fn reason(&mut self, key: Span, rest: &[TokenTree], parts: &mut Parts) -> bool {
        match value::read(rest) {
            Form::One(Ok(text)) if !text.bare => {
                parts.reason = text.value;
                return true;
            }
            Form::One(Err(fault)) if !matches!(fault.value, Fault::Constant) => {
                self.mistakes.fault(Key::Allow, &fault);
            }
            Form::One(Err(Spanned { span, .. }) | Ok(Text { span, .. })) => {
                self.mistakes.constant_in("reason", "reason = \"...\"", span);
            }
            Form::List(_) => self.mistakes.wrong(Key::Allow, key),
            Form::Flag | Form::Unfinished => {
                let fact = String::from("`reason` is not finished");
                let help = "write `allow(rule, reason = \"...\")`";
                self.mistakes.add(&rule::UNFINISHED_INPUT, key, fact, help);
            }
        }
        false
    }

    /// The date, as a string or as bare tokens: `2027-06-30` lexes as three numbers.
    fn until(&mut self, key: Span, rest: &[TokenTree], parts: &mut Parts) -> bool {
        let (text, span) = match (rest, value::read(rest)) {
            (_, Form::One(Ok(text))) => (text.value, text.span),
            ([_, first, ..], _) => {
                (rest.iter().skip(1).map(ToString::to_string).collect(), first.span())
            }
            _ => {
                let fact = String::from("`until` is not finished");
                self.mistakes.add(
                    &rule::UNFINISHED_INPUT,
                    key,
                    fact,
                    "write `until = \"2027-06-30\"`",
                );
                return false;
            }
        };
        parts.until = Date::read(&text);
        if parts.until.is_none() {
            let fact = format!("{} is not a day of the calendar", quoted(&text));
            self.mistakes.add(&rule::INVALID_DATE, span, fact, "write `until = \"2027-06-30\"`");
        }
        parts.until.is_some()
    }

    pub(crate) fn denials(&mut self, entry: &Entry<'_>) -> Option<()> {
        let denied = self.each(entry, |reader, text| {
            reader.declared.as_written.extend(Written::rule(&text));
            reader.rule(&text.value, text.span).map(|value| Spanned { value, span: text.span })
        })?;
        let mut fine = Some(());
        for second in denied {
            let first = self.declared.denied.iter().find(|first| first.value == second.value);
            match first {
                Some(first) => {
                    let fact = format!("{} is denied twice", quoted(second.value));
                    self.mistakes.remove(&rule::REPEATED_VALUE, second.span, first.span, fact);
                    fine = None;
                }
                None => self.declared.denied.push(second),
            }
        }
        fine
    }

    /// The id of a rule that a client can waive or raise.
    fn rule(&mut self, text: &str, span: Span) -> Option<&'static str> {
        match find(text) {
            Some(found) if found.can_be_waived() => return Some(found.id),
            Some(_) => {
                let fact = format!("{} can be neither allowed nor denied", quoted(text));
                self.mistakes.add(&rule::UNKNOWN_RULE, span, fact, "put right what it reports");
            }
            None => {
                let fact = format!("there is no rule {}", quoted(text));
                if let Some(meant) = meant_by(text) {
                    self.mistakes.replace(&rule::UNKNOWN_RULE, span, fact, meant);
                } else {
                    let help = "write the id with which the message of the rule begins";
                    self.mistakes.add(&rule::UNKNOWN_RULE, span, fact, help);
                }
            }
        }
        None
    }
}
