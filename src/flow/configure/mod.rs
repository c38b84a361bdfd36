//! From the values of a client to what a flow needs.

pub(super) mod builder;
mod check;
mod credential;
pub(super) mod error;
pub(super) mod fields;
mod known;
mod one;
#[cfg(feature = "openid")]
mod openid;
mod values;
