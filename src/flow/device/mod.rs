//! The device authorization grant (RFC 8628).

mod answer;
pub(super) mod error;
pub(super) mod login;
pub(super) mod pending;
pub(super) mod request;
mod wait;
