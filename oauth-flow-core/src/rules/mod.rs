//! The rulebook, a chapter a file. A rule is one `static` with its check beside it; its chapter
//! lists it, and [`CHAPTERS`] lists the chapter.

use crate::judge::Rule;
use alloc::vec::Vec;

use crate::vocabulary::nearest;

pub mod client_authentication;
pub mod code;
pub mod documents;
pub mod extensions;
pub mod fapi;
pub mod fields;
pub mod grants;
pub mod pkce;
pub mod reading;
pub mod redirect_uris;
pub mod registration;
pub mod response_types;
pub mod run_time;
pub mod scopes;
pub mod server_metadata;
pub mod tokens;
pub mod waivers;
pub mod workspace;

/// A chapter of the rulebook.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// The heading of the chapter in the rulebook.
    pub title: &'static str,
    /// The rules of the chapter, in the order of the rulebook.
    pub rules: &'static [&'static Rule],
}

/// The chapters, in the order in which rules are checked and shown. The waivers come last: one of
/// their rules looks at what all others found.
pub static CHAPTERS: &[Chapter] = &[
    Chapter { title: "Reading the attribute", rules: reading::RULES },
    Chapter { title: "Reading documents", rules: documents::RULES },
    Chapter { title: "Grants", rules: grants::RULES },
    Chapter { title: "PKCE", rules: pkce::RULES },
    Chapter { title: "Client authentication", rules: client_authentication::RULES },
    Chapter { title: "Fields", rules: fields::RULES },
    Chapter { title: "Redirect URIs", rules: redirect_uris::RULES },
    Chapter { title: "Response types", rules: response_types::RULES },
    Chapter { title: "Tokens", rules: tokens::RULES },
    Chapter { title: "Scopes", rules: scopes::RULES },
    Chapter { title: "Extensions", rules: extensions::RULES },
    Chapter { title: "FAPI 2.0", rules: fapi::RULES },
    Chapter { title: "The registration", rules: registration::RULES },
    Chapter { title: "The authorization server", rules: server_metadata::RULES },
    Chapter { title: "The run time", rules: run_time::RULES },
    Chapter { title: "The code", rules: code::RULES },
    Chapter { title: "The workspace", rules: workspace::RULES },
    Chapter { title: "Waivers", rules: waivers::RULES },
];

/// Every rule, in order.
pub fn all() -> impl Iterator<Item = &'static Rule> + Clone {
    CHAPTERS.iter().flat_map(|chapter| chapter.rules.iter().copied())
}

/// The rule of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    for chapter in CHAPTERS {
        for rule in chapter.rules {
            if rule.id == id {
                return Some(rule);
            }
        }
    }
    None
}

/// The id of a rule that can be waived and that is meant by a text that is no such id.
#[must_use]
pub fn meant_by(text: &str) -> Option<&'static str> {
    let mut ids = Vec::new();
    for chapter in CHAPTERS {
        for rule in chapter.rules {
            if rule.can_be_waived() {
                ids.push(rule.id);
            }
        }
    }
    nearest(text, &ids)
}
