//! The table of the keys of the attribute, and that of their names in registrations.

use std::fmt::Write;

use oauth_flow_core::members::Shape;
use oauth_flow_core::vocabulary::Word;
use oauth_flow_core::{Format, Key, Role};

/// The table: each key with its meaning, what it takes, the names of the fields that hold the value,
/// and its name in a client registration (RFC 7591) or in the metadata of a server (RFC 8414).
pub(super) fn table() -> String {
    let mut table = String::from(
        "| key | meaning | value | field | in the standards |\n|---|---|---|---|---|\n",
    );
    for key in Key::ALL {
        let _ = writeln!(
            table,
            "| `{key}` | {} | {} | {} | {} |",
            key.documentation(),
            value(*key),
            fields(*key),
            standards(*key)
        );
    }
    table
}

/// The words of the key where they are few, and what else it takes.
fn value(key: Key) -> String {
    const FEW: usize = 8;
    let member = key.member();
    let words = match member.shape {
        Shape::WordsOrUris(_) => None,
        shape => shape.words().filter(|set| set.entries.len() <= FEW),
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(set) = words {
        let words: Vec<String> =
            set.entries.iter().map(|entry| format!("`{}`", entry.word)).collect();
        parts.push(words.join(", "));
    }
    if !member.value.is_empty() {
        parts.push(String::from(member.value));
    }
    parts.join("; ")
}

fn fields(key: Key) -> String {
    let Some(role) = Role::ALL.iter().find(|role| role.key() == Some(key)) else {
        return String::new();
    };
    let names = role.names();
    let names: Vec<String> =
        names.ends.iter().chain(names.whole).map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn standards(key: Key) -> String {
    let member = key.member();
    let mut names: Vec<&str> = Vec::new();
    for name in member.registration.iter().chain(member.server_metadata) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    listed(&names)
}

/// The names of each key in the formats of a registration, where one of them has it.
pub(super) fn formats() -> String {
    let formats = [Format::Rfc7591, Format::Keycloak, Format::Gravitee];
    let mut table =
        String::from("| key | in RFC 7591 | in Keycloak | in Gravitee AM |\n|---|---|---|---|\n");
    for key in Key::ALL {
        let names = formats.map(|format| listed(format.names(*key)));
        if names.iter().any(|names| !names.is_empty()) {
            let _ = writeln!(table, "| `{key}` | {} |", names.join(" | "));
        }
    }
    table
}

/// Names as the cell of a table has them.
fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
