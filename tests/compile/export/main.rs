//! The registrations that are written of declarations: each is read again and makes the same declaration,
//! and a mistake of a declaration is found in its registration too.

mod examples;
mod round_trip;
mod written;

use oauth_flow_core::members::Detail;
use oauth_flow_core::{Finding, Format, Level};
use oauth_flow_syntax::Source;
use oauth_flow_syntax::export::{export, kept};
use oauth_flow_syntax::text::Text;

const FORMATS: [Format; 3] = [Format::Rfc7591, Format::Keycloak, Format::Gravitee];

/// The declaration with a document in place of what the document can say.
struct Moved {
    text: Text,
    document: String,
    /// What a person is asked to add to the document.
    to_add: Vec<&'static str>,
}

fn as_document(text: &Text, source: &Source, format: Format) -> Moved {
    let exported = export(source.client(), format);
    let left = exported.left_out.iter().map(|it| it.argument.as_str());
    let all = left.chain(kept(&text.attribute)).chain(["registration = \"client.json\""]);
    let attribute = all.collect::<Vec<_>>().join(", ");
    let documents = text.documents.clone().with("client.json", exported.text.as_str());
    let text = Text { attribute, item: text.item.clone(), documents };
    Moved { text, document: exported.text, to_add: exported.to_add }
}

/// The rules of the findings, each with its level, in an order of their own.
fn found(source: &Source) -> Vec<(&'static str, Level)> {
    let one = |finding: &Finding| (finding.rule.id, finding.level);
    let mut found: Vec<_> = source.findings().iter().map(one).collect();
    found.sort_unstable();
    found
}

/// The findings of a declaration whose document lacks what a person is asked to add to it: the subject of a
/// certificate, which no key of the attribute states, and the keys that another registration had.
fn expected(source: &Source, moved: &Moved) -> Vec<(&'static str, Level)> {
    let mut expected = found(source);
    let asks_for = |what: &str| moved.to_add.iter().any(|it| it.starts_with(what));
    if asks_for("the subject of the client certificate") {
        expected.push(("mtls_subject", Level::Error));
    }
    let registration = source.client().registration();
    if asks_for("the public keys")
        && registration.is_some_and(|it| it.details.get(Detail::Jwks).is_some())
    {
        expected.push(("missing_credential", Level::Error));
    }
    expected.sort_unstable();
    expected.dedup();
    expected
}
