//! The token endpoint: its requests, and what it gives.

pub(super) mod answer;
pub(super) mod error;
pub(super) mod kind;
pub(super) mod login;
pub(super) mod request;
pub(super) mod tokens;
#[cfg(feature = "openid")]
mod validation;
