//! Access tokens that last: one source for all who ask, which renews its token once, and stores it before
//! anyone has it.

pub(super) mod ask;
pub(super) mod bearer;
pub(super) mod builder;
pub(super) mod error;
#[cfg(feature = "token-file")]
pub(super) mod file;
pub(super) mod memory;
pub(super) mod renewal;
pub(super) mod state;
pub(super) mod store;
pub(super) mod stored_tokens;
pub(super) mod tokens;
