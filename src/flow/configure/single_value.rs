//! A member that a client has one value of.

use oauth_flow_core::{Key, Merged, Origin};

/// The value of a member that has one.
#[derive(Clone, Copy)]
pub(super) struct SingleValue<'m> {
    pub(super) text: &'m str,
    pub(super) origin: Origin,
}

pub(super) fn single_value(merged: &Merged, key: Key) -> Option<SingleValue<'_>> {
    let stated = merged.statement.values(key).first()?;
    Some(SingleValue { text: stated.value.text()?, origin: stated.origin })
}
