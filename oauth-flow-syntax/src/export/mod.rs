//! Writes the registration that a declaration means, in each format of a registration.

mod gravitee;
mod keycloak;
mod left_out;
mod rfc7591;
mod stated;

use oauth_flow_core::{Client, Format, Key};
use proc_macro2::TokenStream;
use quote::quote;

use crate::document::InMemory;
use crate::text::Arguments;
use stated::StatedClient;

/// The registration of a client as a document, and what remains to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The document: JSON with a line for each value.
    pub text: String,
    /// What the format cannot say, in the order of the keys. The attribute with these arguments, beside
    /// `registration` and `server`, makes the same declaration.
    pub left_out: Vec<LeftOut>,
    /// What a server wants to know of the client and no declaration says, each in words.
    pub to_add: Vec<&'static str>,
}

/// An argument that stays in the attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its key.
    pub key: Key,
    /// The argument as it is written, such as `pkce = "S256"`.
    pub argument: String,
}

/// Writes the registration of a client that was read without an error. No secret is written.
#[must_use]
pub fn export(client: &Client, format: Format) -> Exported {
    let stated = StatedClient::of(client, format);
    let text = match format {
        Format::Keycloak => keycloak::write(&stated),
        Format::Gravitee => gravitee::write(&stated),
        _ => rfc7591::write(&stated),
    };
    let read = read_back(&text);
    let left_out = left_out::of(client, read.registration());
    Exported { text, left_out, to_add: stated.to_add() }
}

/// The arguments of an attribute that say nothing of the registration, as they are written: where the
/// metadata of the server is, which fields are the client's, and where the facade is.
#[must_use]
pub fn kept(arguments: &str) -> Vec<&str> {
    let read = Arguments::read(arguments);
    read.map(|it| it.written(&[Key::Server, Key::Fields, Key::Crate])).unwrap_or_default()
}

/// What the reader of documents makes of the text: what it does not find there, the attribute has to say.
fn read_back(text: &str) -> Client {
    const PATH: &str = "client.json";
    let documents = InMemory::default().with(PATH, text);
    let item: TokenStream = quote!(
        struct Client;
    );
    crate::read(quote!(registration = #PATH), item, &documents).into_client()
}
