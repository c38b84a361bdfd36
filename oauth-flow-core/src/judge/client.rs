//! One client as a front end read it: what its sources say, merged and completed.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::agreement::{Disagreement, with_registration, with_server};
use super::check::check;
use super::documents::{Registration, ServerMetadata};
use super::finding::Finding;
use super::level::Level;
use super::merge::{first_clash, merge};
use super::origin::{Origin, Stated};
use super::place::Place;
use super::report::{Mistake, at};
use super::rule::Rule;
use super::statement::{Statement, Value};
use super::subject::{Field, Subject};
use super::text::echo;
use crate::date::Date;
use crate::declaration::Waiver;
use crate::members::{Key, Keys, Role};
use crate::packed::{Packed, Unpacked};
use crate::rules::reading::REPEATED_ROLE;
use crate::rules::registration::REGISTRATION_MISMATCH;
use crate::vocabulary::Word;
#[cfg(feature = "code")]
use crate::{
    judge::check::{find_in_code, level_of},
    judge::{Check, Code},
    rules::{find, waivers::UNUSED_ALLOW},
};

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
    /// What is registered with the server, where the attribute names a document that says it.
    pub registration: Option<Registration>,
    /// What the server supports, where the attribute names a document that says it.
    pub server: Option<ServerMetadata>,
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
    /// The keys whose values come from the registration.
    registered: Keys,
    /// The keys whose values come from the metadata of the server.
    served: Keys,
    /// Where the attribute and the documents say different things.
    disagreements: Vec<Disagreement>,
    sources: Sources,
}

impl Client {
    /// Merges the sources: the attribute first, then the documents, and the fields as evidence of what
    /// both leave to the run time.
    pub fn of(mut sources: Sources) -> Self {
        let mut fields = Statement::default();
        for field in &sources.fields {
            if let Some(key) = field.role.and_then(Role::key) {
                fields.push(key, Value::InField, field.origin);
            }
        }
        let mut attribute = core::mem::take(&mut sources.attribute);
        let mut disagreements = Vec::new();
        let (mut registered, mut known) = (Statement::default(), Statement::default());
        if let Some(registration) = &sources.registration {
            disagreements = with_registration(&attribute, registration);
            registered = registration.statement.clone();
            fill_run_time(&mut attribute, &mut registered);
            registered.written = registered.keys();
        }
        if let Some(server) = &sources.server {
            disagreements.extend(with_server(&attribute, server));
            known = server.statement.clone();
        }
        let from_registration = registered.keys().without(attribute.keys());
        let served = known.keys().without(attribute.keys()).without(from_registration);
        let mut statement = merge(vec![attribute, registered, known, fields], None).statement;
        let adopted = statement.complete();
        for mistake in repeated_roles(&sources.fields) {
            sources.mistakes.push((&REPEATED_ROLE, mistake));
        }
        Self { statement, adopted, registered: from_registration, served, disagreements, sources }
    }

    /// What is registered with the server, where a document says it.
    #[must_use]
    pub const fn registration(&self) -> Option<&Registration> {
        self.sources.registration.as_ref()
    }

    /// What the server supports, where a document says it.
    #[must_use]
    pub const fn server_metadata(&self) -> Option<&ServerMetadata> {
        self.sources.server.as_ref()
    }

    /// The keys whose values come from the registration.
    #[must_use]
    pub const fn registered(&self) -> Keys {
        self.registered
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
        let mut keys = Vec::new();
        for key in &self.sources.secret_keys {
            keys.push(key.value.as_str());
        }
        keys
    }

    /// What the client waives, with the reasons.
    #[must_use]
    pub fn waivers(&self) -> Vec<Waiver<'_>> {
        let mut waivers = Vec::new();
        for stated in &self.sources.waivers {
            let OwnedWaiver { rule, reason, until } = &stated.value;
            waivers.push(Waiver { rule, reason, until: *until });
        }
        waivers
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

