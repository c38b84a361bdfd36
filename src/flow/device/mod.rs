//! The device authorization grant (RFC 8628).

pub(super) mod login;
