//! The authorization request, sent through the user's browser or pushed, and its response.

#[cfg(feature = "cookie")]
pub(super) mod cookies;
pub(super) mod logins;
pub(super) mod pending;
pub(super) mod push;
pub(super) mod refusal;
pub(super) mod request;
pub(super) mod response;