    /// What the rules about code find in the code of this client, but for what is waived.
    #[must_use]
    #[cfg(feature = "code")]
    pub fn findings_in(&self, code: &Code) -> Vec<Finding> {
        self.by_subject(|subject| {
            let mut findings = find_in_code(code, Some(subject));
            findings.retain(|finding| !finding.rule.is_waived(subject));
            findings
        })
    }

    /// The waivers of rules about code that silence nothing in the code of this client.
    #[must_use]
    #[cfg(feature = "code")]
    pub fn unused_in(&self, code: &Code) -> Vec<Finding> {
        self.by_subject(|subject| {
            let found = find_in_code(code, Some(subject));
            let level = level_of(&UNUSED_ALLOW, &subject.declaration);
            let mut unused = Vec::new();
            for (index, waiver) in subject.declaration.waivers.iter().enumerate() {
                let of_code = find(waiver.rule).is_some_and(|it| matches!(it.check, Check::Code));
                let silences = found.iter().any(|finding| finding.rule.id == waiver.rule);
                if of_code && !silences && !UNUSED_ALLOW.is_waived(subject) {
                    let mistake = at(Place::Waiver(index)).quote(waiver.rule).remove();
                    unused.push(Finding::of(&UNUSED_ALLOW, level, mistake, subject));
                }
            }
            unused
        })
    }

