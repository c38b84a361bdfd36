//! What an authorization server says about itself: RFC 8414, and `OpenID` Connect Discovery 1.0,
//! whose documents have the same members.

mod document;
pub(super) mod error;
mod fetch;
pub(super) mod metadata;
mod read;
mod tenants;
