//! `allow(rule, reason = "...", until = "...")` and `deny(rule, ...)`.

use oauth_flow_core::rules::{find, meant_by, reading as rule};
use oauth_flow_core::vocabulary::nearest;
use oauth_flow_core::{Date, Key, OwnedWaiver, Stated, Value};
use proc_macro2::{Delimiter, Span, TokenTree};

use super::argument::{self, Argument, Fault, Spanned, Text};
use super::{Entry, NameInSource, Reader};
use crate::tokens::{flatten, group, is_punct, name, shown, split};

const MEMBERS: [&str; 2] = ["reason", "until"];

/// How `until` is written.
const UNTIL: &str = "until = \"2027-06-30\"";

/// What is inside the parentheses of one waiver.
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
    pub(super) fn waiver(&mut self, entry: &Entry<'_>) -> Option<()> {
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
        let Some(rule) = parts.rule.take() else {
            if !parts.broken {
                self.mistakes.unfinished(entry.key, entry.span);
            }
            return None;
        };
        self.push_waiver(&rule, parts)
    }

    fn push_waiver(&mut self, rule: &Spanned<String>, mut parts: Parts) -> Option<()> {
        let span = rule.span;
        let id = self.rule(&rule.value, span);
        if parts.reason.trim().is_empty() && !parts.broken && id.is_some() {
            let written = oauth_flow_core::echo(&rule.value);
            let help = format!("write `allow({written}, reason = \"...\")`");
            let mistake = self.mistakes.at(span).quote(&rule.value).help(&help);
            self.mistakes.add(&rule::MISSING_REASON, mistake);
            parts.broken = true;
        }
        let id = id?;
        let origin = self.mistakes.origin(span);
        if let Some(first) = self.attribute.waivers.iter().find(|first| first.value.rule == id) {
            let origins = (first.origin, origin);
            self.mistakes.twice(&rule::DUPLICATE_KEY, rule::ALLOWED_TWICE, id, origins);
            return None;
        }
        // A waiver with a mistake still silences its rule: one mistake is one error.
        let value = OwnedWaiver { rule: id, reason: parts.reason, until: parts.until };
        self.attribute.waivers.push(Stated { value, origin });
        (!parts.broken).then_some(())
    }

    /// Waives each rule that a waiver with a mistake names or seems to mean: the mistake is
    /// reported, and the rule would say nothing that its author does not know.
    pub(super) fn waive_rules_in(&mut self, tokens: &[TokenTree]) {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                self.waive_rules_in(&flatten(group.stream()));
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
                let origin = self.mistakes.origin(token.span());
                self.attribute.waivers.push(Stated { value, origin });
            }
        }
    }

    fn part(&mut self, first: &TokenTree, rest: &[TokenTree], parts: &mut Parts) {
        let member = name(first).filter(|_| rest.first().is_some_and(|next| is_punct(next, '=')));
        let Some(member) = member else {
            parts.broken |= !self.waived_rule(first, rest, parts);
            return;
        };
        let span = first.span();
        if !MEMBERS.contains(&member.as_str()) {
            let mistake = self.mistakes.at(span).fact(rule::NO_MEMBER_OF_WAIVER).quote(&member);
            let mistake = match nearest(&member, &MEMBERS) {
                Some(meant) => mistake.replace(meant),
                None => mistake.help(&format!("write `allow(rule, reason = \"...\", {UNTIL})`")),
            };
            self.mistakes.add(&rule::UNKNOWN_KEY, mistake);
            parts.broken = true;
            return;
        }
        if parts.seen.contains(&member) {
            let help = format!("write it once: `{}`", Key::Allow.member().usage);
            let mistake = self.mistakes.at(span).quote(&member).help(&help);
            self.mistakes.add(&rule::DUPLICATE_KEY, mistake);
            parts.broken = true;
            return;
        }
        let ok = if member == "until" {
            self.until(span, rest, parts)
        } else {
            self.reason(span, rest, parts)
        };
        parts.broken |= !ok;
        parts.seen.push(member);
    }

    /// The rule of a waiver; whether it could be read.
    fn waived_rule(&mut self, first: &TokenTree, rest: &[TokenTree], parts: &mut Parts) -> bool {
        let member = name(first).filter(|name| MEMBERS.contains(&name.as_str()));
        if let (Some(member), []) = (member, rest) {
            self.mistakes.unfinished_in(&member, Key::Allow.member().usage, first.span());
            return false;
        }
        match (argument::element(first, rest), &parts.rule) {
            (Ok(text), None) => {
                self.attribute.names.extend(NameInSource::rule(&text));
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
        match argument::read(rest) {
            Argument::One(Ok(text)) if !text.bare => {
                parts.reason = text.value;
                return true;
            }
            Argument::One(Err(fault)) if !matches!(fault.value, Fault::Constant) => {
                self.mistakes.fault(Key::Allow, &fault);
            }
            Argument::One(Err(Spanned { span, .. }) | Ok(Text { span, .. })) => {
                self.mistakes.constant_in("reason", "reason = \"...\"", span);
            }
            Argument::List(_) => self.mistakes.wrong(Key::Allow, key),
            Argument::Flag | Argument::Unfinished => {
                self.mistakes.unfinished_in("reason", Key::Allow.member().usage, key);
            }
        }
        false
    }

    /// The date, as a string or as bare tokens: `2027-06-30` lexes as three numbers.
    fn until(&mut self, key: Span, rest: &[TokenTree], parts: &mut Parts) -> bool {
        let (text, span) = match (rest, argument::read(rest)) {
            (_, Argument::One(Ok(text))) => (text.value, text.span),
            ([_, first, ..], _) => {
                (rest.iter().skip(1).map(ToString::to_string).collect(), first.span())
            }
            _ => {
                self.mistakes.unfinished_in("until", UNTIL, key);
                return false;
            }
        };
        parts.until = Date::read(&text);
        if parts.until.is_none() {
            let mistake = self.mistakes.at(span).quote(&text).help(&format!("write `{UNTIL}`"));
            self.mistakes.add(&rule::INVALID_DATE, mistake);
        }
        parts.until.is_some()
    }

    pub(super) fn denials(&mut self, entry: &Entry<'_>) -> Option<()> {
        let (whole, denied) = self.each(entry, &mut |reader, text| {
            reader.attribute.names.extend(NameInSource::rule(&text));
            reader.rule(&text.value, text.span).map(Value::Word)
        })?;
        let mut fine = Some(());
        for second in denied {
            let before = self.attribute.statement.values(Key::Deny);
            match before.iter().find(|first| first.value == second.value) {
                Some(first) => {
                    let origins = (first.origin, second.origin);
                    let text = second.value.text().unwrap_or_default();
                    self.mistakes.twice(&rule::REPEATED_VALUE, rule::DENIED_TWICE, text, origins);
                    fine = None;
                }
                None if before.is_empty() => {
                    self.attribute.statement.state(Key::Deny, whole, vec![second]);
                }
                None => self.attribute.statement.push(Key::Deny, second.value, second.origin),
            }
        }
        fine
    }

    /// The id of a rule that a client can waive or raise.
    fn rule(&mut self, text: &str, span: Span) -> Option<&'static str> {
        let found = find(text);
        if let Some(found) = found.filter(|found| found.can_be_waived()) {
            return Some(found.id);
        }
        let mistake = self.mistakes.at(span).quote(text);
        let mistake = match (found, meant_by(text)) {
            (Some(_), _) => mistake.fact(rule::NOT_WAIVABLE).help("correct what it reports"),
            (None, Some(meant)) => mistake.replace(meant),
            (None, None) => mistake.help("write the id with which the message of the rule begins"),
        };
        self.mistakes.add(&rule::UNKNOWN_RULE, mistake);
        None
    }
}
