//! One client as a front end read it: what its sources say, merged and completed.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::check::check;
use super::finding::Finding;
use super::merge::{first_clash, merge};
use super::origin::{Origin, Stated};
use super::place::Place;
use super::report::{Mistake, at};
use super::rule::{Level, Rule};
use super::statement::{Statement, Value};
use super::subject::{Field, Subject};
use super::text::echo;
use crate::date::Date;
use crate::declaration::Waiver;
use crate::members::{Keys, Role};
use crate::packed::{Packed, Unpacked};
use crate::rules::reading::REPEATED_ROLE;
use crate::vocabulary::Word;

/// What a front end reads of one client, source by source.
#[derive(Debug, Default)]
pub struct Sources {
    /// What the attribute states.
    pub attribute: Statement,
    /// The waivers in the attribute.
    pub waivers: Vec<Stated<OwnedWaiver>>,
    /// The keys that would make a secret part of the program. Their values are never read.
    pub secret_keys: Vec<Stated<String>>,
    /// The fields of the struct.
    pub fields: Vec<Field>,
    /// Whether one of the fields holds more fields.
    pub flattened: bool,
    /// What could not be read, by the rule that says so.
    pub mistakes: Vec<(&'static Rule, Mistake)>,
}

/// A waiver that owns its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedWaiver {
    /// The id of the rule.
    pub rule: &'static str,
    /// Why the rule does not apply.
    pub reason: String,
    /// The last day of the waiver.
    pub until: Option<Date>,
}

/// One client, whose sources are merged and completed by the recommended flow.
#[derive(Debug)]
#[must_use]
pub struct Client {
    statement: Statement,
    adopted: Keys,
    sources: Sources,
}

impl Client {
    /// Merges the sources: the attribute first, and the fields as evidence of what it leaves to the
    /// run time.
    pub fn of(mut sources: Sources) -> Self {
        let mut fields = Statement::default();
        for field in &sources.fields {
            if let Some(key) = field.role.and_then(Role::key) {
                fields.push(key, Value::InField, field.origin);
            }
        }
        let attribute = core::mem::take(&mut sources.attribute);
        let mut statement = merge(vec![attribute, fields], None).statement;
        let adopted = statement.complete();
        let repeated = repeated_roles(&sources.fields);
        sources.mistakes.extend(repeated.into_iter().map(|mistake| (&REPEATED_ROLE, mistake)));
        Self { statement, adopted, sources }
    }

    /// What the sources say together.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The keys that the recommended flow of the kind filled in.
    #[must_use]
    pub const fn adopted(&self) -> Keys {
        self.adopted
    }

    /// The fields of the struct.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.sources.fields
    }

    /// Whether one of the fields holds more fields.
    #[must_use]
    pub const fn is_flattened(&self) -> bool {
        self.sources.flattened
    }

    /// The keys that would make a secret part of the program.
    #[must_use]
    pub fn secret_keys(&self) -> Vec<&str> {
        self.sources.secret_keys.iter().map(|key| key.value.as_str()).collect()
    }

    /// What the client waives, with the reasons.
    #[must_use]
    pub fn waivers(&self) -> Vec<Waiver<'_>> {
        let owned = self.sources.waivers.iter().map(|stated| &stated.value);
        owned.map(|it| Waiver { rule: it.rule, reason: &it.reason, until: it.until }).collect()
    }

    /// The declaration as texts.
    #[must_use]
    pub fn pack(&self) -> Packed<'_> {
        Packed::of(&self.statement)
    }

    /// All that is wrong with the client: what could not be read, in the order of the source, and
    /// what breaks a rule, in the order of the chapters.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.judged(check)
    }

    /// The same before precedence and waivers.
    #[must_use]
    pub fn unfiltered(&self) -> Vec<Finding> {
        self.judged(super::check::unfiltered)
    }

    fn judged(&self, check: fn(&Subject<'_>) -> Vec<Finding>) -> Vec<Finding> {
        let (packed, waivers) = (self.pack(), self.waivers());
        let texts = packed.all();
        let unpacked = Unpacked::of(&texts, &waivers);
        let secret_keys = self.secret_keys();
        let subject = Subject {
            written: self.statement.written,
            unknown: self.statement.unknown,
            fields: &self.sources.fields,
            flattened: self.sources.flattened,
            secret_keys: &secret_keys,
            ..Subject::of(unpacked.declaration())
        };
        let mistakes = self.sources.mistakes.iter().cloned();
        let mut findings: Vec<Finding> = mistakes
            .map(|(rule, mistake)| Finding::of(rule, Level::Error, mistake, &subject))
            .collect();
        findings.extend(check(&subject));
        for finding in &mut findings {
            finding.origin = self.origin(finding.place);
        }
        findings
    }

    /// Where the value of a place comes from.
    #[must_use]
    pub fn origin(&self, place: Place) -> Origin {
        let sources = &self.sources;
        let own = match place {
            Place::Waiver(index) => sources.waivers.get(index).map(|waiver| waiver.origin),
            Place::Field(index) => sources.fields.get(index).map(|field| field.origin),
            Place::SecretKey(index) => sources.secret_keys.get(index).map(|key| key.origin),
            Place::Token(index) => Some(Origin::Token(index)),
            _ => None,
        };
        own.or_else(|| self.statement.origin(place)).unwrap_or_default()
    }
}

/// A client has one identifier, one credential of a kind and one address of each endpoint: two
/// fields in such a role are those of two clients. Where conditions choose between the two, there
/// may be one at a time.
fn repeated_roles(fields: &[Field]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for role in Role::ALL.iter().filter(|role| role.is_single()) {
        let in_role: Vec<(usize, &Field)> =
            fields.iter().enumerate().filter(|(_, field)| field.role == Some(*role)).collect();
        let clash = first_clash(&in_role, |one, other| one.1.conditional && other.1.conditional);
        let Some(((first, kept), (second, other))) = clash else { continue };
        let (kept, name) = (echo(&kept.name), echo(&other.name));
        let help = alloc::format!(
            "write `#[oauth(skip)]` above the one of `{kept}` and `{name}` that is another service's, or \
             declare one struct for each client; in the configuration of a whole service, \
             `fields = \"...\"` names what the client's fields begin with"
        );
        let mistake = at(Place::Field(*second)).also(Place::Field(*first));
        mistakes.push(mistake.with(role).help(&help));
    }
    mistakes
}
