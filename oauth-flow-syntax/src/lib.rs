//! Reads the declaration of an OAuth client out of an attribute and the item below it.
//!
//! [`read`] never fails: what could not be read is a finding like any other, the rest is a client
//! to judge, and the item comes back in any case.

mod attribute;
#[cfg(feature = "code")]
pub mod code;
pub mod document;
#[cfg(feature = "text")]
pub mod export;
mod item;
mod mistakes;
#[cfg(feature = "text")]
pub mod text;
mod tokens;

#[cfg(test)]
mod tests;

pub use attribute::{NameInSource, Part};
pub use item::Field;

use std::ops::Range;

use oauth_flow_core::{Client, Finding, Key, Origin, Place, Sources, Waiver};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::document::{Document, Documents, Position};
use crate::item::Item;
use crate::mistakes::{Mistakes, Parts};

/// Everything that was read of one client.
#[must_use]
pub struct Source {
    client: Client,
    facade: Option<syn::Path>,
    names: Vec<NameInSource>,
    item: Item,
    /// The tokens that [`Origin::Token`] counts.
    tokens: Vec<Span>,
    documents: document::Places,
    whole: Span,
}

/// Reads the arguments of the attribute, the documents that it names, and the item below it.
pub fn read(attribute: TokenStream, item: TokenStream, documents: &dyn Documents) -> Source {
    let whole = whole(&attribute, &item);
    let mut mistakes = Mistakes::default();
    let mut attribute = attribute::read(attribute, &mut mistakes);
    let read = document::read(&mut attribute, documents, &mut mistakes);
    let item = item::read(item, attribute.prefix.as_ref(), &mut mistakes);
    let mut fields = Vec::with_capacity(item.fields.len());
    for field in &item.fields {
        fields.push(field.evidence(&mut mistakes));
    }
    let Parts { found: mistakes, tokens, points } = mistakes.into_parts();
    let client = Client::of(Sources {
        attribute: attribute.statement,
        waivers: attribute.waivers,
        secret_keys: attribute.secret_keys,
        fields,
        flattened: item.flattened,
        registration: read.registration,
        server: read.server,
        mistakes,
    });
    let documents = document::Places { documents: read.documents, points };
    Source {
        client,
        facade: attribute.facade,
        names: attribute.names,
        item,
        tokens,
        documents,
        whole,
    }
}

/// The span of the whole attribute, seen from where its user wrote it: without that, the compiler
/// adds that the error originates in the macro.
fn whole(attribute: &TokenStream, item: &TokenStream) -> Span {
    let token = attribute.clone().into_iter().next().or_else(|| item.clone().into_iter().next());
    let call = Span::call_site();
    token.map_or(call, |token| call.resolved_at(token.span()))
}

impl Source {
    /// The client, as its sources state it.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// All that is wrong with the client: what could not be read, and what breaks a rule.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.client.findings()
    }

    /// The waivers of the client.
    #[must_use]
    pub fn waivers(&self) -> Vec<Waiver<'_>> {
        self.client.waivers()
    }

    /// The client alone, without the tokens.
    pub fn into_client(self) -> Client {
        self.client
    }

    /// The token from which a value comes: its own, else that of the key, else the whole attribute.
    /// What the recommended flow of the kind brings comes from the kind, and what a document brings from
    /// the path of the document.
    #[must_use]
    pub fn span(&self, origin: Origin) -> Span {
        self.token(origin).unwrap_or(self.whole)
    }

    /// The documents that the attribute names, in the order of the attribute.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents.documents
    }

    /// The bytes of what was read of a document, by its index, in order.
    #[must_use]
    pub fn read_in(&self, document: usize) -> Vec<Range<usize>> {
        self.documents.read_in(document)
    }

    /// Where in a document a value is, if a document states it.
    #[must_use]
    pub fn position(&self, origin: Origin) -> Option<Position> {
        self.documents.position(self.in_document(origin))
    }

    /// Where what the recommended flow of the kind brings comes from: the kind, which may be in a
    /// document.
    fn in_document(&self, origin: Origin) -> Origin {
        match origin {
            Origin::Adopted => self.client.origin(Place::Key(Key::Kind)),
            origin => origin,
        }
    }

    /// The same, if one token of the source is meant.
    fn token(&self, origin: Origin) -> Option<Span> {
        let index = self.documents.token(self.in_document(origin))?;
        self.tokens.get(index).copied()
    }

    /// The `#[cfg(..)]` attributes under which the place exists: those of a field, else none.
    #[must_use]
    pub fn conditions(&self, place: Place) -> &[syn::Attribute] {
        match place {
            Place::Field(index) => {
                self.item.fields.get(index).map_or(&[], |field| field.conditions.as_slice())
            }
            _ => &[],
        }
    }

    /// The item, token for token, without the helper attributes. It comes back also when nothing
    /// else could be read.
    #[must_use]
    pub fn item(&self) -> TokenStream {
        self.item.tokens.clone()
    }

    /// The name of the item, if it has one.
    #[must_use]
    pub const fn ident(&self) -> Option<&Ident> {
        self.item.ident.as_ref()
    }

    /// The generics of the item; `None` if it is no type or could not be read.
    #[must_use]
    pub const fn generics(&self) -> Option<&syn::Generics> {
        self.item.generics.as_ref()
    }

    /// The outer attributes of the item below this one.
    #[must_use]
    pub fn attributes(&self) -> &[syn::Attribute] {
        &self.item.attributes
    }

    /// The keys and words of the attribute as they are written, known or not, in the order of the
    /// source: what an editor may be asked about.
    #[must_use]
    pub fn names(&self) -> &[NameInSource] {
        &self.names
    }

    /// The path of the facade: `::oauth_flow`, or the value of `crate`.
    #[must_use]
    pub fn facade(&self) -> TokenStream {
        self.facade
            .as_ref()
            .map_or_else(|| quote_spanned!(self.whole=> ::oauth_flow), ToTokens::to_token_stream)
    }

    /// Whether no `crate` names the facade.
    #[must_use]
    pub const fn has_default_facade(&self) -> bool {
        self.facade.is_none()
    }

    /// The fields, in the order of [`Place::Field`].
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.item.fields
    }
}
