//! JSON Web Signatures that a server makes (RFC 7515), and the keys that it publishes for them (RFC 7517):
//! what is signed is read after its signature was verified, and not before.

pub(super) mod algorithm;
pub(super) mod cache;
pub(super) mod compact;
pub(super) mod error;
pub(super) mod key_set;
mod message;
pub(super) mod used_tokens;