    /// What a tool found, unless it is waived. It is as strong as the rule says under the profile, and
    /// as `deny` raises it.
    #[cfg(feature = "code")]
    pub(crate) fn found(&self, mistakes: Vec<(&'static Rule, Mistake)>) -> Vec<Finding> {
        self.by_subject(|subject| {
            let mut findings = Vec::new();
            for (rule, mistake) in mistakes {
                let level = level_of(rule, &subject.declaration);
                if level != Level::Off && !rule.is_waived(subject) {
                    findings.push(Finding::of(rule, level, mistake, subject));
                }
            }
            findings
        })
    }

    fn judged(&self, check: fn(&Subject<'_>) -> Vec<Finding>) -> Vec<Finding> {
        self.by_subject(|subject| {
            let mut findings = Vec::new();
            for (rule, mistake) in &self.sources.mistakes {
                let level = mistake.level.unwrap_or(Level::Error);
                findings.push(Finding::of(rule, level, mistake.clone(), subject));
            }
            findings.append(&mut check(subject));
            findings
        })
    }

    /// What `judge` finds in the client, each with where the value at its place comes from.
    fn by_subject(&self, judge: impl FnOnce(&Subject<'_>) -> Vec<Finding>) -> Vec<Finding> {
        let (packed, waivers) = (self.pack(), self.waivers());
        let texts = packed.all();
        let unpacked = Unpacked::of(&texts, &waivers);
        let secret_keys = self.secret_keys();
        let mut declaration = unpacked.declaration();
        let mut unknown = self.statement.unknown;
        // Of a kind that is another one than the registered one, nothing follows but that.
        if self.has_disputed_kind() {
            declaration.kind = None;
            unknown.insert(Key::Kind);
        }
        let subject = Subject {
            written: self.statement.written,
            unknown,
            fields: &self.sources.fields,
            flattened: self.sources.flattened,
            secret_keys: &secret_keys,
            registration: self.sources.registration.as_ref(),
            server: self.sources.server.as_ref(),
            registered: self.registered,
            served: self.served,
            disagreements: &self.disagreements,
            ..Subject::of(declaration)
        };
        let mut findings = judge(&subject);
        for finding in &mut findings {
            finding.origin = self.origin(finding.place);
        }
        findings
    }

    /// Whether the attribute and the registration say different things of the kind, and no waiver lets the
    /// attribute say it.
    fn has_disputed_kind(&self) -> bool {
        let waived =
            self.sources.waivers.iter().any(|it| it.value.rule == REGISTRATION_MISMATCH.id);
        !waived && self.disagreements.iter().any(|it| it.key == Key::Kind)
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
            Place::Code(index) => Some(Origin::Code(index)),
            Place::Document(index) => Some(Origin::Document(index)),
            _ => None,
        };
        own.or_else(|| self.statement.origin(place)).unwrap_or_default()
    }
}

/// Where the attribute leaves a value to the run time and the registration has values, the client has
/// both: the registered values, and one that arrives at run time.
fn fill_run_time(attribute: &mut Statement, registered: &mut Statement) {
    for key in Key::ALL {
        let values = attribute.values(*key);
        let open = !values.is_empty() && values.iter().all(|it| it.value == Value::RunTime);
        if !open || registered.values(*key).is_empty() {
            continue;
        }
        if let Some((_, values)) = attribute.take(*key) {
            for stated in values {
                registered.push(*key, stated.value, stated.origin);
            }
        }
    }
}

/// A client has one identifier, one credential of a kind and one address of each endpoint: two
/// fields in such a role are those of two clients. Where conditions choose between the two, there
/// may be one at a time.
fn repeated_roles(fields: &[Field]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for role in Role::ALL {
        if !role.is_single() {
            continue;
        }
        let mut in_role = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if field.role == Some(*role) {
                in_role.push((index, field));
            }
        }
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

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec;
    use alloc::vec::Vec;
    use core::slice::from_ref;

    use super::{Client, OwnedWaiver, Sources};
    use crate::judge::{Field, Finding, Origin, Place, Stated, Statement, Value};
    use crate::members::{Key, Keys, Role};

    /// An attribute that says `kind = "web"` and no more.
    fn web() -> Statement {
        let mut statement = Statement::default();
        statement.push(Key::Kind, Value::Word("web"), Origin::Token(0));
        statement.written = Keys::of(&[Key::Kind]);
        statement
    }

    fn ids(findings: &[Finding]) -> Vec<&'static str> {
        findings.iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn a_client_has_the_fields_of_its_struct() {
        let fields = vec![Field::new("client_id", Some(Role::ClientId)), Field::new("port", None)];
        let client = Client::of(Sources { fields, ..Sources::default() });
        let names: Vec<&str> = client.fields().iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["client_id", "port"]);
        assert!(!client.is_flattened());
        assert!(Client::of(Sources { flattened: true, ..Sources::default() }).is_flattened());
    }

    #[test]
    fn a_waiver_silences_a_finding_but_where_waivers_are_listed() {
        let rule = "missing_redirect_uri";
        let waiver = OwnedWaiver { rule, reason: "a test".to_string(), until: None };
        let client = Client::of(Sources {
            attribute: web(),
            waivers: vec![Stated { value: waiver, origin: Origin::Token(1) }],
            ..Sources::default()
        });
        assert_eq!(ids(&client.findings()), [""; 0]);
        assert_eq!(ids(&client.unfiltered()), ["missing_redirect_uri"]);
    }

    #[test]
    fn a_key_that_could_not_be_read_is_not_missing() {
        let client = |unknown: &[Key]| {
            let mut attribute = web();
            attribute.unknown = Keys::of(unknown);
            Client::of(Sources { attribute, ..Sources::default() })
        };
        assert_eq!(ids(&client(&[]).findings()), ["missing_redirect_uri"]);
        assert_eq!(ids(&client(&[Key::RedirectUri]).findings()), [""; 0]);
    }

    #[test]
    fn the_rules_look_at_the_struct_and_at_the_secrets_of_the_attribute_too() {
        let sources = || Sources { attribute: web(), ..Sources::default() };
        assert_eq!(ids(&Client::of(sources()).findings()), ["missing_redirect_uri"]);
        // The redirect URI may be in the field that holds more fields.
        let flattened = Client::of(Sources { flattened: true, ..sources() });
        assert_eq!(ids(&flattened.findings()), [""; 0]);
        let fields = vec![
            Field::new("redirect_uri", Some(Role::RedirectUri)),
            Field::new("client_secret", Some(Role::ClientSecret)),
        ];
        let with_field = Client::of(Sources { fields, ..sources() });
        assert_eq!(ids(&with_field.findings()), [""; 0]);
        let key = Stated { value: String::from("client_secret"), origin: Origin::Token(1) };
        let with_secret =
            Client::of(Sources { secret_keys: vec![key], flattened: true, ..sources() });
        assert_eq!(ids(&with_secret.findings()), ["embedded_secret"]);
    }

    #[test]
    fn help_adds_a_key_that_the_attribute_does_not_write() {
        let mut attribute = web();
        attribute.push(Key::Grant, Value::Word("authorization_code"), Origin::Token(1));
        attribute.push(Key::RedirectUri, Value::RunTime, Origin::Token(2));
        attribute.written = Keys::of(&[Key::Kind, Key::Grant, Key::RedirectUri]);
        let findings = Client::of(Sources { attribute, ..Sources::default() }).findings();
        let found: Vec<_> = findings.iter().map(|it| (it.rule.id, it.help.as_str())).collect();
        assert_eq!(found, [("missing_pkce_confidential", "add `pkce = \"S256\"`")]);
    }

    #[test]
    fn a_place_that_the_reader_counts_is_its_own_origin() {
        let mut field = Field::new("client_id", Some(Role::ClientId));
        field.origin = Origin::Token(4);
        let key = Stated { value: String::from("client_secret"), origin: Origin::Token(5) };
        let client = Client::of(Sources {
            attribute: web(),
            fields: vec![field],
            secret_keys: vec![key],
            ..Sources::default()
        });
        for (place, origin) in [
            (Place::Token(7), Origin::Token(7)),
            (Place::Field(0), Origin::Token(4)),
            (Place::SecretKey(0), Origin::Token(5)),
            (Place::Key(Key::Kind), Origin::Token(0)),
            (Place::Key(Key::ClientId), Origin::Token(4)),
            (Place::Key(Key::Pkce), Origin::Adopted),
            (Place::Waiver(0), Origin::Whole),
            (Place::Whole, Origin::Whole),
        ] {
            assert_eq!(client.origin(place), origin, "{place:?}");
        }
    }

    /// Where the client repeats a role, by the fields that are named.
    fn repeated(fields: Vec<Field>) -> Vec<(Place, Vec<Place>)> {
        let client = Client::of(Sources { attribute: web(), fields, ..Sources::default() });
        let findings = client.findings().into_iter();
        findings
            .filter(|finding| finding.rule.id == "repeated_role")
            .map(|finding| (finding.place, finding.also))
            .collect()
    }

    #[test]
    fn two_fields_of_one_role_are_those_of_two_clients() {
        let field = |name, role| Field::new(name, Some(role));
        let twice = (Place::Field(2), vec![Place::Field(0)]);
        assert_eq!(
            repeated(vec![
                field("github_client_id", Role::ClientId),
                field("client_secret", Role::ClientSecret),
                field("google_client_id", Role::ClientId),
            ]),
            [twice]
        );
        assert_eq!(
            repeated(vec![
                field("client_id", Role::ClientId),
                field("client_secret", Role::ClientSecret),
                field("redirect_uri", Role::RedirectUri),
                field("callback_url", Role::RedirectUri),
            ]),
            []
        );
    }

    #[test]
    fn conditions_choose_between_fields_only_where_both_have_one() {
        let fields = |conditional: [bool; 2]| {
            let fields = conditional.map(|conditional| {
                let mut field = Field::new("client_id", Some(Role::ClientId));
                field.conditional = conditional;
                field
            });
            Vec::from(fields)
        };
        let twice = (Place::Field(1), vec![Place::Field(0)]);
        assert_eq!(repeated(fields([true, true])), []);
        for conditional in [[false, false], [true, false], [false, true]] {
            assert_eq!(repeated(fields(conditional)), from_ref(&twice), "{conditional:?}");
        }
    }
}
