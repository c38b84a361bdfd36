//! Without the feature `documents`, no document can be read.

use oauth_flow_core::rules::documents as rule;

use super::reading::{Said, Unread};
use crate::attribute::Attribute;
use crate::mistakes::Mistakes;

/// Reports the document as one that cannot be read.
pub(super) fn read(document: Unread<'_>, _: &Attribute, mistakes: &mut Mistakes) -> Said {
    let mistake = document.mistake.fact(rule::NO_FEATURE).with(&document.key);
    let help = "build `oauth-flow` with its feature `documents`, which is a default one";
    mistakes.add(&rule::UNREADABLE_DOCUMENT, mistake.help(help));
    Said::default()
}

#[cfg(test)]
mod tests {
    use crate::document::InMemory;

    #[test]
    fn a_document_that_nothing_reads_is_one_mistake() {
        for key in ["registration", "server"] {
            let attribute = format!(r#"kind = "web", redirect_uri = "runtime", {key} = "a.json""#);
            let tokens = attribute.parse().unwrap_or_default();
            let item = "struct Client;".parse().unwrap_or_default();
            let source = crate::read(tokens, item, &InMemory::default().with("a.json", "{}"));
            let findings = source.findings();
            let found: Vec<_> = findings.iter().map(|it| (it.rule.id, it.fact.as_str())).collect();
            let fact = format!("`{key}` names a document, and nothing here reads documents");
            assert_eq!(found, [("unreadable_document", fact.as_str())]);
        }
    }
}
