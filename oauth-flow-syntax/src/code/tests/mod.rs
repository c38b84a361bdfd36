//! Files of Rust as text, and what is read of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

mod by_hand;
mod items;
mod library;
mod nesting;
mod tokens;
mod waivers;

use oauth_flow_core::{Act, Kept, Request, What};

use super::File;
use crate::document::NoDocuments;

#[track_caller]
fn file(text: &str) -> File {
    super::read(text, &NoDocuments).unwrap_or_else(|error| panic!("{}: {text}", error.message))
}

/// What the items of a file do, each with the text of its place.
#[track_caller]
fn acts(text: &str) -> Vec<String> {
    let file = file(text);
    let at = |place: usize| &text[file.places[place].bytes.clone()];
    let kept = |name: &str, kept: &Kept| match kept {
        Kept::Unknown => String::new(),
        Kept::Dropped(place, by) if at(*place) == by => format!(", {name} dropped by {by}"),
        Kept::Dropped(place, by) => format!(", {name} dropped by {by} at {}", at(*place)),
        Kept::Fixed(place) => format!(", {name} fixed at {}", at(*place)),
        Kept::Absent => format!(", no {name}"),
    };
    let said = |Act { what, place }: &Act| {
        let what = match what {
            What::Request(Request { response, challenge, always_s256, state, nonce }) => {
                let always = if *always_s256 { " (always S256)" } else { "" };
                let (state, nonce) = (kept("state", state), kept("nonce", nonce));
                format!("{response:?}, challenge {challenge:?}{always}{state}{nonce}")
            }
            What::Exchange(exchange) => {
                format!("{:?}, verifier {:?}", exchange.grant, exchange.verifier)
            }
            what => format!("{what:?}"),
        };
        format!("{what} at {}", at(*place))
    };
    file.units.iter().flat_map(|(unit, _)| &unit.acts).map(said).collect()
}

/// What a function with this body does, in a file that begins with `imports`.
#[track_caller]
fn done(imports: &str, body: &str) -> Vec<String> {
    acts(&format!("{imports}\nfn sign_in() {{ {body} }}\n"))
}

/// The imports of a file that uses a library.
const LIBRARY: &str = "use oauth2::{CsrfToken, PkceCodeChallenge, basic::BasicClient};";
