//! Reads the declaration of an OAuth client out of an attribute and the struct that it stands on.
//!
//! [`read`] never fails: what could not be read is a finding like any other, the rest is a subject
//! to check, and the item comes back in any case.

mod attribute;
mod declared;
mod field;
mod form;
mod helper;
mod item;
mod mistake;
mod places;
mod tokens;
mod types;
mod value;
mod waiver;
mod words;
mod written;

#[cfg(test)]
mod tests;

pub use field::Field;
pub use written::{Part, Written};

use oauth_flow_core::{Finding, Place, Subject};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::declared::Declared;
use crate::item::Item;
use crate::mistake::Mistakes;

/// Everything that was read of one client.
#[must_use]
pub struct Source {
    declared: Declared,
    item: Item,
    mistakes: Vec<Finding>,
    tokens: Vec<Span>,
    whole: Span,
}

/// Reads the arguments of the attribute, and the item that it stands on.
pub fn read(attribute: TokenStream, item: TokenStream) -> Source {
    let whole = places::whole(&attribute, &item);
    let mut mistakes = Mistakes::default();
    let declared = attribute::read(attribute, &mut mistakes);
    let item = item::read(item, &mut mistakes);
    let (mistakes, tokens) = mistakes.into_parts();
    Source { declared, item, mistakes, tokens, whole }
}

impl Source {
    /// Gives what was read to `f`, as the rules look at it. The declaration is completed by the
    /// recommended flow.
    pub fn with_subject<R>(&self, f: impl FnOnce(&Subject<'_>) -> R) -> R {
        let slices = self.declared.slices();
        let fields = self.item.fields.iter().map(|field| oauth_flow_core::Field {
            name: &field.name,
            role: field.role,
            holds: field.holds,
            exposed_by: field.exposed_by,
        });
        let fields: Vec<oauth_flow_core::Field<'_>> = fields.collect();
        f(&Subject {
            declaration: self.declared.declaration(&slices),
            written: self.declared.written,
            unknown: self.declared.unknown,
            fields: &fields,
            flattened: self.item.flattened,
            secret_keys: &slices.secret_keys,
        })
    }

    /// What could not be read, all of it, in the order of the source.
    #[must_use]
    pub fn mistakes(&self) -> &[Finding] {
        &self.mistakes
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
    pub fn ident(&self) -> Option<&Ident> {
        self.item.ident.as_ref()
    }

    /// The generics of the item; `None` if it is no type or could not be read.
    #[must_use]
    pub fn generics(&self) -> Option<&syn::Generics> {
        self.item.generics.as_ref()
    }

    /// The outer attributes of the item that stand below this one.
    #[must_use]
    pub fn attributes(&self) -> &[syn::Attribute] {
        &self.item.attributes
    }

    /// The keys and words of the attribute as they stand there, known or not, in the order of the
    /// source: what an editor may be asked about.
    #[must_use]
    pub fn written(&self) -> &[Written] {
        &self.declared.as_written
    }

    /// The path of the facade: `::oauth_flow`, or what `crate = ...` says.
    #[must_use]
    pub fn facade(&self) -> TokenStream {
        self.declared
            .facade
            .as_ref()
            .map_or_else(|| quote_spanned!(self.whole=> ::oauth_flow), ToTokens::to_token_stream)
    }

    /// The fields, in the order of [`Place::Field`].
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.item.fields
    }
}
