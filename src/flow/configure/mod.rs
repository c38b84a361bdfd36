//! From the values of a client to what a flow needs.

pub(super) mod builder;
mod check;
mod credential;
pub(super) mod error;
pub(super) mod fields;
#[cfg(feature = "openid")]
mod openid;
mod server_identity;
mod single_value;
mod values;
